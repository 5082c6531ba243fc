/* oversight.h - the oversight board's desk: signals from the books with their evidence, what the
 * board finds about them, random checks of awards, and who is left out.
 *
 * A signal asks for a look and does nothing else: no score, no list of people, no consequence by
 * itself. Whoever is concerned does not decide; every look at people is noted for them. */
#pragma once

#include "service/holdings.h"
#include "service/service.h"

extern const struct route oversight_routes[];
extern const struct holdings oversight_holdings;
extern const struct side_room oversight_room; /* what each side of the service keeps for it */

/* On the loop's thread, as often as it likes: takes up new records once a minute, and once a
 * village day (or when the board asks) applies the rules, draws and counts, in small turns at the
 * desk and, for the rules, on the thread for slow work. `reader` is the loop's side. */
void oversight_tick(struct service *service, struct side *reader, int64_t now_ms);
