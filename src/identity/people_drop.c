/* people_drop.c - how private rows go: by erasure, and as orphans of operations that never came. */
#include <stdlib.h>
#include <string.h>

#include "identity/people_internal.h"

struct status ids__add(struct ids *ids, const struct id *id)
{
    if (ids->count == ids->room) {
        size_t room = ids->room == 0 ? 64 : ids->room * 2;
        struct id *list = realloc(ids->list, room * sizeof *list);
        if (list == NULL) {
            return FAULT(OUT_OF_MEMORY);
        }
        ids->list = list;
        ids->room = room;
    }
    ids->list[ids->count++] = *id;
    return OK;
}

void ids__free(struct ids *ids)
{
    free(ids->list);
    *ids = (struct ids){0};
}

static bool may_drop(const struct people *people)
{
    return people->write && people->keys != NULL && people->keys->write;
}

static struct status is_there(struct people *people, const struct id *id, bool *there)
{
    uint8_t key[SEAL_KEY_BYTES];
    struct sealed_row row;
    bool rows = false;
    TRY(keys__find(people->keys, id, there, key));
    wipe(key, sizeof key);
    TRY(people__get(people, id, &rows, &row));
    *there = *there || rows;
    return OK;
}

struct status people_erase(struct people *people, const struct id *id)
{
    REQUIRE(people != NULL && id != NULL && !store_in_transaction(people->store));
    if (!may_drop(people)) {
        return REFUSE(JOURNAL_READ_ONLY);
    }
    bool there = false;
    bool dropped = false;
    TRY(is_there(people, id, &there));
    if (there) {
        TRY(erasures__note(people->erasures, id));   /* first: a copy could bring the person back */
        TRY(keys__drop(people->keys, id, &dropped)); /* From here on nobody can read it. */
        TRY(people__drop(people, id, &dropped));
    }
    TRY(store_scrub(people->keys->store)); /* also in a second call, after STORE_BUSY */
    TRY(store_scrub(people->store));
    return there ? OK : REFUSE(PERSON_UNKNOWN);
}

static struct status orphans_find(struct people *people, int64_t older_than,
                                  people_in_books_fn in_books, void *context, struct ids *orphans)
{
    SCOPED(ids__free) struct ids old = {0};
    TRY(people__old(people, older_than, &old));
    for (size_t i = 0; i < old.count; i++) {
        bool in = false;
        TRY(in_books(context, &old.list[i], &in));
        if (!in) {
            TRY(ids__add(orphans, &old.list[i]));
        }
    }
    return OK;
}

/* Drops what hangs on one event id. Who is resident and staff keeps the key with the other row. */
static struct status orphan_drop(struct people *people, const struct id *event_id, int64_t *dropped)
{
    SCOPED(ids__free) struct ids ids = {0};
    bool text = false;
    TRY(people__event_ids(people, event_id, &ids));
    TRY(people__event_drop(people, event_id));
    TRY(people__text_drop(people, event_id, &text));
    *dropped += (int64_t)ids.count + (text ? 1 : 0);
    for (size_t i = 0; i < ids.count; i++) {
        struct sealed_row other;
        bool found = false;
        TRY(people__get(people, &ids.list[i], &found, &other));
        if (!found) {
            TRY(keys__drop(people->keys, &ids.list[i], &found));
        }
    }
    return OK;
}

static struct status orphans_drop(struct people *people, const struct ids *orphans,
                                  int64_t *dropped)
{
    for (size_t i = 0; i < orphans->count; i++) {
        TRY(orphan_drop(people, &orphans->list[i], dropped));
    }
    return OK;
}

struct status people_orphans_drop(struct people *people, int64_t older_than,
                                  people_in_books_fn in_books, void *context, int64_t *dropped)
{
    REQUIRE(people != NULL && in_books != NULL && dropped != NULL);
    REQUIRE(!store_in_transaction(people->store));
    *dropped = 0;
    if (!may_drop(people)) {
        return REFUSE(JOURNAL_READ_ONLY);
    }
    SCOPED(ids__free) struct ids orphans = {0};
    TRY(orphans_find(people, older_than, in_books, context, &orphans));
    if (orphans.count == 0) {
        return OK;
    }
    TRY(people_begin(people));
    struct status status = orphans_drop(people, &orphans, dropped);
    if (!status_ok(status)) {
        *dropped = 0;
        TRY(people_rollback(people));
        return status;
    }
    return people_commit(people);
}
