/* command_erasures.c - erasures: the list of those who were erased, to be kept elsewhere, and what
 * a restored folder makes of such a list. */
#include <stdlib.h>
#include <string.h>

#include "app/cli.h"
#include "app/folder.h"
#include "backup/backup.h"
#include "base/day.h"

/* The list as a copy: it knows of erasures up to today. */
static struct status list_print(struct folder *folder, struct problem *problem)
{
    char path[PATH_BYTES_MAX];
    struct erasures list = {0};
    char *text = NULL;
    size_t length = 0;
    TRY(folder_file(folder, ERASURES_FILE, path));
    TRY(file_kind(path) == FILE_REGULAR ? erasures_load(path, &list, problem) : OK);
    list.has_until = true;
    list.until = clock_day(CHINA_OFFSET_MINUTES);
    struct status status = erasures_format(&list, &text, &length);
    if (status_ok(status)) {
        fwrite(text, 1, length, stdout);
    }
    free(text);
    erasures_free(&list);
    return status;
}

static struct status list_run(struct folder *folder, const char *path, struct problem *problem)
{
    struct erasures list = {0};
    int64_t erased = 0;
    bool wanted = false;
    int32_t until = 0;
    TRY(erasures_load(path, &list, problem));
    struct status status = people_erase_again(folder->people, &list, &erased);
    bool complete = !list.has_until;
    int32_t known = list.until;
    erasures_free(&list);
    TRY(status);
    SAYF(stdout, "重新删除了 %lld 人（户）的资料。\n",
         "%lld people or households were erased again.\n", (long long)erased);
    TRY(backup_erasures_wanted(folder->path, &wanted, &until));
    if (wanted && complete) {
        return backup_erasures_settled(folder->path);
    }
    return wanted && known > until ? backup_erasures_known(folder->path, known) : OK;
}

static struct status erasures_work(struct cli *cli, struct folder *folder, struct problem *problem)
{
    TRY(folder_people_readable(folder));
    if (cli_option(cli, "--none") != NULL) {
        return backup_erasures_settled(folder->path);
    }
    return cli->words[0] == NULL ? list_print(folder, problem)
                                 : list_run(folder, cli->words[0], problem);
}

static enum exit_code erasures_run(struct cli *cli)
{
    bool none = cli_option(cli, "--none") != NULL;
    if (none && cli->words[0] != NULL) {
        return cli_misused(cli, "文件和 --none 不能同时给", "a file or --none, not both", NULL);
    }
    return cli_with_folder(cli, none || cli->words[0] != NULL, erasures_work);
}

const struct command command_erasures = {
    .name = "erasures",
    .words = "[FILE]",
    .words_max = 1,
    .zh = "列出删除过资料的编号；或按文件里的名单再删除一次（恢复备份之后）",
    .en = "lists who was erased; or erases again all on a file's list (after a restore)",
    .run = erasures_run,
    .options = {{"--none", NULL, "声明备份之后没有人删除过资料",
                 "declares that nobody was erased after the backup"}},
};
