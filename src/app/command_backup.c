/* command_backup.c - backup, restore, drill. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/cli.h"
#include "app/folder.h"
#include "backup/backup.h"

/* ---- backup ---- */

static struct status backup(struct cli *cli, struct problem *problem)
{
    struct passphrase passphrase = {.length = 0};
    bool with_keys = cli_option(cli, "--with-keys") != NULL;
    struct backup_made made;
    if (with_keys) {
        TRY(backup_passphrase(cli_option(cli, "--passphrase-file"), true, &passphrase, problem));
    }
    struct backup_options options = {
        .folder = cli->data,
        .target = cli->words[0],
        .day = clock_day(CHINA_OFFSET_MINUTES),
        .passphrase = with_keys ? &passphrase : NULL,
    };
    struct status status = backup_make(&options, &made, problem);
    wipe(&passphrase, sizeof passphrase);
    TRY(status);
    backup_made_print(&made, stdout);
    return OK;
}

static enum exit_code backup_run(struct cli *cli)
{
    struct problem problem = problem_none();
    struct status status = backup(cli, &problem);
    return status_ok(status) ? EXIT_DONE : cli_failed(status, &problem);
}

const struct command command_backup = {
    .name = "backup",
    .words = "DEST",
    .words_min = 1,
    .words_max = 1,
    .zh = "备份到一个新目录，不必停用",
    .en = "backs up into a new folder, while in use",
    .run = backup_run,
    .options = {{"--with-keys", NULL, "连同密钥，另封一个文件（最多保留 90 天）",
                 "with the keys, sealed in a file of their own (kept 90 days at most)"},
                {"--passphrase-file", "F", "口令在文件 F 的第一行",
                 "passphrase: the first line of F"}},
};

/* ---- restore ---- */

static const struct reason {
    const char *word;
    Sanbao__V1__ContinueReason reason;
} reasons[] = {
    {"lost", SANBAO__V1__CONTINUE_REASON__CONTINUE_LOST},
    {"damaged", SANBAO__V1__CONTINUE_REASON__CONTINUE_DAMAGED},
    {"stolen", SANBAO__V1__CONTINUE_REASON__CONTINUE_STOLEN},
};

/* False after it said that the word is none of them. */
static bool reason_read(struct cli *cli, Sanbao__V1__ContinueReason *reason)
{
    const char *word = cli_option(cli, "--go-on");
    *reason = SANBAO__V1__CONTINUE_REASON__CONTINUE_UNSET;
    for (size_t i = 0; word != NULL && i < COUNT(reasons); i++) {
        if (strcmp(word, reasons[i].word) == 0) {
            *reason = reasons[i].reason;
            return true;
        }
    }
    if (word != NULL) {
        cli_misused(cli, "--go-on 应为 lost、damaged 或 stolen",
                    "--go-on is lost, damaged or stolen", word);
    }
    return word == NULL;
}

static struct status restore(struct cli *cli, struct problem *problem)
{
    const char *keys = cli_option(cli, "--keys");
    struct passphrase passphrase = {.length = 0};
    struct backup_restored restored;
    struct folder *folder = NULL;
    Sanbao__V1__ContinueReason go_on;
    if (!reason_read(cli, &go_on)) {
        return REFUSE(USAGE);
    }
    if (keys != NULL) {
        TRY(backup_passphrase(cli_option(cli, "--passphrase-file"), false, &passphrase, problem));
    }
    struct restore_options options = {
        .source = cli->words[0],
        .folder = cli->data,
        .keys = keys,
        .passphrase = keys != NULL ? &passphrase : NULL,
        .checkpoint = cli_option(cli, "--checkpoint"),
        .vkey = cli_option(cli, "--key"),
        .erasures = cli_option(cli, "--erasures"),
        .day = clock_day(CHINA_OFFSET_MINUTES),
        .go_on = go_on,
    };
    struct status status = backup_restore(&options, &restored, problem);
    wipe(&passphrase, sizeof passphrase);
    TRY(status);
    TRY(folder_open(cli->data, false, &folder, problem)); /* makes the books */
    TRY(folder_close(&folder));
    backup_restored_print(&restored, stdout);
    return OK;
}

static enum exit_code restore_run(struct cli *cli)
{
    struct problem problem = problem_none();
    struct status status = restore(cli, &problem);
    if (status.code == STATUS_USAGE) {
        return EXIT_USAGE;
    }
    return status_ok(status) ? EXIT_DONE : cli_failed(status, &problem);
}

const struct command command_restore = {
    .name = "restore",
    .words = "SRC",
    .words_min = 1,
    .words_max = 1,
    .zh = "从备份恢复到一个新的数据目录",
    .en = "brings a backup back into a new data folder",
    .run = restore_run,
    .options = {{"--keys", "F", "备份时封好的密钥文件；没有则只能查看",
                 "the sealed keys' file; without it the folder is read only"},
                {"--passphrase-file", "F", "口令在文件 F 的第一行",
                 "passphrase: the first line of F"},
                {"--checkpoint", "F", "已知的最新检查点（检查点文件或凭证）",
                 "the newest checkpoint known (a checkpoint or a receipt)"},
                {"--key", "VKEY", "检查点的公钥（与备份的不同时）",
                 "the key of that checkpoint, where it is not the backup's"},
                {"--go-on", "REASON",
                 "备份较旧仍换名称接着记：lost 丢失、damaged 损坏、stolen 被盗",
                 "go on under a new name from an older backup: lost, damaged or stolen"},
                {"--erasures", "F", "比备份新的删除名单（旧机器上的 erasures 文件）",
                 "a newer list of erasures (the file of that name on the old machine)"}},
};

/* ---- drill ---- */

static struct status drill_replay(void *context, const char *folder, struct problem *problem)
{
    (void)context;
    return folder_books_remake(folder, NULL, problem);
}

static struct status drill(struct cli *cli, struct problem *problem)
{
    struct drill_proof proof;
    struct drill_options options = {
        .folder = cli->data,
        .day = clock_day(CHINA_OFFSET_MINUTES),
        .replay = drill_replay,
        .now_ms = clock_monotonic_ms,
        .keep_free_bytes = DRILL_KEEP_FREE_BYTES,
    };
    TRY(backup_drill(&options, &proof, problem));
    backup_drill_print(&proof, stdout);
    return OK;
}

static enum exit_code drill_run(struct cli *cli)
{
    struct problem problem = problem_none();
    struct status status = drill(cli, &problem);
    return status_ok(status) ? EXIT_DONE : cli_failed(status, &problem);
}

const struct command command_drill = {
    .name = "drill",
    .words = "",
    .zh = "演练：备份、恢复到别处、比对，然后清除",
    .en = "a drill: backs up, restores elsewhere, compares, cleans up",
    .run = drill_run,
};
