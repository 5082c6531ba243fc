/* http_paper.c - activities without any phone: the printed list on which people sign in and out,
 * and what was written on it, read in afterwards by the codes of its rows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "activity/activity_internal.h"
#include "base/day.h"
#include "paper/paper.h"

/* ---- the list to be printed ---- */

enum { FREE_ROWS = 8, QR_SIZE = 64 };

struct sheet_row {
    char label[ROW_CODE_SIZE];
    char code[QR_SIZE];
    char *name;
};

struct sheet {
    struct plan plan;
    struct sheet_row *rows;
    size_t count;
    size_t room;
    char *village;
    char *town;
    char *leader;
    struct side *side;
    struct paper paper;
    int32_t today;
    int32_t offset;
    enum lang lang;
};

static void sheet_end(void *state)
{
    struct sheet *sheet = state;
    for (size_t i = 0; i < sheet->count; i++) {
        free(sheet->rows[i].name);
    }
    free(sheet->rows);
    free(sheet->village);
    free(sheet->town);
    free(sheet->leader);
    paper_free(&sheet->paper);
}

static struct status name_copy(struct side *side, const struct id *person, char **name)
{
    struct people_row row;
    bool found = false;
    TRY(people_get(side->people, person, &found, &row));
    *name = strdup(found ? row.person->name : "");
    if (found) {
        people_row_free(&row);
    }
    return *name != NULL ? OK : FAULT(OUT_OF_MEMORY);
}

static struct status row_add(void *context, const struct signup *signup)
{
    struct sheet *sheet = context;
    if (signup->state != SIGNUP_GOING) {
        return OK;
    }
    if (sheet->count == sheet->room) {
        size_t room = sheet->room == 0 ? 64 : sheet->room * 2;
        struct sheet_row *rows = realloc(sheet->rows, room * sizeof *rows);
        if (rows == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
        sheet->rows = rows;
        sheet->room = room;
    }
    struct sheet_row *row = &sheet->rows[sheet->count];
    *row = (struct sheet_row){.name = NULL};
    row__code(sheet->side, &sheet->plan, signup->number, row->label);
    snprintf(row->code, sizeof row->code, "SANBAO:ROW:%s:%s", sheet->plan.code, row->label);
    sheet->count++;
    return name_copy(sheet->side, &signup->person, &row->name);
}

static int32_t minute_of(const struct sheet *sheet, int64_t instant)
{
    return (int32_t)((instant + (int64_t)sheet->offset * 60) % 86400 / 60);
}

/* Rows with names first, then some that are free for whoever comes. */
static struct status sheet_run(struct call *call, struct side *side)
{
    struct sheet *sheet = call->state;
    (void)side;
    lang_set(sheet->lang);
    size_t count = sheet->count + FREE_ROWS;
    struct paper_sign_row *rows = calloc(count, sizeof *rows);
    if (rows == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    for (size_t i = 0; i < count; i++) {
        const struct sheet_row *from = i < sheet->count ? &sheet->rows[i] : NULL;
        rows[i] = (struct paper_sign_row){.label = from != NULL ? from->label : "",
                                          .code = from != NULL ? from->code : "",
                                          .name = from != NULL ? from->name : "",
                                          .number = ""};
    }
    const struct paper_from from = {sheet->town, sheet->village, "", sheet->today};
    const struct paper_activity activity = {
        .title = sheet->plan.title,
        .place = sheet->plan.place,
        .leader = sheet->leader,
        .day = instant_day(sheet->plan.starts_at, sheet->offset),
        .starts_minute = minute_of(sheet, sheet->plan.starts_at),
        .ends_minute = minute_of(sheet, sheet->plan.ends_at),
    };
    struct status status =
        paper_sign_in(&from, &activity, rows, count, &sheet->paper, &call->problem);
    free(rows);
    return status;
}

static struct status sheet_answer(struct call *call)
{
    struct sheet *sheet = call->state;
    uint8_t *bytes = sheet->paper.bytes;
    size_t length = sheet->paper.length;
    sheet->paper = (struct paper){NULL, 0};
    return call_reply_bytes(call, "application/pdf", "sign-in.pdf", bytes, length);
}

struct status activity__sheet(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct sheet), sheet_end, &state));
    struct sheet *sheet = state;
    sheet->side = call->side;
    sheet->today = call_today(call);
    sheet->offset = call->village.utc_offset_minutes;
    sheet->lang = call->lang;
    TRY(plan__find(call->side, call->village_code, call_path(call, "activity"), &sheet->plan));
    if (!plan__leads(call, &sheet->plan)) {
        return REFUSE(NOT_ALLOWED);
    }
    if (sheet->plan.state != PLAN_PUBLISHED) {
        return REFUSE(PLAN_STATE);
    }
    TRY(activity__signup_list(activities_of(call->side), &sheet->plan.id, row_add, sheet));
    TRY(name_copy(call->side, &sheet->plan.leader, &sheet->leader));
    TRY(texts_get(call->side->people, call->village_code, "village", call->village_code, "name",
                  &sheet->village));
    TRY(texts_get(call->side->people, call->village_code, "village", call->village_code, "town",
                  &sheet->town));
    return call_aside(call, sheet_run, sheet_answer);
}

/* ---- what was written on it ---- */

struct written {
    const char *row; /* NULL: somebody wrote their name in a free row */
    const char *number;
    struct id person;
    int64_t in_at;
    int64_t out_at;
};

struct reading {
    struct plan plan;
    struct written *rows;
    struct id *stays;
    enum status_code *codes;
    size_t count;
};

static void reading_end(void *state)
{
    struct reading *reading = state;
    free(reading->rows);
    free(reading->stays);
    free(reading->codes);
}

static struct status row_person(const struct call *call, struct side *side, const struct plan *plan,
                                const struct written *row, struct id *person)
{
    struct signup signup;
    int64_t number = 0;
    *person = row->person;
    if (row->row == NULL) {
        return row->number == NULL ? OK : person__named(call, side, row->number, person);
    }
    if (!row__number(side, plan, row->row, &number)) {
        return REFUSE(ROW_UNKNOWN);
    }
    TRY(activity__signup_row(activities_of(side), &plan->id, number, &signup));
    *person = signup.person;
    return signup.state != SIGNUP_NONE ? OK : REFUSE(ROW_UNKNOWN);
}

static struct status row_note(struct call *call, struct side *side, const struct plan *plan,
                              const struct written *row, struct id *id)
{
    struct stay stay;
    struct id person;
    int64_t now = side_now(side);
    TRY(row_person(call, side, plan, row, &person));
    TRY(stay__begin(call, side, plan, &person, &stay));
    if (row->in_at > now || row->out_at > now) {
        return REFUSE(CHECKIN_TIME);
    }
    TRY(stay__time_judge(plan, row->in_at, false));
    TRY(stay__time_judge(plan, row->out_at, true));
    if (row->out_at <= row->in_at) {
        return REFUSE(ATTENDANCE_TIMES);
    }
    TRY(stay__place_take(side, plan, &stay, false));
    stay__note(&stay, false, row->in_at, WAY_PAPER);
    stay__note(&stay, true, row->out_at, WAY_PAPER);
    *id = stay.id;
    return stay__keep(side, plan, &stay);
}

static struct status rows_run(struct call *call, struct side *side)
{
    struct reading *reading = call->state;
    TRY(plan__find(side, call->village_code, call_path(call, "activity"), &reading->plan));
    if (!plan__leads(call, &reading->plan)) {
        return REFUSE(NOT_ALLOWED);
    }
    if (reading->plan.state != PLAN_PUBLISHED) {
        return REFUSE(PLAN_STATE);
    }
    for (size_t i = 0; i < reading->count; i++) {
        struct status status =
            row_note(call, side, &reading->plan, &reading->rows[i], &reading->stays[i]);
        if (status_is_fault(status)) {
            return status;
        }
        reading->codes[i] = status.code;
    }
    return OK;
}

static struct status rows_answer(struct call *call)
{
    const struct reading *reading = call->state;
    struct json_object *items = json_object_new_array();
    for (size_t i = 0; i < reading->count; i++) {
        enum status_code code = reading->codes[i];
        bool good = code == STATUS_OK;
        struct json_object *item = json_object_new_object();
        json_object_object_add(item, "row", text_json(reading->rows[i].row));
        json_object_object_add(item, "code",
                               good ? NULL : json_object_new_string(status_name(code)));
        json_object_object_add(item, "title",
                               good ? NULL : json_object_new_string(status_text(code)));
        json_object_object_add(item, "stay", good ? id_json(&reading->stays[i]) : NULL);
        json_object_array_add(items, item);
    }
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "items", items);
    return call_reply(call, 200, body);
}

struct status activity__rows(struct call *call)
{
    void *state = NULL;
    const struct json_node *list = call_node(call, "rows");
    TRY(call_state(call, sizeof(struct reading), reading_end, &state));
    struct reading *reading = state;
    reading->rows = calloc(list->count, sizeof *reading->rows);
    reading->stays = calloc(list->count, sizeof *reading->stays);
    reading->codes = calloc(list->count, sizeof *reading->codes);
    if (reading->rows == NULL || reading->stays == NULL || reading->codes == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    for (const struct json_node *node = node_first(call, list); node != NULL;
         node = node_next(call, node)) {
        struct written *row = &reading->rows[reading->count++];
        row->row = node_text(call, node, "row");
        row->number = node_text(call, node, "number");
        row->in_at = node_integer(call, node, "in_at", 0);
        row->out_at = node_integer(call, node, "out_at", 0);
        if (row->row == NULL && row->number == NULL &&
            !node_id(call, node, "person", &row->person)) {
            return call_refuse(call, REFUSE(FIELD_MISSING), "row");
        }
    }
    return call_write(call, rows_run, rows_answer);
}
