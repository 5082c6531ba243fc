/* residents_paper_year.c - a person's year as one sum that adds up by eye: what there was, what
 * each kind of work gave, what was spent, what is left, and what will expire in the year after. */
#include <stdlib.h>
#include <string.h>

#include "residents/residents_paper_internal.h"

enum {
    LIFE_MONTHS = 24,
    RULES_MAX = 40,  /* kinds of work that one person does in a year */
    RULES_SHOWN = 6, /* the rest are one line */
    LOTS_MAX = 731,  /* one a day, two years */
    QUARTERS = PAPER_YEAR_EXPIRING_MAX,
};

struct years {
    struct print print; /* first */
    struct paper_year *list;
    size_t count;
    int32_t year;
    int32_t first; /* its days */
    int32_t last;
};

/* What a year's entries add up to. */
struct sums {
    struct rule_sum {
        char code[CODE_MAX + 1];
        int64_t points;
    } rules[RULES_MAX];
    size_t count;
    int64_t other;
    int64_t spent;
    int64_t expired;
    int64_t corrected;
    int64_t inherited;
};

static struct status award_sum(struct side *side, const struct entry *entry, struct sums *sums)
{
    struct rule rule;
    TRY(points_rule_by_id(side->points, entry->subject, &rule));
    for (size_t i = 0; i < sums->count; i++) {
        if (strcmp(sums->rules[i].code, rule.code) == 0) {
            sums->rules[i].points += entry->points;
            return OK;
        }
    }
    if (sums->count == RULES_MAX) {
        sums->other += entry->points;
        return OK;
    }
    struct rule_sum *sum = &sums->rules[sums->count++];
    memcpy(sum->code, rule.code, sizeof sum->code);
    sum->points = entry->points;
    return OK;
}

static struct status entry_sum(struct side *side, const struct entry *entry, struct sums *sums)
{
    switch (entry->kind) {
    case ENTRY_AWARD:
    case ENTRY_AWARD_PENDING:
        return award_sum(side, entry, sums);
    case ENTRY_REDEEM:
    case ENTRY_HOLD_REDEEM:
    case ENTRY_REFUND:
        sums->spent += entry->points;
        return OK;
    case ENTRY_EXPIRE:
        sums->expired += entry->points;
        return OK;
    case ENTRY_BEQUEST:
    case ENTRY_INHERIT:
        sums->inherited += entry->points;
        return OK;
    default:
        sums->corrected += entry->points;
        return OK;
    }
}

static int by_points(const void *a, const void *b)
{
    const struct rule_sum *one = a;
    const struct rule_sum *two = b;
    if (one->points != two->points) {
        return one->points < two->points ? 1 : -1;
    }
    return strcmp(one->code, two->code);
}

/* All entries of the account: those of a day may come in later than newer ones. */
static struct status year_sums(struct side *side, const struct years *years, int64_t account,
                               struct sums *sums)
{
    uint64_t next = 0;
    TRY(ledger_last_entry(side->ledger, account, &next));
    while (next != 0) {
        struct entry entry;
        TRY(ledger_entry(side->ledger, next - 1, &entry));
        if (entry.day >= years->first && entry.day <= years->last) {
            TRY(entry_sum(side, &entry, sums));
        }
        next = entry.previous;
    }
    qsort(sums->rules, sums->count, sizeof *sums->rules, by_points);
    for (size_t i = RULES_SHOWN; i < sums->count; i++) {
        sums->other += sums->rules[i].points;
    }
    return OK;
}

/* ---- as lines ---- */

static struct status rule_line(struct call *call, struct years *years, const struct rule_sum *sum,
                               struct paper_year_line *line)
{
    char *name = NULL;
    TRY(texts_get(call->side->people, call->village_code, "rule", sum->code,
                  lang_pick("name_zh", "name_en"), &name));
    line->points = sum->points;
    struct status status =
        residents__print_text(&years->print, name != NULL ? name : sum->code, &line->label);
    free(name);
    return status;
}

static struct status lines_fill(struct call *call, struct years *years, const struct sums *sums,
                                struct paper_year *year)
{
    const struct paper_year_line rest[] = {
        {lang_pick("其他", "other work"), sums->other},
        {lang_pick("继承", "passed on"), sums->inherited},
        {lang_pick("兑换", "spent"), sums->spent},
        {lang_pick("到期和更正", "expired, corrected"), sums->expired + sums->corrected},
    };
    void *room = NULL;
    TRY(arena_alloc(&years->print.arena, PAPER_YEAR_LINES_MAX * sizeof *rest, &room));
    struct paper_year_line *lines = room;
    for (size_t i = 0; i < sums->count && i < RULES_SHOWN; i++) {
        TRY(rule_line(call, years, &sums->rules[i], &lines[year->count++]));
    }
    for (size_t i = 0; i < COUNT(rest); i++) {
        if (rest[i].points != 0) {
            lines[year->count++] = rest[i];
        }
    }
    year->lines = lines;
    return OK;
}

/* By quarter of the year after: from the first day on which some expire. */
static struct status expiring_fill(struct call *call, struct years *years, int64_t account,
                                   struct paper_year *year)
{
    struct lot_left lots[LOTS_MAX];
    struct paper_expiring quarters[QUARTERS] = {{0, 0}};
    size_t count = 0;
    void *room = NULL;
    TRY(ledger_lots_of(call->side->ledger, account, years->first - 366, lots, LOTS_MAX, &count));
    for (size_t i = 0; i < count; i++) {
        int32_t day = day_add_months(lots[i].day, LIFE_MONTHS);
        int32_t at = 0;
        while (at < QUARTERS && day >= day_add_months(years->last + 1, 3 * (at + 1))) {
            at++;
        }
        if (day > years->last && at < QUARTERS) {
            quarters[at].day = day; /* the newest lot comes first: the earliest day stays */
            quarters[at].points += lots[i].points;
        }
    }
    TRY(arena_alloc(&years->print.arena, sizeof quarters, &room));
    struct paper_expiring *kept = room;
    for (size_t i = 0; i < QUARTERS; i++) {
        if (quarters[i].points > 0) {
            kept[year->expiring_count++] = quarters[i];
        }
    }
    year->expiring = kept;
    return OK;
}

static struct status name_fill(struct call *call, struct years *years, const struct id *person,
                               struct paper_year *year)
{
    struct people_row row;
    bool found = false;
    TRY(people_get(call->side->people, person, &found, &row));
    if (!found) {
        return REFUSE(PERSON_UNKNOWN);
    }
    struct status status = residents__print_text(&years->print, row.person->name, &year->name);
    if (status_ok(status)) {
        status = residents__print_text(&years->print, row.person->number, &year->number);
    }
    people_row_free(&row);
    return status;
}

static struct status year_fill(struct call *call, struct years *years, const struct id *person,
                               const struct member *member)
{
    struct paper_year *year = &years->list[years->count++];
    struct sums sums = {.count = 0};
    if (member->account == 0) {
        return REFUSE(NOT_REGISTERED);
    }
    year->year = years->year;
    year->url = years->print.url;
    TRY(name_fill(call, years, person, year));
    TRY(ledger_balance_on(call->side->ledger, member->account, years->first - 1, &year->opening));
    TRY(ledger_balance_on(call->side->ledger, member->account, years->last, &year->closing));
    TRY(year_sums(call->side, years, member->account, &sums));
    TRY(lines_fill(call, years, &sums, year));
    return expiring_fill(call, years, member->account, year);
}

/* ---- handlers ---- */

static struct status years_draw(struct print *print, struct problem *problem)
{
    const struct years *years = (struct years *)print;
    return paper_years(&print->from, years->list, years->count, &print->paper, problem);
}

static void years_end(struct print *print)
{
    free(((struct years *)print)->list);
}

static struct status years_begin(struct call *call, size_t count, struct years **out)
{
    struct print *print = NULL;
    TRY(residents__print_begin(call, sizeof(struct years), &print));
    struct years *years = (struct years *)print;
    *out = years;
    print->file = "year.pdf";
    print->draw = years_draw;
    print->end = years_end;
    int32_t last_year = day_to_civil(print->from.day).year - 1;
    years->year = (int32_t)call_integer(call, "year", last_year);
    years->first = day_from_civil((struct civil){years->year, 1, 1});
    years->last = day_from_civil((struct civil){years->year + 1, 1, 1}) - 1;
    years->list = calloc(count, sizeof *years->list);
    if (years->list == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    return print->url[0] != '\0' ? OK : REFUSE(PUBLIC_URL_NONE);
}

static struct status year_of(struct call *call, struct id *person)
{
    struct years *years = NULL;
    struct member member;
    TRY(years_begin(call, 1, &years));
    TRY(residents__print_look(call, &years->print, person, &member));
    TRY(year_fill(call, years, person, &member));
    return residents__print(call, &years->print);
}

struct status residents__my_year(struct call *call)
{
    return year_of(call, &call->caller.person);
}

struct status residents__year(struct call *call)
{
    struct id person;
    call_path_id(call, "person", &person);
    return year_of(call, &person);
}

static struct status year_add(struct call *call, struct print *print,
                              const struct roster_person *person, const struct member *member)
{
    return year_fill(call, (struct years *)print, &person->id, member);
}

struct status residents__years(struct call *call)
{
    struct years *years = NULL;
    TRY(years_begin(call, PRINTED_MAX, &years));
    TRY(residents__phoneless(call, &years->print, year_add));
    return residents__print(call, &years->print);
}
