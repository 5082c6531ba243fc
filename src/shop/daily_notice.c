/* daily_notice.c - who is to be told that points will expire, and the public notice of the month
 * that is over: what each person earned, and sums by group of which small ones are hidden. */
#include <inttypes.h>
#include <string.h>

#include "base/day.h"
#include "notify/notify.h"
#include "residents/residents.h"
#include "shop/daily.h"

enum { LIFE_MONTHS = 24, LATE_DAYS_MAX = 92 };

static const int32_t aheads[] = {90, 30, 7};

/* ---- reminders ---- */

static void scan_begin(struct daily *daily)
{
    daily->lot_day = -1; /* found anew from the day */
    daily->account = INT64_MAX;
}

static struct status reminders_begin(struct daily *daily, struct side *side)
{
    int32_t last = -1;
    TRY(shop__reminded(shop__till(side), &last));
    daily->reminded = last < 0 ? daily->today : last + 1;
    if (daily->reminded < daily->today - REMINDED_BACK_MAX) {
        daily->reminded = daily->today - REMINDED_BACK_MAX;
    }
    daily->ahead = 0;
    scan_begin(daily);
    return OK;
}

static struct status reminder_tell(struct side *side, const struct reminder *reminder)
{
    char points[24];
    char day[DAY_TEXT_SIZE];
    snprintf(points, sizeof points, "%" PRId64, reminder->points);
    day_format(day_add_months(reminder->lot_day, LIFE_MONTHS), day);
    const char *const values[NOTIFY_VALUES_MAX] = {points, day};
    return notify_tell(side, &reminder->person, TEXT_EXPIRY, values);
}

static struct status lot_remind(struct daily *daily, struct side *side, const struct lot_left *lot)
{
    const struct daily_village *village = daily__village(daily, lot->village);
    struct member member;
    struct reminder reminder = {.lot_day = lot->day,
                                .ahead = aheads[daily->ahead],
                                .points = lot->points,
                                .due_on = daily->reminded};
    bool new = false;
    if (village == NULL) {
        return OK;
    }
    snprintf(reminder.village, sizeof reminder.village, "%s", village->code);
    TRY(identity_member_by_account(side->identity, lot->account, &member, reminder.person.bytes));
    TRY(shop__reminder_put(shop__till(side), &reminder, &new));
    return new ? reminder_tell(side, &reminder) : OK;
}

/* The first and last day of lots that expire on a day; none where first > last. */
static void lots_of(int32_t expires_on, int32_t *first, int32_t *last)
{
    int32_t near = expires_on - 730; /* 24 months have 730 or 731 days */
    *first = near + 3;
    *last = near - 3;
    for (int32_t day = near - 3; day <= near + 3; day++) {
        if (day_add_months(day, LIFE_MONTHS) == expires_on) {
            *first = day < *first ? day : *first;
            *last = day;
        }
    }
}

static struct status reminders_scan(struct daily *daily, struct side *side, bool *through)
{
    struct lot_left list[DAILY_TURN];
    size_t count = 0;
    int32_t first = 0;
    int32_t last = 0;
    lots_of(daily->reminded + aheads[daily->ahead], &first, &last);
    if (daily->lot_day < 0) {
        daily->lot_day = first - 1;
    }
    TRY(ledger_lots_find(side->ledger, daily->lot_day, daily->account, last, list, DAILY_TURN,
                         &count));
    for (size_t i = 0; i < count; i++) {
        TRY(lot_remind(daily, side, &list[i]));
        daily->lot_day = list[i].day;
        daily->account = list[i].account;
    }
    *through = count < DAILY_TURN;
    return OK;
}

struct status daily__reminders(struct daily *daily, struct side *side)
{
    bool through = false;
    if (daily->reminded < 0) {
        TRY(reminders_begin(daily, side));
    }
    if (daily->reminded <= daily->today) {
        TRY(reminders_scan(daily, side, &through));
    }
    if (through) {
        scan_begin(daily);
        daily->ahead++;
    }
    if (daily->ahead == COUNT(aheads)) {
        daily->ahead = 0;
        daily->reminded++;
    }
    if (daily->reminded > daily->today) {
        daily->step = DAILY_NOTICES;
        daily->village_at = 0;
        daily->month = 0;
        return shop__reminded_put(shop__till(side), daily->today);
    }
    return OK;
}

/* ---- the month's notice ---- */

/* The first month that has no notice and is over; 0: there is none. The first one ever is of last
 * month. */
static struct status month_find(struct daily *daily, struct side *side)
{
    const struct daily_village *at = &daily->villages[daily->village_at];
    int32_t this_month = day_month_start(daily->today);
    int32_t last = -1;
    TRY(shop__notice_last(shop__till(side), at->code, &last));
    int32_t next = last < 0 ? day_month_start(this_month - 1) : day_add_months(last, 1);
    daily->month = next < this_month && at->village.opened_on < this_month ? next : 0;
    if (daily->month == 0) {
        daily->village_at++;
        return OK;
    }
    daily->member = 0;
    daily->walking = false;
    daily->group_count = 0;
    daily->notice = (struct notice){.month = daily->month, .made_on = daily->today};
    return shop__earned_drop(shop__till(side), at->code, daily->month);
}

static bool earns(const struct entry *entry, int32_t first, int32_t next)
{
    bool counts = entry->kind == ENTRY_AWARD || entry->kind == ENTRY_AWARD_PENDING ||
                  entry->kind == ENTRY_RELEASE || entry->kind == ENTRY_VOID ||
                  entry->kind == ENTRY_REVERSE;
    return counts && entry->day >= first && entry->day < next;
}

/* What the person's entries of the month come to: awards, less what was taken back. Entries come in
 * the order of records; one of an earlier day may come later, but not by more than LATE_DAYS_MAX
 * days. Where the turn has read enough, the next one goes on from here: `walking` stays. */
static struct status earned_sum(struct daily *daily, struct side *side, int64_t account)
{
    int32_t first = daily->month;
    int32_t next = day_add_months(first, 1);
    struct entry entry = {.day = next};
    if (!daily->walking) {
        daily->walking = true;
        daily->entry_points = 0;
        TRY(ledger_last_entry(side->ledger, account, &daily->entry_next));
    }
    while (daily->entry_next > 0 && daily->entries_read < DAILY_ENTRIES) {
        TRY(ledger_entry(side->ledger, daily->entry_next - 1, &entry));
        daily->entries_read++;
        daily->entry_points += earns(&entry, first, next) ? entry.points : 0;
        daily->entry_next = entry.day >= first - LATE_DAYS_MAX ? entry.previous : 0;
    }
    daily->walking = daily->entry_next > 0;
    return OK;
}

static struct status group_find(struct daily *daily, struct side *side, int64_t household,
                                struct notice_group **out)
{
    struct id id;
    struct people_row row;
    bool found = false;
    struct notice_group wanted = {.name = ""};
    if (household != 0) {
        TRY(identity_household_id(side->identity, household, id.bytes));
        TRY(people_get(side->people, &id, &found, &row));
    }
    if (found) {
        snprintf(wanted.name, sizeof wanted.name, "%s",
                 row.household != NULL ? row.household->group : "");
        people_row_free(&row);
    }
    for (size_t i = 0; i < daily->group_count; i++) {
        if (strcmp(daily->groups[i].name, wanted.name) == 0) {
            *out = &daily->groups[i];
            return OK;
        }
    }
    if (daily->group_count < NOTICE_GROUPS_MAX) {
        daily->groups[daily->group_count++] = wanted;
    }
    *out = &daily->groups[daily->group_count - 1]; /* too many: the last one takes the rest */
    return OK;
}

/* Who had their data erased is not kept here again by the pseudonym, which the books alone have. */
static struct status nameable(struct daily *daily, struct side *side, const struct id *person,
                              bool *yes)
{
    const struct village *village = &daily->villages[daily->village_at].village;
    struct people_row row;
    bool minor = false;
    TRY(people_get(side->people, person, yes, &row));
    if (*yes) {
        people_row_free(&row);
        TRY(residents_minor(side, village, person, &minor));
        *yes = !minor;
    }
    return OK;
}

/* Children under 14 count in the sums and are not named. */
static struct status member_note(struct daily *daily, struct side *side,
                                 const struct member_row *row)
{
    const struct daily_village *at = &daily->villages[daily->village_at];
    struct earned earned = {.points = 0};
    struct notice_group *group = NULL;
    bool named = false;
    memcpy(earned.person.bytes, row->person, ID_BYTES);
    TRY(earned_sum(daily, side, row->account));
    if (daily->walking) {
        return OK;
    }
    earned.points = daily->entry_points;
    if (earned.points <= 0) {
        daily->notice.points += earned.points;
        return OK;
    }
    daily->notice.people++;
    daily->notice.points += earned.points;
    TRY(group_find(daily, side, row->household, &group));
    group->sum.people++;
    group->sum.points += earned.points;
    TRY(nameable(daily, side, &earned.person, &named));
    return named ? shop__earned_put(shop__till(side), at->code, daily->month, &earned) : OK;
}

/* Groups that are too small are put together under no name. */
static struct status notice_end(struct daily *daily, struct side *side)
{
    const struct daily_village *at = &daily->villages[daily->village_at];
    struct till *till = shop__till(side);
    struct group_sum sums[NOTICE_GROUPS_MAX];
    struct notice_group rest = {.name = ""};
    for (size_t i = 0; i < daily->group_count; i++) {
        sums[i] = daily->groups[i].sum;
        sums[i].people = daily->groups[i].name[0] == '\0' ? 0 : sums[i].people;
    }
    small_groups_hide(sums, daily->group_count);
    for (size_t i = 0; i < daily->group_count; i++) {
        if (sums[i].hidden) {
            rest.sum.people += daily->groups[i].sum.people;
            rest.sum.points += daily->groups[i].sum.points;
        } else {
            TRY(shop__notice_group_put(till, at->code, daily->month, &daily->groups[i]));
        }
    }
    if (rest.sum.people > 0) {
        TRY(shop__notice_group_put(till, at->code, daily->month, &rest));
    }
    return shop__notice_put(till, at->code, &daily->notice);
}

struct status daily__notices(struct daily *daily, struct side *side)
{
    struct member_row list[DAILY_MEMBERS];
    size_t count = 0;
    if (daily->village_at == daily->village_count) {
        daily->step = DAILY_TERMS;
        return OK;
    }
    if (daily->month == 0) {
        TRY(month_find(daily, side));
    }
    if (daily->month == 0) {
        return OK;
    }
    TRY(identity_members(side->identity, daily->villages[daily->village_at].village.id,
                         daily->member, list, DAILY_MEMBERS, &count));
    daily->entries_read = 0;
    for (size_t i = 0; i < count; i++) {
        TRY(member_note(daily, side, &list[i]));
        if (daily->walking) {
            return OK;
        }
        daily->member = list[i].id;
    }
    if (count < DAILY_MEMBERS) {
        TRY(notice_end(daily, side));
        daily->month = 0;
    }
    return OK;
}
