/* residents_consent.c - agreeing to a purpose, and taking it back: by the person; for a child under
 * 14 by the guardian; by an official only as what the person signed on paper. Helpers agree to
 * nothing for others. Each change is noted for the person to read. */
#include <stdlib.h>
#include <string.h>

#include "notify/notify.h"
#include "residents/residents_internal.h"

static bool same(const struct id *a, const struct id *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

static ProtobufCBinaryData bytes_of(const struct id *id)
{
    return (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)id->bytes};
}

struct status residents_agreed(struct side *side, const struct village *village,
                               const struct id *person, const char *purpose, bool *agreed)
{
    const ProtobufCBinaryData id = bytes_of(person);
    struct member member;
    struct consent consent;
    TRY(identity_member(side->identity, village->id, &id, &member));
    TRY(identity_consent(side->identity, member.id, purpose, &consent));
    *agreed = consent.version != 0 && !consent.withdrawn;
    return OK;
}

struct status residents_earn_check(struct side *side, const struct member *member)
{
    struct consent consent;
    TRY(identity_consent(side->identity, member->id, "POINTS", &consent));
    return consent.withdrawn ? REFUSE(CONSENT_WITHDRAWN) : OK;
}

/* ---- POST ---- */

struct agreement {
    struct consent_note note;
    const struct purpose *purpose;
};

/* What a person signed is entered by an official of another household. */
static struct status official_check(struct call *call, struct side *side, const struct id *person)
{
    const ProtobufCBinaryData whose = bytes_of(person);
    const ProtobufCBinaryData who = bytes_of(&call->caller.person);
    struct member member;
    struct member official;
    if (call->caller.device || !call_may(call, WHO_SOCIAL_WORKER | WHO_CADRE)) {
        return REFUSE(NOT_ALLOWED);
    }
    if (!call_flag(call, "signed_on_paper")) {
        return call_refuse(call, REFUSE(FIELD_MISSING), "signed_on_paper");
    }
    TRY(identity_member(side->identity, call->village.id, &whose, &member));
    TRY(identity_member(side->identity, call->village.id, &who, &official));
    bool home = official.household != 0 && official.household == member.household;
    return home ? REFUSE(TIE_OFFICIAL) : OK;
}

/* Nobody agrees for a grown person, and no child for itself. */
static struct status may_agree(struct call *call, struct side *side, struct consent_note *note)
{
    bool minor = false;
    struct tie tie;
    bool found = false;
    bool self = same(&call->caller.person, &note->person);
    TRY(residents_minor(side, &call->village, &note->person, &minor));
    if (self) {
        return call->caller.device ? REFUSE(NOT_ALLOWED) : minor ? REFUSE(CONSENT_GUARDIAN) : OK;
    }
    TRY(residents__tie_between(residents__state(side), call->village_code, &note->person,
                               &call->caller.person, &found, &tie));
    bool guardian =
        found && tie.kind == TIE_GUARDIAN && tie_holds(&tie, side_today(side, &call->village));
    if (minor && guardian && !call->caller.device) {
        return OK;
    }
    TRY(official_check(call, side, &note->person));
    note->on_paper = true;
    return residents_minor_check(side, call->village_code, &call->village, &note->person);
}

/* What is agreed to is the newest text, which must be the one that was read; what is taken back is
 * the one that stands. */
static struct status version_find(struct call *call, struct side *side, struct agreement *change)
{
    struct member member;
    struct consent stands;
    int64_t read = call_integer(call, "version", 0);
    const ProtobufCBinaryData person = bytes_of(&change->note.person);
    TRY(identity_member(side->identity, call->village.id, &person, &member));
    if (member.id == 0) {
        return REFUSE(PERSON_UNKNOWN);
    }
    TRY(identity_consent(side->identity, member.id, change->purpose->code, &stands));
    if (change->note.withdrawn) {
        change->note.version = stands.version != 0 ? stands.version : 1;
        return OK; /* apply says whether there is anything to take back */
    }
    change->note.version = change->purpose->version;
    if (read == 0) {
        return call_refuse(call, REFUSE(FIELD_MISSING), "version");
    }
    return read == change->purpose->version ? OK : REFUSE(CONSENT_VERSION);
}

static struct status consent_try(struct call *call, struct side *side,
                                 const struct agreement *change)
{
    Sanbao__V1__Consent consent = SANBAO__V1__CONSENT__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    consent.person = bytes_of(&change->note.person);
    consent.purpose = (char *)(uintptr_t)change->purpose->code;
    consent.version = change->note.version;
    consent.withdrawn = change->note.withdrawn;
    operation.consent = &consent;
    operation.action_case = SANBAO__V1__OPERATION__ACTION_CONSENT;
    return call_try(call, side, &operation);
}

/* What was entered for somebody is told to them. */
static struct status paper_tell(struct side *side, const struct agreement *change)
{
    const struct purpose *purpose = change->purpose;
    const struct id *person = &change->note.person;
    const char *values[NOTIFY_VALUES_MAX] = {NULL};
    if (!change->note.on_paper) {
        return OK;
    }
    TRY(notify_pick(side, person, purpose->title_zh, purpose->title_en, &values[0]));
    return notify_tell(side, person, change->note.withdrawn ? TEXT_CONSENT_BACK : TEXT_CONSENT,
                       values);
}

static struct status agree_run(struct call *call, struct side *side)
{
    struct agreement *change = call->state;
    struct consent_note *note = &change->note;
    struct consent_note before;
    bool again = false;
    note->id = call->event;
    note->by = call->caller.person;
    note->noted_at = side_now(side);
    snprintf(note->village, sizeof note->village, "%s", call->village_code);
    snprintf(note->purpose, sizeof note->purpose, "%s", change->purpose->code);
    TRY(may_agree(call, side, note));
    TRY(residents__consent_note_get(residents__state(side), &note->id, &again, &before));
    if (again) {
        note->version = before.version;
        return consent_try(call, side, change); /* the first answer, where nothing else differs */
    }
    TRY(version_find(call, side, change));
    TRY(consent_try(call, side, change));
    TRY(paper_tell(side, change));
    return residents__consent_note_put(residents__state(side), note);
}

static struct status agree_for(struct call *call, const struct id *person)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct agreement), NULL, &state));
    struct agreement *change = state;
    change->note.person = *person;
    change->note.withdrawn = !call_flag(call, "agreed");
    change->purpose = residents__purpose(call_text(call, "purpose"));
    if (change->purpose == NULL) {
        return call_refuse(call, REFUSE(PURPOSE_UNKNOWN), "purpose");
    }
    return call_write(call, agree_run, call_reply_receipt);
}

static struct status my_agree(struct call *call)
{
    return agree_for(call, &call->caller.person);
}

static struct status agree(struct call *call)
{
    struct id person;
    call_path_id(call, "person", &person);
    return agree_for(call, &person);
}

/* ---- GET: as it stands ---- */

static const char *const state_words[] = {"open", "given", "outdated", "withdrawn", NULL};

static struct status standing_add(struct call *call, const struct member *member,
                                  const struct purpose *purpose, struct json_object *items)
{
    struct consent consent;
    TRY(identity_consent(call->side->identity, member->id, purpose->code, &consent));
    int state = consent.version == 0                 ? 0
                : consent.withdrawn                  ? 3
                : consent.version < purpose->version ? 2
                                                     : 1;
    struct json_object *item = json_object_new_object();
    json_object_array_add(items, item);
    residents__text(item, "purpose", purpose->code);
    residents__text(item, "title", lang_pick(purpose->title_zh, purpose->title_en));
    residents__text(item, "state", state_words[state]);
    residents__integer(item, "newest", purpose->version);
    json_object_object_add(item, "version",
                           state == 0 ? NULL : json_object_new_int64(consent.version));
    json_object_object_add(item, "day", state == 0 ? NULL : day_json(consent.day));
    json_object_object_add(item, "record",
                           state == 0 ? NULL : json_object_new_int64((int64_t)consent.record));
    return OK;
}

static struct status standing_make(struct call *call, const struct member *member,
                                   struct json_object **out)
{
    size_t count = 0;
    const struct purpose *purposes = residents__purposes(&count);
    struct json_object *page = json_object_new_object();
    struct json_object *items = json_object_new_array();
    struct status status = OK;
    json_object_object_add(page, "items", items);
    for (size_t i = 0; i < count && status_ok(status); i++) {
        if (residents__purpose(purposes[i].code) == &purposes[i]) {
            status = standing_add(call, member, &purposes[i], items);
        }
    }
    residents__text(page, "next", NULL);
    if (!status_ok(status)) {
        json_object_put(page);
        return status;
    }
    *out = page;
    return OK;
}

static struct status my_consents(struct call *call)
{
    struct member member;
    struct json_object *page = NULL;
    TRY(residents__self(call, &member));
    TRY(standing_make(call, &member, &page));
    return call_reply(call, 200, page);
}

static struct status consents(struct call *call)
{
    struct id person;
    struct member member;
    enum sight sight = SIGHT_NONE;
    enum look_purpose purpose = LOOK_HELP;
    struct json_object *page = NULL;
    TRY(residents__look(call, &person, &member, &sight, &purpose));
    TRY(standing_make(call, &member, &page));
    return residents__show(call, page, &person, same(&person, &call->caller.person) ? 0 : 1,
                           purpose);
}

/* ---- GET: what was said when, and by whom ---- */

static struct status note_add(struct call *call, const struct consent_note *note,
                              struct json_object *items)
{
    struct json_object *item = json_object_new_object();
    struct village village = {0};
    json_object_array_add(items, item);
    TRY(identity_village(call->side->identity, note->village, &village));
    residents__text(item, "village", note->village);
    residents__text(item, "purpose", note->purpose);
    residents__integer(item, "version", note->version);
    residents__flag(item, "agreed", !note->withdrawn);
    residents__flag(item, "on_paper", note->on_paper);
    json_object_object_add(item, "at", instant_json(note->noted_at, village.utc_offset_minutes));
    return residents__name(call, item, "by", &note->by);
}

static struct status notes_add(struct call *call, struct consent_note *note,
                               struct json_object *items, char next[CURSOR_SIZE])
{
    struct residents *residents = residents__state(call->side);
    bool found = false;
    TRY(residents__consent_note_next(residents, note, &found));
    for (size_t i = 0; found && i < call_limit(call); i++) {
        TRY(note_add(call, note, items));
        residents__cursor_write(note->noted_at, &note->id, next);
        TRY(residents__consent_note_next(residents, note, &found));
    }
    if (!found) {
        next[0] = '\0';
    }
    return OK;
}

static struct status my_history(struct call *call)
{
    struct consent_note note = {.person = call->caller.person, .noted_at = INT64_MAX};
    char next[CURSOR_SIZE] = "";
    const char *after = call_after(call);
    if (after[0] != '\0' && !residents__cursor_read(after, &note.noted_at, &note.id)) {
        return REFUSE(CURSOR_WRONG);
    }
    struct json_object *items = json_object_new_array();
    struct status status = notes_add(call, &note, items, next);
    if (!status_ok(status)) {
        json_object_put(items);
        return status;
    }
    return call_reply_page(call, items, next[0] != '\0' ? next : NULL);
}

/* ---- routes ---- */

static const struct field agree_body[] = {
    KIND_FIELD("purpose", FIELD_CODE, FIELD_NEEDED, "用途代码，见 /api/v1/purposes",
               "the purpose's code: see /api/v1/purposes"),
    KIND_FIELD("agreed", FIELD_BOOLEAN, FIELD_NEEDED, "同意；否：收回同意",
               "agreed; false: taken back"),
    {.name = "version",
     .kind = FIELD_INTEGER,
     .min = 1,
     .max = 1000,
     .zh = "读到的是哪一版，同意时必填",
     .en = "the version that was read: needed to agree"},
    KIND_FIELD("signed_on_paper", FIELD_BOOLEAN, 0, "工作人员登记：本人（或监护人）已在纸上签字",
               "by an official: it was signed on paper, by the person or the guardian"),
    FIELDS_END,
};
static const struct field standing_fields[] = {
    KIND_FIELD("purpose", FIELD_CODE, FIELD_NEEDED, "用途代码", "the purpose's code"),
    TEXT_FIELD("title", FIELD_NEEDED, TEXT_CHARACTERS_MAX, "用途", "what for"),
    WORD_FIELD("state", FIELD_NEEDED, state_words, "没说过、同意了、同意的是旧版、收回了",
               "nothing said, given, given to an older text, taken back"),
    NUMBER_FIELD("newest", FIELD_NEEDED, "现在用的版本", "the version asked for now"),
    NUMBER_FIELD("version", FIELD_NEEDED | FIELD_NULLABLE, "说的是哪一版", "of which version"),
    KIND_FIELD("day", FIELD_DAY, FIELD_NEEDED | FIELD_NULLABLE, "日期", "on which day"),
    NUMBER_FIELD("record", FIELD_NEEDED | FIELD_NULLABLE, "记录号", "number of the record"),
    FIELDS_END,
};
static const struct field standing_page[] = {
    LIST_FIELD("items", FIELD_NEEDED, 0, standing_fields, "每个用途一项", "one for each purpose"),
    TEXT_FIELD("next", FIELD_NEEDED | FIELD_NULLABLE, 128, "总是空", "always null"),
    FIELDS_END,
};
static const struct field note_fields[] = {
    KIND_FIELD("village", FIELD_CODE, FIELD_NEEDED, "村代码", "the village's code"),
    KIND_FIELD("purpose", FIELD_CODE, FIELD_NEEDED, "用途代码", "the purpose's code"),
    NUMBER_FIELD("version", FIELD_NEEDED, "版本", "the version"),
    KIND_FIELD("agreed", FIELD_BOOLEAN, FIELD_NEEDED, "同意；否：收回",
               "agreed; false: taken back"),
    KIND_FIELD("on_paper", FIELD_BOOLEAN, FIELD_NEEDED, "按签字的纸登记", "as signed on paper"),
    KIND_FIELD("at", FIELD_INSTANT, FIELD_NEEDED | FIELD_NULLABLE, "时间", "when"),
    TEXT_FIELD("by", FIELD_NEEDED | FIELD_NULLABLE, NAME_CHARACTERS_MAX, "谁登记的",
               "who entered it"),
    FIELDS_END,
};
static const struct field note_page[] = {
    LIST_FIELD("items", FIELD_NEEDED, PAGE_MAX, note_fields, "最新的在前", "the newest first"),
    TEXT_FIELD("next", FIELD_NEEDED | FIELD_NULLABLE, 128, "下一页", "cursor of the next page"),
    FIELDS_END,
};

const struct route residents_consent_routes[] = {
    {"GET", "/api/v1/villages/{village}/me/consents", "my_consents", WHO_MEMBER, 0, NULL, NULL,
     standing_page, NULL, my_consents, "我同意了什么", "What I have agreed to"},
    {"POST", "/api/v1/villages/{village}/me/consents", "my_consent", WHO_MEMBER,
     ROUTE_IDEMPOTENT | ROUTE_LASTING, NULL, agree_body, receipt_fields, NULL, my_agree,
     "同意一个用途，或收回；不同意不影响工分和权利",
     "Agrees to a purpose, or takes it back; refusing touches no points and no rights"},
    {"GET", "/api/v1/villages/{village}/residents/{person}/consents", "consents", WHO_SESSION, 0,
     residents__look_query, NULL, standing_page, NULL, consents,
     "一个人同意了什么：本人、代办人，或说明用途的工作人员",
     "What a person agreed to: to themselves, who acts for them, or an official who says what for"},
    {"POST", "/api/v1/villages/{village}/residents/{person}/consents", "consent", WHO_SESSION,
     ROUTE_IDEMPOTENT | ROUTE_LASTING, NULL, agree_body, receipt_fields, NULL, agree,
     "替未满十四周岁的孩子同意或收回（监护人），或登记本人签了字的纸（工作人员）",
     "For a child under 14 by the guardian; by an official as it was signed on paper"},
    {"GET", "/api/v1/me/consents", "my_consent_history", WHO_SESSION, ROUTE_CURSOR, NULL, NULL,
     note_page, NULL, my_history, "我同意和收回的每一次", "Each time I agreed or took it back"},
    ROUTES_END,
};
