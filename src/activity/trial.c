/* trial.c - a draft of a rule on records of the past: what would it have given, to whom, and what
 * was given. Reads alone, a slice at a time, so that nobody waits for it; between two slices it
 * goes once around the desk's second thread. What it found is forgotten when the service stops.
 *
 * It counts as apply does - units, caps by period and subject, once - but for the fund, and it
 * begins with empty periods. What was reversed later counts as given. */
#include "activity/trial_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/day.h"

static struct status nothing_load(void *context, const struct fold_key *key, void *value)
{
    (void)context;
    (void)key;
    (void)value;
    return OK;
}

static struct status tally_new(size_t key_parts, struct fold **out)
{
    const struct fold_table table = {
        .key_parts = key_parts, .value_size = sizeof(int64_t), .load = nothing_load};
    return fold_new(&table, out);
}

static struct status tally(struct fold *fold, struct fold_key key, int64_t **cell)
{
    void *value = NULL;
    TRY(fold_get(fold, key, &value));
    *cell = value;
    return OK;
}

/* ---- the arithmetic ---- */

struct status trial__grant(struct trial *trial, int64_t subject, int32_t day, int64_t computed,
                           int64_t *granted)
{
    const struct rule *rule = &trial->rule;
    int64_t *cells[CAP_SPANS] = {NULL};
    int64_t *once = NULL;
    *granted = computed;
    if (rule->unit == SANBAO__V1__RULE_UNIT__UNIT_ONCE) {
        TRY(tally(trial->caps, (struct fold_key){{subject, CAP_SPANS, 0}}, &once));
        *granted = *once != 0 ? 0 : computed;
    }
    for (int span = 0; span < CAP_SPANS; span++) {
        if (rule->caps[span] == 0) {
            continue;
        }
        int32_t start = points_cap_start(span, day);
        TRY(tally(trial->caps, (struct fold_key){{subject, span, start}}, &cells[span]));
        int64_t room = rule->caps[span] > *cells[span] ? rule->caps[span] - *cells[span] : 0;
        *granted = *granted < room ? *granted : room;
    }
    for (int span = 0; span < CAP_SPANS; span++) {
        if (cells[span] != NULL) {
            *cells[span] += *granted;
        }
    }
    if (once != NULL) {
        *once = 1;
    }
    return OK;
}

/* ---- one record ---- */

/* The stay and the grade behind an award. */
static struct status award_read(struct trial *trial, struct side *side, uint64_t record,
                                int64_t *overlap, int64_t *grade)
{
    const uint8_t *bytes = NULL;
    size_t length = 0;
    Sanbao__V1__Record *decoded = NULL;
    Sanbao__V1__Operation *operation = NULL;
    struct activity activity = {0};
    TRY(journal_record(side->journal, record, &bytes, &length));
    TRY(record_decode(bytes, length, &decoded));
    struct status status =
        operation_decode(decoded->envelope.data, decoded->envelope.len, &operation);
    sanbao__v1__record__free_unpacked(decoded, NULL);
    TRY(status);
    *overlap = 0;
    *grade = 0;
    if (operation->action_case == SANBAO__V1__OPERATION__ACTION_AWARD) {
        const Sanbao__V1__Award *award = operation->award;
        status = points_activity(side->points, trial->village.id, award->activity, &activity);
        *grade = award->grade_points;
        int64_t from =
            award->checked_in_at > activity.starts_at ? award->checked_in_at : activity.starts_at;
        int64_t to =
            award->checked_out_at < activity.ends_at ? award->checked_out_at : activity.ends_at;
        *overlap = to > from ? to - from : 0;
    }
    sanbao__v1__operation__free_unpacked(operation, NULL);
    return status;
}

static struct status group_find(struct trial *trial, int64_t household, struct trial_group **group)
{
    int64_t *index = NULL;
    TRY(tally(trial->households, (struct fold_key){{household}}, &index));
    *group = &trial->groups[*index];
    return OK;
}

static struct status count(struct trial *trial, struct side *side, const struct entry *entry,
                           int64_t granted, int64_t computed, const struct member *member,
                           int64_t household)
{
    struct trial_group *group = NULL;
    int64_t *seen = NULL;
    (void)side;
    TRY(group_find(trial, household, &group));
    TRY(tally(trial->people, (struct fold_key){{member->id}}, &seen));
    struct trial_sum *sums[] = {&trial->sum, &group->sum};
    for (size_t i = 0; i < COUNT(sums); i++) {
        sums[i]->awards++;
        sums[i]->people += *seen == 0;
        sums[i]->before += entry->amount;
        sums[i]->after += granted;
        sums[i]->capped += granted < computed;
    }
    *seen = 1;
    return OK;
}

static struct status award_replay(struct trial *trial, struct side *side, const struct entry *entry)
{
    struct member member;
    int64_t household = 0;
    int64_t overlap = 0;
    int64_t grade = 0;
    int64_t granted = 0;
    TRY(identity_member_by_account(side->identity, entry->owner, &member, NULL));
    TRY(identity_household_on(side->identity, &member, entry->day, &household));
    TRY(award_read(trial, side, entry->record, &overlap, &grade));
    bool shared = trial->rule.cap_scope == SANBAO__V1__CAP_SCOPE__SCOPE_HOUSEHOLD && household != 0;
    grade = grade == 0 || grade > trial->rule.points ? trial->rule.points : grade;
    int64_t computed = points_computed(&trial->rule, overlap, grade);
    TRY(trial__grant(trial, shared ? -household : member.id, entry->day, computed, &granted));
    return count(trial, side, entry, granted, computed, &member, household);
}

static bool is_of_rule(const struct trial *trial, const struct entry *entry)
{
    bool award = entry->kind == ENTRY_AWARD || entry->kind == ENTRY_AWARD_PENDING ||
                 entry->kind == ENTRY_AWARD_UNFUNDED;
    if (!award || entry->day < trial->from || entry->day > trial->until) {
        return false;
    }
    for (size_t i = 0; i < trial->version_count; i++) {
        if (trial->versions[i] == entry->subject) {
            return true;
        }
    }
    return false;
}

/* ---- a slice ---- */

enum { SLICE_ENTRIES = 4000, SLICE_AWARDS = 200 };

struct slice {
    struct entry awards[SLICE_AWARDS];
    size_t count;
    size_t seen;
    uint64_t next;
    struct trial *trial;
};

static struct status slice_take(void *context, const struct entry *entry)
{
    struct slice *slice = context;
    if (slice->count == SLICE_AWARDS || entry->record >= slice->trial->end) {
        return OK; /* of the next slice */
    }
    slice->seen++;
    slice->next = entry->record + 1;
    if (is_of_rule(slice->trial, entry)) {
        slice->awards[slice->count++] = *entry;
    }
    return OK;
}

static struct status slice_run(struct trial *trial)
{
    struct side *side = trial->own->side;
    struct slice slice = {.trial = trial, .next = trial->at};
    TRY(ledger_entry_each(side->ledger, trial->at, SLICE_ENTRIES, slice_take, &slice));
    for (size_t i = 0; i < slice.count; i++) {
        TRY(award_replay(trial, side, &slice.awards[i]));
    }
    trial->at = slice.seen == 0 ? trial->end : slice.next;
    return OK;
}

static struct status bounce_run(struct desk_job *job, struct side *side)
{
    (void)job;
    (void)side;
    return OK;
}

static void bounce_done(struct desk_job *job)
{
    struct trial *trial = (struct trial *)job; /* its first member */
    trial->flies = false;
    if (!trial->dropped) {
        trial__go(trial);
    } else {
        trial__free(&trial);
    }
}

void trial__go(struct trial *trial)
{
    trial->status = slice_run(trial);
    if (!status_ok(trial->status) || trial->at >= trial->end) {
        trial->done = true;
        return;
    }
    trial->job.lane = LANE_ASIDE;
    trial->job.run = bounce_run;
    trial->job.done = bounce_done;
    trial->status = desk_submit(service_desk(trial->service), &trial->job);
    trial->flies = status_ok(trial->status);
    trial->done = !trial->flies;
}

/* ---- beginning and end ---- */

static struct status version_add(void *context, const struct rule *rule)
{
    struct trial *trial = context;
    if (trial->version_count < TRIAL_VERSIONS_MAX) {
        trial->versions[trial->version_count++] = rule->id;
    }
    return OK;
}

/* Group 0 is of those who are in none. */
static size_t group_index(struct trial *trial, const char *name)
{
    for (size_t i = 1; i < trial->group_count; i++) {
        if (strcmp(trial->groups[i].name, name) == 0) {
            return i;
        }
    }
    if (name[0] == '\0' || trial->group_count == TRIAL_GROUPS_MAX) {
        return 0;
    }
    plan__text(trial->groups[trial->group_count].name, sizeof trial->groups[0].name, name);
    return trial->group_count++;
}

static struct status household_add(void *context, const struct people_row *row)
{
    struct trial *trial = context;
    int64_t id = 0;
    int64_t *index = NULL;
    const ProtobufCBinaryData pseudonym = {ID_BYTES, (uint8_t *)(uintptr_t)row->id.bytes};
    TRY(identity_household(trial->own->side->identity, trial->village.id, &pseudonym, &id));
    if (id != 0) {
        TRY(tally(trial->households, (struct fold_key){{id}}, &index));
        *index = (int64_t)group_index(trial, row->household->group);
    }
    return OK;
}

static struct status prepare(struct trial *trial, const char *village_code, const char *like)
{
    struct side *side = trial->own->side;
    TRY(tally_new(3, &trial->caps));
    TRY(tally_new(1, &trial->people));
    TRY(tally_new(1, &trial->households));
    trial->group_count = 1;
    trial->end = journal_committed(side->journal);
    TRY(points_rule_versions(side->points, trial->village.id, like, version_add, trial));
    if (trial->version_count == 0) {
        return REFUSE(RULE_UNKNOWN);
    }
    return people_each(side->people, village_code, PEOPLE_HOUSEHOLD, household_add, trial);
}

struct status trial__new(struct activities *own, struct service *service,
                         const struct rule_draft *draft, const struct village *village,
                         const char *like, int32_t from, int32_t until, struct trial **out)
{
    struct trial *trial = calloc(1, sizeof *trial);
    *out = trial;
    if (trial == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    trial->own = own;
    trial->service = service;
    trial->draft = draft->id;
    trial->rule = draft->rule;
    trial->village = *village;
    trial->from = from;
    trial->until = until;
    struct status status = prepare(trial, draft->village, like);
    if (!status_ok(status)) {
        trial__free(out);
    }
    return status;
}

void trial__free(struct trial **trial)
{
    struct trial *old = *trial;
    *trial = NULL;
    if (old == NULL) {
        return;
    }
    if (old->flies) {
        old->dropped = true; /* freed when it comes back */
        return;
    }
    fold_free(&old->caps);
    fold_free(&old->people);
    fold_free(&old->households);
    free(old);
}
