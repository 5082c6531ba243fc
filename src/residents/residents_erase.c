/* residents_erase.c - a person's data are destroyed: the key of all that is sealed for them first,
 * then the rows of every room. The books stay whole, with a random id that nobody can name. What
 * goes, what stays and why is shown before. */
#include <string.h>

#include "auth/auth.h"
#include "residents/residents_internal.h"

/* ---- GET: before ---- */

struct piece_text {
    const char *zh;
    const char *en;
    const char *why_zh;
    const char *why_en;
};

static const struct piece_text goes[] = {
    {"姓名、编号、手机、出生日期", "name, number, phone, day of birth", "", ""},
    {"登录、授权、走访记录、谁看过您的资料", "log-ins, powers, visits, who looked at your data", "",
     ""},
    {"报名、草稿、照片和您写的话", "sign-ups, drafts, photos and what you wrote", "", ""},
};
static const struct piece_text stays[] = {
    {"账本里的每笔工分，只有一个随机代号", "your entries in the books, under a random id",
     "账要能核对到每一分，少一条就对不上；没有密钥，谁也不知道是您",
     "the books must add up to the unit; without the key nobody can tell that it was you"},
    {"户的资料", "the data of your household", "属于住在一起的家人", "it is your family's, too"},
    {"还没用的工分（满 24 个月作废）", "points not spent (they expire after 24 months)",
     "没有人能再使用这个账户", "nobody can use the account any more"},
};

static void pieces_add(struct json_object *object, const char *key, const struct piece_text *pieces,
                       size_t count)
{
    struct json_object *items = json_object_new_array();
    for (size_t i = 0; i < count; i++) {
        struct json_object *item = json_object_new_object();
        const char *why = lang_pick(pieces[i].why_zh, pieces[i].why_en);
        residents__text(item, "what", lang_pick(pieces[i].zh, pieces[i].en));
        residents__text(item, "why", why[0] != '\0' ? why : NULL);
        json_object_array_add(items, item);
    }
    json_object_object_add(object, key, items);
}

/* What stands in the way, and the points that would be given up. */
static struct status standing(struct side *side, const struct id *person, bool *office,
                              int64_t *balance)
{
    struct place places[PLACES_MAX];
    size_t count = 0;
    *office = false;
    *balance = 0;
    TRY(residents__places(side, person, places, &count));
    for (size_t i = 0; i < count; i++) {
        struct resident_points points = {0};
        *office = *office || places[i].member.roles != 0;
        if (places[i].member.account != 0) {
            TRY(ledger_resident(side->ledger, places[i].member.account, &points));
        }
        *balance += points.available + points.pending;
    }
    return OK;
}

static struct status before(struct call *call)
{
    bool office = false;
    int64_t balance = 0;
    TRY(standing(call->side, &call->caller.person, &office, &balance));
    struct json_object *object = json_object_new_object();
    residents__integer(object, "balance", balance);
    residents__flag(object, "office", office);
    pieces_add(object, "goes", goes, COUNT(goes));
    pieces_add(object, "stays", stays, COUNT(stays));
    return call_reply(call, 200, object);
}

/* ---- done ---- */

/* An empty account is closed; one with points that were given up stays until they expire. */
static struct status accounts_close(struct call *call, struct side *side, const struct id *person)
{
    struct place places[PLACES_MAX];
    size_t count = 0;
    TRY(residents__places(side, person, places, &count));
    for (size_t i = 0; i < count; i++) {
        Sanbao__V1__AccountClose close = SANBAO__V1__ACCOUNT_CLOSE__INIT;
        Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
        struct id event;
        const struct member *member = &places[i].member;
        if (member->account == 0 || member->closed_on != DAY_NEVER ||
            !status_ok(ledger_resident_empty(side->ledger, member->account))) {
            continue;
        }
        call->village = places[i].village;
        snprintf(call->village_code, sizeof call->village_code, "%s", places[i].code);
        side_id_derive(side, person, "erasure", i, &event);
        close.person = (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)person->bytes};
        operation.event_id = (ProtobufCBinaryData){ID_BYTES, event.bytes};
        operation.account_close = &close;
        operation.action_case = SANBAO__V1__OPERATION__ACTION_ACCOUNT_CLOSE;
        TRY(call_try(call, side, &operation));
    }
    return OK;
}

static struct status rows_drop(struct side *side, const struct id *person)
{
    for (size_t i = 0; side->holdings[i] != NULL; i++) {
        TRY(side->holdings[i]->erase(side, person));
    }
    return auth_sessions_end(side, person, NULL);
}

struct status residents__erase(struct call *call, struct side *side, const struct id *person,
                               bool give_up)
{
    bool office = false;
    int64_t balance = 0;
    TRY(standing(side, person, &office, &balance));
    if (office) {
        return REFUSE(OFFICE_HELD);
    }
    if (balance > 0 && !give_up) {
        return REFUSE(POINTS_LEFT);
    }
    TRY(accounts_close(call, side, person));
    struct status status = people_erase(side->people, person);
    if (status.code != STATUS_STORE_BUSY) { /* erased; the log of the file is emptied later */
        TRY(status);
    }
    TRY(people_begin(side->people));
    status = rows_drop(side, person);
    if (!status_ok(status)) {
        TRY(people_rollback(side->people));
        return status;
    }
    return people_commit(side->people);
}

static struct status erase_run(struct call *call, struct side *side)
{
    struct people_row row;
    bool found = false;
    TRY(people_get(side->people, &call->caller.person, &found, &row));
    if (!found) {
        return REFUSE(PERSON_UNKNOWN);
    }
    bool meant = strcmp(row.person->name, call_text(call, "name")) == 0;
    people_row_free(&row);
    return meant ? residents__erase(call, side, &call->caller.person,
                                    call_flag(call, "give_up_points"))
                 : call_refuse(call, REFUSE(FIELD_WRONG), "name");
}

static struct status erased(struct call *call)
{
    return call_reply_empty(call, 204);
}

static struct status erase(struct call *call)
{
    return call->caller.device ? REFUSE(NOT_ALLOWED) : call_alone(call, erase_run, erased);
}

/* ---- routes ---- */

static const struct field piece_fields[] = {
    TEXT_FIELD("what", FIELD_NEEDED, TEXT_CHARACTERS_MAX, "什么", "what"),
    TEXT_FIELD("why", FIELD_NEEDED | FIELD_NULLABLE, TEXT_CHARACTERS_MAX, "为什么", "why"),
    FIELDS_END,
};
static const struct field before_fields[] = {
    NUMBER_FIELD("balance", FIELD_NEEDED, "还有多少工分", "points that are left"),
    KIND_FIELD("office", FIELD_BOOLEAN, FIELD_NEEDED, "还有职务，要先卸任",
               "an office is held: it must be given back first"),
    LIST_FIELD("goes", FIELD_NEEDED, 0, piece_fields, "删除哪些", "what goes"),
    LIST_FIELD("stays", FIELD_NEEDED, 0, piece_fields, "留下哪些，为什么", "what stays, and why"),
    FIELDS_END,
};
static const struct field erase_body[] = {
    TEXT_FIELD("name", FIELD_NEEDED, NAME_CHARACTERS_MAX, "写下自己的姓名，确认删除",
               "one's own name, to confirm"),
    KIND_FIELD("give_up_points", FIELD_BOOLEAN, 0, "放弃余下的工分",
               "the points left are given up"),
    FIELDS_END,
};

const struct route residents_erase_routes[] = {
    {"GET", "/api/v1/me/erasure", "erasure_shown", WHO_SESSION, 0, NULL, NULL, before_fields, NULL,
     before, "删除我的资料之前：删什么，留什么，为什么",
     "Before my data are erased: what goes, what stays, and why"},
    {"POST", "/api/v1/me/erasure", "erasure", WHO_SESSION, ROUTE_LASTING, NULL, erase_body, NULL,
     NULL, erase, "删除我的资料，不能恢复", "Erases my data; this cannot be undone"},
    ROUTES_END,
};
