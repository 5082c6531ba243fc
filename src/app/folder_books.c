/* folder_books.c - books and tree made anew from the journal, beside the old ones, then put in
 * their place. */
#include <stdio.h>
#include <string.h>

#include "app/folder.h"

static struct status file_make_durable(const char *path)
{
    SCOPED(file_close) struct file file = FILE_CLOSED;
    TRY(file_open(path, FILE_FOR_WRITING, &file));
    return file_sync(&file);
}

/* The old files go first: an opening without books makes them from the journal, so that a crash in
 * between costs time and nothing else. */
static struct status books_replace(const char *folder, const char *made)
{
    static const char *const old[] = {"books.db-wal", "books.db-shm", "books.db"};
    char path[PATH_BYTES_MAX];
    for (size_t i = 0; i < COUNT(old); i++) {
        TRY(path_join(path, folder, old[i]));
        TRY(file_remove(path));
    }
    TRY(path_join(path, folder, "books.db"));
    return file_rename(made, path);
}

static struct status books_make(const char *folder, const char *made, const struct watch *watch,
                                struct problem *problem)
{
    SCOPED(tree_close) struct tree *tree = NULL;
    struct wire wire = {.books = NULL};
    char path[PATH_BYTES_MAX];
    TRY(path_join(path, folder, "tree"));
    TRY(folder_make(path));
    TRY(tree_open(path, true, &tree, problem));
    TRY(tree_cut(tree, 0));
    struct status status = wire_open(made, STORE_SCRATCH, &wire, problem);
    if (status_ok(status)) {
        status = journal_replay(folder, UINT64_MAX, wire.books, wire.rooms, WIRE_ROOMS, tree, watch,
                                problem);
    }
    wire_close(&wire);
    return status;
}

struct status folder_books_remake(const char *path, const struct watch *watch,
                                  struct problem *problem)
{
    REQUIRE(path != NULL);
    SCOPED(file_close) struct file lock = FILE_CLOSED;
    struct folder_settings settings;
    char file[PATH_BYTES_MAX];
    TRY(folder_settings_read(path, &settings, problem));
    if (problem != NULL) {
        problem->file[0] = '\0';
    }
    TRY(path_join(file, path, "lock"));
    TRY(file_open(file, FILE_FOR_WRITING, &lock));
    TRY(file_lock(&lock));
    TRY(path_join(file, path, "books.db.new"));
    TRY(file_remove(file));
    TRY(books_make(path, file, watch, problem));
    TRY(file_make_durable(file));
    return books_replace(path, file);
}
