/* points_panel_apply.c - a panel of three for a claim, drawn so that anyone can draw it again: from
 * the root of the log before the draw, which nobody could know when the claim was made. Who draws
 * has no choice: every candidate, root and place is checked here. Runs under consensus: no clock,
 * no random number, no float. The method is that of crypto/draw.h, the id the panel's. */
#include <string.h>

#include "crypto/draw.h"
#include "points/points_internal.h"

void points_panel_pick(const struct hash *root, const uint8_t id[ID_BYTES], size_t count,
                       size_t picked[PANEL_MEMBERS])
{
    REQUIRE(root != NULL && id != NULL && picked != NULL);
    REQUIRE(count >= PANEL_MEMBERS && count <= PANEL_CANDIDATES_MAX);
    struct draw draw;
    size_t places[PANEL_CANDIDATES_MAX];
    draw_begin(&draw, "sanbao-draw/v1", root, id);
    for (size_t i = 0; i < count; i++) {
        places[i] = i;
    }
    for (size_t k = 0; k < PANEL_MEMBERS; k++) {
        size_t place = k + (size_t)draw_below(&draw, count - k);
        picked[k] = places[place];
        places[place] = places[k];
    }
}

/* Who can be drawn, in order of their ids. */
struct candidates {
    const Sanbao__V1__PanelDraw *draw;
    int64_t proposer; /* member; 0: none */
    size_t excused;   /* of them were met */
    size_t count;
    struct {
        int64_t member;
        uint8_t person[ID_BYTES];
    } list[PANEL_CANDIDATES_MAX];
};

static struct status candidate_take(void *context, int64_t member, const uint8_t person[ID_BYTES])
{
    struct candidates *candidates = context;
    const Sanbao__V1__PanelDraw *draw = candidates->draw;
    if (member == candidates->proposer || memcmp(person, draw->person.data, ID_BYTES) == 0) {
        return OK;
    }
    /* Both lists are in order. */
    if (candidates->excused < draw->n_excused &&
        memcmp(person, draw->excused[candidates->excused].data, ID_BYTES) == 0) {
        candidates->excused++;
        return OK;
    }
    if (candidates->count == PANEL_CANDIDATES_MAX) {
        return REFUSE(LIMIT_EXCEEDED);
    }
    candidates->list[candidates->count].member = member;
    memcpy(candidates->list[candidates->count++].person, person, ID_BYTES);
    return OK;
}

struct drawn {
    struct village village;
    struct panel panel;
    uint8_t members[PANEL_MEMBERS][ID_BYTES];
};

static struct status draw_make(struct points *points, const Sanbao__V1__Operation *operation,
                               struct drawn *drawn)
{
    const Sanbao__V1__PanelDraw *op = operation->panel_draw;
    struct member person;
    struct member proposer;
    struct candidates candidates = {.draw = op};
    TRY(identity_village(points->identity, operation->village, &drawn->village));
    if (op->panel.len != ID_BYTES || op->root.len != HASH_BYTES ||
        op->n_excused > PANEL_EXCUSED_MAX) {
        return REFUSE(OPERATION_MALFORMED);
    }
    TRY(identity_holder(points->identity, drawn->village.id, &op->person, operation->day, &person));
    TRY(identity_member(points->identity, drawn->village.id, &operation->proposer, &proposer));
    if (operation->proposer.len != 0 && proposer.id == 0) {
        return REFUSE(PERSON_UNKNOWN);
    }
    candidates.proposer = proposer.id;
    TRY(identity_holders_apart(points->identity, drawn->village.id, SANBAO__V1__ROLE__ROLE_REVIEWER,
                               &person, candidate_take, &candidates));
    if (candidates.excused != op->n_excused) {
        return REFUSE(PANEL_WRONG);
    }
    if (candidates.count < PANEL_MEMBERS) {
        return REFUSE(PANEL_SHORT);
    }
    size_t picked[PANEL_MEMBERS];
    struct hash root;
    memcpy(root.bytes, op->root.data, HASH_BYTES);
    points_panel_pick(&root, op->panel.data, candidates.count, picked);
    drawn->panel = (struct panel){.day = operation->day, .person = person.id};
    for (size_t i = 0; i < PANEL_MEMBERS; i++) {
        drawn->panel.members[i] = candidates.list[picked[i]].member;
        memcpy(drawn->members[i], candidates.list[picked[i]].person, ID_BYTES);
    }
    return OK;
}

struct status points_panel_draw(struct points *points, const Sanbao__V1__Operation *operation,
                                uint8_t members[PANEL_MEMBERS][ID_BYTES])
{
    REQUIRE(points != NULL && operation != NULL && members != NULL);
    REQUIRE(operation->action_case == SANBAO__V1__OPERATION__ACTION_PANEL_DRAW);
    struct drawn drawn;
    TRY(draw_make(points, operation, &drawn));
    memcpy(members, drawn.members, sizeof drawn.members);
    return OK;
}

struct status points__panel_draw(void *room, const struct apply *apply,
                                 Sanbao__V1__Outcome *outcome)
{
    struct points *points = room;
    const Sanbao__V1__PanelDraw *op = apply->operation->panel_draw;
    struct drawn drawn;
    struct panel earlier;
    bool known = false;
    (void)outcome;
    TRY(draw_make(points, apply->operation, &drawn));
    TRY(points_panel(points, drawn.village.id, op->panel.data, &earlier, &known));
    if (known) {
        return REFUSE(PANEL_EXISTS);
    }
    if (op->size != apply->sealed || memcmp(op->root.data, apply->root->bytes, HASH_BYTES) != 0) {
        return REFUSE(PANEL_ROOT);
    }
    bool same = op->n_members == PANEL_MEMBERS;
    for (size_t i = 0; i < PANEL_MEMBERS && same; i++) {
        same = memcmp(op->members[i].data, drawn.members[i], ID_BYTES) == 0;
    }
    if (!same) {
        return REFUSE(PANEL_WRONG);
    }
    drawn.panel.record = apply->record;
    return points__panel_insert(points, drawn.village.id, op->panel.data, &drawn.panel);
}
