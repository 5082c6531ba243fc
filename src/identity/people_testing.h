/* people_testing.h - for the tests of private data: a folder with people.db and keys.db, rows to
 * put and to look for, and a look into the bytes of all files. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "identity/people_internal.h"
#include "testing/scratch.h"

static char folder[SCRATCH_PATH_MAX];
static char people_path[PATH_BYTES_MAX];
static char keys_path[PATH_BYTES_MAX];
static struct keys *keys;
static struct people *people;
static struct problem problem;

static inline void assert_status(enum status_code expected, struct status status)
{
    assert_string_equal(status_name(expected), status_name(status.code));
}

static inline void files_close(void)
{
    people_close(&people);
    keys_close(&keys);
}

static inline void files_open(bool with_keys, bool write)
{
    files_close();
    if (with_keys) {
        assert_status(STATUS_OK, keys_open(keys_path, write, &keys, &problem));
    }
    assert_status(STATUS_OK, people_open(people_path, write, keys, &people, &problem));
}

static inline int begin(void **state)
{
    (void)state;
    scratch_make(folder);
    problem = problem_none();
    assert_status(STATUS_OK, path_join(people_path, folder, "people.db"));
    assert_status(STATUS_OK, path_join(keys_path, folder, "keys.db"));
    assert_status(STATUS_OK, keys_create(keys_path, &problem));
    files_open(true, true);
    return 0;
}

static inline int end(void **state)
{
    (void)state;
    files_close();
    scratch_remove(folder);
    return 0;
}

/* ---- making rows ---- */

static inline struct id id_of(uint8_t first)
{
    struct id id;
    memset(id.bytes, 0x5A, sizeof id.bytes);
    id.bytes[0] = first;
    return id;
}

struct person_text {
    const char *number;
    const char *name;
    const char *phone;
};

static inline struct status put_person(const char *village, struct id id, enum people_kind kind,
                                       const struct person_text *text, struct hash *commitment)
{
    char fields[3][64];
    snprintf(fields[0], sizeof fields[0], "%s", text->number);
    snprintf(fields[1], sizeof fields[1], "%s", text->name);
    snprintf(fields[2], sizeof fields[2], "%s", text->phone);
    Sanbao__V1__PersonDetail detail = SANBAO__V1__PERSON_DETAIL__INIT;
    detail.number = fields[0];
    detail.name = fields[1];
    detail.phone = fields[2];
    detail.birth_day = -7575;
    detail.has_birth = true;
    struct people_row row = {.id = id, .event_id = id, .created_at = 1000, .kind = kind};
    row.event_id.bytes[15] = 0xEE;
    row.person = &detail;
    memset(row.salt, 0x33, sizeof row.salt);
    return people_put(people, village, &row, commitment);
}

static inline struct status put_household(const char *village, struct id id, const char *number)
{
    char address[] = "佛山村1组1号";
    char fields[32];
    snprintf(fields, sizeof fields, "%s", number);
    Sanbao__V1__HouseholdDetail detail = SANBAO__V1__HOUSEHOLD_DETAIL__INIT;
    detail.number = fields;
    detail.address = address;
    struct people_row row = {.id = id, .event_id = id, .kind = PEOPLE_HOUSEHOLD};
    row.household = &detail;
    struct hash commitment;
    return people_put(people, village, &row, &commitment);
}

static const struct person_text he = {"R00001", "何红", "10043662504"};
static const struct person_text zheng = {"R00002", "郑佳", "10098765432"};

static inline void put_he(void)
{
    struct hash commitment;
    assert_status(STATUS_OK, put_person("V1", id_of(1), PEOPLE_RESIDENT, &he, &commitment));
}

static inline bool is_found(const char *village, enum people_kind kind, const char *number)
{
    struct people_row row;
    bool found = false;
    assert_status(STATUS_OK, people_find(people, village, kind, number, &found, &row));
    if (found) {
        people_row_free(&row);
    }
    return found;
}

static inline bool is_got(struct id id)
{
    struct people_row row;
    bool found = false;
    assert_status(STATUS_OK, people_get(people, &id, &found, &row));
    if (found) {
        people_row_free(&row);
    }
    return found;
}
