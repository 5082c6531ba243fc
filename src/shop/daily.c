/* daily.c - the day's operations: holds, releases, expiries. See daily.h. */
#include "shop/daily.h"

#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "service/holdings.h"

enum { LOT_LIFE_MONTHS = 24 };

const struct daily_village *daily__village(const struct daily *daily, int64_t id)
{
    for (size_t i = 0; i < daily->village_count; i++) {
        if (daily->villages[i].village.id == id) {
            return &daily->villages[i];
        }
    }
    return NULL;
}

static struct status village_take(void *context, const char *code, const struct village *village)
{
    struct daily *daily = context;
    struct daily_village *more =
        realloc(daily->villages, (daily->village_count + 1) * sizeof *more);
    if (more == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    daily->villages = more;
    struct daily_village *last = &more[daily->village_count++];
    *last = (struct daily_village){.village = *village};
    snprintf(last->code, sizeof last->code, "%s", code);
    return OK;
}

struct status daily_begin(struct daily *daily, struct side *reader)
{
    daily->village_count = 0;
    TRY(identity_village_each(reader->identity, village_take, daily));
    daily->today = INT32_MAX;
    for (size_t i = 0; i < daily->village_count; i++) {
        int32_t today = side_today(reader, &daily->villages[i].village);
        daily->today = today < daily->today ? today : daily->today;
    }
    bool due = daily->village_count > 0 && daily->today != daily->done;
    daily->step = due ? DAILY_HOLDS : DAILY_DONE;
    daily->record = -1;
    return OK;
}

/* The server's key proposes. The id follows from what is done and the day, so that a turn that is
 * made again gives the same operation. A refusal means that there is nothing to do. */
static struct status operation_try(struct daily *daily, struct side *side, int64_t village,
                                   Sanbao__V1__Operation *operation, const char *what,
                                   uint64_t number)
{
    const struct daily_village *found = daily__village(daily, village);
    char name[48];
    char code[CODE_MAX + 1];
    struct hash hash;
    struct id from;
    struct id event;
    struct journal_answer answer;
    if (found == NULL) {
        return OK; /* opened since this day began */
    }
    operation->version = 1;
    operation->day = side_today(side, &found->village);
    snprintf(code, sizeof code, "%s", found->code);
    operation->village = code;
    sha256(&hash, code, strlen(code));
    memcpy(from.bytes, hash.bytes, ID_BYTES);
    snprintf(name, sizeof name, "daily/%s/%d", what, (int)operation->day);
    side_id_derive(side, &from, name, number, &event);
    operation->event_id = (ProtobufCBinaryData){ID_BYTES, event.bytes};
    return side_try(side, operation, &answer);
}

static struct status hold_give_back(struct daily *daily, struct side *side, const struct held *held)
{
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    Sanbao__V1__HoldRelease release = SANBAO__V1__HOLD_RELEASE__INIT;
    const struct daily_village *village = daily__village(daily, held->village);
    struct hold hold;
    TRY(points_hold(side->points, held->record, &hold));
    bool ended = village != NULL && hold.shop != 0 &&
                 side_today(side, &village->village) >
                     instant_day(hold.ends_at, village->village.utc_offset_minutes);
    if (!ended) {
        return OK;
    }
    release.record = held->record;
    operation.action_case = SANBAO__V1__OPERATION__ACTION_HOLD_RELEASE;
    operation.hold_release = &release;
    return operation_try(daily, side, held->village, &operation, "hold", held->record);
}

static struct status holds(struct daily *daily, struct side *side)
{
    struct held list[DAILY_TURN];
    size_t count = 0;
    TRY(ledger_held_find(side->ledger, daily->record, list, DAILY_TURN, &count));
    for (size_t i = 0; i < count; i++) {
        TRY(hold_give_back(daily, side, &list[i]));
        daily->record = (int64_t)list[i].record;
    }
    if (count < DAILY_TURN) {
        daily->step = DAILY_RELEASES;
        daily->record = -1;
    }
    return OK;
}

static struct status releases(struct daily *daily, struct side *side)
{
    struct due_award list[DAILY_TURN];
    size_t count = 0;
    TRY(points_waiting_find(side->points, daily->today, daily->record, list, DAILY_TURN, &count));
    for (size_t i = 0; i < count; i++) {
        Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
        Sanbao__V1__Release release = SANBAO__V1__RELEASE__INIT;
        Sanbao__V1__Void taken = SANBAO__V1__VOID__INIT;
        release.record = list[i].record;
        taken.record = list[i].record;
        if (list[i].stopped) { /* an objection was upheld, and nobody appealed */
            operation.action_case = SANBAO__V1__OPERATION__ACTION_VOID;
            operation.void_ = &taken;
        } else {
            operation.action_case = SANBAO__V1__OPERATION__ACTION_RELEASE;
            operation.release = &release;
        }
        TRY(operation_try(daily, side, list[i].village, &operation,
                          list[i].stopped ? "void" : "release", list[i].record));
        daily->record = (int64_t)list[i].record;
    }
    if (count < DAILY_TURN) {
        daily->step = DAILY_EXPIRIES;
        daily->lot_day = -1;
        daily->account = INT64_MAX;
    }
    return OK;
}

/* The newest day whose lots have expired by `today`. */
static int32_t expired_until(int32_t today)
{
    int32_t day = today - 729; /* 24 months have 730 or 731 days */
    while (day_add_months(day, LOT_LIFE_MONTHS) > today) {
        day--;
    }
    return day;
}

static struct status lot_expire(struct daily *daily, struct side *side, const struct lot_left *lot)
{
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    Sanbao__V1__Expire expire = SANBAO__V1__EXPIRE__INIT;
    struct member member;
    uint8_t person[ID_BYTES];
    TRY(identity_member_by_account(side->identity, lot->account, &member, person));
    expire.person = (ProtobufCBinaryData){ID_BYTES, person};
    expire.lot_day = lot->day;
    operation.action_case = SANBAO__V1__OPERATION__ACTION_EXPIRE;
    operation.expire = &expire;
    uint64_t number = (uint64_t)lot->account << 22 | (uint64_t)lot->day; /* a day has 22 bits */
    return operation_try(daily, side, lot->village, &operation, "expire", number);
}

static struct status expiries(struct daily *daily, struct side *side)
{
    struct lot_left list[DAILY_TURN];
    size_t count = 0;
    TRY(ledger_lots_find(side->ledger, daily->lot_day, daily->account, expired_until(daily->today),
                         list, DAILY_TURN, &count));
    for (size_t i = 0; i < count; i++) {
        TRY(lot_expire(daily, side, &list[i]));
        daily->lot_day = list[i].day;
        daily->account = list[i].account;
    }
    if (count < DAILY_TURN) {
        daily->step = DAILY_REMINDERS;
        daily->reminded = -1;
    }
    return OK;
}

static struct status terms_end(struct daily *daily, struct side *side)
{
    for (size_t i = 0; side->holdings[i] != NULL; i++) {
        if (side->holdings[i]->sweep != NULL) {
            TRY(side->holdings[i]->sweep(side, (int64_t)daily->today * 86400));
        }
    }
    daily->step = DAILY_DONE;
    return OK;
}

struct status daily_turn(struct daily *daily, struct side *side)
{
    switch (daily->step) {
    case DAILY_HOLDS:
        return holds(daily, side);
    case DAILY_RELEASES:
        return releases(daily, side);
    case DAILY_EXPIRIES:
        return expiries(daily, side);
    case DAILY_REMINDERS:
        return daily__reminders(daily, side);
    case DAILY_NOTICES:
        return daily__notices(daily, side);
    case DAILY_TERMS:
        return terms_end(daily, side);
    case DAILY_DONE:
        break;
    }
    return OK;
}

/* ---- turn after turn, as the service runs ---- */

enum { LOOK_AGAIN_MS = 60 * 1000 };

static void turn_again(struct daily *daily)
{
    struct desk *desk = service_desk(daily->service);
    if (daily->step == DAILY_DONE) {
        daily->done = daily->village_count > 0 ? daily->today : daily->done;
    } else if (desk != NULL) {                                   /* NULL: the service ends */
        daily->busy = status_ok(desk_submit(desk, &daily->job)); /* else again at the next look */
    }
}

static struct status job_run(struct desk_job *job, struct side *side)
{
    return daily_turn((struct daily *)job, side); /* its first member */
}

static void job_done(struct desk_job *job)
{
    struct daily *daily = (struct daily *)job;
    daily->busy = false;
    if (status_ok(job->status)) {
        turn_again(daily);
    }
}

void shop_tick(struct service *service, struct side *reader, int64_t now_ms)
{
    struct till *till = shop__till(reader);
    if (till->daily == NULL) {
        till->daily = calloc(1, sizeof *till->daily);
        if (till->daily == NULL) {
            return;
        }
        till->daily->done = -1;
        till->looked_ms = now_ms - LOOK_AGAIN_MS;
    }
    struct daily *daily = till->daily;
    if (daily->busy || now_ms - till->looked_ms < LOOK_AGAIN_MS) {
        return;
    }
    till->looked_ms = now_ms;
    daily->service = service;
    daily->job = (struct desk_job){.run = job_run, .done = job_done, .private_rows = true};
    if (status_ok(daily_begin(daily, reader))) {
        turn_again(daily);
    }
}

void shop__daily_free(struct till *till)
{
    if (till->daily != NULL) {
        free(till->daily->villages);
        free(till->daily);
        till->daily = NULL;
    }
}
