/* upgrade.c - copies, migrates, makes the books anew, checks; or goes back. See upgrade.h. */
#include "app/upgrade.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/json.h"

#define COPIES "before-upgrade"
#define DRAFT "before-upgrade.new"
#define NOTE "upgrade.json"
enum { NOTE_BYTES_MAX_HERE = 4096, BUFFER_BYTES = 1 << 16 };

/* The databases that are their own truth; the books are not. */
static const char *const truths[] = {"people.db", "keys.db"};

/* ---- what is older ---- */

/* Whether a database is older than this program's. One that is not there is not. */
static struct status is_older(const char *path, const char *name, bool *older,
                              struct problem *problem)
{
    char file[PATH_BYTES_MAX];
    struct people *people = NULL;
    struct keys *keys = NULL;
    struct books *books = NULL;
    struct status status = OK;
    TRY(path_join(file, path, name));
    *older = false;
    if (file_kind(file) == FILE_ABSENT) {
        return OK;
    }
    if (strcmp(name, "people.db") == 0) {
        status = people_open(file, false, NULL, &people, problem);
    } else if (strcmp(name, "keys.db") == 0) {
        status = keys_open(file, false, &keys, problem);
    } else {
        status = books_open(file, STORE_READ, &books, problem);
    }
    people_close(&people);
    keys_close(&keys);
    books_close(&books);
    *older = status.code == STATUS_STORE_OLDER;
    return *older ? OK : status;
}

/* ---- what is noted beside the copies ---- */

struct note {
    uint64_t records;
    int32_t day;
    bool finished;      /* one that was killed in the middle goes on with the copies it made */
    struct hash people; /* of people.db as it was right after the upgrade */
};

static struct status file_hash(const char *folder, const char *name, struct hash *hash)
{
    char path[PATH_BYTES_MAX];
    SCOPED(file_close) struct file file = FILE_CLOSED;
    SCOPED(hasher_free) struct hasher *hasher = NULL;
    TRY(path_join(path, folder, name));
    TRY(hasher_new(&hasher));
    TRY(file_open(path, FILE_FOR_READING, &file));
    uint8_t *buffer = malloc(BUFFER_BYTES);
    if (buffer == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    struct status status = OK;
    int64_t at = 0;
    hasher_begin(hasher);
    for (size_t got = BUFFER_BYTES; status_ok(status) && got == BUFFER_BYTES;) {
        status = file_read(&file, at, buffer, BUFFER_BYTES, &got);
        hasher_add(hasher, buffer, got);
        at += (int64_t)got;
    }
    hasher_end(hasher, hash);
    free(buffer);
    return status;
}

static struct status journal_count(const char *path, uint64_t *records, struct problem *problem)
{
    SCOPED(frames_close) struct frames *frames = NULL;
    const struct frames_options options = {.folder = path};
    uint64_t cut = 0;
    TRY(frames_open(&options, &frames, &cut, problem));
    *records = frames_records(frames);
    return OK;
}

static struct status note_write(const char *copies, const struct note *note)
{
    char path[PATH_BYTES_MAX];
    char day[DAY_TEXT_SIZE];
    char hash[2 * HASH_BYTES + 1];
    char text[NOTE_BYTES_MAX_HERE];
    day_format(note->day, day);
    for (size_t i = 0; i < HASH_BYTES; i++) {
        snprintf(hash + 2 * i, 3, "%02x", note->people.bytes[i]);
    }
    int length = snprintf(text, sizeof text,
                          "{\n  \"day\": \"%s\",\n  \"records\": %" PRIu64
                          ",\n  \"finished\": %s,\n  \"people\": \"%s\"\n}\n",
                          day, note->records, note->finished ? "true" : "false", hash);
    TRY(path_join(path, copies, NOTE));
    return file_replace(path, text, (size_t)length);
}

static bool hash_is(const struct json_member *member, const struct hash *hash)
{
    char text[2 * HASH_BYTES + 1];
    for (size_t i = 0; i < HASH_BYTES; i++) {
        snprintf(text + 2 * i, 3, "%02x", hash->bytes[i]);
    }
    return member != NULL && member->kind == JSON_TEXT && strcmp(member->text, text) == 0;
}

/* Reads the note; `people` says whether people.db is still what it was. Refuses UPGRADE_NOTHING. */
static struct status note_read(const char *path, struct note *note, bool *people_same)
{
    char folder[PATH_BYTES_MAX];
    char file[PATH_BYTES_MAX];
    uint8_t *text = NULL;
    size_t length = 0;
    struct hash now;
    TRY(path_join(folder, path, COPIES));
    TRY(path_join(file, folder, NOTE));
    if (file_kind(file) != FILE_REGULAR) {
        return REFUSE(UPGRADE_NOTHING);
    }
    TRY(file_hash(path, "people.db", &now));
    struct json_object *object = calloc(1, sizeof *object);
    if (object == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    struct status status = file_load(file, NOTE_BYTES_MAX_HERE, &text, &length);
    if (status_ok(status)) {
        status = json_object_read((const char *)text, length, object, NULL);
    }
    if (status_ok(status)) {
        const struct json_member *day = json_object_find(object, "day");
        const struct json_member *records = json_object_find(object, "records");
        const struct json_member *finished = json_object_find(object, "finished");
        bool good = day != NULL && day->kind == JSON_TEXT && records != NULL &&
                    records->kind == JSON_INTEGER &&
                    status_ok(day_parse(day->text, day->text_length, &note->day));
        note->records = good ? (uint64_t)records->integer : 0;
        note->finished =
            finished != NULL && finished->kind == JSON_BOOLEAN && finished->integer == 1;
        *people_same = hash_is(json_object_find(object, "people"), &now);
        status = good ? OK : REFUSE(UPGRADE_NOTHING);
        json_object_free(object);
    }
    free(object);
    free(text);
    return status;
}

/* ---- forward ---- */

static struct status database_copy(const char *path, const char *copies, const char *name,
                                   struct problem *problem)
{
    char from[PATH_BYTES_MAX];
    char to[PATH_BYTES_MAX];
    SCOPED(store_close) struct store *store = NULL;
    SCOPED(file_close) struct file file = FILE_CLOSED;
    TRY(path_join(from, path, name));
    TRY(path_join(to, copies, name));
    TRY(store_open(from, STORE_READ, NULL, &store, problem));
    TRY(store_copy_to(store, to));
    TRY(file_open(to, FILE_FOR_WRITING, &file));
    return file_sync(&file);
}

static struct status copies_make(const char *path, const bool older[COUNT(truths)],
                                 struct problem *problem)
{
    char draft[PATH_BYTES_MAX];
    char copies[PATH_BYTES_MAX];
    struct note note = {.finished = true};
    bool same = false;
    if (status_ok(note_read(path, &note, &same)) && !note.finished) {
        return OK;
    }
    note = (struct note){.day = clock_day(CHINA_OFFSET_MINUTES)};
    TRY(path_join(draft, path, DRAFT));
    TRY(path_join(copies, path, COPIES));
    folder_remove(draft);
    TRY(folder_make(draft));
    for (size_t i = 0; i < COUNT(truths); i++) {
        TRY(older[i] ? database_copy(path, draft, truths[i], problem) : OK);
    }
    TRY(journal_count(path, &note.records, problem));
    TRY(note_write(draft, &note));
    folder_remove(copies); /* of the upgrade before this one */
    return file_rename(draft, copies);
}

static struct status truths_migrate(const char *path, struct problem *problem)
{
    char file[PATH_BYTES_MAX];
    struct people *people = NULL;
    struct keys *keys = NULL;
    TRY(path_join(file, path, "keys.db"));
    if (file_kind(file) == FILE_REGULAR) {
        TRY(keys_open(file, true, &keys, problem));
        keys_close(&keys);
    }
    TRY(path_join(file, path, "people.db"));
    if (file_kind(file) == FILE_REGULAR) {
        TRY(people_open(file, true, NULL, &people, problem));
        people_close(&people);
    }
    return OK;
}

/* What people.db is now is noted, so that going back can tell whether anything came in since. */
static struct status note_people(const char *path)
{
    char copies[PATH_BYTES_MAX];
    struct note note;
    bool same = false;
    TRY(path_join(copies, path, COPIES));
    TRY(note_read(path, &note, &same));
    TRY(file_hash(path, "people.db", &note.people));
    note.finished = true;
    return note_write(copies, &note);
}

static struct status check(const char *path, const struct watch *watch, struct upgraded *upgraded,
                           struct problem *problem)
{
    struct folder *folder = NULL;
    struct journal_verified verified;
    TRY(folder_books_remake(path, watch, problem));
    TRY(folder_open(path, false, &folder, problem));
    struct status status = journal_verify_log(path, &folder->key, watch, &verified, problem);
    upgraded->records = journal_records(folder->journal);
    TRY(folder_close(&folder));
    TRY(status);
    return note_people(path);
}

static struct status lock_take(const char *path, struct file *lock, struct problem *problem)
{
    struct folder_settings settings;
    char file[PATH_BYTES_MAX];
    TRY(folder_settings_read(path, &settings, problem));
    TRY(path_join(file, path, "lock"));
    TRY(file_open(file, FILE_FOR_WRITING, lock));
    return file_lock(lock);
}

/* Under the lock: copies and migrations. The lock is given back before the books are made, which
 * take it for themselves. */
static struct status forward(const char *path, struct upgraded *upgraded, struct problem *problem)
{
    SCOPED(file_close) struct file lock = FILE_CLOSED;
    bool older[COUNT(truths)] = {false};
    bool books_older = false;
    TRY(lock_take(path, &lock, problem));
    for (size_t i = 0; i < COUNT(truths); i++) {
        TRY(is_older(path, truths[i], &older[i], problem));
        upgraded->needed = upgraded->needed || older[i];
    }
    TRY(is_older(path, "books.db", &books_older, problem));
    upgraded->needed = upgraded->needed || books_older;
    if (!upgraded->needed) {
        return OK;
    }
    TRY(copies_make(path, older, problem));
    return truths_migrate(path, problem);
}

/* ---- back ---- */

static struct status copy_return(const char *path, const char *copies, const char *name)
{
    static const char *const ends[] = {"-wal", "-shm"};
    char from[PATH_BYTES_MAX];
    char to[PATH_BYTES_MAX];
    char beside[PATH_BYTES_MAX];
    TRY(path_join(from, copies, name));
    TRY(path_join(to, path, name));
    if (file_kind(from) != FILE_REGULAR) {
        return OK; /* that database was not changed */
    }
    for (size_t i = 0; i < COUNT(ends); i++) {
        int used = snprintf(beside, sizeof beside, "%s%s", to, ends[i]);
        TRY(used >= (int)sizeof beside ? REFUSE(LIMIT_EXCEEDED) : file_remove(beside));
    }
    return file_rename(from, to);
}

/* The books follow from the journal: whoever opens the folder next makes its own. */
static struct status back(const char *path)
{
    static const char *const books[] = {"books.db-wal", "books.db-shm", "books.db"};
    char copies[PATH_BYTES_MAX];
    char file[PATH_BYTES_MAX];
    TRY(path_join(copies, path, COPIES));
    for (size_t i = 0; i < COUNT(truths); i++) {
        TRY(copy_return(path, copies, truths[i]));
    }
    for (size_t i = 0; i < COUNT(books); i++) {
        TRY(path_join(file, path, books[i]));
        TRY(file_remove(file));
    }
    folder_remove(copies);
    return OK;
}

struct status folder_upgrade(const char *path, const struct watch *watch, struct upgraded *upgraded,
                             struct problem *problem)
{
    REQUIRE(path != NULL && upgraded != NULL);
    *upgraded = (struct upgraded){.needed = false};
    struct status status = forward(path, upgraded, problem);
    if (status_ok(status) && upgraded->needed) {
        status = check(path, watch, upgraded, problem);
    }
    if (status_ok(status) || !upgraded->needed) {
        return problem_set(problem, status.code);
    }
    struct status undone = back(path);
    (void)undone; /* The first trouble is the one worth telling. */
    return problem_set(problem, status.code);
}

struct status folder_upgrade_back(const char *path, bool loses, struct problem *problem)
{
    REQUIRE(path != NULL);
    SCOPED(file_close) struct file lock = FILE_CLOSED;
    struct note note;
    bool same = false;
    uint64_t records = 0;
    TRY(lock_take(path, &lock, problem));
    TRY(problem_set(problem, note_read(path, &note, &same).code));
    TRY(journal_count(path, &records, problem));
    if (records != note.records || !(same || loses)) {
        if (problem != NULL) {
            snprintf(problem->value, sizeof problem->value, "%" PRIu64, records);
            snprintf(problem->expected, sizeof problem->expected, "%" PRIu64, note.records);
        }
        return problem_set(problem, STATUS_UPGRADE_WORKED);
    }
    return back(path);
}

struct status folder_upgrade_expire(const char *path, int32_t today)
{
    char copies[PATH_BYTES_MAX];
    struct note note;
    bool same = false;
    TRY(path_join(copies, path, COPIES));
    if (file_kind(copies) == FILE_FOLDER &&
        (!status_ok(note_read(path, &note, &same)) || today - note.day > UPGRADE_COPY_DAYS)) {
        folder_remove(copies);
    }
    return OK;
}
