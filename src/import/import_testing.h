/* import_testing.h - a data folder for the tests of this room, opened as `app` opens it. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
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

static inline void books_fixture_close(struct books_fixture *fix)
{
    ASSERT_OK(journal_close(&fix->journal));
    points_close(&fix->points);
    ledger_close(&fix->ledger);
    identity_close(&fix->identity);
    books_close(&fix->books);
    people_close(&fix->people);
    keys_close(&fix->keys);
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
