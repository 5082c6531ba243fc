/* import_testing.h - a data folder for the tests of this room, opened as `app` opens it. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "import/import.h"
#include "testing/folder.h"
#include "testing/scratch.h"

enum { ROOMS = 3 };

struct books_fixture {
    char data[SCRATCH_PATH_MAX]; /* the data folder */
    struct keys *keys;
    struct people *people;
    struct books *books;
    struct identity *identity;
    struct ledger *ledger;
    struct points *points;
    struct apply_room rooms[ROOMS];
    struct note_key key;
    struct journal *journal;
};

#define ASSERT_OK(call) assert_string_equal("OK", status_name((call).code))

static inline void books_fixture_open(struct books_fixture *fix)
{
    char path[PATH_BYTES_MAX];
    uint8_t public_key[SIGN_PUBLIC_BYTES];
    ASSERT_OK(path_join(path, fix->data, "keys.db"));
    ASSERT_OK(keys_open(path, true, &fix->keys, NULL));
    ASSERT_OK(path_join(path, fix->data, "people.db"));
    ASSERT_OK(people_open(path, true, fix->keys, &fix->people, NULL));
    ASSERT_OK(path_join(path, fix->data, "books.db"));
    ASSERT_OK(books_open(path, STORE_BOOKS, &fix->books, NULL));
    ASSERT_OK(identity_open(fix->books, &fix->identity));
    ASSERT_OK(ledger_open(fix->books, &fix->ledger));
    ASSERT_OK(points_open(fix->books, fix->identity, fix->ledger, &fix->points));
    fix->rooms[0] = identity_room(fix->identity);
    fix->rooms[1] = ledger_room(fix->ledger);
    fix->rooms[2] = points_room(fix->points);
    sign_public(keys_log_seed(fix->keys), public_key);
    ASSERT_OK(note_key_make("example.org/test", public_key, &fix->key));
    struct journal_options options = {.folder = fix->data,
                                      .write = true,
                                      .books = fix->books,
                                      .rooms = fix->rooms,
                                      .room_count = ROOMS,
                                      .key = &fix->key,
                                      .seed = keys_log_seed(fix->keys)};
    ASSERT_OK(journal_open(&options, &fix->journal, NULL));
}

/* Closes whatever state it is in, as a process does that stops after a fault. */
static inline void books_fixture_drop(struct books_fixture *fix)
{
    struct status status = journal_close(&fix->journal);
    (void)status;
    points_close(&fix->points);
    ledger_close(&fix->ledger);
    identity_close(&fix->identity);
    books_close(&fix->books);
    people_close(&fix->people);
    keys_close(&fix->keys);
}

static inline void books_fixture_close(struct books_fixture *fix)
{
    ASSERT_OK(journal_commit(fix->journal));
    books_fixture_drop(fix);
}

static inline void books_fixture_make(struct books_fixture *fix)
{
    char path[PATH_BYTES_MAX];
    crypto_init();
    *fix = (struct books_fixture){.keys = NULL};
    scratch_make(fix->data);
    ASSERT_OK(path_join(path, fix->data, "keys.db"));
    ASSERT_OK(keys_create(path, NULL));
    books_fixture_open(fix);
}

static inline void books_fixture_end(struct books_fixture *fix)
{
    books_fixture_close(fix);
    scratch_remove(fix->data);
}

/* Imports a folder; the report is the caller's. */
static inline struct status books_fixture_import(struct books_fixture *fix,
                                                 struct import_options options,
                                                 struct import_report *report)
{
    struct import_rooms rooms = {fix->journal, fix->people, fix->keys, fix->identity, fix->points};
    options.data_folder = fix->data;
    options.today = options.today == 0 ? 30000 : options.today;
    return import_folder(&options, &rooms, report, NULL);
}

/* Files of a sample village into a new scratch folder; `files`: their names, space between; NULL:
 * all tables and village.json. */
static inline void village_copy(const char *sample, const char *files,
                                char folder[SCRATCH_PATH_MAX])
{
    static const char *const all[] = {"village.json",   "fund.csv",       "households.csv",
                                      "residents.csv",  "staff.csv",      "rules.csv",
                                      "activities.csv", "attendance.csv", "shops.csv",
                                      "goods.csv",      "redemptions.csv"};
    scratch_make(folder);
    for (size_t i = 0; i < COUNT(all); i++) {
        char from[PATH_BYTES_MAX];
        if (files == NULL || strstr(files, all[i]) != NULL) {
            snprintf(from, sizeof(from), "%s/%s/%s", SANBAO_TEST_DATA, sample, all[i]);
            folder_copy(from, folder, all[i]);
        }
    }
}

/* Replaces a piece of a file, which must be in it, by another. */
static inline void village_edit(const char *folder, const char *name, const char *from,
                                const char *to)
{
    char path[PATH_BYTES_MAX];
    uint8_t *bytes = NULL;
    size_t length = 0;
    ASSERT_OK(path_join(path, folder, name));
    ASSERT_OK(file_load(path, CSV_FILE_BYTES_MAX, &bytes, &length));
    char *at = strstr((char *)bytes, from);
    assert_non_null(at);
    size_t before = (size_t)(at - (char *)bytes);
    size_t after = length - before - strlen(from);
    char *edited = malloc(length + strlen(to) + 1);
    assert_non_null(edited);
    memcpy(edited, bytes, before);
    memcpy(edited + before, to, strlen(to));
    memcpy(edited + before + strlen(to), at + strlen(from), after);
    folder_put(folder, name, edited, before + strlen(to) + after);
    free(edited);
    free(bytes);
}
