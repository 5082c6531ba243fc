/* shop.h - spending: what shops offer, how a person pays with points, and what a shop is owed.
 *
 * A person's points are only ever spent by that person: from their own session, by a code on their
 * phone that dies with its first use, or by card and PIN. A shop sees a masked name and whether the
 * points are enough, never a balance. */
#pragma once

#include "service/holdings.h"
#include "service/service.h"

extern const struct route shop_routes[];
extern const struct holdings shop_holdings;
extern const struct side_room shop_room; /* what each side of the service keeps for it */

/* On the loop's thread, as often as it likes: once a village day has holds given back, awards
 * released, lots expired, reminders and the monthly notice made, in small turns at the desk.
 * `reader` is the loop's side. */
void shop_tick(struct service *service, struct side *reader, int64_t now_ms);
