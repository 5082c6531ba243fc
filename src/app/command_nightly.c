/* command_nightly.c - nightly: the night's backup and drill, asked for by hand or by a timer where
 * no server runs. */
#include "app/cli.h"
#include "app/folder.h"
#include "app/nightly.h"

static enum exit_code nightly(struct cli *cli, const struct settings *settings)
{
    struct problem problem = problem_none();
    struct nightly_state state;
    struct folder_settings ours;
    struct status status = folder_settings_read(cli->data, &ours, &problem);
    if (status_ok(status)) {
        problem = problem_none();
        status = nightly_run(settings, cli->data, clock_seconds(), &problem);
    }
    if (!status_ok(status)) {
        return cli_failed(status, &problem);
    }
    nightly_state_read(cli->data, &state);
    if (settings->backup_folder[0] == '\0') {
        SAY(stdout, "没有设置 backup_folder：没有做备份，只做了演练。\n",
            "backup_folder is not set: no backup was made, only a drill.\n");
    }
    SAYF(stdout, "演练成功：%lld 条记录。\n", "The drill went well: %lld records.\n",
         (long long)state.records);
    return EXIT_DONE;
}

static enum exit_code nightly_command(struct cli *cli)
{
    struct settings settings;
    enum exit_code code = cli_settings(cli, &settings);
    if (code == EXIT_DONE) {
        code = nightly(cli, &settings);
    }
    settings_free(&settings);
    return code;
}

const struct command command_nightly = {
    .name = "nightly",
    .words = "",
    .zh = "做一次每夜的备份与演练（服务会自己做）",
    .en = "the night's backup and drill, now (a server does them by itself)",
    .run = nightly_command,
    .takes_settings = true,
};
