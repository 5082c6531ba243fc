/* command_history.c - history: every entry of a resident, with who vouched for it. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/describe.h"
#include "app/village.h"
#include "base/csv.h"
#include "base/day.h"

/* One line of a history, in words. */
struct history_line {
    const struct entry *entry;
    int64_t balance;
    bool capped;
    char what[2 * CODE_MAX + 2]; /* the rule's or the goods' code */
    char *name;                  /* of it; NULL: unknown. malloc'ed */
    char *proposer;              /* malloc'ed */
    char *approver;              /* malloc'ed */
};

struct history {
    struct folder *folder;
    const struct village_choice *choice;
    bool csv;
    struct id person;
};

static const char *kind_text(enum entry_kind kind, bool csv)
{
    static const struct {
        const char *word; /* for programs: the same in every language */
        const char *zh;
        const char *en;
    } texts[] = {
        [ENTRY_AWARD] = {"award", "发放", "award"},
        [ENTRY_AWARD_PENDING] = {"award_pending", "公示中", "award on notice"},
        [ENTRY_AWARD_UNFUNDED] = {"award_unfunded", "待基金", "waits for the fund"},
        [ENTRY_RELEASE] = {"release", "公示期满", "release"},
        [ENTRY_VOID] = {"void", "撤销", "void"},
        [ENTRY_REVERSE] = {"reverse", "冲正", "reversal"},
        [ENTRY_REDEEM] = {"redeem", "兑换", "redemption"},
        [ENTRY_REFUND] = {"refund", "退货", "refund"},
        [ENTRY_EXPIRE] = {"expire", "过期", "expiry"},
        [ENTRY_SETTLE] = {"settle", "结算", "settlement"},
        [ENTRY_UNSETTLE] = {"unsettle", "结算冲正", "settlement reversed"},
        [ENTRY_HOLD] = {"hold", "预留", "held for a shop"},
        [ENTRY_HOLD_REDEEM] = {"hold_redeem", "离线兑换", "off-line redemption"},
        [ENTRY_HOLD_RELEASE] = {"hold_release", "预留退回", "hold given back"},
        [ENTRY_BEQUEST] = {"bequest", "遗留", "bequeathed"},
        [ENTRY_INHERIT] = {"inherit", "继承", "inherited"},
    };
    REQUIRE((size_t)kind < COUNT(texts) && texts[kind].zh != NULL);
    return csv ? texts[kind].word : lang_pick(texts[kind].zh, texts[kind].en);
}

/* "T01 name" of a person; "system" for the server's key, "-" for somebody unknown or erased. */
static struct status person_text(const struct history *history, const ProtobufCBinaryData *person,
                                 char **text)
{
    struct people_row row;
    struct id id;
    bool found = false;
    if (person->len != ID_BYTES) {
        *text = strdup(history->csv ? "system" : lang_pick("系统", "system"));
        return *text != NULL ? OK : FAULT(OUT_OF_MEMORY);
    }
    memcpy(id.bytes, person->data, ID_BYTES);
    TRY(people_get(history->folder->people, &id, &found, &row));
    if (!found) {
        *text = strdup("-");
        return *text != NULL ? OK : FAULT(OUT_OF_MEMORY);
    }
    size_t size = strlen(row.person->number) + strlen(row.person->name) + 2;
    *text = malloc(size);
    if (*text != NULL) {
        snprintf(*text, size, "%s %s", row.person->number, row.person->name);
    }
    people_row_free(&row);
    return *text != NULL ? OK : FAULT(OUT_OF_MEMORY);
}

static struct status what_of(struct history *history, const Sanbao__V1__Operation *operation,
                             struct history_line *line)
{
    const char *field = lang_get() == LANG_EN ? "name_en" : "name_zh";
    const char *village = history->choice->code;
    if (operation->action_case == SANBAO__V1__OPERATION__ACTION_AWARD) {
        snprintf(line->what, sizeof line->what, "%s", operation->award->rule);
        return texts_get(history->folder->people, village, "rule", line->what, field, &line->name);
    }
    if (operation->action_case == SANBAO__V1__OPERATION__ACTION_REDEEM) {
        snprintf(line->what, sizeof line->what, "%s/%s", operation->redeem->shop,
                 operation->redeem->goods);
        return texts_get(history->folder->people, village, "goods", line->what, "name",
                         &line->name);
    }
    snprintf(line->what, sizeof line->what, "%s", describe_kind(operation));
    return OK;
}

static void line_print(const struct history *history, const struct history_line *line)
{
    char day[DAY_TEXT_SIZE];
    const struct entry *entry = line->entry;
    const char *name = line->name == NULL ? "" : line->name;
    const char *capped = line->capped ? lang_pick("封顶", "capped") : "";
    day_format(entry->day, day);
    if (history->csv) {
        printf("%s,%s,%s,", day, kind_text(entry->kind, history->csv), line->what);
        csv_print(name, stdout);
        printf(",%" PRId64 ",%" PRId64 ",%s,", entry->points, line->balance,
               line->capped ? "1" : "0");
        csv_print(line->proposer, stdout);
        putchar(',');
        csv_print(line->approver, stdout);
        printf(",%" PRIu64 "\n", entry->record);
        return;
    }
    printf("%s  ", day);
    cli_column(kind_text(entry->kind, history->csv), 10);
    cli_column(line->what, 10);
    cli_column(name, 18);
    printf("%+7" PRId64 " %8" PRId64 "  ", entry->points, line->balance);
    cli_column(capped, 6);
    cli_column(line->proposer, 18);
    cli_column(line->approver, 18);
    printf("#%" PRIu64 "\n", entry->record);
}

static struct status operation_line(struct history *history, const Sanbao__V1__Record *record,
                                    struct history_line *line)
{
    Sanbao__V1__Operation *operation = NULL;
    TRY(operation_decode(record->envelope.data, record->envelope.len, &operation));
    line->balance = (int64_t)record->outcome->balance;
    line->capped = record->outcome->capped;
    struct status status = what_of(history, operation, line);
    if (status_ok(status)) {
        status = person_text(history, &operation->proposer, &line->proposer);
    }
    if (status_ok(status)) {
        status = person_text(history, &operation->approver, &line->approver);
    }
    if (status_ok(status)) {
        line_print(history, line);
    }
    sanbao__v1__operation__free_unpacked(operation, NULL);
    return status;
}

static struct status entry_line(struct history *history, const struct entry *entry)
{
    struct history_line line = {.entry = entry};
    const uint8_t *bytes = NULL;
    size_t length = 0;
    Sanbao__V1__Record *record = NULL;
    TRY(journal_record(history->folder->journal, entry->record, &bytes, &length));
    TRY(record_decode(bytes, length, &record));
    struct status status = operation_line(history, record, &line);
    sanbao__v1__record__free_unpacked(record, NULL);
    free(line.name);
    free(line.proposer);
    free(line.approver);
    return status;
}

/* The chain leads from the newest entry back; people read it the other way. */
static struct status entries_collect(struct folder *folder, int64_t account, struct entry **entries,
                                     size_t *count)
{
    uint64_t next = 0;
    size_t room = 0;
    TRY(ledger_last_entry(folder->wire.ledger, account, &next));
    while (next != 0) {
        if (*count == room) {
            room = room == 0 ? 256 : room * 2;
            struct entry *more = realloc(*entries, room * sizeof **entries);
            if (more == NULL) {
                return FAULT(OUT_OF_MEMORY);
            }
            *entries = more;
        }
        TRY(ledger_entry(folder->wire.ledger, next - 1, &(*entries)[*count]));
        next = (*entries)[(*count)++].previous;
    }
    return OK;
}

static void head_print(const struct history *history)
{
    if (history->csv) {
        puts("day,kind,code,name,points,balance,capped,proposer,approver,record");
        return;
    }
    cli_column(lang_pick("日期", "day"), 12);
    cli_column(lang_pick("类别", "kind"), 10);
    cli_column(lang_pick("规则/商品", "rule/goods"), 10);
    cli_column("", 18);
    cli_column(lang_pick("   工分", " points"), 8);
    cli_column(lang_pick("    余额", " balance"), 10);
    cli_column("", 6);
    cli_column(lang_pick("提出", "proposer"), 18);
    cli_column(lang_pick("审核", "approver"), 18);
    puts(lang_pick("记录", "record"));
}

/* So that whoever holds a receipt can see that it is this person's. */
static void pseudonym_print(const struct history *history)
{
    SAY(stdout, "此人在日志和凭证里的代号：", "pseudonym in the log and on receipts: ");
    for (size_t i = 0; i < ID_BYTES; i++) {
        printf("%02x", history->person.bytes[i]);
    }
    putchar('\n');
}

static struct status history_print(struct history *history, int64_t account)
{
    struct entry *entries = NULL;
    size_t count = 0;
    struct status status = entries_collect(history->folder, account, &entries, &count);
    if (!history->csv) {
        pseudonym_print(history);
    }
    head_print(history);
    for (size_t i = count; status_ok(status) && i > 0; i--) {
        status = entry_line(history, &entries[i - 1]);
    }
    free(entries);
    if (status_ok(status) && count == 0 && !history->csv) {
        SAY(stdout, "还没有任何工分记录。\n", "There are no entries yet.\n");
    }
    return status;
}

static struct status resident_find(struct cli *cli, struct history *history,
                                   struct problem *problem, int64_t *account)
{
    struct people_row row;
    struct member member;
    bool found = false;
    const char *number = cli->words[0];
    problem_text(problem->file, sizeof problem->file, number, strlen(number));
    TRY(people_find(history->folder->people, history->choice->code, PEOPLE_RESIDENT, number, &found,
                    &row));
    if (!found) {
        return REFUSE(PERSON_UNKNOWN);
    }
    ProtobufCBinaryData person = {ID_BYTES, row.id.bytes};
    struct status status = identity_member(history->folder->wire.identity,
                                           history->choice->village.id, &person, &member);
    history->person = row.id;
    people_row_free(&row);
    TRY(status);
    *account = member.account;
    return member.account != 0 ? OK : REFUSE(NOT_REGISTERED);
}

static struct status history_work(struct cli *cli, struct folder *folder, struct problem *problem)
{
    struct village_choice choice;
    struct history history = {
        .folder = folder, .choice = &choice, .csv = cli_option(cli, "--csv") != NULL};
    int64_t account = 0;
    TRY(folder_people_readable(folder));
    TRY(village_choose(cli, folder, &choice, problem));
    struct status status = resident_find(cli, &history, problem, &account);
    if (status_ok(status)) {
        status = history_print(&history, account);
    }
    village_choice_free(&choice);
    return status;
}

static enum exit_code history_run(struct cli *cli)
{
    return cli_with_folder(cli, false, history_work);
}

const struct command command_history = {
    .name = "history",
    .words = "RESIDENT",
    .words_min = 1,
    .words_max = 1,
    .zh = "一位村民的每一笔工分，谁提出、谁审核",
    .en = "every entry of a resident, who proposed it and who approved",
    .run = history_run,
    .options = {{"--village", "CODE", "哪个村", "which village"}, {"--csv", NULL, "CSV", "CSV"}},
};
