/* card_http.c - cards over HTTP: made out, listed, blocked, looked at and used to log in. Codes and
 * numbers are told once, to whoever makes the card out. */
#include <json-c/json.h>
#include <string.h>

#include "auth/auth_internal.h"
#include "base/text.h"

#define OFFICE (WHO_SOCIAL_WORKER | WHO_CADRE | WHO_ADMIN)
#define COUNTER (WHO_DEVICE | WHO_SHOPKEEPER | WHO_SOCIAL_WORKER | WHO_LEADER)
#define CARDS "/api/v1/villages/{village}/cards"

/* ---- made out ---- */

struct issue_state {
    struct id person;
    struct card_paper paper;
};

static void issue_end(void *state)
{
    wipe(state, sizeof(struct issue_state));
}

static struct status issue_run(struct call *call, struct side *side)
{
    struct issue_state *state = call->state;
    const ProtobufCBinaryData person = {ID_BYTES, state->person.bytes};
    struct member member;
    TRY(identity_member(side->identity, call->village.id, &person, &member));
    if (member.id == 0) {
        return call_refuse(call, REFUSE(PERSON_UNKNOWN), "person");
    }
    return card__issue(side, call->village_code, &state->person, &call->caller.person,
                       &state->paper);
}

static struct status issue_answer(struct call *call)
{
    struct issue_state *state = call->state;
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "id", id_json(&state->paper.id));
    json_object_object_add(body, "qr", json_object_new_string(state->paper.qr));
    json_object_object_add(body, "number", json_object_new_string(state->paper.number));
    return call_reply(call, 201, body);
}

static struct status issue(struct call *call)
{
    struct issue_state *state = NULL;
    TRY(call_state(call, sizeof *state, issue_end, (void **)&state));
    REQUIRE(call_id(call, "person", &state->person));
    return call_write(call, issue_run, issue_answer);
}

/* ---- listed ---- */

static const char *const end_words[] = {"lost", "stolen", "damaged", "left", "replaced", NULL};
static const char *const pin_words[] = {"none", "set", "locked", NULL};

static struct status card_json(struct call *call, const struct card_row *row,
                               struct json_object **out)
{
    int32_t offset = call->village.utc_offset_minutes;
    struct pin pin;
    bool found = false;
    TRY(auth__pin_find(side_state(call->side, &auth_room), &row->card.person, &found, &pin));
    bool locked = found && pin.failures >= PIN_TRIES;
    *out = json_object_new_object();
    json_object_object_add(*out, "id", id_json(&row->card.id));
    json_object_object_add(*out, "person", id_json(&row->card.person));
    json_object_object_add(*out, "last", json_object_new_string(row->card.last));
    json_object_object_add(*out, "issued_at", instant_json(row->card.issued_at, offset));
    json_object_object_add(*out, "issued_by", id_json(&row->issued_by));
    json_object_object_add(*out, "printed_at", instant_json(row->printed_at, offset));
    json_object_object_add(*out, "ended_at", instant_json(row->card.dead_at, offset));
    json_object_object_add(*out, "pin",
                           json_object_new_string(pin_words[locked  ? 2
                                                            : found ? 1
                                                                    : 0]));
    json_object_object_add(*out, "pin_set_by", found ? id_json(&pin.set_by) : NULL);
    return OK;
}

static struct status cards_reply(struct call *call, const struct id *person, const struct id *after)
{
    struct auth *auth = side_state(call->side, &auth_room);
    struct json_object *items = json_object_new_array();
    struct card_row row;
    char next[2 * ID_BYTES + 1] = "";
    size_t limit = call_limit(call);
    struct status status = OK;
    bool found = true;
    for (bool first = true; found && status_ok(status); first = false) {
        struct json_object *item = NULL;
        status =
            auth__card_next(auth, call->village_code, person, after, limit, first, &found, &row);
        if (status_ok(status) && found) {
            status = card_json(call, &row, &item);
        }
        if (item != NULL) {
            json_object_array_add(items, item);
        }
    }
    if (!status_ok(status)) {
        json_object_put(items);
        return status;
    }
    if (json_object_array_length(items) == limit) {
        hex__text(row.card.id.bytes, ID_BYTES, next);
    }
    return call_reply_page(call, items, next[0] == '\0' ? NULL : next);
}

static struct status list(struct call *call)
{
    struct id person;
    struct id after = {{0}};
    bool one = call_id(call, "person", &person);
    if (call_after(call)[0] != '\0' && !call_id(call, "after", &after)) {
        return REFUSE(CURSOR_WRONG);
    }
    return cards_reply(call, one ? &person : NULL, &after);
}

static struct status mine(struct call *call)
{
    struct id after = {{0}};
    if (call_after(call)[0] != '\0' && !call_id(call, "after", &after)) {
        return REFUSE(CURSOR_WRONG);
    }
    return cards_reply(call, &call->caller.person, &after);
}

/* ---- of one card: blocked, PIN unlocked ---- */

/* The card of the path, in the village of the path; its own person's, or an official's to handle */
struct status card__of_path(struct call *call, struct side *side, struct card_row *row)
{
    struct id id;
    bool found = false;
    call_path_id(call, "card_id", &id);
    TRY(auth__card_get(side_state(side, &auth_room), &id, &found, row));
    bool here = found && strcmp(row->card.village, call->village_code) == 0;
    bool own = here && !call->caller.device &&
               memcmp(&row->card.person, &call->caller.person, sizeof row->card.person) == 0;
    return here && (own || call_may(call, OFFICE)) ? OK : REFUSE(CARD_UNKNOWN);
}

static struct status block_run(struct call *call, struct side *side)
{
    struct card_row row;
    TRY(card__of_path(call, side, &row));
    if (row.card.dead_at != 0) {
        return OK; /* as it should be */
    }
    return card__block(side, &row.card, &call->caller.person,
                       (enum card_end)call_integer(call, "why", CARD_LOST));
}

static struct status done(struct call *call)
{
    return call_reply_empty(call, 204);
}

static struct status block(struct call *call)
{
    return call_write(call, block_run, done);
}

/* ---- dead cards, for devices that are off line most of the day ---- */

static struct status dead(struct call *call)
{
    const char *after = call_after(call);
    struct json_object *items = NULL;
    int64_t number = 0;
    char next[24];
    if (after[0] != '\0' && !text_integer(after, strlen(after), 0, INT64_MAX, &number)) {
        return REFUSE(CURSOR_WRONG);
    }
    TRY(auth_cards_dead(call, &number, &items));
    snprintf(next, sizeof next, "%lld", (long long)number); /* always: it comes again with it */
    return call_reply_page(call, items, next);
}

/* ---- shown at a counter ---- */

struct counter_state {
    struct card_shown shown; /* first: auth_card_shown() */
    struct opened opened;
};

static void counter_end(void *state)
{
    wipe(state, sizeof(struct counter_state));
}

static struct status counter_check(struct call *call)
{
    struct device device;
    TRY(auth_device_here(call, call->side, DEVICE_ANY, &device));
    return device.use != DEVICE_LEADER ? OK : REFUSE(NOT_ALLOWED);
}

static struct status look_answer(struct call *call)
{
    struct counter_state *state = call->state;
    struct people_row row = {.person = NULL};
    char name[NAME_MASKED_SIZE] = "";
    bool found = false;
    TRY(people_get(call->side->people, &state->shown.card.person, &found, &row));
    if (found) {
        people_name_mask(row.person->name, name);
        people_row_free(&row);
    }
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "name", json_object_new_string(name));
    json_object_object_add(body, "last", json_object_new_string(state->shown.card.last));
    return call_reply(call, 200, body);
}

/* A leader's phone is anybody's: it reads cards for the activity that it leads alone. */
static struct status look(struct call *call)
{
    struct counter_state *state = NULL;
    TRY(call->caller.device ? counter_check(call) : OK);
    TRY(call_state(call, sizeof *state, counter_end, (void **)&state));
    return auth_card_shown(call, false, look_answer);
}

static struct status session_run(struct call *call, struct side *side)
{
    struct counter_state *state = call->state;
    state->opened.session = (struct session){.person = state->shown.card.person,
                                             .way = SESSION_CARD,
                                             .device_id = call->caller.device_id};
    return auth_session_make(side, &state->opened.session, state->opened.token);
}

static struct status session_answer(struct call *call)
{
    struct counter_state *state = call->state;
    return login__reply(call, &state->opened);
}

static struct status session_next(struct call *call)
{
    return call_write(call, session_run, session_answer);
}

/* A PIN is typed at a till or in the office, on a device that answers for it, nowhere else. */
static struct status session_by_card(struct call *call)
{
    struct counter_state *state = NULL;
    TRY(counter_check(call));
    TRY(call_state(call, sizeof *state, counter_end, (void **)&state));
    return auth_card_shown(call, true, session_next);
}

/* ---- routes ---- */

static const struct field issue_body[] = {
    {"person", FIELD_ID, FIELD_NEEDED, 0, 0, NULL, NULL, "给谁", "for whom"},
    FIELDS_END,
};
static const struct field issue_fields[] = {
    {"id", FIELD_ID, FIELD_NEEDED, 0, 0, NULL, NULL, "卡的编号", "the card's id"},
    {"qr", FIELD_TEXT, FIELD_NEEDED, CARD_QR_SIZE - 1, CARD_QR_SIZE - 1, NULL, NULL, "二维码的内容",
     "what its QR code says"},
    {"number", FIELD_TEXT, FIELD_NEEDED, CARD_DIGITS, CARD_DIGITS, NULL, NULL,
     "印在卡上的号码，末位是校验", "the number on it; the last digit is a check"},
    FIELDS_END,
};
static const struct field list_query[] = {
    {"person", FIELD_ID, 0, 0, 0, NULL, NULL, "只看这个人的，停用的也在内",
     "of this person, ended ones as well"},
    FIELDS_END,
};
static const struct field card_fields[] = {
    {"id", FIELD_ID, FIELD_NEEDED, 0, 0, NULL, NULL, "卡的编号", "the card's id"},
    {"person", FIELD_ID, FIELD_NEEDED, 0, 0, NULL, NULL, "谁的", "whose"},
    {"last", FIELD_TEXT, FIELD_NEEDED, 0, 3, NULL, NULL, "卡号末三位",
     "the number's last three digits"},
    {"issued_at", FIELD_INSTANT, FIELD_NEEDED, 0, 0, NULL, NULL, "办卡时间", "when made out"},
    {"issued_by", FIELD_ID, FIELD_NEEDED, 0, 0, NULL, NULL, "谁办的", "by whom"},
    {"printed_at", FIELD_INSTANT, FIELD_NEEDED | FIELD_NULLABLE, 0, 0, NULL, NULL,
     "打印时间，空：还没打印", "when printed; null: not yet"},
    {"ended_at", FIELD_INSTANT, FIELD_NEEDED | FIELD_NULLABLE, 0, 0, NULL, NULL,
     "停用时间，空：在用", "when ended; null: good"},
    {"pin", FIELD_WORD, FIELD_NEEDED, 0, 0, pin_words, NULL, "密码：没设、已设、锁定",
     "the PIN: none, set, locked"},
    {"pin_set_by", FIELD_ID, FIELD_NEEDED | FIELD_NULLABLE, 0, 0, NULL, NULL, "密码是谁设的",
     "who set the PIN"},
    FIELDS_END,
};
static const struct field list_answer[] = {
    {"items", FIELD_LIST, FIELD_NEEDED, 0, PAGE_MAX, NULL, card_fields, "卡", "cards"},
    {"next", FIELD_TEXT, FIELD_NEEDED | FIELD_NULLABLE, 0, 32, NULL, NULL, "下一页", "next page"},
    FIELDS_END,
};
static const struct field block_body[] = {
    {"why", FIELD_WORD, FIELD_NEEDED, 0, 0, end_words, NULL, "为什么", "why"},
    FIELDS_END,
};
static const struct field pin_body[] = {AUTH_PIN_FIELD(FIELD_NEEDED), FIELDS_END};
static const struct field dead_answer[] = {
    {"items", FIELD_LIST, FIELD_NEEDED, 0, DEAD_MAX, NULL, auth_dead_fields, "停用的卡",
     "cards that ended"},
    {"next", FIELD_TEXT, FIELD_NEEDED | FIELD_NULLABLE, 0, 24, NULL, NULL,
     "下次从这里接着要（没有新的时也给）", "where to go on next time; also when nothing is new"},
    FIELDS_END,
};
static const struct field look_body[] = {AUTH_CARD_FIELD(FIELD_NEEDED), FIELDS_END};
static const struct field look_fields[] = {
    {"name", FIELD_TEXT, FIELD_NEEDED, 0, NAME_CHARACTERS_MAX, NULL, NULL, "姓名（遮住一部分）",
     "the name, masked"},
    {"last", FIELD_TEXT, FIELD_NEEDED, 0, 3, NULL, NULL, "卡号末三位",
     "the number's last three digits"},
    FIELDS_END,
};
static const struct field session_body[] = {
    AUTH_CARD_FIELD(FIELD_NEEDED),
    AUTH_PIN_FIELD(FIELD_NEEDED),
    FIELDS_END,
};
static const struct field unlock_body[] = {
    {"reason", FIELD_TEXT, FIELD_NEEDED, 2, PIN_REASON_MAX, NULL, NULL, "为什么解锁",
     "why it is unlocked"},
    FIELDS_END,
};

const struct route auth_card_routes[] = {
    {"POST", CARDS, "card_issue", WHO_SOCIAL_WORKER | WHO_ADMIN, 0, NULL, issue_body, issue_fields,
     NULL, issue, "办卡或补卡；以前的卡同时停用",
     "Makes out a card; earlier ones of the person end"},
    {"GET", CARDS, "cards", OFFICE | WHO_OVERSIGHT, ROUTE_CURSOR, list_query, NULL, list_answer,
     NULL, list, "在用的卡（不含卡码）", "The cards in use, without their codes"},
    {"GET", CARDS "/mine", "own_cards", WHO_MEMBER, ROUTE_CURSOR, NULL, NULL, list_answer, NULL,
     mine, "我的卡", "The caller's own cards"},
    {"GET", CARDS "/dead", "cards_dead", COUNTER, ROUTE_CURSOR, NULL, NULL, dead_answer, NULL, dead,
     "停用的卡，给离线的设备", "The cards that ended, for devices off line"},
    {"POST", CARDS "/look", "card_look", COUNTER, 0, NULL, look_body, look_fields, NULL, look,
     "扫卡看是谁（姓名遮住一部分）", "Whose card it is, with a masked name"},
    {"POST", CARDS "/session", "card_session", WHO_DEVICE, 0, NULL, session_body,
     auth__opened_fields, NULL, session_by_card, "用卡和密码在这台设备上登录十分钟",
     "Logs the card's person in at this device, of a shop or an office, for ten minutes"},
    {"POST", CARDS "/{card_id}/block", "card_block", WHO_MEMBER, 0, NULL, block_body, NULL, NULL,
     block, "挂失停用：本人或工作人员", "Blocks a card: its person, or an official"},
    {"PUT", CARDS "/{card_id}/pin", "card_pin", WHO_MEMBER, ROUTE_LASTING, NULL, pin_body, NULL,
     NULL, card__pin_set, "设卡的密码：本人，或本人在场由工作人员设",
     "Sets the PIN: its person, or an official with the person there"},
    {"POST", CARDS "/{card_id}/unlock", "card_unlock", OFFICE, 0, NULL, unlock_body, NULL, NULL,
     card__pin_unlock, "密码输错五次锁定后解锁，写明理由",
     "Unlocks a PIN after five wrong ones, and says why"},
    {"POST", CARDS "/print", "cards_print", WHO_SOCIAL_WORKER | WHO_ADMIN, ROUTE_RAW, NULL,
     card__print_body, NULL, "application/pdf", card__print, "打印卡：每张 A4 十张，可带背面",
     "Prints cards, ten on an A4 sheet, with their backs where asked"},
    ROUTES_END,
};
