/* command_import.c - import: a village's folder comes in; after a past year the village day of the
 * data folder stands at that year's last day. */
#include "app/cli.h"
#include "app/folder.h"
#include "import/import.h"

static void progress(void *context, size_t done, size_t total)
{
    (void)context;
    cli_progress("导入中", "importing", done, total);
}

/* The later of the day that is set and the import's last day; today or later means real time, and
 * so does what a person once set to real. */
static struct status clock_follow(struct folder *folder, int32_t ends_on)
{
    struct folder_settings *settings = &folder->settings;
    bool fixed = settings->clock_set && settings->clock_day != DAY_NEVER;
    if (ends_on == DAY_NEVER || (settings->clock_set && !fixed)) {
        return OK;
    }
    int32_t day = fixed && settings->clock_day > ends_on ? settings->clock_day : ends_on;
    int32_t last = journal_last_day(folder->journal);
    day = day < last ? last : day;
    if (day >= clock_day(CHINA_OFFSET_MINUTES)) {
        day = DAY_NEVER;
    }
    bool set = fixed || day != DAY_NEVER;
    if (set == settings->clock_set && day == settings->clock_day) {
        return OK;
    }
    settings->clock_set = set;
    settings->clock_day = day;
    return folder_settings_write(folder->path, settings);
}

/* Sets the village day after what was stored, and tells what the answer to the whole is. */
static struct status outcome(struct folder *folder, const struct import_options *options,
                             const struct import_report *report)
{
    bool faults = report->faults.faults > 0;
    if (faults && !report->kept) {
        return REFUSE(IMPORT_FAULTS);
    }
    if (!options->dry_run) {
        TRY(clock_follow(folder, report->ends_on));
    }
    return faults ? REFUSE(IMPORT_PART) : OK;
}

static struct status import_work(struct cli *cli, struct folder *folder, struct problem *problem)
{
    struct import_options options = {.folder = cli->words[0],
                                     .data_folder = folder->path,
                                     .village = cli_option(cli, "--village"),
                                     .today = folder_today(folder, CHINA_OFFSET_MINUTES),
                                     .now_s = clock_seconds(),
                                     .dry_run = cli_option(cli, "--dry-run") != NULL,
                                     .keep_good = cli_option(cli, "--keep-good") != NULL,
                                     .progress = progress};
    struct import_rooms rooms = {folder->journal, folder->people, folder->keys,
                                 folder->wire.identity, folder->wire.points};
    struct import_report report;
    struct status status = import_folder(&options, &rooms, &report, problem);
    cli_progress_end();
    import_faults_print(&report.faults, stderr);
    if (status_ok(status)) {
        status = outcome(folder, &options, &report);
        import_report_print(&report, stdout);
        fflush(stdout);
    }
    import_report_free(&report);
    return status;
}

static enum exit_code import_run(struct cli *cli)
{
    return cli_with_folder(cli, true, import_work);
}

const struct command command_import = {
    .name = "import",
    .words = "FOLDER",
    .words_min = 1,
    .words_max = 1,
    .zh = "导入一个村的目录；全部存入或什么都不存",
    .en = "takes in a village's folder; all of it is stored or nothing",
    .run = import_run,
    .options = {{"--village", "CODE", "目录里没有 village.json 时，说明是哪个村",
                 "which village it is, where the folder has no village.json"},
                {"--dry-run", NULL, "只检查，什么都不存", "checks all of it and stores nothing"},
                {"--keep-good", NULL, "有错误的行不导入，其余存入",
                 "leaves the faulty rows out and stores the rest"}},
};
