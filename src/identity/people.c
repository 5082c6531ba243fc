/* people.c - private rows: put, found and read one by one. All rows of a village: people_each.c;
 * how a row is taken away: people_drop.c. */
#include "identity/people.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "identity/people_internal.h"

struct status people_open(const char *path, bool write, struct keys *keys, struct people **out,
                          struct problem *problem)
{
    REQUIRE(path != NULL && out != NULL);
    *out = NULL;
    struct people *people = calloc(1, sizeof *people);
    if (people == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    people->keys = keys;
    people->write = write;
    const char *slash = strrchr(path, '/');
    if (asprintf(&people->erasures, "%.*s%s", slash == NULL ? 0 : (int)(slash - path + 1), path,
                 ERASURES_FILE) < 0) {
        free(people);
        return FAULT(OUT_OF_MEMORY);
    }
    struct status status = store_open(path, write ? STORE_PRIVATE : STORE_READ, &migrations_people,
                                      &people->store, problem);
    if (!status_ok(status)) {
        people_close(&people);
        return status;
    }
    *out = people;
    return OK;
}

void people_close(struct people **people)
{
    REQUIRE(people != NULL);
    if (*people != NULL) {
        store_close(&(*people)->store);
        free((*people)->erasures);
        free(*people);
        *people = NULL;
    }
}

static bool keys_writable(const struct people *people)
{
    return people->keys != NULL && people->keys->write;
}

struct status people_begin(struct people *people)
{
    REQUIRE(people != NULL);
    TRY(store_begin(people->store));
    struct status status = keys_writable(people) ? store_begin(people->keys->store) : OK;
    if (!status_ok(status)) {
        struct status undone = store_rollback(people->store);
        (void)undone; /* Nothing was written yet. */
    }
    return status;
}

static struct status look_end(struct store *store)
{
    return store_in_transaction(store) ? store_commit(store) : OK;
}

/* SQLite takes a file's state at the first read. A row is read before its key: who comes meanwhile
 * has the key where there is the row, and who was erased is gone where either is. */
struct status people_look(struct people *people)
{
    REQUIRE(people != NULL);
    if (store_in_transaction(people->store)) {
        return OK;
    }
    TRY(store_begin_read(people->store));
    return people->keys != NULL ? store_begin_read(people->keys->store) : OK;
}

struct status people_look_end(struct people *people)
{
    REQUIRE(people != NULL);
    TRY(people->keys != NULL ? look_end(people->keys->store) : OK);
    return look_end(people->store);
}

struct status people_rollback(struct people *people)
{
    REQUIRE(people != NULL);
    struct status keys = keys_writable(people) ? store_rollback(people->keys->store) : OK;
    TRY(store_rollback(people->store));
    return keys;
}

struct status people_commit(struct people *people)
{
    REQUIRE(people != NULL);
    struct status status = keys_writable(people) ? store_commit(people->keys->store) : OK;
    if (status_ok(status)) {
        status = store_commit(people->store);
    }
    if (!status_ok(status)) {
        struct status undone = people_rollback(people);
        (void)undone; /* The first trouble is the one worth telling. */
    }
    return status;
}

struct status people_mark(struct people *people)
{
    REQUIRE(people != NULL);
    TRY(store_mark(people->store));
    return keys_writable(people) ? store_mark(people->keys->store) : OK;
}

struct status people_unmark(struct people *people, bool keep)
{
    REQUIRE(people != NULL);
    TRY(store_unmark(people->store, keep));
    return keys_writable(people) ? store_unmark(people->keys->store, keep) : OK;
}

struct store *people_store(struct people *people)
{
    REQUIRE(people != NULL);
    return people->store;
}

struct status people_find(struct people *people, const char *village, enum people_kind kind,
                          const char *number, bool *found, struct people_row *row)
{
    REQUIRE(people != NULL && village != NULL && number != NULL && found != NULL && row != NULL);
    *found = false;
    if (people->keys == NULL) {
        return OK;
    }
    uint8_t index[NUMBER_INDEX_BYTES];
    struct sealed_row sealed;
    bool stored = false;
    detail__number_index(people->keys, village, kind, number, index);
    TRY(people__find(people, index, &stored, &sealed));
    return stored ? detail__open(people, &sealed, found, row) : OK;
}

struct status people_get(struct people *people, const struct id *id, bool *found,
                         struct people_row *row)
{
    REQUIRE(people != NULL && id != NULL && found != NULL && row != NULL);
    struct sealed_row sealed;
    bool stored = false;
    *found = false;
    TRY(people__get(people, id, &stored, &sealed));
    return stored ? detail__open(people, &sealed, found, row) : OK;
}

struct status people_village(struct people *people, const struct id *id, enum people_kind kind,
                             char village[CODE_MAX + 1])
{
    REQUIRE(people != NULL && id != NULL && village != NULL);
    return people__village(people, id, kind, village);
}

struct status people_changes(struct people *people, const char *village, int64_t *changes)
{
    REQUIRE(people != NULL && village != NULL && changes != NULL);
    return people__changes(people, village, changes);
}

/* The number is nobody else's. A row whose key is gone was being erased: it holds nothing up. */
static struct status number_claim(struct people *people, const char *village,
                                  const struct people_row *row)
{
    uint8_t index[NUMBER_INDEX_BYTES];
    uint8_t key[SEAL_KEY_BYTES];
    struct sealed_row other;
    bool found = false;
    detail__number_index(people->keys, village, row->kind, detail__number(row), index);
    TRY(people__find(people, index, &found, &other));
    if (!found || memcmp(&other.id, &row->id, sizeof other.id) == 0) {
        return OK;
    }
    TRY(keys__find(people->keys, &other.id, &found, key));
    wipe(key, sizeof key);
    if (!found) {
        return people__drop(people, &other.id, &found);
    }
    return row->kind == PEOPLE_HOUSEHOLD ? REFUSE(HOUSEHOLD_EXISTS) : REFUSE(PERSON_EXISTS);
}

struct status people_put(struct people *people, const char *village, const struct people_row *row,
                         struct hash *commitment)
{
    REQUIRE(people != NULL && village != NULL && row != NULL && commitment != NULL);
    REQUIRE(row->kind >= PEOPLE_RESIDENT && row->kind <= PEOPLE_HOUSEHOLD);
    if (!people->write || !keys_writable(people)) {
        return REFUSE(JOURNAL_READ_ONLY);
    }
    struct sealed_row sealed;
    TRY(number_claim(people, village, row));
    TRY(detail__seal(people, village, row, &sealed, commitment));
    return people__put(people, village, &sealed);
}

void people_name_mask(const char *name, char out[NAME_MASKED_SIZE])
{
    size_t length = strlen(name);
    size_t first = length > 0 ? 1 : 0;
    while (first < length && ((unsigned char)name[first] & 0xC0) == 0x80) {
        first++; /* the rest of the first character */
    }
    size_t characters = text_characters(name, length);
    size_t stars = characters < 2 ? 1 : characters > 3 ? 2 : characters - 1;
    snprintf(out, NAME_MASKED_SIZE, "%.*s%.*s", (int)first, name, (int)stars, "**");
}
