/* show.c - what the handlers share: people and records as they are shown, and who is too near to
 * decide. */
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/lang.h"
#include "oversight/oversight_internal.h"
#include "residents/residents.h"

void oversight__int(struct json_object *object, const char *name, int64_t value)
{
    json_object_object_add(object, name, json_object_new_int64(value));
}

void oversight__text(struct json_object *object, const char *name, const char *value)
{
    json_object_object_add(object, name, text_json(value));
}

void oversight__id_text(const struct id *id, char text[ID_TEXT_SIZE])
{
    for (size_t i = 0; i < ID_BYTES; i++) {
        snprintf(text + 2 * i, 3, "%02x", id->bytes[i]);
    }
}

bool oversight__id_parse(const char *text, struct id *id)
{
    static const char digits[] = "0123456789abcdef";
    if (strlen(text) != 2 * ID_BYTES || strspn(text, digits) != 2 * ID_BYTES) {
        return false;
    }
    for (size_t i = 0; i < ID_BYTES; i++) {
        long high = strchr(digits, text[2 * i]) - digits;
        long low = strchr(digits, text[2 * i + 1]) - digits;
        id->bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

struct status oversight__person_json(struct side *side, const struct id *person,
                                     struct json_object *object)
{
    struct people_row row;
    bool found = false;
    TRY(people_get(side->people, person, &found, &row));
    bool known = found && row.person != NULL;
    oversight__text(object, "number", known ? row.person->number : NULL);
    oversight__text(object, "name", known ? row.person->name : NULL);
    if (found) {
        people_row_free(&row);
    }
    return OK;
}

struct status oversight__near(struct call *call, struct side *side, const struct id *person,
                              bool *near)
{
    const ProtobufCBinaryData id = {ID_BYTES, (uint8_t *)(uintptr_t)person->bytes};
    struct member member;
    *near = memcmp(person, &call->caller.person, sizeof *person) == 0;
    if (*near) {
        return OK;
    }
    TRY(identity_member(side->identity, call->village.id, &id, &member));
    *near = member.id != 0 && member.household != 0 &&
            member.household == call->caller.member.household;
    return OK;
}

/* A decoded record; the caller frees both. */
static struct status record_open(struct side *side, uint64_t number, Sanbao__V1__Record **record,
                                 Sanbao__V1__Operation **operation)
{
    const uint8_t *bytes = NULL;
    size_t length = 0;
    TRY(journal_record(side->journal, number, &bytes, &length));
    TRY(record_decode(bytes, length, record));
    struct status status =
        operation_decode((*record)->envelope.data, (*record)->envelope.len, operation);
    if (!status_ok(status)) {
        sanbao__v1__record__free_unpacked(*record, NULL);
    }
    return status;
}

static void record_close(Sanbao__V1__Record *record, Sanbao__V1__Operation *operation)
{
    sanbao__v1__operation__free_unpacked(operation, NULL);
    sanbao__v1__record__free_unpacked(record, NULL);
}

static void person_add(const ProtobufCBinaryData *person, struct id people[3], size_t *count)
{
    if (person->len == ID_BYTES) {
        memcpy(people[(*count)++].bytes, person->data, ID_BYTES);
    }
}

struct status oversight__record_people(struct side *side, uint64_t record, struct id people[3],
                                       size_t *count)
{
    Sanbao__V1__Record *decoded = NULL;
    Sanbao__V1__Operation *operation = NULL;
    *count = 0;
    TRY(record_open(side, record, &decoded, &operation));
    person_add(&operation->proposer, people, count);
    person_add(&operation->approver, people, count);
    if (operation->action_case == SANBAO__V1__OPERATION__ACTION_AWARD) {
        person_add(&operation->award->person, people, count);
    }
    record_close(decoded, operation);
    return OK;
}

/* ---- a record in words ---- */

/* The name under which a person is spoken of; "-" where nobody, "?" where erased. */
static struct status name_of(struct side *side, const ProtobufCBinaryData *person, char **name)
{
    struct id id;
    struct people_row row;
    bool found = false;
    if (person->len != ID_BYTES) {
        *name = strdup("-");
        return *name != NULL ? OK : FAULT(OUT_OF_MEMORY);
    }
    memcpy(id.bytes, person->data, ID_BYTES);
    TRY(people_get(side->people, &id, &found, &row));
    *name = strdup(found && row.person != NULL ? row.person->name : "?");
    if (found) {
        people_row_free(&row);
    }
    return *name != NULL ? OK : FAULT(OUT_OF_MEMORY);
}

struct telling_words {
    char *whose;
    char *proposer;
    char *approver;
    char *what;  /* name of the rule, or of the goods' shop */
    char *where; /* title of the activity */
};

static void telling_free_words(struct telling_words *words)
{
    free(words->whose);
    free(words->proposer);
    free(words->approver);
    free(words->what);
    free(words->where);
}

static void clock_write(int64_t instant, int32_t offset, char out[8])
{
    int64_t minutes = instant / 60 + offset;
    int64_t day_minutes = ((minutes % 1440) + 1440) % 1440;
    snprintf(out, 8, "%02d:%02d", (int)(day_minutes / 60), (int)(day_minutes % 60));
}

#define PRINT(OUT, SIZE, ZH, EN, ...)                                                              \
    snprintf((OUT), (SIZE), lang_get() == LANG_EN ? (EN) : (ZH), __VA_ARGS__)

static struct status award_say(struct call *call, const Sanbao__V1__Operation *operation,
                               long long granted, char *out, size_t size)
{
    const Sanbao__V1__Award *award = operation->award;
    struct side *side = call->side;
    struct telling_words words = {NULL, NULL, NULL, NULL, NULL};
    char in[8];
    char until[8];
    struct status status = name_of(side, &award->person, &words.whose);
    status = status_ok(status) ? name_of(side, &operation->proposer, &words.proposer) : status;
    status = status_ok(status) ? name_of(side, &operation->approver, &words.approver) : status;
    status = status_ok(status) ? texts_get(side->people, call->village_code, "rule", award->rule,
                                           lang_pick("name_zh", "name_en"), &words.what)
                               : status;
    if (status_ok(status) && award->activity[0] != '\0') {
        status = texts_get(side->people, call->village_code, "activity", award->activity, "title",
                           &words.where);
    }
    clock_write(award->checked_in_at, call->village.utc_offset_minutes, in);
    clock_write(award->checked_out_at, call->village.utc_offset_minutes, until);
    const char *what = words.what != NULL ? words.what : award->rule;
    if (status_ok(status) && award->activity[0] != '\0') {
        PRINT(out, size, "%s参加“%s”%s–%s，%lld 分；%s 申报，%s 审核",
              "%s at \"%s\", %s-%s, %lld points; proposed by %s, approved by %s", words.whose,
              words.where != NULL ? words.where : award->activity, in, until, granted,
              words.proposer, words.approver);
    } else if (status_ok(status)) {
        PRINT(out, size, "%s按“%s”得 %lld 分；%s 申报，%s 审核",
              "%s by the rule \"%s\", %lld points; proposed by %s, approved by %s", words.whose,
              what, granted, words.proposer, words.approver);
    }
    telling_free_words(&words);
    return status;
}

static struct status redemption_say(struct call *call, uint64_t record, char *out, size_t size)
{
    struct entry entry;
    struct member member;
    struct id id;
    char code[CODE_MAX + 1];
    char *shop = NULL;
    char *whose = NULL;
    TRY(ledger_entry(call->side->ledger, record, &entry));
    TRY(identity_member_by_account(call->side->identity, entry.owner, &member, id.bytes));
    TRY(points_shop_code(call->side->points, entry.subject, code));
    struct status status =
        texts_get(call->side->people, call->village_code, "shop", code, "name", &shop);
    const ProtobufCBinaryData person = {ID_BYTES, id.bytes};
    status = status_ok(status) ? name_of(call->side, &person, &whose) : status;
    if (status_ok(status)) {
        PRINT(out, size, "%s在“%s”花了 %lld 分", "%s spent at \"%s\": %lld points", whose,
              shop != NULL ? shop : code, (long long)entry.amount);
    }
    free(shop);
    free(whose);
    return status;
}

struct status oversight__record_json(struct call *call, uint64_t record, struct json_object **out)
{
    char words[WORDS_SIZE] = "";
    Sanbao__V1__Record *decoded = NULL;
    Sanbao__V1__Operation *operation = NULL;
    TRY(record_open(call->side, record, &decoded, &operation));
    bool award = operation->action_case == SANBAO__V1__OPERATION__ACTION_AWARD;
    long long granted = decoded->outcome != NULL ? (long long)decoded->outcome->granted : 0;
    struct status status = award ? award_say(call, operation, granted, words, sizeof words)
                                 : redemption_say(call, record, words, sizeof words);
    if (status_ok(status)) {
        *out = json_object_new_object();
        oversight__int(*out, "record", (int64_t)record);
        json_object_object_add(*out, "day", day_json(decoded->day));
        bool at_activity = award && operation->award->activity[0] != '\0';
        oversight__text(*out, "activity", at_activity ? operation->award->activity : NULL);
        oversight__text(*out, "words", words);
    }
    record_close(decoded, operation);
    return status;
}
