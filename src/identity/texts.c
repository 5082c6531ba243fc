/* texts.c - the public texts: unencrypted, grouped by the operation that commits to them. */
#include <stdlib.h>
#include <string.h>

#include "identity/people_internal.h"

static int by_field(const void *a, const void *b)
{
    const struct text_field *const *x = a;
    const struct text_field *const *y = b;
    return strcmp((*x)->field, (*y)->field);
}

/* What the commitment covers: field, NUL, value, NUL of each, in byte order of the fields. */
static struct status commit_to(const struct text_field *fields, size_t count,
                               const uint8_t salt[SALT_BYTES], struct hash *commitment)
{
    const struct text_field *sorted[TEXT_FIELDS_MAX];
    uint8_t text[DETAIL_BYTES_MAX];
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        sorted[i] = &fields[i];
    }
    qsort(sorted, count, sizeof sorted[0], by_field);
    for (size_t i = 0; i < count; i++) {
        size_t field = strlen(sorted[i]->field) + 1;
        size_t value = strlen(sorted[i]->value) + 1;
        REQUIRE(i == 0 || strcmp(sorted[i - 1]->field, sorted[i]->field) != 0);
        if (field + value > sizeof text - used) {
            return REFUSE(LIMIT_EXCEEDED);
        }
        memcpy(text + used, sorted[i]->field, field);
        memcpy(text + used + field, sorted[i]->value, value);
        used += field + value;
    }
    people_commitment(salt, text, used, commitment);
    return OK;
}

struct text_group {
    const char *village;
    const char *about;
    const char *code;
    const struct id *event_id;
    int64_t created_at;
    const uint8_t *salt;
};

static struct status group_write(struct people *people, const struct text_group *group,
                                 const struct text_field *fields, size_t count)
{
    bool dropped = false;
    TRY(people__text_drop(people, group->event_id, &dropped));
    for (size_t i = 0; i < count; i++) {
        TRY(people__text_put(people, group->village, group->about, group->code, group->event_id,
                             group->created_at, group->salt, &fields[i]));
    }
    return OK;
}

struct status texts_put(struct people *people, const char *village, const char *of,
                        const char *code, const struct id *event_id, int64_t created_at,
                        const uint8_t salt[SALT_BYTES], const struct text_field *fields,
                        size_t count, struct hash *commitment)
{
    REQUIRE(people != NULL && village != NULL && of != NULL && code != NULL && event_id != NULL);
    REQUIRE(fields != NULL && count > 0 && commitment != NULL);
    if (!people->write) {
        return REFUSE(JOURNAL_READ_ONLY);
    }
    if (count > TEXT_FIELDS_MAX) {
        return REFUSE(LIMIT_EXCEEDED);
    }
    TRY(commit_to(fields, count, salt, commitment));
    const struct text_group group = {village, of, code, event_id, created_at, salt};
    if (store_in_transaction(people->store)) {
        return group_write(people, &group, fields, count);
    }
    TRY(store_begin(people->store));
    struct status status = group_write(people, &group, fields, count);
    if (status_ok(status)) {
        status = store_commit(people->store);
    }
    if (!status_ok(status)) {
        struct status undone = store_rollback(people->store);
        (void)undone; /* The first trouble is the one worth telling. */
    }
    return status;
}

struct status texts_get(struct people *people, const char *village, const char *of,
                        const char *code, const char *field, char **value)
{
    REQUIRE(people != NULL && village != NULL && of != NULL && code != NULL && field != NULL);
    REQUIRE(value != NULL);
    return people__text_get(people, village, of, code, field, value);
}
