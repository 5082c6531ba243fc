/* folder.c - makes, opens and closes a data folder. */
#include "app/folder_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backup/backup.h"
#include "base/file.h"

#define MARKER "sanbao.json"
#define DRAFT "init.draft" /* where an init makes the folder's parts */

struct status folder_file(const struct folder *folder, const char *name, char out[PATH_BYTES_MAX])
{
    return path_join(out, folder->path, name);
}

struct status folder_people_readable(const struct folder *folder)
{
    return folder->keys != NULL ? OK : REFUSE(KEYS_MISSING);
}

/* What an init moves into place before the marker. */
static const char *const parts[] = {"keys.db", "people.db", "books.db",
                                    "journal", "tree",      "checkpoint"};

static bool is_part(const char *name)
{
    for (size_t i = 0; i < COUNT(parts); i++) {
        if (strcmp(name, parts[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* There is nothing at the path, an empty folder, or what an init left that was killed: as long as
 * its draft is there, the parts beside it are of its making and nobody used them. */
static struct status folder_free(const char *path, struct problem *problem)
{
    char marker[PATH_BYTES_MAX];
    char draft[PATH_BYTES_MAX];
    SCOPED(folder_names_free) struct folder_names names = {.count = 0};
    if (problem != NULL) {
        problem_text(problem->file, sizeof problem->file, path, strlen(path));
    }
    if (file_kind(path) == FILE_ABSENT) {
        return OK;
    }
    TRY(path_join(marker, path, MARKER));
    TRY(path_join(draft, path, DRAFT));
    if (file_kind(marker) == FILE_REGULAR) {
        return problem_set(problem, STATUS_FOLDER_EXISTS);
    }
    if (file_kind(path) != FILE_FOLDER) {
        return problem_set(problem, STATUS_FOLDER_FOREIGN);
    }
    bool killed = file_kind(draft) == FILE_FOLDER;
    TRY(folder_names(path, &names));
    for (size_t i = 0; i < names.count; i++) {
        const char *name = names.list[i];
        if (strcmp(name, "lock") != 0 && strcmp(name, DRAFT) != 0 && !(killed && is_part(name))) {
            return problem_set(problem, STATUS_FOLDER_FOREIGN);
        }
    }
    return OK;
}

/* A name for the log that no other log has: from its own public key. */
static void origin_make(const uint8_t public_key[SIGN_PUBLIC_BYTES], char *origin, size_t size)
{
    snprintf(origin, size, "sanbao.invalid/%02x%02x%02x%02x%02x%02x", public_key[0], public_key[1],
             public_key[2], public_key[3], public_key[4], public_key[5]);
}

static struct status keys_make(const char *path, const char *origin,
                               struct folder_settings *settings, struct problem *problem)
{
    SCOPED(keys_close) struct keys *keys = NULL;
    char file[PATH_BYTES_MAX];
    char made_up[ORIGIN_MAX + 1];
    uint8_t public_key[SIGN_PUBLIC_BYTES];
    struct note_key key;
    TRY(path_join(file, path, "keys.db"));
    TRY(keys_create(file, problem));
    TRY(keys_open(file, false, &keys, problem));
    sign_public(keys_log_seed(keys), public_key);
    origin_make(public_key, made_up, sizeof made_up);
    TRY(note_key_make(origin != NULL ? origin : made_up, public_key, &key));
    note_vkey_format(&key, settings->vkey);
    return OK;
}

/* A name that a verifier key can carry. */
static struct status origin_check(const char *origin, struct problem *problem)
{
    static const uint8_t any_key[SIGN_PUBLIC_BYTES] = {0};
    struct note_key key;
    if (origin == NULL || status_ok(note_key_make(origin, any_key, &key))) {
        return OK;
    }
    if (problem != NULL) {
        problem->file[0] = '\0';
        problem_text(problem->value, sizeof problem->value, origin, strlen(origin));
    }
    return problem_set(problem, STATUS_ORIGIN_MALFORMED);
}

/* The first opening makes databases, log and checkpoint. */
static struct status folder_fill(const char *path, const char *origin, struct problem *problem)
{
    struct folder_settings settings = {.clock_day = DAY_NEVER};
    struct folder *folder = NULL;
    TRY(keys_make(path, origin, &settings, problem));
    TRY(folder_settings_write(path, &settings));
    TRY(folder_open(path, true, &folder, problem));
    return folder_close(&folder);
}

static struct status part_move(const char *draft, const char *path, const char *name)
{
    char from[PATH_BYTES_MAX];
    char to[PATH_BYTES_MAX];
    TRY(path_join(from, draft, name));
    TRY(path_join(to, path, name));
    return file_rename(from, to);
}

/* Takes away what an init left: this one, which failed, or one that was killed. */
static void draft_remove(const char *path)
{
    char file[PATH_BYTES_MAX];
    for (size_t i = 0; i < COUNT(parts); i++) {
        if (status_ok(path_join(file, path, parts[i]))) {
            folder_remove(file);
        }
    }
    if (status_ok(path_join(file, path, DRAFT))) { /* last: it says whose the parts are */
        folder_remove(file);
    }
}

/* All is made in the draft and moved up, the marker last: a folder without it is not ours yet. */
static struct status folder_build(const char *path, const char *origin, struct problem *problem)
{
    char draft[PATH_BYTES_MAX];
    TRY(path_join(draft, path, DRAFT));
    draft_remove(path);
    TRY(folder_make(draft));
    TRY(folder_fill(draft, origin, problem));
    for (size_t i = 0; i < COUNT(parts); i++) {
        TRY(part_move(draft, path, parts[i]));
    }
    TRY(part_move(draft, path, MARKER));
    folder_remove(draft);
    return OK;
}

/* Builds under the lock, for another's init may be at work or just done. */
static struct status folder_claim(const char *path, const char *origin, struct problem *problem)
{
    SCOPED(file_close) struct file lock = FILE_CLOSED;
    char file[PATH_BYTES_MAX];
    TRY(path_join(file, path, "lock"));
    TRY(file_open(file, FILE_FOR_WRITING, &lock));
    TRY(file_lock(&lock));
    TRY(folder_free(path, problem));
    struct status status = folder_build(path, origin, problem);
    if (!status_ok(status)) {
        unlink(file);
        draft_remove(path);
        if (status_ok(path_join(file, path, MARKER))) {
            unlink(file); /* its name may be there though it could not be made durable */
        }
    }
    return status;
}

struct status folder_init(const char *path, const char *origin, struct problem *problem)
{
    REQUIRE(path != NULL);
    bool made = file_kind(path) == FILE_ABSENT;
    TRY(folder_free(path, problem));
    TRY(origin_check(origin, problem));
    struct status status = folder_make(path);
    if (status_ok(status)) {
        status = folder_claim(path, origin, problem);
    }
    if (!status_ok(status) && made) {
        rmdir(path); /* It stays where somebody else has begun in it. */
    }
    return status;
}

static struct status keys_start(struct folder *folder, struct problem *problem)
{
    char file[PATH_BYTES_MAX];
    TRY(folder_file(folder, "keys.db", file));
    if (file_kind(file) != FILE_ABSENT) {
        return keys_open(file, folder->write, &folder->keys, problem);
    }
    return folder->write ? problem_set(problem, STATUS_JOURNAL_READ_ONLY) : OK;
}

static struct status journal_start(struct folder *folder, struct problem *problem)
{
    struct journal_options options = {
        .folder = folder->path,
        .write = folder->write,
        .books = folder->wire.books,
        .rooms = folder->wire.rooms,
        .room_count = WIRE_ROOMS,
        .key = &folder->key,
        .seed = folder->keys != NULL ? keys_log_seed(folder->keys) : NULL,
        .now_ms = clock_monotonic_ms,
    };
    return journal_open(&options, &folder->journal, problem);
}

static struct status folder_start(struct folder *folder, struct problem *problem)
{
    char file[PATH_BYTES_MAX];
    bool continues = false;
    TRY(folder_settings_read(folder->path, &folder->settings, problem));
    if (problem != NULL) {
        problem->file[0] = '\0';
    }
    if (folder->write) {
        TRY(folder_file(folder, "lock", file));
        TRY(file_open(file, FILE_FOR_WRITING, &folder->lock));
        TRY(file_lock(&folder->lock)); /* before the databases: a second writer must not wait */
        TRY(folder_file(folder, DRAFT, file));
        folder_remove(file); /* an init was killed in its last instant */
    }
    TRY(note_vkey_parse(folder->settings.vkey, strlen(folder->settings.vkey), &folder->key));
    TRY(keys_start(folder, problem));
    TRY(folder->write ? folder__continue_prepare(folder, &continues, problem) : OK);
    TRY(folder_file(folder, "books.db", file));
    TRY(wire_open(file, folder->write ? STORE_BOOKS : STORE_READ, &folder->wire, problem));
    if (!folder->write) {
        TRY(store_begin_read(books_store(folder->wire.books))); /* one state for all answers */
    }
    TRY(journal_start(folder, problem));
    TRY(continues ? folder__continue_write(folder, problem) : OK);
    TRY(folder_file(folder, "people.db", file));
    if (journal_records(folder->journal) > 0 && file_kind(file) == FILE_ABSENT) {
        return problem_set(problem, STATUS_PEOPLE_MISSING); /* An empty one would hide the loss. */
    }
    return people_open(file, folder->write, folder->keys, &folder->people, problem);
}

static struct status open_once(const char *path, bool write, struct folder **out,
                               struct problem *problem)
{
    struct folder *folder = calloc(1, sizeof *folder);
    if (folder == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    folder->write = write;
    folder->lock = FILE_CLOSED;
    folder->opened_ms = clock_monotonic_ms();
    snprintf(folder->path, sizeof folder->path, "%s", path);
    struct status status = folder_start(folder, problem);
    if (!status_ok(status)) {
        struct status closed = folder_close(&folder);
        (void)closed; /* The first trouble is the one worth telling. */
        return problem_set(problem, status.code);
    }
    *out = folder;
    return OK;
}

/* Whether the books must be brought up before a reader can see all that was answered: a writer was
 * killed, the books are not there at all, or the log has first to say that it goes on. */
static bool books_behind(const char *path, const struct folder *folder)
{
    char marker[PATH_BYTES_MAX];
    char books[PATH_BYTES_MAX];
    struct continued continued;
    bool continues = false;
    if (status_ok(backup_continued(path, &continues, &continued, NULL)) && continues) {
        return true;
    }
    if (folder != NULL) {
        return journal_behind(folder->journal);
    }
    return status_ok(path_join(marker, path, "sanbao.json")) &&
           status_ok(path_join(books, path, "books.db")) && file_kind(marker) == FILE_REGULAR &&
           file_kind(books) == FILE_ABSENT;
}

/* Brings the books up as a writer would; without keys nobody can write, and they are made anew. */
static struct status books_bring_up(const char *path, struct problem *problem)
{
    char keys[PATH_BYTES_MAX];
    struct folder *writer = NULL;
    TRY(path_join(keys, path, "keys.db"));
    if (file_kind(keys) == FILE_ABSENT) {
        return folder_books_remake(path, NULL, problem);
    }
    TRY(open_once(path, true, &writer, problem));
    return folder_close(&writer);
}

struct status folder_open(const char *path, bool write, struct folder **out,
                          struct problem *problem)
{
    REQUIRE(path != NULL && out != NULL);
    *out = NULL;
    struct status status = open_once(path, write, out, problem);
    if (write || !books_behind(path, *out)) {
        return status;
    }
    struct problem trouble = problem_none();
    struct status brought = books_bring_up(path, &trouble);
    if (brought.code == STATUS_FOLDER_BUSY) {
        return status; /* A writer is at work: what is committed is what there is to see. */
    }
    struct status closed = folder_close(out);
    (void)closed; /* It was open for reading: nothing can be lost. */
    if (problem != NULL) {
        *problem = trouble;
    }
    TRY(brought);
    return open_once(path, false, out, problem);
}

struct status folder_open_beside(const char *path, struct folder **out, struct problem *problem)
{
    REQUIRE(path != NULL && out != NULL);
    return open_once(path, false, out, problem);
}

struct status folder_follow(struct folder *folder)
{
    REQUIRE(folder != NULL && !folder->write);
    struct store *store = books_store(folder->wire.books);
    bool moved = false;
    TRY(store_commit(store));
    TRY(store_begin_read(store));
    return journal_follow(folder->journal, &moved);
}

struct status folder_close(struct folder **folder)
{
    REQUIRE(folder != NULL);
    struct folder *old = *folder;
    *folder = NULL;
    if (old == NULL) {
        return OK;
    }
    people_close(&old->people);
    struct status status = journal_close(&old->journal);
    wire_close(&old->wire);
    keys_close(&old->keys);
    file_close(&old->lock);
    free(old);
    return status;
}
