/* command_balances.c - balances: what every registered resident holds, today or on a day. */
#include <inttypes.h>
#include <string.h>

#include "app/village.h"
#include "base/csv.h"

struct balances {
    struct folder *folder;
    int64_t village;
    bool on_day;
    int32_t until;
};

static struct status balance_line(void *context, const struct people_row *row)
{
    struct balances *balances = context;
    struct member member;
    struct resident_points held;
    int64_t points = 0;
    ProtobufCBinaryData person = {ID_BYTES, (uint8_t *)(uintptr_t)row->id.bytes};
    TRY(identity_member(balances->folder->wire.identity, balances->village, &person, &member));
    bool registered = member.account != 0 && member.closed_on > balances->until &&
                      member.registered_on <= balances->until;
    if (!registered) {
        return OK;
    }
    if (balances->on_day) {
        TRY(ledger_balance_on(balances->folder->wire.ledger, member.account, balances->until,
                              &points));
    } else {
        TRY(ledger_resident(balances->folder->wire.ledger, member.account, &held));
        points = held.available + held.pending + held.held;
    }
    printf("%s,%" PRId64 "\n", row->person->number, points);
    return OK;
}

static struct status balances_work(struct cli *cli, struct folder *folder, struct problem *problem)
{
    struct balances balances = {.folder = folder, .until = DAY_NEVER - 1};
    struct village_choice choice;
    if (!cli_day(cli, "--on", &balances.on_day, &balances.until)) {
        return REFUSE(USAGE);
    }
    TRY(folder_people_readable(folder));
    TRY(village_choose(cli, folder, &choice, problem));
    balances.village = choice.village.id;
    puts("resident_no,balance");
    struct status status =
        people_each(folder->people, choice.code, PEOPLE_RESIDENT, balance_line, &balances);
    village_choice_free(&choice);
    return status;
}

static enum exit_code balances_run(struct cli *cli)
{
    return cli_with_folder(cli, false, balances_work);
}

const struct command command_balances = {
    .name = "balances",
    .words = "",
    .zh = "每位已注册村民的余额",
    .en = "the balance of every registered resident",
    .run = balances_run,
    .options = {{"--village", "CODE", "哪个村", "which village"},
                {"--on", "DATE", "截至这一天", "up to this day"},
                {"--csv", NULL, "CSV（默认即是）", "CSV (it is the default)"}},
};
