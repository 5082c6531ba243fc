/* command_folder.c - init, key, checkpoint, clock: the folder itself. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli.h"
#include "app/folder.h"
#include "base/day.h"

static enum exit_code init_run(struct cli *cli)
{
    struct problem problem = problem_none();
    struct folder_settings settings;
    struct status status = folder_init(cli->data, cli_option(cli, "--origin"), &problem);
    if (!status_ok(status)) {
        return cli_failed(status, &problem);
    }
    status = folder_settings_read(cli->data, &settings, &problem);
    if (!status_ok(status)) {
        return cli_failed(status, &problem);
    }
    SAYF(stdout, "已建好数据目录 %s\n日志公钥：%s\n",
         "made the data folder %s\nthe log's key: %s\n", cli->data, settings.vkey);
    return EXIT_DONE;
}

const struct command command_init = {
    .name = "init",
    .words = "",
    .zh = "建立数据目录、密钥和空账本",
    .en = "makes the data folder, the keys and empty books",
    .run = init_run,
    .options = {{"--origin", "NAME", "日志的名称（如 域名/村名）；默认由公钥生成",
                 "the log's name (like a domain and path); by default made from its key"}},
};

static enum exit_code key_run(struct cli *cli)
{
    struct problem problem = problem_none();
    struct folder_settings settings;
    struct status status = folder_settings_read(cli->data, &settings, &problem);
    if (!status_ok(status)) {
        return cli_failed(status, &problem);
    }
    puts(settings.vkey);
    return EXIT_DONE;
}

const struct command command_key = {
    .name = "key",
    .words = "",
    .zh = "显示日志的公钥",
    .en = "prints the log's verifier key",
    .run = key_run,
};

static struct status checkpoint_show(struct cli *cli, struct folder *folder,
                                     struct problem *problem)
{
    (void)cli;
    (void)problem;
    char *note = NULL;
    TRY(journal_checkpoint(folder->journal, &note));
    fputs(note, stdout);
    free(note);
    return OK;
}

static enum exit_code checkpoint_run(struct cli *cli)
{
    return cli_with_folder(cli, false, checkpoint_show);
}

const struct command command_checkpoint = {
    .name = "checkpoint",
    .words = "",
    .zh = "显示已签名的检查点",
    .en = "prints the signed checkpoint",
    .run = checkpoint_run,
};

static void clock_print(const struct folder *folder)
{
    char day[DAY_TEXT_SIZE];
    bool fixed = folder->settings.clock_set && folder->settings.clock_day != DAY_NEVER;
    day_format(folder_today(folder, CHINA_OFFSET_MINUTES), day);
    SAYF(stdout, "村里的日期：%s（%s）\n", "the village day: %s (%s)\n", day,
         fixed ? lang_pick("固定", "fixed") : lang_pick("真实时间", "real time"));
}

/* What the daily job would expire once the day is `day`. */
static struct status expiry_tell(struct folder *folder, int32_t day)
{
    int64_t lots = 0;
    int64_t points = 0;
    char text[DAY_TEXT_SIZE];
    TRY(points_expiring(folder->wire.points, day, &lots, &points));
    day_format(day, text);
    SAYF(stdout, "到 %s 将有 %" PRId64 " 批、共 %" PRId64 " 工分到期。\n",
         "by %s, %" PRId64 " lots with %" PRId64 " points expire.\n", text, lots, points);
    return OK;
}

static struct status clock_set(struct folder *folder, bool real, int32_t day,
                               struct problem *problem)
{
    int32_t today = clock_day(CHINA_OFFSET_MINUTES);
    int32_t last = journal_last_day(folder->journal);
    if (real || day >= today) {
        day = DAY_NEVER;
        TRY(expiry_tell(folder, today));
    } else if (day < last) {
        char text[DAY_TEXT_SIZE];
        day_format(day, problem->value);
        day_format(last, text);
        snprintf(problem->expected, sizeof problem->expected, "≥ %s", text);
        return REFUSE(CLOCK_BACKWARDS);
    }
    folder->settings.clock_set = true;
    folder->settings.clock_day = day;
    return folder_settings_write(folder->path, &folder->settings);
}

static struct status clock_work(struct cli *cli, struct folder *folder, struct problem *problem)
{
    const char *word = cli->words[0];
    int32_t day = DAY_NEVER;
    if (word != NULL) {
        bool real = strcmp(word, "real") == 0;
        TRY(real ? OK : day_parse(word, strlen(word), &day));
        TRY(clock_set(folder, real, day, problem));
    }
    clock_print(folder);
    return OK;
}

static enum exit_code clock_run(struct cli *cli)
{
    const char *word = cli->words[0];
    int32_t day = 0;
    if (word != NULL && strcmp(word, "real") != 0 &&
        !status_ok(day_parse(word, strlen(word), &day))) {
        return cli_misused(cli, "应为 real 或日期（年-月-日）", "real or a date (YYYY-MM-DD)",
                           word);
    }
    return cli_with_folder(cli, word != NULL, clock_work);
}

const struct command command_clock = {
    .name = "clock",
    .words = "[real|DATE]",
    .words_max = 1,
    .zh = "显示或设定村里的日期",
    .en = "shows or sets the village day",
    .run = clock_run,
};
