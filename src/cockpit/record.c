/* record.c - a record as a screen shows it: what was done, for how many points, and by whom with no
 * more than the first character of the name. */
#include <stdlib.h>
#include <string.h>

#include "cockpit/cockpit_internal.h"
#include "residents/residents.h"

struct status cockpit__record_open(struct side *side, uint64_t number, struct cockpit_record *out)
{
    const uint8_t *bytes = NULL;
    size_t length = 0;
    TRY(journal_record(side->journal, number, &bytes, &length));
    TRY(record_decode(bytes, length, &out->record));
    const ProtobufCBinaryData *envelope = &out->record->envelope;
    struct status status = operation_decode(envelope->data, envelope->len, &out->operation);
    if (!status_ok(status)) {
        sanbao__v1__record__free_unpacked(out->record, NULL);
    }
    return status;
}

void cockpit__record_close(struct cockpit_record *record)
{
    sanbao__v1__operation__free_unpacked(record->operation, NULL);
    sanbao__v1__record__free_unpacked(record->record, NULL);
}

const char *cockpit__module(const Sanbao__V1__Operation *operation)
{
    switch (operation->action_case) {
    case SANBAO__V1__OPERATION__ACTION_VILLAGE_OPEN:
    case SANBAO__V1__OPERATION__ACTION_HOUSEHOLD_OPEN:
    case SANBAO__V1__OPERATION__ACTION_PERSON_ENTER:
    case SANBAO__V1__OPERATION__ACTION_ACCOUNT_OPEN:
    case SANBAO__V1__OPERATION__ACTION_ACCOUNT_MOVE:
    case SANBAO__V1__OPERATION__ACTION_ACCOUNT_CLOSE:
    case SANBAO__V1__OPERATION__ACTION_ROLE_SET:
    case SANBAO__V1__OPERATION__ACTION_CONSENT:
        return "people";
    case SANBAO__V1__OPERATION__ACTION_RULE_ADOPT:
        return "rules";
    case SANBAO__V1__OPERATION__ACTION_ACTIVITY_OPEN:
    case SANBAO__V1__OPERATION__ACTION_ACTIVITY_CLOSE:
        return "activities";
    case SANBAO__V1__OPERATION__ACTION_FUND_DEPOSIT:
    case SANBAO__V1__OPERATION__ACTION_SETTLE:
        return "money";
    case SANBAO__V1__OPERATION__ACTION_SHOP_OPEN:
    case SANBAO__V1__OPERATION__ACTION_GOODS_SET:
    case SANBAO__V1__OPERATION__ACTION_STOCK_SET:
    case SANBAO__V1__OPERATION__ACTION_REDEEM:
    case SANBAO__V1__OPERATION__ACTION_REFUND:
    case SANBAO__V1__OPERATION__ACTION_HOLD:
    case SANBAO__V1__OPERATION__ACTION_HOLD_REDEEM:
    case SANBAO__V1__OPERATION__ACTION_HOLD_RELEASE:
        return "shops";
    case SANBAO__V1__OPERATION__ACTION_PANEL_DRAW:
    case SANBAO__V1__OPERATION__ACTION_OBJECTION:
    case SANBAO__V1__OPERATION__ACTION_OBJECTION_SETTLE:
        return "reviews";
    default:
        return "points";
    }
}

bool cockpit__event_shown(const Sanbao__V1__Operation *operation)
{
    return operation->action_case == SANBAO__V1__OPERATION__ACTION_AWARD ||
           operation->action_case == SANBAO__V1__OPERATION__ACTION_REDEEM ||
           operation->action_case == SANBAO__V1__OPERATION__ACTION_HOLD_REDEEM;
}

/* The first character and one star, whatever the length of the name. */
static void name_mask(const char *name, char out[NAME_MASKED_SIZE])
{
    size_t first = 1;
    while (name[0] != '\0' && ((unsigned char)name[first] & 0xC0U) == 0x80U) {
        first++;
    }
    snprintf(out, NAME_MASKED_SIZE, "%.*s*", (int)first, name);
}

/* The masked name; null where erased, and of children. */
static struct status name_add(const struct view *view, struct json_object *object,
                              const struct id *person)
{
    char masked[NAME_MASKED_SIZE];
    struct people_row row;
    bool found = false;
    bool minor = false;
    TRY(residents_minor(view->side, view->village, person, &minor));
    TRY(people_get(view->side->people, person, &found, &row));
    bool shown = found && row.person != NULL && !minor;
    if (shown) {
        name_mask(row.person->name, masked);
    }
    cockpit__text(object, "name", shown ? masked : NULL);
    if (found) {
        people_row_free(&row);
    }
    return OK;
}

static struct status award_add(const struct view *view, const struct cockpit_record *record,
                               struct json_object *object)
{
    const Sanbao__V1__Award *award = record->operation->award;
    struct id person;
    bool at_activity = award->activity[0] != '\0';
    memcpy(person.bytes, award->person.data, ID_BYTES);
    if (strncmp(award->rule, "EQT", 3) == 0) { /* care: who gets it is nobody's business */
        cockpit__text(object, "name", NULL);
    } else {
        TRY(name_add(view, object, &person));
    }
    cockpit__text(object, "code", award->rule);
    TRY(cockpit__public_text(view, object, "what", "rule", award->rule,
                             lang_pick("name_zh", "name_en")));
    cockpit__text(object, "activity", at_activity ? award->activity : NULL);
    if (at_activity) {
        TRY(cockpit__public_text(view, object, "where", "activity", award->activity, "place"));
    } else {
        cockpit__text(object, "where", NULL);
    }
    int64_t points =
        record->record->outcome != NULL ? (int64_t)record->record->outcome->granted : 0;
    cockpit__int(object, "points", points);
    return OK;
}

static struct status redemption_add(const struct view *view, const struct cockpit_record *record,
                                    uint64_t number, struct json_object *object)
{
    const Sanbao__V1__Operation *operation = record->operation;
    bool held = operation->action_case == SANBAO__V1__OPERATION__ACTION_HOLD_REDEEM;
    const char *goods = held ? operation->hold_redeem->goods : operation->redeem->goods;
    char shop[CODE_MAX + 1];
    char code[2 * CODE_MAX + 2];
    struct entry entry;
    struct member member;
    struct id person;
    TRY(ledger_entry(view->side->ledger, number, &entry));
    TRY(identity_member_by_account(view->side->identity, entry.owner, &member, person.bytes));
    TRY(points_shop_code(view->side->points, entry.subject, shop));
    TRY(name_add(view, object, &person));
    snprintf(code, sizeof code, "%s%s%s", shop, goods[0] != '\0' ? "/" : "", goods);
    cockpit__text(object, "code", code);
    TRY(cockpit__public_text(view, object, "what", "goods", code, "name"));
    cockpit__text(object, "activity", NULL);
    TRY(cockpit__public_text(view, object, "where", "shop", shop, "name"));
    cockpit__int(object, "points", -entry.amount);
    return OK;
}

static struct status event_fill(const struct view *view, const struct cockpit_event *event,
                                const struct cockpit_record *record, struct json_object *object)
{
    bool award = record->operation->action_case == SANBAO__V1__OPERATION__ACTION_AWARD;
    cockpit__int(object, "record", (int64_t)event->record);
    json_object_object_add(object, "day", day_json(event->day));
    json_object_object_add(
        object, "at",
        event->at != 0 ? instant_json(event->at, view->village->utc_offset_minutes) : NULL);
    cockpit__text(object, "kind", award ? "award" : "redeem");
    return award ? award_add(view, record, object)
                 : redemption_add(view, record, event->record, object);
}

struct status cockpit__event_json(const struct view *view, const struct cockpit_event *event,
                                  struct json_object **out)
{
    struct cockpit_record record;
    *out = NULL;
    TRY(cockpit__record_open(view->side, event->record, &record));
    *out = json_object_new_object();
    struct status status = event_fill(view, event, &record, *out);
    cockpit__record_close(&record);
    if (!status_ok(status)) {
        json_object_put(*out);
        *out = NULL;
    }
    return status;
}
