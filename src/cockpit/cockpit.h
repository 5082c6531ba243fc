/* cockpit.h - what the village's big screen reads: one snapshot of figures, then what changed.
 *
 * A screen hangs where everybody walks by, so nothing here is more than a village may hang out:
 * sums, and of single people the family name and one star with what they earned points for. No
 * group of fewer than five people is shown by itself, nobody is compared with anybody, and children
 * under 14 have no name. Whoever holds an office in the village may read it, and a device that was
 * enrolled for it (the screen's own); nothing can be written.
 *
 * Every figure is a sum of roll-ups: those of the books (books_metric_sum()), and tallies that this
 * room keeps in people.db by following the journal, because villager groups are private data that
 * the books do not know. No figure costs more where there are more records. */
#pragma once

#include "service/holdings.h"
#include "service/service.h"

extern const struct route cockpit_routes[];
extern const struct holdings cockpit_holdings;
extern const struct side_room cockpit_room; /* what each side of the service keeps for it */

/* On the loop's thread, as often as it likes: takes up new records into the tallies, in small turns
 * at the desk, and tells the screens that listen what changed. */
void cockpit_tick(struct service *service, struct side *reader, int64_t now_ms);
