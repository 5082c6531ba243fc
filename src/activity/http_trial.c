/* http_trial.c - "what would last year have cost": starts a trial of a draft, and tells how far it
 * is and what it found. */
#include <stdlib.h>
#include <string.h>

#include "activity/trial_internal.h"
#include "base/day.h"

static struct trial **trial_slot(struct activities *own, const struct id *draft)
{
    struct trial **oldest = &own->trials[0];
    for (size_t i = 0; i < TRIALS_MAX; i++) {
        if (own->trials[i] == NULL) {
            oldest = &own->trials[i];
        } else if (memcmp(&own->trials[i]->draft, draft, sizeof *draft) == 0) {
            return &own->trials[i];
        }
    }
    return oldest;
}

static void sum_add(const struct trial *trial, const struct trial_sum *sum,
                    struct json_object *object)
{
    int64_t rate = trial->village.points_per_yuan;
    json_object_object_add(object, "awards", json_object_new_int64(sum->awards));
    json_object_object_add(object, "people", json_object_new_int64(sum->people));
    json_object_object_add(object, "points_before", json_object_new_int64(sum->before));
    json_object_object_add(object, "points_after", json_object_new_int64(sum->after));
    json_object_object_add(object, "capped", json_object_new_int64(sum->capped));
    json_object_object_add(object, "fen_before", json_object_new_int64(sum->before * 100 / rate));
    json_object_object_add(object, "fen_after", json_object_new_int64(sum->after * 100 / rate));
}

static struct json_object *trial_json(const struct trial *trial)
{
    struct json_object *object = json_object_new_object();
    struct json_object *groups = json_object_new_array();
    bool failed = !status_ok(trial->status);
    json_object_object_add(object, "state",
                           json_object_new_string(failed        ? "failed"
                                                  : trial->done ? "done"
                                                                : "running"));
    json_object_object_add(
        object, "permille",
        json_object_new_int64(trial->end == 0 ? 1000 : (int64_t)(trial->at * 1000 / trial->end)));
    json_object_object_add(object, "from", day_json(trial->from));
    json_object_object_add(object, "until", day_json(trial->until));
    sum_add(trial, &trial->sum, object);
    for (size_t i = 0; i < trial->group_count; i++) {
        if (trial->groups[i].sum.awards > 0) {
            struct json_object *group = json_object_new_object();
            json_object_object_add(group, "group", json_object_new_string(trial->groups[i].name));
            sum_add(trial, &trial->groups[i].sum, group);
            json_object_array_add(groups, group);
        }
    }
    json_object_object_add(object, "groups", groups);
    return object;
}

/* The last year of the village, where nothing else is asked for. */
struct status activity__trial_start(struct call *call)
{
    struct activities *own = activities_of(call->side);
    struct rule_draft draft;
    struct trial *trial = NULL;
    int32_t today = call_today(call);
    TRY(draft__find(call, call->side, &draft));
    int32_t until = (int32_t)call_integer(call, "until", today);
    int32_t from = (int32_t)call_integer(call, "from", until > 364 ? until - 364 : 0);
    const char *like = call_has(call, "like") ? call_text(call, "like") : draft.rule.code;
    if (from > until || until - from > TRIAL_DAYS_MAX) {
        return call_refuse(call, REFUSE(FIELD_WRONG), "from");
    }
    struct status status =
        trial__new(own, call->service, &draft, &call->village, like, from, until, &trial);
    if (!status_ok(status)) {
        return call_refuse(call, status, "like");
    }
    struct trial **slot = trial_slot(own, &draft.id);
    trial__free(slot);
    *slot = trial;
    trial__go(trial);
    return call_reply(call, trial->done ? 200 : 202, trial_json(trial));
}

struct status activity__trial(struct call *call)
{
    struct rule_draft draft;
    TRY(draft__find(call, call->side, &draft));
    const struct trial *trial = *trial_slot(activities_of(call->side), &draft.id);
    if (trial == NULL || memcmp(&trial->draft, &draft.id, sizeof draft.id) != 0) {
        return REFUSE(TRIAL_UNKNOWN);
    }
    return call_reply(call, 200, trial_json(trial));
}
