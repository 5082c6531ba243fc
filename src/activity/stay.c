/* stay.c - one person's stay at one activity: how check-ins and check-outs from anywhere come
 * together, and when an award has made it final. */
#include <stdio.h>
#include <string.h>

#include "activity/activity_internal.h"
#include "base/day.h"
#include "residents/residents.h"

void stay__id(struct side *side, const struct id *plan, const struct id *person, struct id *id)
{
    char hex[2 * ID_BYTES + 1];
    for (size_t i = 0; i < ID_BYTES; i++) {
        snprintf(hex + 2 * i, 3, "%02x", person->bytes[i]);
    }
    side_id_derive(side, plan, hex, 0, id);
}

void stay__award_id(struct side *side, int64_t plan_created_at, const struct id *stay,
                    struct id *id)
{
    uint64_t ms = (uint64_t)plan_created_at * 1000;
    side_id_derive(side, stay, "award", 0, id);
    for (size_t i = 0; i < 4; i++) {
        id->bytes[i] = (uint8_t)(ms >> (40 - 8 * i));
    }
}

struct status stay__awarded(struct side *side, const struct plan *plan, const struct id *stay,
                            bool *awarded, uint64_t *record)
{
    struct id award;
    stay__award_id(side, plan->created_at, stay, &award);
    return journal_find(side->journal, award.bytes, awarded, record);
}

struct status stay__of(struct side *side, const struct plan *plan, const struct id *person,
                       struct stay *stay)
{
    struct id id;
    bool found = false;
    stay__id(side, &plan->id, person, &id);
    *stay = (struct stay){.id = id, .plan = plan->id, .person = *person, .state = STAY_NOTED};
    return activity__stay_get(activities_of(side), &id, &found, stay);
}

struct status person__named(const struct call *call, struct side *side, const char *number,
                            struct id *person)
{
    struct people_row row;
    bool found = false;
    TRY(people_find(side->people, call->village_code, PEOPLE_RESIDENT, number, &found, &row));
    if (!found) {
        return REFUSE(PERSON_UNKNOWN);
    }
    *person = row.id;
    people_row_free(&row);
    return OK;
}

/* A child's stay needs its guardian's word, now and when it is approved. */
struct status stay__begin(const struct call *call, struct side *side, const struct plan *plan,
                          const struct id *person, struct stay *stay)
{
    struct member member;
    bool minor = false;
    const ProtobufCBinaryData bytes = {ID_BYTES, (uint8_t *)(uintptr_t)person->bytes};
    TRY(identity_holder(side->identity, call->village.id, &bytes, side_today(side, &call->village),
                        &member));
    TRY(residents_earn_check(side, &member));
    TRY(residents_minor(side, &call->village, person, &minor));
    if (minor) {
        TRY(residents_minor_check(side, call->village_code, &call->village, person));
    }
    TRY(stay__of(side, plan, person, stay));
    stay->flags |= minor ? FLAG_MINOR : 0U;
    return OK;
}

/* Who comes without having signed up takes a place, if one is left. */
struct status stay__place_take(struct side *side, const struct plan *plan, struct stay *stay,
                               bool full_is_refused)
{
    struct activities *own = activities_of(side);
    struct signup signup;
    struct signup_counts counts;
    TRY(activity__signup_get(own, &plan->id, &stay->person, &signup));
    if (signup.state == SIGNUP_GOING) {
        return OK;
    }
    TRY(activity__signup_counts(own, &plan->id, &counts));
    if (plan->capacity > 0 && counts.going >= plan->capacity && full_is_refused) {
        return REFUSE(SIGNUP_FULL);
    }
    stay->flags |= FLAG_NO_SIGNUP;
    signup.state = SIGNUP_GOING;
    signup.number = counts.last + 1;
    return activity__signup_put(own, &plan->id, &signup, side_now(side));
}

void stay__note(struct stay *stay, bool out, int64_t at, enum stay_way way)
{
    REQUIRE(at > 0 && way != WAY_NONE);
    if (!out) {
        bool earlier = stay->in_at == 0 || at < stay->in_at;
        if (earlier || (at == stay->in_at && way < stay->in_way)) {
            stay->in_at = at;
            stay->in_way = way;
        }
    } else {
        bool later = at > stay->out_at;
        if (later || (at == stay->out_at && way < stay->out_way)) {
            stay->out_at = at;
            stay->out_way = way;
        }
    }
}

struct status stay__keep(struct side *side, const struct plan *plan, const struct stay *stay)
{
    bool awarded = false;
    uint64_t record = 0;
    TRY(stay__awarded(side, plan, &stay->id, &awarded, &record));
    return awarded ? REFUSE(STAY_AWARDED) : activity__stay_put(activities_of(side), stay);
}

struct status stay__trace(struct side *side, const struct stay *stay, const struct id *by,
                          enum stay_act what, int64_t in_at, int64_t out_at, const char *reason)
{
    size_t length = strlen(reason);
    struct trace trace = {
        .at = side_now(side), .by = *by, .what = what, .in_at = in_at, .out_at = out_at};
    REQUIRE(length + SEAL_OVERHEAD_BYTES <= sizeof trace.sealed);
    TRY(people_seal(side->people, &stay->person, TRACE_PURPOSE, reason, length, trace.sealed));
    trace.sealed_length = length + SEAL_OVERHEAD_BYTES;
    return activity__trace_put(activities_of(side), &stay->id, &trace);
}

static const char *const way_words[] = {NULL, "code", "card", "paper", "hand", "device"};

static struct json_object *way_json(enum stay_way way)
{
    return way == WAY_NONE ? NULL : json_object_new_string(way_words[way]);
}

static struct json_object *flags_json(unsigned flags)
{
    static const char *const words[] = {"hand", "corrected", "no_signup", "skew", "offline"};
    struct json_object *list = json_object_new_array();
    for (size_t i = 0; i < COUNT(words); i++) {
        if ((flags >> i & 1U) != 0) {
            json_object_array_add(list, json_object_new_string(words[i]));
        }
    }
    return list;
}

struct status stay__time_judge(const struct plan *plan, int64_t at, bool out)
{
    int64_t until = plan->ends_at + (out ? CHECKOUT_LATE : 0);
    return at >= plan->starts_at - CHECKIN_EARLY && at <= until ? OK : REFUSE(CHECKIN_TIME);
}

int64_t stay__overlap(const struct plan *plan, const struct stay *stay)
{
    int64_t from = stay_in(stay) > plan->starts_at ? stay_in(stay) : plan->starts_at;
    int64_t to = stay_out(stay) < plan->ends_at ? stay_out(stay) : plan->ends_at;
    return to > from ? to - from : 0;
}

/* What it would come to before caps; once booked, what was granted. */
static struct status points_add(const struct stay_view *view, const struct stay *stay, bool awarded,
                                uint64_t record, struct json_object *object)
{
    struct rule rule;
    struct entry entry = {0};
    int64_t overlap = stay__overlap(view->plan, stay);
    int32_t day = instant_day(stay_in(stay), view->village->utc_offset_minutes);
    TRY(points_rule(view->side->points, view->village->id, view->plan->rule, day, &rule));
    int64_t points =
        rule.id != 0 && overlap >= 60 ? points_computed(&rule, overlap, rule.points) : 0;
    if (awarded) {
        TRY(ledger_entry(view->side->ledger, record, &entry));
        points = entry.amount;
    }
    json_object_object_add(object, "minutes", json_object_new_int64(overlap / 60));
    json_object_object_add(object, "points", json_object_new_int64(points));
    json_object_object_add(object, "record",
                           awarded ? json_object_new_int64((int64_t)record) : NULL);
    return OK;
}

struct status stay__json(const struct stay_view *view, const struct stay *stay,
                         struct json_object **out)
{
    int32_t offset = view->village->utc_offset_minutes;
    bool awarded = false;
    uint64_t record = 0;
    struct json_object *name = NULL;
    TRY(stay__awarded(view->side, view->plan, &stay->id, &awarded, &record));
    if (view->names) {
        TRY(plan__name(view->side, &stay->person, &name));
    }
    const char *state = awarded                        ? "approved"
                        : stay->state == STAY_REJECTED ? "rejected"
                        : stay_out(stay) == 0          ? "present"
                                                       : "waiting";
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "stay", id_json(&stay->id));
    json_object_object_add(object, "activity", json_object_new_string(view->plan->code));
    json_object_object_add(object, "title", json_object_new_string(view->plan->title));
    json_object_object_add(object, "person", id_json(&stay->person));
    json_object_object_add(object, "name", name);
    json_object_object_add(object, "state", json_object_new_string(state));
    json_object_object_add(object, "in_at", instant_json(stay_in(stay), offset));
    json_object_object_add(object, "in_way", way_json(stay->in_way));
    json_object_object_add(object, "out_at", instant_json(stay_out(stay), offset));
    json_object_object_add(object, "out_way", way_json(stay->out_way));
    json_object_object_add(object, "flags", flags_json(stay->flags));
    struct status status = points_add(view, stay, awarded, record, object);
    if (!status_ok(status)) {
        json_object_put(object);
        return status;
    }
    *out = object;
    return OK;
}
