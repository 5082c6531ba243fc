/* command_upgrade.c - upgrade: brings a data folder to this program, or back. The package calls it;
 * by hand it is called after the program was replaced. */
#include <inttypes.h>

#include "app/cli.h"
#include "app/upgrade.h"

static void replay_progress(void *context, uint64_t done, uint64_t total)
{
    (void)context;
    cli_progress("重算账簿", "making the books anew", done, total);
}

static const struct watch watch = {replay_progress, NULL};

static struct status upgrade(struct cli *cli, struct problem *problem)
{
    struct upgraded upgraded;
    struct status status = folder_upgrade(cli->data, &watch, &upgraded, problem);
    cli_progress_end();
    TRY(status);
    if (!upgraded.needed) {
        SAY(stdout, "数据目录已是本程序的格式，不用升级。\n",
            "the data folder is this program's already: nothing to do.\n");
        return OK;
    }
    SAYF(stdout,
         "已升级：%" PRIu64 " 条记录全部重算，结果都一样。旧的数据库在 before-upgrade/ 里保留 %d "
         "天；马上退回：sanbao upgrade --back\n",
         "upgraded: %" PRIu64
         " records were replayed with the same outcomes. The old databases stay "
         "in before-upgrade/ for %d days; to go back at once: sanbao upgrade --back\n",
         upgraded.records, UPGRADE_COPY_DAYS);
    return OK;
}

static struct status go_back(struct cli *cli, struct problem *problem)
{
    TRY(folder_upgrade_back(cli->data, cli_option(cli, "--lose") != NULL, problem));
    SAY(stdout, "已退回升级之前的数据库。现在装回旧版本的程序，再启动服务。\n",
        "the databases are those from before the upgrade. Now install the former version of the "
        "program, then start the service.\n");
    return OK;
}

static enum exit_code upgrade_run(struct cli *cli)
{
    struct problem problem = problem_none();
    bool back = cli_option(cli, "--back") != NULL;
    if (!back && cli_option(cli, "--lose") != NULL) {
        return cli_misused(cli, "--lose 只能和 --back 一起用", "--lose goes with --back", NULL);
    }
    struct status status = back ? go_back(cli, &problem) : upgrade(cli, &problem);
    return status_ok(status) ? EXIT_DONE : cli_failed(status, &problem);
}

const struct command command_upgrade = {
    .name = "upgrade",
    .words = "",
    .zh = "把数据目录升级到本程序：先留副本，再核对；或者退回",
    .en = "brings the data folder to this program: copies, checks; or goes back",
    .run = upgrade_run,
    .options = {{"--back", NULL, "退回升级之前（还没有新记录时）",
                 "goes back to before the upgrade (while there are no new records)"},
                {"--lose", NULL, "放弃升级之后变动过的个人资料",
                 "gives up private data that changed since"}},
};
