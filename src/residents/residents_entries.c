/* residents_entries.c - a person's entries, newest first, each with its reason in plain words. The
 * chain of entries in the books leads from one to the next; what stood behind it is read from its
 * record. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "residents/residents_entry_internal.h"

enum { WHY_SIZE = 1200 };

static const char *const kind_words[] = {
    [0] = NULL, /* the words end with NULL */
    [ENTRY_AWARD] = "award",
    [ENTRY_AWARD_PENDING] = "award_pending",
    [ENTRY_AWARD_UNFUNDED] = "award_unfunded",
    [ENTRY_RELEASE] = "release",
    [ENTRY_VOID] = "void",
    [ENTRY_REVERSE] = "reverse",
    [ENTRY_REDEEM] = "redeem",
    [ENTRY_REFUND] = "refund",
    [ENTRY_EXPIRE] = "expire",
    [ENTRY_SETTLE] = "settle",
    [ENTRY_UNSETTLE] = "unsettle",
    [ENTRY_HOLD] = "hold",
    [ENTRY_HOLD_REDEEM] = "hold_redeem",
    [ENTRY_HOLD_RELEASE] = "hold_release",
    [ENTRY_BEQUEST] = "bequest",
    [ENTRY_INHERIT] = "inherit",
    NULL,
};

/* ---- names ---- */

enum name_kind {
    NAME_PERSON,    /* by pseudonym */
    NAME_SHOP_CODE, /* by account */
    NAME_RULE,
    NAME_ACTIVITY,
    NAME_GOODS,
    NAME_SHOP,
};

static struct status person_read(struct side *side, const char *key, char **text)
{
    struct people_row row;
    struct id id;
    bool found = false;
    memcpy(id.bytes, key, ID_BYTES);
    TRY(people_get(side->people, &id, &found, &row));
    if (!found) {
        return OK;
    }
    *text = strdup(row.person->name);
    people_row_free(&row);
    return *text != NULL ? OK : FAULT(OUT_OF_MEMORY);
}

static struct status shop_code_read(struct side *side, const char *key, char **text)
{
    char code[CODE_MAX + 1];
    int64_t account = 0;
    memcpy(&account, key, sizeof account);
    TRY(points_shop_code(side->points, account, code));
    *text = strdup(code);
    return *text != NULL ? OK : FAULT(OUT_OF_MEMORY);
}

static struct status name_read(const struct entry_names *names, int kind, const char *key,
                               char **text)
{
    struct people *people = names->side->people;
    const char *village = names->village;
    switch ((enum name_kind)kind) {
    case NAME_PERSON:
        return person_read(names->side, key, text);
    case NAME_SHOP_CODE:
        return shop_code_read(names->side, key, text);
    case NAME_RULE:
        return texts_get(people, village, "rule", key, lang_pick("name_zh", "name_en"), text);
    case NAME_ACTIVITY:
        return texts_get(people, village, "activity", key, "title", text);
    case NAME_GOODS:
        return texts_get(people, village, "goods", key, "name", text);
    case NAME_SHOP:
        return texts_get(people, village, "shop", key, "name", text);
    }
    REQUIRE(!"a kind of name that is not known");
    return OK;
}

/* `wanted` has kind and key, the rest zero. NULL where there is no such name; borrowed until the
 * next entry. */
static struct status name_get(struct entry_names *names, struct entry_name wanted,
                              const char **text)
{
    for (size_t i = 0; i < names->count; i++) {
        const struct entry_name *name = &names->list[i];
        if (name->kind == wanted.kind && memcmp(name->key, wanted.key, sizeof name->key) == 0) {
            *text = name->text;
            return OK;
        }
    }
    REQUIRE(names->count < ENTRY_NAMES_MAX);
    TRY(name_read(names, wanted.kind, wanted.key, &wanted.text));
    names->list[names->count++] = wanted;
    *text = wanted.text;
    return OK;
}

static struct status name_of_code(struct entry_names *names, enum name_kind kind, const char *code,
                                  const char **text)
{
    struct entry_name wanted = {.kind = kind};
    snprintf(wanted.key, sizeof wanted.key, "%s", code);
    return name_get(names, wanted, text);
}

void residents__entry_names_free(struct entry_names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        free(names->list[i].text);
    }
    names->count = 0;
}

/* What is told of one entry. NULL where unknown. */
struct line {
    struct entry_names *names;
    const struct entry *entry;
    const Sanbao__V1__Operation *operation;
    const Sanbao__V1__Outcome *outcome;
    char code[ENTRY_CODE_SIZE];
    const char *name;  /* of the rule or the goods */
    const char *place; /* title of the activity, or name of the shop */
};

static struct status award_names(struct line *line)
{
    const Sanbao__V1__Award *award = line->operation->award;
    snprintf(line->code, sizeof line->code, "%s", award->rule);
    TRY(name_of_code(line->names, NAME_RULE, line->code, &line->name));
    return award->activity[0] == '\0'
               ? OK
               : name_of_code(line->names, NAME_ACTIVITY, award->activity, &line->place);
}

/* The entry's subject is the shop's account. */
static struct status shop_names(struct line *line, const char *goods)
{
    struct entry_name wanted = {.kind = NAME_SHOP_CODE};
    const char *shop = NULL;
    memcpy(wanted.key, &line->entry->subject, sizeof line->entry->subject);
    TRY(name_get(line->names, wanted, &shop));
    snprintf(line->code, sizeof line->code, "%s%s%s", shop, goods[0] != '\0' ? "/" : "", goods);
    if (goods[0] != '\0') {
        TRY(name_of_code(line->names, NAME_GOODS, line->code, &line->name));
    }
    return name_of_code(line->names, NAME_SHOP, shop, &line->place);
}

static struct status names_get(struct line *line)
{
    switch (line->operation->action_case) {
    case SANBAO__V1__OPERATION__ACTION_AWARD:
        return award_names(line);
    case SANBAO__V1__OPERATION__ACTION_REDEEM:
        return shop_names(line, line->operation->redeem->goods);
    case SANBAO__V1__OPERATION__ACTION_HOLD_REDEEM:
        return shop_names(line, line->operation->hold_redeem->goods);
    case SANBAO__V1__OPERATION__ACTION_HOLD:
        return shop_names(line, "");
    default:
        return OK;
    }
}

/* ---- why ---- */

/* Both formats are held against the arguments by the compiler. */
#define PRINT(OUT, SIZE, ZH, EN, ...)                                                              \
    snprintf((OUT), (SIZE), lang_get() == LANG_EN ? (EN) : (ZH), __VA_ARGS__)
#define WHY(ZH, EN, ...) PRINT(why, WHY_SIZE, ZH, EN, __VA_ARGS__)

static void award_why(const struct line *line, const char *name, char why[WHY_SIZE])
{
    int used = 0;
    if (line->place != NULL) {
        used = WHY("参加“%s”，按规则“%s”", "For taking part in \"%s\", by the rule \"%s\"",
                   line->place, name);
    } else {
        used = WHY("按规则“%s”", "By the rule \"%s\"", name);
    }
    char *rest = why + used;
    size_t room = WHY_SIZE - (size_t)used;
    if (line->outcome->reason == SANBAO__V1__REASON__REASON_FUND_EXHAUSTED) {
        snprintf(rest, room, "%s",
                 lang_pick("。基金不足，这次先记 0 分，基金到账后可以补发。",
                           ". The fund was empty: 0 points for now, to be given once it is paid."));
        return;
    }
    const char *capped =
        lang_pick("（已到规则的上限，少记了）", " (less, because a cap was reached)");
    const char *waits = lang_pick("，公示期满后可用", ", to be spent after the notice period");
    PRINT(rest, room, "得 %" PRIu64 " 分%s%s。", ": %" PRIu64 " points%s%s.",
          line->outcome->granted, line->outcome->capped ? capped : "",
          line->entry->kind == ENTRY_AWARD_PENDING ? waits : "");
}

static void why_write(const struct line *line, char why[WHY_SIZE])
{
    const struct entry *entry = line->entry;
    const char *name = line->name != NULL ? line->name : line->code;
    char day[DAY_TEXT_SIZE];
    switch (entry->kind) {
    case ENTRY_REDEEM:
    case ENTRY_HOLD_REDEEM:
        WHY("在“%s”换了“%s”。", "Spent at \"%s\" for \"%s\".",
            line->place != NULL ? line->place : line->code, name);
        return;
    case ENTRY_REFUND:
        WHY("第 %" PRId64 " 号记录的兑换已退货，工分退回。",
            "The redemption of record %" PRId64 " was returned.", entry->subject);
        return;
    case ENTRY_RELEASE:
        WHY("第 %" PRId64 " 号记录公示期满，没有异议，工分可以用了。",
            "The notice of record %" PRId64 " ended without objection: the points can be spent.",
            entry->subject);
        return;
    case ENTRY_VOID:
        WHY("第 %" PRId64 " 号记录在公示期内被撤回。",
            "Record %" PRId64 " was taken back during its notice.", entry->subject);
        return;
    case ENTRY_REVERSE:
        WHY("第 %" PRId64 " 号记录被冲正，收回 %" PRIu64 " 分%s。",
            "Record %" PRId64 " was reversed: %" PRIu64 " points taken back%s.", entry->subject,
            line->outcome->granted,
            line->outcome->owed > 0 ? lang_pick("，不够的部分以后抵扣", ", the rest is owed") : "");
        return;
    case ENTRY_EXPIRE:
        day_format((int32_t)entry->subject, day);
        WHY("%s 得到的工分满 24 个月没有用，到期了。",
            "Points of %s, not spent within 24 months, have expired.", day);
        return;
    case ENTRY_HOLD:
        WHY("为“%s”离线兑换留出了 %" PRId64 " 分，还是您的。",
            "For \"%s\" to sell without a network %" PRId64 " points are held; they are yours.",
            line->place != NULL ? line->place : line->code, entry->amount);
        return;
    case ENTRY_HOLD_RELEASE:
        WHY("第 %" PRId64 " 号记录留出的工分，没用完的 %" PRId64 " 分放回来了。",
            "Of what record %" PRId64 " held, %" PRId64 " points came back.", entry->subject,
            entry->amount);
        return;
    case ENTRY_BEQUEST:
        WHY("账户结清，%" PRId64 " 分转给继承的人。",
            "The account is settled: %" PRId64 " points pass to the heir.", entry->amount);
        return;
    case ENTRY_INHERIT:
        WHY("继承了 %" PRId64 " 分，到期日不变。",
            "%" PRId64 " points were inherited; they expire when they would have.", entry->amount);
        return;
    default:
        award_why(line, name, why);
        return;
    }
}

/* Officials and leaders act by name. NULL: the system, or somebody erased. */
static struct status actor_add(const struct line *line, struct json_object *object, const char *key,
                               const ProtobufCBinaryData *actor)
{
    struct entry_name wanted = {.kind = NAME_PERSON};
    const char *name = NULL;
    if (actor->len == ID_BYTES) {
        memcpy(wanted.key, actor->data, ID_BYTES);
        TRY(name_get(line->names, wanted, &name));
    }
    residents__text(object, key, name);
    return OK;
}

static struct status line_json(const struct line *line, struct json_object *object)
{
    char why[WHY_SIZE];
    why_write(line, why);
    residents__integer(object, "record", (int64_t)line->entry->record);
    residents__day(object, "day", line->entry->day);
    residents__text(object, "kind", kind_words[line->entry->kind]);
    residents__text(object, "code", line->code[0] != '\0' ? line->code : NULL);
    residents__text(object, "name", line->name);
    residents__integer(object, "points", line->entry->points);
    residents__integer(object, "balance", (int64_t)line->outcome->balance);
    residents__flag(object, "capped", line->outcome->capped);
    residents__text(object, "why", why);
    TRY(actor_add(line, object, "proposed_by", &line->operation->proposer));
    return actor_add(line, object, "approved_by", &line->operation->approver);
}

static struct status operation_line(struct line *line, const Sanbao__V1__Record *record,
                                    struct json_object *object)
{
    Sanbao__V1__Operation *operation = NULL;
    TRY(operation_decode(record->envelope.data, record->envelope.len, &operation));
    line->operation = operation;
    line->outcome = record->outcome;
    struct status status = names_get(line);
    if (status_ok(status)) {
        status = line_json(line, object);
    }
    sanbao__v1__operation__free_unpacked(operation, NULL);
    return status;
}

struct status residents__entry_json(struct entry_names *names, const struct entry *entry,
                                    struct json_object *object)
{
    struct line line = {.names = names, .entry = entry};
    const uint8_t *bytes = NULL;
    size_t length = 0;
    Sanbao__V1__Record *record = NULL;
    if (names->count > ENTRY_NAMES_MAX - ENTRY_NAMES_EACH) {
        residents__entry_names_free(names);
    }
    TRY(journal_record(names->side->journal, entry->record, &bytes, &length));
    TRY(record_decode(bytes, length, &record));
    struct status status = operation_line(&line, record, object);
    sanbao__v1__record__free_unpacked(record, NULL);
    return status;
}

/* The newest entry to show: by the cursor a record + 1, which must be of this account. */
static struct status first_entry(struct call *call, int64_t account, uint64_t *next)
{
    int64_t after = 0;
    const char *text = call_after(call);
    struct entry entry;
    if (text[0] == '\0') {
        return ledger_last_entry(call->side->ledger, account, next);
    }
    if (!text_integer(text, strlen(text), 1, INT64_MAX, &after)) {
        return REFUSE(CURSOR_WRONG);
    }
    *next = (uint64_t)after;
    TRY(ledger_entry(call->side->ledger, *next - 1, &entry));
    return entry.kind != 0 && entry.owner == account ? OK : REFUSE(CURSOR_WRONG);
}

static struct status entries_add(struct call *call, int64_t account, struct json_object *items,
                                 char cursor[24])
{
    uint64_t next = 0;
    SCOPED(residents__entry_names_free)
    struct entry_names names = {.side = call->side, .village = call->village_code};
    TRY(first_entry(call, account, &next));
    for (size_t i = 0; next != 0 && i < call_limit(call); i++) {
        struct entry entry;
        struct json_object *item = json_object_new_object();
        json_object_array_add(items, item);
        TRY(ledger_entry(call->side->ledger, next - 1, &entry));
        TRY(residents__entry_json(&names, &entry, item));
        next = entry.previous;
    }
    if (next != 0) {
        snprintf(cursor, 24, "%" PRIu64, next);
    }
    return OK;
}

static struct status page_make(struct call *call, int64_t account, struct json_object **out)
{
    char cursor[24] = "";
    struct json_object *page = json_object_new_object();
    struct json_object *items = json_object_new_array();
    json_object_object_add(page, "items", items);
    struct status status = account != 0 ? entries_add(call, account, items, cursor) : OK;
    residents__text(page, "next", cursor[0] != '\0' ? cursor : NULL);
    if (!status_ok(status)) {
        json_object_put(page);
        return status;
    }
    *out = page;
    return OK;
}

static struct status entries(struct call *call)
{
    struct id person;
    struct member member;
    enum sight sight = SIGHT_NONE;
    enum look_purpose purpose = LOOK_HELP;
    struct json_object *page = NULL;
    TRY(residents__look(call, &person, &member, &sight, &purpose));
    TRY(page_make(call, member.account, &page));
    bool self = memcmp(&person, &call->caller.person, sizeof person) == 0;
    return residents__show(call, page, &person, self ? 0 : 1, purpose);
}

static struct status my_entries(struct call *call)
{
    struct json_object *page = NULL;
    struct member member;
    TRY(residents__self(call, &member));
    TRY(page_make(call, member.account, &page));
    return call_reply(call, 200, page);
}

static const struct field entry_fields[] = {
    NUMBER_FIELD("record", FIELD_NEEDED, "记录号", "number of the record in the log"),
    KIND_FIELD("day", FIELD_DAY, FIELD_NEEDED, "日期", "the day"),
    WORD_FIELD("kind", FIELD_NEEDED, kind_words + 1, "类别", "what happened"),
    TEXT_FIELD("code", FIELD_NEEDED | FIELD_NULLABLE, ENTRY_CODE_SIZE - 1, "规则或商品的编号",
               "code of the rule or the goods"),
    TEXT_FIELD("name", FIELD_NEEDED | FIELD_NULLABLE, NAME_CHARACTERS_MAX, "规则或商品",
               "name of the rule or the goods"),
    NUMBER_FIELD("points", FIELD_NEEDED, "余额的变动", "change of the balance"),
    NUMBER_FIELD("balance", FIELD_NEEDED, "之后的余额", "the balance after it"),
    KIND_FIELD("capped", FIELD_BOOLEAN, FIELD_NEEDED, "因封顶而减少", "less because of a cap"),
    TEXT_FIELD("why", FIELD_NEEDED, WHY_SIZE, "为什么（一句话）", "why, in plain words"),
    TEXT_FIELD("proposed_by", FIELD_NEEDED | FIELD_NULLABLE, NAME_CHARACTERS_MAX,
               "谁提出，空：系统", "who put it forward; null: the system"),
    TEXT_FIELD("approved_by", FIELD_NEEDED | FIELD_NULLABLE, NAME_CHARACTERS_MAX, "谁审核",
               "who approved it"),
    FIELDS_END,
};
static const struct field entry_page[] = {
    LIST_FIELD("items", FIELD_NEEDED, PAGE_MAX, entry_fields, "最新的在前", "the newest first"),
    TEXT_FIELD("next", FIELD_NEEDED | FIELD_NULLABLE, 128, "下一页", "cursor of the next page"),
    FIELDS_END,
};

const struct route residents_entry_routes[] = {
    {"GET", "/api/v1/villages/{village}/me/entries", "my_entries", WHO_MEMBER, ROUTE_CURSOR, NULL,
     NULL, entry_page, NULL, my_entries, "我的每一笔工分，为什么", "My entries, and why"},
    {"GET", "/api/v1/villages/{village}/residents/{person}/entries", "entries", WHO_SESSION,
     ROUTE_CURSOR, residents__look_query, NULL, entry_page, NULL, entries,
     "一个人的每一笔工分：本人、代办人，或说明用途的工作人员",
     "A person's entries: to themselves, who acts for them, or an official who says what for"},
    ROUTES_END,
};
