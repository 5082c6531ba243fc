/* command_log.c - log, receipt, check-receipt, tiles: the journal for those who check it. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli.h"
#include "app/describe.h"
#include "base/day.h"
#include "base/file.h"

/* ---- log ---- */

enum log_form { LOG_LINES, LOG_JSON, LOG_ENVELOPES };

static struct status record_line(const uint8_t *bytes, size_t length)
{
    Sanbao__V1__Record *record = NULL;
    Sanbao__V1__Operation *operation = NULL;
    TRY(record_decode(bytes, length, &record));
    struct status status =
        operation_decode(record->envelope.data, record->envelope.len, &operation);
    if (status_ok(status)) {
        char day[DAY_TEXT_SIZE];
        day_format(record->day, day);
        printf("%8" PRIu64 "  %s  %-12s  ", record->index, day, operation->village);
        cli_column(describe_kind_text(operation), 16);
        printf("  %7" PRIu64 "  %8" PRIu64 "%s\n", record->outcome->granted,
               record->outcome->balance,
               record->outcome->capped ? lang_pick("  封顶", "  capped") : "");
        sanbao__v1__operation__free_unpacked(operation, NULL);
    }
    sanbao__v1__record__free_unpacked(record, NULL);
    return status;
}

static struct status record_json(const uint8_t *bytes, size_t length)
{
    struct json_object *object = NULL;
    TRY(describe_record(bytes, length, &object));
    puts(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN));
    json_object_put(object);
    return OK;
}

static struct status record_envelope(const uint8_t *bytes, size_t length)
{
    Sanbao__V1__Record *record = NULL;
    TRY(record_decode(bytes, length, &record));
    for (size_t i = 0; i < record->envelope.len; i++) {
        printf("%02x", record->envelope.data[i]);
    }
    putchar('\n');
    sanbao__v1__record__free_unpacked(record, NULL);
    return OK;
}

static struct status log_work(struct cli *cli, struct folder *folder, struct problem *problem)
{
    const char *from_text = cli_option(cli, "--from");
    int64_t from = 0;
    if (from_text != NULL && !cli_number(cli, from_text, 0, INT64_MAX, &from)) {
        return REFUSE(USAGE);
    }
    bool json = cli_option(cli, "--json") != NULL;
    bool envelopes = cli_option(cli, "--envelopes") != NULL;
    if (json && envelopes) {
        cli_misused(cli, "--json 和 --envelopes 只能选一个", "--json or --envelopes, not both",
                    NULL);
        return REFUSE(USAGE);
    }
    if (!json && !envelopes) {
        SAY(stdout, "  记录号  日期        村            操作                 工分      余额\n",
            "  record  day         village       operation          points   balance\n");
    }
    for (uint64_t i = (uint64_t)from; i < journal_records(folder->journal); i++) {
        const uint8_t *bytes = NULL;
        size_t length = 0;
        problem->record = (int64_t)i;
        TRY(journal_record(folder->journal, i, &bytes, &length));
        TRY(json        ? record_json(bytes, length)
            : envelopes ? record_envelope(bytes, length)
                        : record_line(bytes, length));
    }
    return OK;
}

static enum exit_code log_run(struct cli *cli)
{
    return cli_with_folder(cli, false, log_work);
}

const struct command command_log = {
    .name = "log",
    .words = "",
    .zh = "逐条列出日志记录（没有姓名，只有编号）",
    .en = "lists the records of the log (no names, pseudonyms only)",
    .run = log_run,
    .options = {{"--from", "N", "从第 N 条起", "from record N on"},
                {"--json", NULL, "每行一个 JSON", "one JSON object a line"},
                {"--envelopes", NULL, "每行一个原始信封（十六进制）",
                 "one raw envelope a line, in hex"}},
};

/* ---- receipt ---- */

static struct status checkpoint_load(struct folder *folder, char **note,
                                     struct checkpoint *checkpoint)
{
    TRY(journal_checkpoint(folder->journal, note));
    return checkpoint_check(*note, strlen(*note), &folder->key, checkpoint);
}

static struct status receipt_print(struct folder *folder, uint64_t index, const char *note,
                                   const struct checkpoint *checkpoint)
{
    const uint8_t *bytes = NULL;
    size_t length = 0;
    struct hash path[PATH_HASHES_MAX];
    size_t count = 0;
    char *text = NULL;
    TRY(journal_record(folder->journal, index, &bytes, &length));
    if (index >= checkpoint->size) {
        return REFUSE(CHECKPOINT_BEHIND);
    }
    TRY(tree_inclusion(journal_tree(folder->journal), index, checkpoint->size, path, &count));
    TRY(receipt_format(index, bytes, length, path, count, note, &text));
    fputs(text, stdout);
    free(text);
    return OK;
}

static struct status receipt_work(struct cli *cli, struct folder *folder, struct problem *problem)
{
    int64_t index = 0;
    char *note = NULL;
    struct checkpoint checkpoint;
    if (!cli_number(cli, cli->words[0], 0, INT64_MAX, &index)) {
        return REFUSE(USAGE);
    }
    if (problem != NULL) {
        problem->record = index;
    }
    struct status status = checkpoint_load(folder, &note, &checkpoint);
    if (status_ok(status)) {
        status = receipt_print(folder, (uint64_t)index, note, &checkpoint);
    }
    free(note);
    return status;
}

static enum exit_code receipt_run(struct cli *cli)
{
    return cli_with_folder(cli, false, receipt_work);
}

const struct command command_receipt = {
    .name = "receipt",
    .words = "RECORD",
    .words_min = 1,
    .words_max = 1,
    .zh = "某条记录的凭证，可离线核对",
    .en = "the receipt of a record, to be checked anywhere",
    .run = receipt_run,
};

/* ---- check-receipt ---- */

/* What it was about: the rule of an award, the shop and goods of a redemption. */
static void subject_print(const Sanbao__V1__Operation *operation)
{
    if (operation->action_case == SANBAO__V1__OPERATION__ACTION_AWARD) {
        SAYF(stdout, "（规则 %s）", " (rule %s)", operation->award->rule);
    } else if (operation->action_case == SANBAO__V1__OPERATION__ACTION_REDEEM) {
        SAYF(stdout, "（兑换点 %s，商品 %s）", " (shop %s, goods %s)", operation->redeem->shop,
             operation->redeem->goods);
    }
}

static void person_print(const Sanbao__V1__Operation *operation)
{
    const ProtobufCBinaryData *person = describe_person(operation);
    if (person == NULL) {
        return;
    }
    SAY(stdout, "  何人：日志里没有姓名，此人的代号是 ",
        "  who: the log has no names; this person's pseudonym is ");
    for (size_t i = 0; i < person->len; i++) {
        printf("%02x", person->data[i]);
    }
    putchar('\n');
}

/* In plain words: what stands in the record. */
static struct status record_explain(const uint8_t *bytes, size_t length)
{
    Sanbao__V1__Record *record = NULL;
    Sanbao__V1__Operation *operation = NULL;
    TRY(record_decode(bytes, length, &record));
    struct status status =
        operation_decode(record->envelope.data, record->envelope.len, &operation);
    if (status_ok(status)) {
        char day[DAY_TEXT_SIZE];
        const Sanbao__V1__Outcome *outcome = record->outcome;
        day_format(record->day, day);
        SAYF(stdout, "  日期：%s\n  村庄：%s\n  事项：%s", "  day: %s\n  village: %s\n  what: %s",
             day, operation->village, describe_kind_text(operation));
        subject_print(operation);
        putchar('\n');
        person_print(operation);
        SAYF(stdout, "  工分：%" PRIu64 "%s\n  之后的余额：%" PRIu64 "\n",
             "  points: %" PRIu64 "%s\n  balance after: %" PRIu64 "\n", outcome->granted,
             outcome->capped ? lang_pick("（因封顶减发）", " (cut by a cap)") : "",
             outcome->balance);
        sanbao__v1__operation__free_unpacked(operation, NULL);
    }
    sanbao__v1__record__free_unpacked(record, NULL);
    return status;
}

static struct status receipt_explain(const struct receipt *receipt)
{
    SAYF(stdout, "凭证有效。日志 %s 的第 %" PRIu64 " 号记录写着：\n",
         "The receipt holds. In the log %s, record #%" PRIu64 " says:\n",
         receipt->checkpoint.origin, receipt->index);
    TRY(record_explain(receipt->record, receipt->record_length));
    SAYF(stdout,
         "记账的一方已经签名：账上前 %" PRIu64 " 条记录里有这一条，一个字都没有改过。\n"
         "请把凭证文件收好：日后账上若没有这一条，或者内容不同，它就是证据。\n",
         "The keeper of the log has signed that this record is among its first %" PRIu64
         ", not a word changed.\n"
         "Keep the file: should the log ever lack this record or say otherwise, it is the "
         "evidence.\n",
         receipt->checkpoint.size);
    return OK;
}

static struct status check_receipt(const char *path, const struct note_key *key)
{
    uint8_t *text = NULL;
    uint8_t *decoded = NULL;
    size_t length = 0;
    struct receipt receipt;
    TRY(file_load(path, NOTE_BYTES_MAX, &text, &length));
    struct status status = receipt_check((const char *)text, length, key, &receipt, &decoded);
    if (status_ok(status)) {
        status = receipt_explain(&receipt);
    }
    free(decoded);
    free(text);
    return status;
}

static enum exit_code check_receipt_run(struct cli *cli)
{
    const char *vkey = cli_option(cli, "--key");
    struct problem problem = problem_none();
    struct note_key key;
    if (vkey == NULL) {
        return cli_misused(cli, "请用 --key 给出日志的公钥", "give the log's key by --key", NULL);
    }
    struct status status = note_vkey_parse(vkey, strlen(vkey), &key);
    if (status_ok(status)) {
        problem_text(problem.file, sizeof problem.file, cli->words[0], strlen(cli->words[0]));
        status = check_receipt(cli->words[0], &key);
    }
    return status_ok(status) ? EXIT_DONE : cli_failed(status, &problem);
}

const struct command command_check_receipt = {
    .name = "check-receipt",
    .words = "FILE",
    .words_min = 1,
    .words_max = 1,
    .zh = "核对一张凭证，不需要数据目录",
    .en = "checks a receipt; no data folder is needed",
    .run = check_receipt_run,
    .options = {{"--key", "VKEY", "日志的公钥（sanbao key 的输出）",
                 "the log's key (what `sanbao key` prints)"}},
};

/* ---- tiles ---- */

static struct status tiles_record(void *context, uint64_t index, const uint8_t **bytes,
                                  size_t *length)
{
    return journal_record(context, index, bytes, length);
}

static struct status tiles_work(struct cli *cli, struct folder *folder, struct problem *problem)
{
    char *note = NULL;
    struct checkpoint checkpoint;
    struct status status = checkpoint_load(folder, &note, &checkpoint);
    if (status_ok(status)) {
        status = tiles_export(journal_tree(folder->journal), checkpoint.size, note, tiles_record,
                              folder->journal, cli->words[0], problem);
    }
    free(note);
    TRY(status);
    SAYF(stdout, "已写出 %" PRIu64 " 条记录的静态日志：%s\n",
         "wrote the static log of %" PRIu64 " records: %s\n", checkpoint.size, cli->words[0]);
    return OK;
}

static enum exit_code tiles_run(struct cli *cli)
{
    return cli_with_folder(cli, false, tiles_work);
}

const struct command command_tiles = {
    .name = "tiles",
    .words = "DIR",
    .words_min = 1,
    .words_max = 1,
    .zh = "写出给审计用的静态日志（C2SP tlog-tiles）",
    .en = "writes a static log for auditors (C2SP tlog-tiles)",
    .run = tiles_run,
};
