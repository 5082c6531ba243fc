/* spot.c - random checks: each week some of the awards that came into the books since the last
 * draw, drawn from the root of the log as it stood at the draw. Which these are could be known to
 * nobody while they were booked; whoever has the log draws the same again (docs/oversight.md). */
#include <stdlib.h>
#include <string.h>

#include "crypto/draw.h"
#include "oversight/oversight_internal.h"

enum { WEEK_DAYS = 7, MONDAY_SHIFT = 3 }; /* day 0 was a Thursday */

int32_t oversight__monday(int32_t day)
{
    return day - ((day + MONDAY_SHIFT) % WEEK_DAYS + WEEK_DAYS) % WEEK_DAYS;
}

int64_t oversight__spot_count(int64_t candidates)
{
    int64_t count = (candidates * SPOT_PERMILLE + 999) / 1000;
    count = count < SPOT_MIN ? SPOT_MIN : count;
    count = count > SPOT_MAX ? SPOT_MAX : count;
    return count < candidates ? count : candidates;
}

struct urn {
    struct lot *lots;
    size_t count;
    size_t room;
};

static struct status lot_take(void *context, const struct lot *lot)
{
    struct urn *urn = context;
    if (urn->count == urn->room) {
        size_t room = urn->room == 0 ? 1024 : 2 * urn->room;
        struct lot *more = realloc(urn->lots, room * sizeof *more);
        if (more == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
        urn->lots = more;
        urn->room = room;
    }
    urn->lots[urn->count++] = *lot;
    return OK;
}

/* In order of their records the lots are drawn as crypto/draw.h says; the id is the first 16 bytes
 * of the SHA-256 of the village's code. */
static struct status lots_draw(struct side *side, const struct week_draw *week,
                               const struct urn *urn)
{
    struct hash code;
    struct draw draw;
    sha256(&code, week->village, strlen(week->village));
    draw_begin(&draw, "sanbao-spot/v1", &week->root, code.bytes);
    for (size_t k = 0; k < (size_t)week->drawn; k++) {
        size_t place = k + (size_t)draw_below(&draw, urn->count - k);
        struct lot lot = urn->lots[place];
        struct spot spot = {.record = lot.record, .week = week->week};
        urn->lots[place] = urn->lots[k];
        snprintf(spot.village, sizeof spot.village, "%s", week->village);
        TRY(oversight__member_person(side, lot.member, &spot.person));
        TRY(oversight__spot_put(oversight__of(side), &spot));
    }
    return OK;
}

static struct status week_make(struct side *side, const struct village *village,
                               struct week_draw *week, struct urn *urn)
{
    struct oversight *own = oversight__of(side);
    TRY(oversight__row_lots(own, village->id, week->first, week->until, lot_take, urn));
    week->candidates = (int64_t)urn->count;
    week->drawn = oversight__spot_count(week->candidates);
    TRY(tree_root(journal_tree(side->journal), week->until, &week->root));
    TRY(oversight__draw_put(own, week));
    return lots_draw(side, week, urn);
}

struct status oversight__draw(struct side *side, const char *code, const struct village *village,
                              uint64_t records)
{
    struct week_draw last;
    bool found = false;
    struct week_draw week = {.week = oversight__monday(side_today(side, village)),
                             .until = records,
                             .at = side_now(side)};
    snprintf(week.village, sizeof week.village, "%s", code);
    TRY(oversight__draw_get(oversight__of(side), code, INT32_MAX, &last, &found));
    if (found && last.week >= week.week) {
        return OK;
    }
    if (found) {
        week.first = last.until;
    } else {
        TRY(oversight__row_first(oversight__of(side), village->id, &week.first));
    }
    struct urn urn = {NULL, 0, 0};
    struct status status = week_make(side, village, &week, &urn);
    free(urn.lots);
    return status;
}
