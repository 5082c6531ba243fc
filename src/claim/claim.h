/* claim.h - points that somebody asks for: honours, yard grades, donated goods and the like. Filed
 * with words and photos, looked at by two officials who are no kin, told in plain words. */
#pragma once

#include "service/holdings.h"
#include "service/service.h"

extern const struct side_room claim_room; /* what each side of the service keeps for it */
extern const struct holdings claim_holdings;
/* All tables of routes of this room, for the list of the service. */
#define CLAIM_ROUTES claim_routes, claim_notice_routes
extern const struct route claim_routes[];
extern const struct route claim_notice_routes[]; /* the public notice, objections */

/* Objections and appeals that were not decided at an instant (seconds), the oldest first, at most
 * `limit`; for a village's totals: neither who objects nor why. */
struct claim_open {
    uint64_t record; /* of the award */
    int64_t at;
    bool appeal;
};
typedef struct status (*claim_open_fn)(void *context, const struct claim_open *open);
CHECKED struct status claim_open_each(struct side *side, const char *village, int64_t instant,
                                      int64_t limit, claim_open_fn each, void *context);

/* On the loop's thread, as often as it likes: once a village day panels are drawn for the claims
 * that fell short of reviewers. `reader` is the loop's side. */
void claim_tick(struct service *service, struct side *reader, int64_t now_ms);
