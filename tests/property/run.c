/* run.c - feeds the journal in groups and compares every answer, and the books now and then. */
#include "property/run.h"

#include <stdlib.h>
#include <string.h>

#include "property/expect.h"

enum { GROUP_MAX = 64, DAYS = 4, CHECK_EVERY = 500 };

struct run {
    struct engine engine;
    struct expect expect;
    const struct op *group_ops[GROUP_MAX];
    struct expected group[GROUP_MAX]; /* waiting to be submitted */
    size_t group_count;
    char *what;
};

/* --- answers --------------------------------------------------------------------------------- */

static bool outcome_equal(const Sanbao__V1__Outcome *a, const Sanbao__V1__Outcome *b)
{
    return a->granted == b->granted && a->balance == b->balance && a->capped == b->capped &&
           a->reason == b->reason && a->owed_paid == b->owed_paid && a->owed == b->owed &&
           a->fen == b->fen;
}

enum { OUTCOME_TEXT_MAX = 112 };

static void outcome_text(const Sanbao__V1__Outcome *outcome, char text[OUTCOME_TEXT_MAX])
{
    snprintf(text, OUTCOME_TEXT_MAX,
             "granted %llu balance %llu capped %d reason %d paid %llu owed %llu fen %llu",
             (unsigned long long)outcome->granted, (unsigned long long)outcome->balance,
             outcome->capped, (int)outcome->reason, (unsigned long long)outcome->owed_paid,
             (unsigned long long)outcome->owed, (unsigned long long)outcome->fen);
}

static void refusals_text(const struct model_answer *expected, char text[OUTCOME_TEXT_MAX])
{
    snprintf(text, OUTCOME_TEXT_MAX, "%s", expected->accepted ? " OK" : "");
    for (int code = 0; code < MODEL_CODES_MAX && !expected->accepted; code++) {
        if (expected->refusals[code]) {
            size_t used = strlen(text);
            snprintf(text + used, OUTCOME_TEXT_MAX - used, " %s",
                     status_name((enum status_code)code));
        }
    }
}

static bool answer_right(struct run *run, int number, const struct expected *expected,
                         const struct journal_answer *answer)
{
    const struct model_answer *model = &expected->answer;
    char model_text[OUTCOME_TEXT_MAX];
    bool accepted = status_ok(answer->status);
    if (accepted != model->accepted || (!accepted && !model->refusals[answer->status.code])) {
        refusals_text(model, model_text);
        snprintf(run->what, DIFFERENCE_MAX, "#%d: the journal says %s, the model%s", number,
                 status_name(answer->status.code), model_text);
        return false;
    }
    if (!accepted) {
        return true;
    }
    if (answer->record != model->record || answer->again != expected->again) {
        snprintf(run->what, DIFFERENCE_MAX, "#%d: record %llu again %d, the model %llu again %d",
                 number, (unsigned long long)answer->record, answer->again,
                 (unsigned long long)model->record, expected->again);
        return false;
    }
    if (!outcome_equal(&answer->outcome, &model->outcome)) {
        char journal_text[OUTCOME_TEXT_MAX];
        outcome_text(&answer->outcome, journal_text);
        outcome_text(&model->outcome, model_text);
        snprintf(run->what, DIFFERENCE_MAX, "#%d: %s; the model: %s", number, journal_text,
                 model_text);
        return false;
    }
    return true;
}

/* --- groups ---------------------------------------------------------------------------------- */

static bool group_flush(struct run *run, enum op_after after)
{
    static const enum engine_way ways[] = {
        [AFTER_WAIT] = ENGINE_SUBMIT,   [AFTER_SUBMIT] = ENGINE_SUBMIT,
        [AFTER_SEAL] = ENGINE_SEAL,     [AFTER_ABANDON] = ENGINE_ABANDON_FIRST,
        [AFTER_REOPEN] = ENGINE_SUBMIT,
    };
    struct span envelopes[GROUP_MAX];
    struct journal_answer answers[GROUP_MAX];
    size_t count = run->group_count;
    for (size_t i = 0; i < count; i++) {
        envelopes[i] = (struct span){run->group[i].bytes, run->group[i].length};
    }
    run->group_count = 0;
    if (count > 0) {
        engine_submit(&run->engine, ways[after], envelopes, count, answers);
    }
    for (size_t i = 0; i < count; i++) {
        if (!answer_right(run, run->group_ops[i]->number, &run->group[i], &answers[i])) {
            return false;
        }
    }
    if (after == AFTER_REOPEN) {
        engine_reopen(&run->engine);
    }
    return true;
}

/* Compares all of the books, by the last day of all and by some days in the past. */
static bool books_equal(struct run *run, int32_t today)
{
    int32_t days[DAYS] = {INT32_MAX - 1, today, today - 45, today - 400};
    return engine_equals(&run->engine, run->expect.model, days, DAYS, run->what);
}

static bool run_through(struct run *run, const struct op *list, int count)
{
    int32_t today = 1;
    for (int i = 0; i < count; i++) {
        const struct op *op = &list[i];
        if (run->group_count == 0) {
            struct hash root;
            uint64_t size = engine_head(&run->engine, &root);
            model_head(run->expect.model, size, root.bytes);
        }
        expect_next(&run->expect, op, &run->group[run->group_count]);
        run->group_ops[run->group_count++] = op;
        today = op->day > 1000 && op->day < MODEL_DAY_MAX ? op->day : today;
        bool check = op->number % CHECK_EVERY == CHECK_EVERY - 1;
        bool flush = op->after != AFTER_WAIT || run->group_count == GROUP_MAX || check;
        if ((flush && !group_flush(run, op->after)) || (check && !books_equal(run, today))) {
            return false;
        }
    }
    return group_flush(run, AFTER_SUBMIT) && books_equal(run, today) &&
           engine_replays(&run->engine, run->what);
}

bool run_list(const struct op *list, int count, int numbers, char what[DIFFERENCE_MAX])
{
    struct run *run = calloc(1, sizeof(*run));
    REQUIRE(run != NULL);
    run->what = what;
    engine_begin(&run->engine);
    expect_begin(&run->expect, numbers);
    bool passes = run_through(run, list, count);
    expect_end(&run->expect);
    engine_end(&run->engine);
    free(run);
    return passes;
}
