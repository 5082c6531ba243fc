/* residents_export.c - all that is held about me, as one zip: every room tells its tables. This
 * room's own: the person, their entries, who looked. */
#include <stdlib.h>
#include <string.h>

#include "residents/residents_entry_internal.h"

/* ---- what this room holds ---- */

static const char *const person_columns[] = {
    "village",       "person",    "number", "name",    "birth_day",
    "phone",         "household", "group",  "address", "entered_on",
    "registered_on", "closed_on", "access", "roles",   NULL};
static const char *const entry_columns[] = {
    "village", "record", "day", "kind",        "code",        "name", "points",
    "balance", "capped", "why", "proposed_by", "approved_by", NULL};
static const char *const look_columns[] = {"day",   "village",  "name",    "purpose",
                                           "times", "first_at", "last_at", NULL};

struct status residents__places(struct side *side, const struct id *person, struct place places[2],
                                size_t *count)
{
    static const enum people_kind kinds[] = {PEOPLE_RESIDENT, PEOPLE_STAFF};
    const ProtobufCBinaryData id = {ID_BYTES, (uint8_t *)(uintptr_t)person->bytes};
    *count = 0;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct place *place = &places[*count];
        TRY(people_village(side->people, person, kinds[i], place->code));
        bool again = *count == 1 && strcmp(places[0].code, place->code) == 0;
        if (place->code[0] == '\0' || again) {
            continue;
        }
        struct status status = identity_village(side->identity, place->code, &place->village);
        if (status.code == STATUS_VILLAGE_UNKNOWN) {
            continue; /* its operation is on its way */
        }
        TRY(status);
        TRY(identity_member(side->identity, place->village.id, &id, &place->member));
        *count += place->member.id != 0;
    }
    return OK;
}

static struct status household_tell(struct side *side, const struct member *member,
                                    struct telling *telling)
{
    struct people_row row;
    struct id id;
    bool found = false;
    if (member->household != 0) {
        TRY(identity_household_by_id(side->identity, member->household, id.bytes));
        TRY(people_get(side->people, &id, &found, &row));
    }
    telling_text(telling, found ? row.household->number : NULL);
    telling_text(telling, found ? row.household->group : NULL);
    telling_text(telling, found ? row.household->address : NULL);
    if (found) {
        people_row_free(&row);
    }
    return OK;
}

static struct status person_tell(struct side *side, const struct id *person,
                                 const struct place *place, struct telling *telling)
{
    struct people_row row;
    bool found = false;
    const struct member *member = &place->member;
    TRY(people_get(side->people, person, &found, &row));
    const Sanbao__V1__PersonDetail *detail = found ? row.person : NULL;
    telling_text(telling, place->code);
    telling_id(telling, person);
    telling_text(telling, found ? detail->number : NULL);
    telling_text(telling, found ? detail->name : NULL);
    telling_day(telling, found && detail->has_birth ? detail->birth_day : DAY_NEVER);
    telling_text(telling, found ? detail->phone : NULL);
    if (found) {
        people_row_free(&row);
    }
    TRY(household_tell(side, member, telling));
    telling_day(telling, member->entered_on);
    telling_day(telling, member->registered_on);
    telling_day(telling, member->closed_on);
    telling_text(telling, residents__access_word(member->access));
    struct json_object *roles = residents__roles(member->roles);
    telling_text(telling, json_object_to_json_string_ext(roles, JSON_C_TO_STRING_PLAIN));
    json_object_put(roles);
    return OK;
}

static const char *text_of(struct json_object *object, const char *key)
{
    struct json_object *value = NULL;
    json_object_object_get_ex(object, key, &value);
    return value == NULL ? NULL : json_object_get_string(value);
}

static int64_t integer_of(struct json_object *object, const char *key)
{
    struct json_object *value = NULL;
    json_object_object_get_ex(object, key, &value);
    return json_object_get_int64(value);
}

static struct status entry_tell(struct entry_names *names, const struct entry *entry,
                                struct telling *telling)
{
    struct json_object *object = json_object_new_object();
    struct status status = residents__entry_json(names, entry, object);
    if (status_ok(status)) {
        telling_text(telling, names->village);
        telling_integer(telling, (int64_t)entry->record);
        telling_day(telling, entry->day);
        telling_text(telling, text_of(object, "kind"));
        telling_text(telling, text_of(object, "code"));
        telling_text(telling, text_of(object, "name"));
        telling_integer(telling, entry->points);
        telling_integer(telling, integer_of(object, "balance"));
        telling_flag(telling, integer_of(object, "capped") != 0);
        telling_text(telling, text_of(object, "why"));
        telling_text(telling, text_of(object, "proposed_by"));
        telling_text(telling, text_of(object, "approved_by"));
    }
    json_object_put(object);
    return status;
}

static struct status entries_tell(struct side *side, const struct place *place,
                                  struct telling *telling)
{
    uint64_t next = 0;
    SCOPED(residents__entry_names_free)
    struct entry_names names = {.side = side, .village = place->code};
    if (place->member.account != 0) {
        TRY(ledger_last_entry(side->ledger, place->member.account, &next));
    }
    while (next != 0) {
        struct entry entry;
        TRY(ledger_entry(side->ledger, next - 1, &entry));
        TRY(entry_tell(&names, &entry, telling));
        next = entry.previous;
    }
    return OK;
}

static struct status looks_tell(struct side *side, const struct id *person, struct telling *telling)
{
    struct look look = {.person = *person, .day = INT32_MAX};
    bool found = false;
    telling_table(telling, "looks", look_columns);
    TRY(residents__look_next(residents__state(side), &look, &found));
    while (found) {
        struct people_row row;
        bool named = false;
        TRY(people_get(side->people, &look.looker, &named, &row));
        telling_day(telling, look.day);
        telling_text(telling, look.village);
        telling_text(telling, named ? row.person->name : NULL);
        telling_text(telling, look_purpose_words[look.purpose - 1]);
        telling_integer(telling, look.times);
        telling_instant(telling, look.first_at);
        telling_instant(telling, look.last_at);
        if (named) {
            people_row_free(&row);
        }
        TRY(residents__look_next(residents__state(side), &look, &found));
    }
    return OK;
}

static const char *const visit_columns[] = {"village", "visited_on", "result", "note", NULL};
static const char *const tie_columns[] = {
    "tie",          "village", "as",      "kind",     "powers",
    "redeem_daily", "made_at", "ends_on", "ended_at", NULL};
static const char *const act_columns[] = {"village", "at",     "helper", "power",
                                          "what",    "points", NULL};

static struct status visits_tell(struct side *side, const struct id *person,
                                 struct telling *telling)
{
    struct visit visit = {.person = *person, .noted_at = INT64_MAX};
    bool found = false;
    telling_table(telling, "visits", visit_columns);
    TRY(residents__visit_next(residents__state(side), &visit, &found));
    while (found) {
        char note[NOTE_BYTES_MAX_SEALED + 1] = "";
        TRY(residents__visit_note(side, &visit, note));
        telling_text(telling, visit.village);
        telling_day(telling, visit.visited_on);
        telling_text(telling, residents__visit_word(visit.result));
        telling_text(telling, note);
        TRY(residents__visit_next(residents__state(side), &visit, &found));
    }
    return OK;
}

static struct status ties_tell(struct side *side, const struct id *person, bool as_helper,
                               struct telling *telling)
{
    struct tie ties[TIES_MAX];
    size_t count = 0;
    TRY(residents__ties_of(residents__state(side), person, as_helper, ties, &count));
    for (size_t i = 0; i < count; i++) {
        telling_id(telling, &ties[i].id);
        telling_text(telling, ties[i].village);
        telling_text(telling, as_helper ? "helper" : "person");
        telling_integer(telling, ties[i].kind);
        telling_integer(telling, ties[i].powers);
        telling_integer(telling, ties[i].redeem_daily);
        telling_instant(telling, ties[i].made_at);
        telling_day(telling, ties[i].ends_on);
        telling_instant(telling, ties[i].ended_at);
    }
    return OK;
}

static struct status acts_tell(struct side *side, const struct id *person, struct telling *telling)
{
    struct act act = {.person = *person, .done_at = INT64_MAX};
    bool found = false;
    telling_table(telling, "acts", act_columns);
    TRY(residents__act_next(residents__state(side), &act, &found));
    while (found) {
        telling_text(telling, act.village);
        telling_instant(telling, act.done_at);
        telling_id(telling, &act.helper);
        telling_integer(telling, act.power);
        telling_text(telling, act.what);
        telling_integer(telling, act.points);
        TRY(residents__act_next(residents__state(side), &act, &found));
    }
    return OK;
}

static const char *const matter_columns[] = {"village", "kind",       "proposed_at", "reason",
                                             "state",   "decided_at", NULL};

static struct status matters_tell(struct side *side, const struct id *person,
                                  struct telling *telling)
{
    struct matter matter = {.proposed_at = INT64_MAX};
    bool found = false;
    telling_table(telling, "matters", matter_columns);
    TRY(residents__matter_of(residents__state(side), person, &matter, &found));
    while (found) {
        char reason[NOTE_BYTES_MAX_SEALED + 1];
        TRY(residents__matter_reason(side, &matter, reason));
        telling_text(telling, matter.village);
        telling_text(telling, residents__matter_word(matter.kind));
        telling_instant(telling, matter.proposed_at);
        telling_text(telling, reason);
        telling_integer(telling, matter.state);
        telling_instant(telling, matter.decided_at);
        TRY(residents__matter_of(residents__state(side), person, &matter, &found));
    }
    return OK;
}

static const char *const consent_columns[] = {"village",  "purpose", "version", "agreed",
                                              "on_paper", "at",      NULL};

static struct status consents_tell(struct side *side, const struct id *person,
                                   struct telling *telling)
{
    struct consent_note note = {.person = *person, .noted_at = INT64_MAX};
    bool found = false;
    telling_table(telling, "consents", consent_columns);
    TRY(residents__consent_note_next(residents__state(side), &note, &found));
    while (found) {
        telling_text(telling, note.village);
        telling_text(telling, note.purpose);
        telling_integer(telling, note.version);
        telling_flag(telling, !note.withdrawn);
        telling_flag(telling, note.on_paper);
        telling_instant(telling, note.noted_at);
        TRY(residents__consent_note_next(residents__state(side), &note, &found));
    }
    return OK;
}

static struct status tell(struct side *side, const struct id *person, struct telling *telling)
{
    struct place places[PLACES_MAX];
    size_t count = 0;
    TRY(residents__places(side, person, places, &count));
    telling_table(telling, "person", person_columns);
    for (size_t i = 0; i < count; i++) {
        TRY(person_tell(side, person, &places[i], telling));
    }
    telling_table(telling, "entries", entry_columns);
    for (size_t i = 0; i < count; i++) {
        TRY(entries_tell(side, &places[i], telling));
    }
    TRY(looks_tell(side, person, telling));
    TRY(visits_tell(side, person, telling));
    telling_table(telling, "powers", tie_columns);
    TRY(ties_tell(side, person, false, telling));
    TRY(ties_tell(side, person, true, telling));
    TRY(acts_tell(side, person, telling));
    TRY(matters_tell(side, person, telling));
    return consents_tell(side, person, telling);
}

static struct status erase(struct side *side, const struct id *person)
{
    struct residents *residents = residents__state(side);
    TRY(residents__looks_drop(residents, person));
    TRY(residents__visits_drop(residents, person));
    TRY(residents__matters_drop(residents, person));
    TRY(residents__consent_notes_drop(residents, person));
    return residents__ties_drop(residents, person);
}

const struct holdings residents_holdings = {"residents", tell, erase, residents__sweep};

/* ---- GET me/export ---- */

static struct status tell_all(struct side *side, const struct id *person, void **bytes,
                              size_t *length)
{
    SCOPED(telling_free) struct telling *telling = NULL;
    TRY(telling_new(&telling));
    for (size_t i = 0; side->holdings[i] != NULL; i++) {
        TRY(side->holdings[i]->tell(side, person, telling));
    }
    return telling_zip(telling, bytes, length);
}

static struct status export(struct call *call)
{
    void *bytes = NULL;
    size_t length = 0;
    if (call->caller.device) {
        return REFUSE(NOT_ALLOWED); /* a device is nobody's own */
    }
    TRY(tell_all(call->side, &call->caller.person, &bytes, &length));
    return call_reply_bytes(call, "application/zip", "sanbao-me.zip", bytes, length);
}

const struct route residents_export_routes[] = {
    {"GET", "/api/v1/me/export", "my_export", WHO_SESSION, ROUTE_RAW | ROUTE_LASTING, NULL, NULL,
     NULL, "application/zip", export, "我的全部资料（zip，内有 CSV 和 JSON）",
     "All that is held about me: one zip of CSV and JSON"},
    ROUTES_END,
};
