/* command_simulate.c - simulate: made-up villages through the real engine. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli.h"
#include "app/folder.h"
#include "simulate/simulate.h"

/* The file that notes every answer as soon as it is given, for tests of crashes. */
static struct status answer_note(void *context, const uint8_t event_id[ID_BYTES], uint64_t record)
{
    FILE *file = context;
    char line[2 * ID_BYTES + 24];
    if (file == NULL) {
        return OK;
    }
    for (size_t i = 0; i < ID_BYTES; i++) {
        snprintf(line + 2 * i, 3, "%02x", event_id[i]);
    }
    snprintf(line + 2 * ID_BYTES, sizeof line - 2 * ID_BYTES, " %" PRIu64 "\n", record);
    return fputs(line, file) >= 0 && fflush(file) == 0 ? OK : FAULT(FILE_WRITE);
}

static void progress(void *context, uint64_t done, uint64_t total)
{
    (void)context;
    cli_progress("模拟中", "simulating", done, total);
}

/* A number option; absent: the default. */
static bool number_option(const struct cli *cli, const char *name, int64_t min, int64_t max,
                          int64_t *number)
{
    const char *text = cli_option(cli, name);
    return text == NULL || cli_number(cli, text, min, max, number);
}

static struct status simulate_work(struct cli *cli, struct folder *folder, struct problem *problem)
{
    struct simulate_options options = {.villages = 1,
                                       .residents = 1238,
                                       .days = 30,
                                       .answered = answer_note,
                                       .progress = progress};
    struct simulated simulated;
    int64_t seed = 1;
    if (!number_option(cli, "--villages", 1, SIMULATE_VILLAGES_MAX, &options.villages) ||
        !number_option(cli, "--residents", 10, SIMULATE_RESIDENTS_MAX, &options.residents) ||
        !number_option(cli, "--days", 1, SIMULATE_DAYS_MAX, &options.days) ||
        !number_option(cli, "--seed", 0, INT64_MAX, &seed)) {
        return REFUSE(USAGE);
    }
    options.seed = (uint64_t)seed;
    const char *answers = cli_option(cli, "--answers");
    FILE *file = answers == NULL ? NULL : fopen(answers, "a");
    if (answers != NULL && file == NULL) {
        problem_text(problem->file, sizeof problem->file, answers, strlen(answers));
        return FAULT(FILE_OPEN);
    }
    options.context = file;
    struct status status =
        simulate_run(folder->journal, folder->people, &options, &simulated, problem);
    cli_progress_end();
    if (file != NULL && fclose(file) != 0 && status_ok(status)) {
        status = FAULT(FILE_WRITE);
    }
    TRY(status);
    SAYF(stdout,
         "模拟完成：%" PRIu64 " 个操作，其中 %" PRIu64 " 个早已在册；日志共 %" PRIu64 " 条记录。\n",
         "simulated: %" PRIu64 " operations, %" PRIu64 " of them known before; the log has %" PRIu64
         " records.\n",
         simulated.operations, simulated.again, journal_records(folder->journal));
    return OK;
}

static enum exit_code simulate_run_command(struct cli *cli)
{
    return cli_with_folder(cli, true, simulate_work);
}

const struct command command_simulate = {
    .name = "simulate",
    .words = "",
    .zh = "用真实引擎模拟若干村庄（同一种子得到同一结果）",
    .en = "simulates villages through the real engine (same seed, same result)",
    .run = simulate_run_command,
    .options = {{"--villages", "N", "村数，默认 1", "villages, default 1"},
                {"--residents", "N", "每村人数，默认 1238", "residents of each, default 1238"},
                {"--days", "N", "天数，默认 30", "days, default 30"},
                {"--seed", "S", "种子，默认 1", "seed, default 1"},
                {"--answers", "FILE", "把每个答复记入文件", "notes each answer in a file"}},
};
