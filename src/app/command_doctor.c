/* command_doctor.c - doctor: looks everything over, says what to do, and ends with 1 where somebody
 * must act. */
#include <stdlib.h>

#include "app/cli.h"
#include "app/doctor.h"

static enum exit_code examine(struct cli *cli, struct doctor *doctor)
{
    struct folder_settings ours;
    struct problem problem = problem_none();
    struct status status = folder_settings_read(cli->data, &ours, &problem);
    if (!status_ok(status)) {
        return cli_failed(status, &problem);
    }
    doctor_folder(doctor);
    doctor_settings(doctor);
    doctor_backups(doctor);
    if (cli_option(cli, "--json") != NULL) {
        doctor_print_json(doctor, stdout);
    } else {
        doctor_print(doctor, stdout);
    }
    return doctor_must(doctor) ? EXIT_REFUSED : EXIT_DONE;
}

static struct status law_work(struct doctor *doctor, bool json, struct problem *problem)
{
    struct folder *folder = NULL;
    TRY(folder_open(doctor->data, false, &folder, problem));
    doctor_law(doctor, folder);
    if (json) {
        doctor_print_json(doctor, stdout);
    } else {
        doctor_statement_print(doctor, folder, stdout);
    }
    return folder_close(&folder);
}

static enum exit_code law(struct cli *cli, struct doctor *doctor)
{
    struct problem problem = problem_none();
    struct status status = law_work(doctor, cli_option(cli, "--json") != NULL, &problem);
    if (!status_ok(status)) {
        return cli_failed(status, &problem);
    }
    return doctor_must(doctor) ? EXIT_REFUSED : EXIT_DONE;
}

static enum exit_code doctor_run(struct cli *cli)
{
    struct settings settings;
    struct doctor *doctor = calloc(1, sizeof *doctor);
    enum exit_code code = cli_settings(cli, &settings);
    if (doctor == NULL) {
        code = cli_failed(FAULT(OUT_OF_MEMORY), NULL);
    }
    if (code == EXIT_DONE) {
        doctor->settings = &settings;
        doctor->data = cli->data;
        doctor->now_seconds = clock_seconds();
        doctor->today = clock_day(CHINA_OFFSET_MINUTES);
        code = cli_option(cli, "--law") != NULL ? law(cli, doctor) : examine(cli, doctor);
    }
    free(doctor);
    settings_free(&settings);
    return code;
}

const struct command command_doctor = {
    .name = "doctor",
    .words = "",
    .zh = "体检：数据、磁盘、时钟、备份、证书、设置，并说明要做什么",
    .en = "looks over data, disk, clock, backups, certificate, settings; says what to do",
    .run = doctor_run,
    .takes_settings = true,
    .options = {{"--law", NULL, "对照法规查设置和规则，打印自查声明",
                 "holds settings and rules against the law, prints the statement to file"},
                {"--json", NULL, "输出 JSON", "prints JSON"}},
};
