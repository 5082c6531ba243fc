/* command_verify.c - verify and rebuild: the books made anew from the journal, compared or put in
 * place. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/cli.h"
#include "app/folder.h"
#include "base/file.h"

static void log_progress(void *context, uint64_t done, uint64_t total)
{
    (void)context;
    cli_progress("核对日志", "checking the log", done, total);
}

static void replay_progress(void *context, uint64_t done, uint64_t total)
{
    (void)context;
    cli_progress("重算账簿", "making the books anew", done, total);
}

static const struct watch log_watch = {log_progress, NULL};
static const struct watch replay_watch = {replay_progress, NULL};

/* Says what was found; a log whose signed head was taken away may have lost its end as well. */
static struct status log_tell(const struct journal_verified *verified)
{
    if (!verified->signed_head) {
        return REFUSE(CHECKPOINT_MISSING);
    }
    SAYF(stdout, "日志：%" PRIu64 " 条记录，帧、哈希、根与检查点签名都对。\n根：",
         "log: %" PRIu64 " records; frames, hashes, root and the checkpoint's signature are right."
         "\nroot: ",
         verified->records);
    for (size_t i = 0; i < HASH_BYTES; i++) {
        printf("%02x", verified->root.bytes[i]);
    }
    putchar('\n');
    return OK;
}

/* Where scratch books are made. They lose their name as soon as they are open, so that nothing
 * stays behind, however the run ends. */
struct scratch {
    char folder[PATH_BYTES_MAX];
    char books[PATH_BYTES_MAX];
};

static struct status scratch_start(struct scratch *scratch, struct problem *problem)
{
    const char *tmp = getenv("TMPDIR");
    TRY(path_join(scratch->folder, tmp == NULL ? "/tmp" : tmp, "sanbao-verify-XXXXXX"));
    problem_text(problem->file, sizeof problem->file, scratch->folder, strlen(scratch->folder));
    if (mkdtemp(scratch->folder) == NULL) {
        return problem_set(problem, STATUS_FILE_OPEN);
    }
    return path_join(scratch->books, scratch->folder, "books.db");
}

static void scratch_end(const struct scratch *scratch)
{
    unlink(scratch->books);
    rmdir(scratch->folder);
}

/* Replays into scratch books and compares every table with the folder's. */
static struct status books_verify(struct folder *folder, const struct scratch *scratch,
                                  struct problem *problem)
{
    struct wire wire = {.books = NULL};
    struct status status = wire_open(scratch->books, STORE_SCRATCH, &wire, problem);
    scratch_end(scratch);
    if (status_ok(status)) {
        status = journal_replay(folder->path, journal_records(folder->journal), wire.books,
                                wire.rooms, WIRE_ROOMS, NULL, &replay_watch, problem);
    }
    if (status_ok(status)) {
        status =
            store_compare(books_store(folder->wire.books), books_store(wire.books), NULL, problem);
    }
    if (status_ok(status)) {
        status = store_check(books_store(folder->wire.books), problem);
    }
    if (status_ok(status)) {
        status = journal_check(folder->wire.rooms, WIRE_ROOMS, problem);
    }
    wire_close(&wire);
    return status;
}

static struct status verify_work(struct cli *cli, struct folder *folder, struct problem *problem)
{
    struct scratch scratch;
    struct journal_verified verified;
    (void)cli;
    struct status log =
        journal_verify_log(folder->path, &folder->key, &log_watch, &verified, problem);
    cli_progress_end();
    TRY(log);
    TRY(log_tell(&verified));
    TRY(tree_check(journal_tree(folder->journal), verified.records, &verified.root, problem));
    TRY(scratch_start(&scratch, problem));
    TRY(books_verify(folder, &scratch, problem));
    SAY(stdout,
        "账簿：由日志从头重算，每张表、每个合计都一致；所有账户之和为 0，批次与余额相符。\n",
        "books: made anew from the log, every table and every sum is the same; all accounts sum to "
        "0, lots add up to balances.\n");
    return OK;
}

/* The log alone needs neither books nor private data. */
static enum exit_code verify_log(struct cli *cli)
{
    struct problem problem = problem_none();
    struct folder_settings settings;
    struct note_key key;
    struct journal_verified verified;
    struct status status = folder_settings_read(cli->data, &settings, &problem);
    if (status_ok(status)) {
        problem.file[0] = '\0';
        status = note_vkey_parse(settings.vkey, strlen(settings.vkey), &key);
    }
    if (status_ok(status)) {
        status = journal_verify_log(cli->data, &key, &log_watch, &verified, &problem);
        cli_progress_end();
    }
    if (status_ok(status)) {
        status = log_tell(&verified);
    }
    return status_ok(status) ? EXIT_DONE : cli_failed(status, &problem);
}

static enum exit_code verify_run(struct cli *cli)
{
    if (cli_option(cli, "--log") != NULL) {
        return verify_log(cli);
    }
    return cli_with_folder(cli, false, verify_work);
}

const struct command command_verify = {
    .name = "verify",
    .words = "",
    .zh = "从日志重算全部账目并逐项比对",
    .en = "makes the books anew from the log and compares everything",
    .run = verify_run,
    .options = {{"--log", NULL, "只查日志：帧、哈希、根、签名",
                 "the log alone: frames, hashes, root, signature"}},
};

/* ---- rebuild ---- */

static struct status rebuild(struct cli *cli, struct problem *problem)
{
    struct folder *folder = NULL;
    struct status made = folder_books_remake(cli->data, &replay_watch, problem);
    cli_progress_end();
    TRY(made);
    TRY(folder_open(cli->data, false, &folder, problem)); /* It opens, or we say why not. */
    SAYF(stdout, "账簿已从 %" PRIu64 " 条记录重建。\n",
         "the books were made anew from %" PRIu64 " records.\n", journal_records(folder->journal));
    return folder_close(&folder);
}

static enum exit_code rebuild_run(struct cli *cli)
{
    struct problem problem = problem_none();
    struct status status = rebuild(cli, &problem);
    return status_ok(status) ? EXIT_DONE : cli_failed(status, &problem);
}

const struct command command_rebuild = {
    .name = "rebuild",
    .words = "",
    .zh = "从日志重建账簿",
    .en = "makes the books anew from the log",
    .run = rebuild_run,
};
