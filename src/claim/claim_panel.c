/* claim_panel.c - three reviewers judge a claim, drawn from the log's root as soon as it comes in:
 * nobody picks them, and whoever has the log can draw them again (docs/operations.md). Left out are
 * those who have to do with the claimant. */
#include <string.h>

#include "claim/claim_internal.h"
#include "notify/notify.h"
#include "residents/residents.h"

enum { SEATS_MAX = 64 }; /* of all panels of one claim */

void claim__panel_id(const struct side *side, const struct claim *claim, int64_t panel,
                     struct id *id)
{
    if (panel == 1) {
        *id = claim->id;
    } else {
        side_id_derive(side, &claim->id, "claim-panel", (uint64_t)panel, id);
    }
}

/* ---- seats ---- */

struct seats {
    struct claim_seat list[SEATS_MAX];
    size_t count;
};

static struct status seat_take(void *context, const struct claim_seat *seat)
{
    struct seats *seats = context;
    if (seats->count == SEATS_MAX) {
        return REFUSE(PANEL_SHORT); /* so many stood back that nobody is left to be excused */
    }
    seats->list[seats->count++] = *seat;
    return OK;
}

struct status claim__seats(struct side *side, const struct claim *claim,
                           struct claim_seat seats[PANEL_MEMBERS], size_t *count)
{
    struct seats all = {.count = 0};
    *count = 0;
    if (claim->panels == 0) {
        return OK;
    }
    TRY(claim__seat_each(claims_of(side), &claim->id, claim->panels, seat_take, &all));
    for (size_t i = 0; i < all.count && *count < PANEL_MEMBERS; i++) {
        if (all.list[i].panel == claim->panels) {
            seats[(*count)++] = all.list[i];
        }
    }
    return OK;
}

struct status claim__seats_look(struct side *side, struct claim *claim)
{
    struct claim_seat seats[PANEL_MEMBERS];
    size_t count = 0;
    TRY(claim__seats(side, claim, seats, &count));
    for (size_t i = 0; i < count; i++) {
        claim->seated = claim->seated || seats[i].state != SEAT_BACK;
    }
    return OK;
}

/* The last seat of a person; NULL: never drawn for this claim. */
static const struct claim_seat *seat_last(const struct seats *seats, const struct id *person)
{
    const struct claim_seat *last = NULL;
    for (size_t i = 0; i < seats->count; i++) {
        if (memcmp(&seats->list[i].person, person, sizeof *person) == 0) {
            last = &seats->list[i];
        }
    }
    return last;
}

/* ---- drawing ---- */

struct drawing {
    struct call *call;
    struct side *side;
    struct claim *claim;
    struct seats earlier;
    struct id excused[PANEL_EXCUSED_MAX];
    size_t excused_count;
    struct id panel;
    struct hash root;
    Sanbao__V1__PanelDraw draw;
    Sanbao__V1__Operation operation;
    ProtobufCBinaryData excused_bytes[PANEL_EXCUSED_MAX];
    ProtobufCBinaryData member_bytes[PANEL_MEMBERS];
    uint8_t members[PANEL_MEMBERS][ID_BYTES];
};

/* Who filed it and was erased since proposes nothing any more. */
static bool by_other(const struct claim *claim)
{
    static const struct id none;
    return memcmp(&claim->filed_by, &claim->person, ID_BYTES) != 0 &&
           memcmp(&claim->filed_by, &none, ID_BYTES) != 0;
}

/* Of those who could be drawn: a tie that the books do not know, or stood back before. */
static struct status holder_judge(void *context, int64_t member, const uint8_t person[ID_BYTES])
{
    struct drawing *drawing = context;
    const struct claim *claim = drawing->claim;
    struct id id;
    bool tied = false;
    (void)member;
    memcpy(id.bytes, person, ID_BYTES);
    if (memcmp(&id, &claim->person, sizeof id) == 0 ||
        memcmp(&id, &claim->filed_by, sizeof id) == 0) {
        return OK; /* is not drawn anyway */
    }
    const struct claim_seat *last = seat_last(&drawing->earlier, &id);
    TRY(residents_tied(drawing->side, drawing->call->village_code, &drawing->call->village,
                       &claim->person, &id, &tied));
    if (!tied && (last == NULL || last->state != SEAT_BACK)) {
        return OK;
    }
    if (drawing->excused_count == PANEL_EXCUSED_MAX) {
        return REFUSE(PANEL_SHORT);
    }
    drawing->excused[drawing->excused_count++] = id;
    return OK;
}

static struct status operation_make(struct drawing *drawing)
{
    struct side *side = drawing->side;
    struct claim *claim = drawing->claim;
    Sanbao__V1__PanelDraw *draw = &drawing->draw;
    uint64_t size = journal_records(side->journal);
    TRY(tree_root(journal_tree(side->journal), size, &drawing->root));
    claim__panel_id(side, claim, claim->panels + 1, &drawing->panel);
    *draw = (Sanbao__V1__PanelDraw)SANBAO__V1__PANEL_DRAW__INIT;
    draw->panel = (ProtobufCBinaryData){ID_BYTES, drawing->panel.bytes};
    draw->person = (ProtobufCBinaryData){ID_BYTES, claim->person.bytes};
    draw->size = size;
    draw->root = (ProtobufCBinaryData){HASH_BYTES, drawing->root.bytes};
    for (size_t i = 0; i < drawing->excused_count; i++) {
        drawing->excused_bytes[i] = (ProtobufCBinaryData){ID_BYTES, drawing->excused[i].bytes};
    }
    draw->n_excused = drawing->excused_count;
    draw->excused = drawing->excused_bytes;
    drawing->operation = (Sanbao__V1__Operation)SANBAO__V1__OPERATION__INIT;
    drawing->operation.village = claim->village;
    drawing->operation.day = side_today(side, &drawing->call->village);
    if (by_other(claim)) {
        drawing->operation.proposer = (ProtobufCBinaryData){ID_BYTES, claim->filed_by.bytes};
    }
    drawing->operation.action_case = SANBAO__V1__OPERATION__ACTION_PANEL_DRAW;
    drawing->operation.panel_draw = draw;
    return points_panel_draw(side->points, &drawing->operation, drawing->members);
}

/* Who voted already and is drawn again need not vote again. */
static struct status seats_write(struct drawing *drawing)
{
    struct side *side = drawing->side;
    struct claim *claim = drawing->claim;
    claim->panels++;
    TRY(claim__seats_drop(claims_of(side), &claim->id, claim->panels));
    for (size_t i = 0; i < PANEL_MEMBERS; i++) {
        struct claim_seat seat = {
            .panel = claim->panels, .seat = (int64_t)i + 1, .state = SEAT_DRAWN};
        memcpy(seat.person.bytes, drawing->members[i], ID_BYTES);
        const struct claim_seat *last = seat_last(&drawing->earlier, &seat.person);
        if (last != NULL && (last->state == SEAT_YES || last->state == SEAT_NO)) {
            seat.state = last->state;
            seat.grade = last->grade;
        } else {
            TRY(claim__tell_to(side, claim, &seat.person, TEXT_PANEL_DRAWN, 0));
        }
        TRY(claim__seat_put(claims_of(side), &claim->id, &seat));
    }
    claim->changed_at = side_now(side);
    TRY(claim__change(claims_of(side), claim));
    return claim__step(drawing->call, side, claim, CLAIM_ACT_DRAWN, NULL);
}

static struct status draw_try(struct drawing *drawing)
{
    struct call *call = drawing->call;
    struct id event;
    for (size_t i = 0; i < PANEL_MEMBERS; i++) {
        drawing->member_bytes[i] = (ProtobufCBinaryData){ID_BYTES, drawing->members[i]};
    }
    drawing->draw.n_members = PANEL_MEMBERS;
    drawing->draw.members = drawing->member_bytes;
    side_id_derive(drawing->side, &drawing->claim->id, "claim-draw",
                   (uint64_t)drawing->claim->panels, &event);
    drawing->operation.event_id = (ProtobufCBinaryData){ID_BYTES, event.bytes};
    call->by_server = !by_other(drawing->claim);
    struct status tried = call_try(call, drawing->side, &drawing->operation);
    call->by_server = false;
    return tried;
}

struct status claim__draw(struct call *call, struct side *side, struct claim *claim)
{
    struct drawing drawing = {.call = call, .side = side, .claim = claim};
    struct member member;
    const ProtobufCBinaryData person = {ID_BYTES, claim->person.bytes};
    TRY(identity_member(side->identity, call->village.id, &person, &member));
    TRY(claim__seat_each(claims_of(side), &claim->id, 1, seat_take, &drawing.earlier));
    TRY(identity_holders_apart(side->identity, call->village.id, SANBAO__V1__ROLE__ROLE_REVIEWER,
                               &member, holder_judge, &drawing));
    TRY(operation_make(&drawing));
    TRY(seats_write(&drawing));
    return draw_try(&drawing);
}

struct status claim__draw_due(struct call *call, struct side *side, struct claim *claim)
{
    bool due = claim->by_panel && claim->ready && claim->state == CLAIM_FILED;
    if (!due || claim->panels > 0) {
        return OK;
    }
    struct status drawn = claim__draw(call, side, claim);
    return drawn.code == STATUS_PANEL_SHORT ? OK : drawn;
}

static bool may_draw(const struct claim *claim)
{
    return claim->by_panel && claim->ready && claim->state == CLAIM_FILED;
}

struct status claim__draw_wanted(struct side *side, const struct claim *claim, bool *wanted)
{
    struct claim_seat seats[PANEL_MEMBERS];
    size_t count = 0;
    TRY(claim__seats(side, claim, seats, &count));
    *wanted = may_draw(claim) && claim->panels == 0;
    for (size_t i = 0; i < count; i++) {
        *wanted = *wanted || (may_draw(claim) && seats[i].state == SEAT_BACK);
    }
    return OK;
}

struct status claim__draw_next(struct call *call, struct side *side, struct claim *claim, bool late)
{
    struct claim_seat seats[PANEL_MEMBERS];
    size_t count = 0;
    bool wanted = false;
    late =
        late && may_draw(claim) && side_today(side, &call->village) - claim->panel_day > PANEL_DAYS;
    TRY(claim__draw_wanted(side, claim, &wanted));
    TRY(claim__seats(side, claim, seats, &count));
    for (size_t i = 0; i < count; i++) {
        if (late && seats[i].state == SEAT_DRAWN) { /* did not come to it: others do */
            seats[i].state = SEAT_BACK;
            wanted = true;
            TRY(claim__seat_put(claims_of(side), &claim->id, &seats[i]));
        }
    }
    return wanted ? claim__draw(call, side, claim) : REFUSE(CLAIM_STATE);
}
