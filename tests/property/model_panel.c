/* model_panel.c - review panels as the model draws them: candidates looked for one by one in the
 * order of their ids, numbers made anew from the start for each place. */
#include "crypto/crypto.h"
#include "property/model_award.h"

enum { SEATS = 3, EXCUSED_MAX = 8 };

void model_head(struct model *model, uint64_t size, const uint8_t root[HASH_BYTES])
{
    model->head_size = size;
    memcpy(model->head_root, root, HASH_BYTES);
}

int model_panel_find(const struct model *model, int village, ProtobufCBinaryData id)
{
    for (int i = 0; i < model->panel_count; i++) {
        if (model->panels[i].village == village && id.len == ID_BYTES &&
            memcmp(model->panels[i].id, id.data, ID_BYTES) == 0) {
            return i;
        }
    }
    return MODEL_NONE;
}

/* Whether the person is of that household now, or was before one of the moves. */
static bool lived_in(const struct model *model, int person, int household)
{
    bool lived = model_household_on(model, person, INT32_MAX) == household;
    for (int i = 0; i < model->move_count; i++) {
        const struct model_move *move = &model->moves[i];
        lived = lived || (move->person == person &&
                          model_household_on(model, person, move->day - 1) == household);
    }
    return lived;
}

bool model__lived_together(const struct model *model, int a, int b)
{
    for (int household = 0; household < model->household_count; household++) {
        if (lived_in(model, a, household) && lived_in(model, b, household)) {
            return true;
        }
    }
    return false;
}

static bool is_excused(const Sanbao__V1__PanelDraw *draw, const uint8_t id[ID_BYTES])
{
    for (size_t i = 0; i < draw->n_excused; i++) {
        if (memcmp(draw->excused[i].data, id, ID_BYTES) == 0) {
            return true;
        }
    }
    return false;
}

/* Everybody who may be drawn, in order of ids; how many; and of them how many were excused. */
static int candidates_find(const struct model *model, const Sanbao__V1__Operation *operation,
                           int village, int claims, int list[MODEL_ROWS_MAX], size_t *excused)
{
    int proposer = model_person_find(model, village, operation->proposer);
    int count = 0;
    *excused = 0;
    for (int i = 0; i < model->person_count; i++) {
        const struct model_person *person = &model->persons[i];
        if (person->village != village || person->closed || i == claims || i == proposer ||
            !model_role_held(model, i, SANBAO__V1__ROLE__ROLE_REVIEWER) ||
            model__lived_together(model, i, claims)) {
            continue;
        }
        if (is_excused(operation->panel_draw, person->id)) {
            (*excused)++;
            continue;
        }
        int at = count++;
        for (; at > 0 && memcmp(model->persons[list[at - 1]].id, person->id, ID_BYTES) > 0; at--) {
            list[at] = list[at - 1];
        }
        list[at] = i;
    }
    return count;
}

/* The number at a place of the endless row. */
static uint64_t number_at(const Sanbao__V1__PanelDraw *draw, uint64_t place)
{
    uint8_t text[14 + HASH_BYTES + ID_BYTES + 8] = "sanbao-draw/v1";
    struct hash block;
    uint64_t number = 0;
    memcpy(text + 14, draw->root.data, HASH_BYTES);
    memcpy(text + 14 + HASH_BYTES, draw->panel.data, ID_BYTES);
    for (int i = 0; i < 8; i++) {
        text[14 + HASH_BYTES + ID_BYTES + i] = (uint8_t)(place / 4 >> (56 - 8 * i));
    }
    sha256(&block, text, sizeof(text));
    for (int i = 0; i < 8; i++) {
        number = number * 256 + block.bytes[place % 4 * 8 + (uint64_t)i];
    }
    return number;
}

static void seats_draw(const Sanbao__V1__PanelDraw *draw, int *list, int count, int seats[SEATS])
{
    uint64_t place = 0;
    for (int k = 0; k < SEATS; k++) {
        uint64_t left = (uint64_t)(count - k);
        uint64_t number = number_at(draw, place++);
        /* Numbers come in runs of `left`; the last run may not be whole. */
        while (number - number % left > UINT64_MAX - (left - 1)) {
            number = number_at(draw, place++);
        }
        int chosen = k + (int)(number % left);
        seats[k] = list[chosen];
        list[chosen] = list[k];
        list[k] = seats[k];
    }
}

/* Who sits; false where there are not enough, or `*excused` is not all that were to be. */
static bool panel_draw(const struct model *model, const Sanbao__V1__Operation *operation,
                       int village, int claims, int seats[SEATS], int *count, size_t *excused)
{
    int list[MODEL_ROWS_MAX];
    *count = candidates_find(model, operation, village, claims, list, excused);
    if (*count < SEATS || *excused != operation->panel_draw->n_excused) {
        return false;
    }
    seats_draw(operation->panel_draw, list, *count, seats);
    return true;
}

void model_panel_fill(const struct model *model, Sanbao__V1__Operation *operation,
                      uint8_t members[3][ID_BYTES], ProtobufCBinaryData list[3])
{
    int village = model_village_find(model, operation->village);
    int claims = model_person_find(model, village, operation->panel_draw->person);
    int seats[SEATS];
    int count = 0;
    size_t excused = 0;
    if (village == MODEL_NONE || claims == MODEL_NONE || operation->panel_draw->panel.len == 0 ||
        !panel_draw(model, operation, village, claims, seats, &count, &excused)) {
        return;
    }
    operation->panel_draw->n_members = SEATS;
    operation->panel_draw->members = list;
    for (int i = 0; i < SEATS; i++) {
        memcpy(members[i], model->persons[seats[i]].id, ID_BYTES);
        list[i] = (ProtobufCBinaryData){ID_BYTES, members[i]};
    }
}

static bool members_are(const struct model *model, const Sanbao__V1__PanelDraw *draw,
                        const int seats[SEATS])
{
    bool same = draw->n_members == SEATS;
    for (int i = 0; i < SEATS && same; i++) {
        same = memcmp(draw->members[i].data, model->persons[seats[i]].id, ID_BYTES) == 0;
    }
    return same;
}

void model__panel_draw(struct trial *trial)
{
    struct model *model = trial->model;
    const Sanbao__V1__PanelDraw *draw = trial->operation->panel_draw;
    int claims = model__registered(trial, draw->person);
    int seats[SEATS] = {0};
    int count = 0;
    size_t excused = 0;
    if (draw->panel.len == 0) {
        trial_refuse(trial, STATUS_OPERATION_MALFORMED);
        return;
    }
    if (trial->operation->proposer.len != 0 &&
        model_person_find(model, trial->village, trial->operation->proposer) == MODEL_NONE) {
        trial_refuse(trial, STATUS_PERSON_UNKNOWN);
    }
    if (model_panel_find(model, trial->village, draw->panel) != MODEL_NONE) {
        trial_refuse(trial, STATUS_PANEL_EXISTS);
    }
    if (draw->size != model->head_size ||
        memcmp(draw->root.data, model->head_root, HASH_BYTES) != 0) {
        trial_refuse(trial, STATUS_PANEL_ROOT);
    }
    if (claims == MODEL_NONE) {
        return;
    }
    if (!panel_draw(model, trial->operation, trial->village, claims, seats, &count, &excused)) {
        trial_refuse(trial, count < SEATS ? STATUS_PANEL_SHORT : STATUS_PANEL_WRONG);
        if (excused != draw->n_excused) {
            trial_refuse(trial, STATUS_PANEL_WRONG);
        }
    } else if (!members_are(model, draw, seats)) {
        trial_refuse(trial, STATUS_PANEL_WRONG);
    }
    if (!trial->answer->accepted) {
        return;
    }
    REQUIRE(model->panel_count < MODEL_ROWS_MAX);
    struct model_panel *panel = &model->panels[model->panel_count++];
    *panel = (struct model_panel){.village = trial->village, .person = claims, .day = trial->day};
    memcpy(panel->id, draw->panel.data, ID_BYTES);
    memcpy(panel->members, seats, sizeof(panel->members));
    model__record_add(trial);
}

/* Whether the one with this id was drawn and is still a reviewer. */
static bool may_judge(const struct trial *trial, const struct model_panel *panel,
                      ProtobufCBinaryData id)
{
    int person = model_person_find(trial->model, trial->village, id);
    bool drawn = false;
    for (int i = 0; i < SEATS; i++) {
        drawn = drawn || (person != MODEL_NONE && panel->members[i] == person);
    }
    return drawn && model_role_held(trial->model, person, SANBAO__V1__ROLE__ROLE_REVIEWER);
}

void model__panel_check(struct trial *trial, const struct model_rule *rule, int person,
                        bool attended)
{
    const struct model *model = trial->model;
    ProtobufCBinaryData id = trial->operation->award->panel;
    int found = model_panel_find(model, trial->village, id);
    bool claim = rule->approver == SANBAO__V1__APPROVER__APPROVER_REVIEW_PANEL && !attended;
    if (id.len == 0) {
        if (claim) {
            trial_refuse(trial, STATUS_PANEL_MISSING);
        }
        return;
    }
    if (!claim || found == MODEL_NONE || model->panels[found].person != person) {
        trial_refuse(trial, STATUS_PANEL_UNKNOWN);
        return;
    }
    const struct model_panel *panel = &model->panels[found];
    if (panel->used) {
        trial_refuse(trial, STATUS_PANEL_USED);
    }
    if (trial->day < panel->day) {
        trial_refuse(trial, STATUS_DAY_WRONG);
    }
    if (!may_judge(trial, panel, trial->operation->proposer)) {
        trial_refuse(trial, STATUS_TWO_EYES_PROPOSER);
    }
    if (!may_judge(trial, panel, trial->operation->approver)) {
        trial_refuse(trial, STATUS_TWO_EYES_APPROVER);
    }
}
