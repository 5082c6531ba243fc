/* people_test.c - that private rows are found by those who hold the keys, in order, and by nobody
 * else; that keys come before rows. Privacy, erasure, texts, orphans: people_drop_test.c. */
#include "identity/people_testing.h"

#include <sys/stat.h>
#include <time.h>

/* ---- keys ---- */

static void keys_check(void **state)
{
    (void)state;
    assert_status(STATUS_FILE_EXISTS, keys_create(keys_path, &problem));
    assert_string_equal(keys_path, problem.file);
    uint8_t seed[SIGN_SEED_BYTES];
    memcpy(seed, keys_log_seed(keys), sizeof seed);
    struct piece piece = {"x", 1};
    struct hash before;
    struct hash after;
    keys_hmac(keys, &piece, 1, &before);
    files_open(true, false);
    keys_hmac(keys, &piece, 1, &after);
    assert_memory_equal(seed, keys_log_seed(keys), sizeof seed);
    assert_memory_equal(&before, &after, sizeof before);
    struct stat info;
    assert_int_equal(0, stat(keys_path, &info));
    assert_int_equal(0600, info.st_mode & 0777);
}

static void keys_missing_check(void **state)
{
    (void)state;
    files_close();
    struct store *store = NULL;
    assert_status(STATUS_OK,
                  store_open(keys_path, STORE_PRIVATE, &migrations_keys, &store, &problem));
    assert_status(STATUS_OK, store_run(store, "DELETE FROM secret WHERE name='folder'"));
    store_close(&store);
    assert_status(STATUS_STORE_CORRUPT, keys_open(keys_path, true, &keys, &problem));
    assert_null(keys);
    assert_string_equal(keys_path, problem.file);
}

/* ---- put, find, get ---- */

static void round_trip_check(void **state)
{
    (void)state;
    struct hash commitment;
    assert_status(STATUS_OK, put_person("V1", id_of(1), PEOPLE_RESIDENT, &he, &commitment));
    files_open(true, false);
    struct people_row row;
    bool found = false;
    assert_status(STATUS_OK, people_find(people, "V1", PEOPLE_RESIDENT, "R00001", &found, &row));
    assert_true(found);
    struct id id = id_of(1);
    assert_memory_equal(&id, &row.id, sizeof id);
    assert_int_equal(0xEE, row.event_id.bytes[15]);
    assert_int_equal(1000, row.created_at);
    assert_int_equal(PEOPLE_RESIDENT, row.kind);
    assert_string_equal("何红", row.person->name);
    assert_string_equal("10043662504", row.person->phone);
    assert_int_equal(-7575, row.person->birth_day);
    assert_int_equal(0x33, row.salt[31]);

    uint8_t packed[512];
    size_t length = sanbao__v1__person_detail__pack(row.person, packed);
    struct hash again;
    people_commitment(row.salt, packed, length, &again);
    assert_memory_equal(&again, &commitment, sizeof again);
    people_row_free(&row);
}

static struct find_row {
    const char *name;
    const char *village;
    enum people_kind kind;
    const char *number;
    bool found;
} find_rows[] = {
    {"finds a resident by number", "V1", PEOPLE_RESIDENT, "R00001", true},
    {"does not find the start of a number", "V1", PEOPLE_RESIDENT, "R0000", false},
    {"does not find a resident of another village", "V2", PEOPLE_RESIDENT, "R00001", false},
    {"does not take a resident for staff", "V1", PEOPLE_STAFF, "R00001", false},
    {"finds a household by number", "V1", PEOPLE_HOUSEHOLD, "H0001", true},
    {"does not take a household for a resident", "V1", PEOPLE_RESIDENT, "H0001", false},
};

static void find_check(void **state)
{
    const struct find_row *row = *state;
    put_he();
    assert_status(STATUS_OK, put_household("V1", id_of(9), "H0001"));
    assert_int_equal(row->found, is_found(row->village, row->kind, row->number));
}

static void taken_check(void **state)
{
    (void)state;
    struct hash commitment;
    put_he();
    assert_status(STATUS_PERSON_EXISTS,
                  put_person("V1", id_of(2), PEOPLE_RESIDENT, &he, &commitment));
    assert_status(STATUS_OK, put_person("V2", id_of(3), PEOPLE_RESIDENT, &he, &commitment));
    assert_status(STATUS_OK, put_household("V1", id_of(8), "H0001"));
    assert_status(STATUS_HOUSEHOLD_EXISTS, put_household("V1", id_of(9), "H0001"));
}

static void replace_check(void **state)
{
    (void)state;
    put_he();
    struct hash commitment;
    const struct person_text changed = {"R00009", "何红", "10000000000"};
    assert_status(STATUS_OK, put_person("V1", id_of(1), PEOPLE_RESIDENT, &changed, &commitment));
    assert_false(is_found("V1", PEOPLE_RESIDENT, "R00001"));
    assert_true(is_found("V1", PEOPLE_RESIDENT, "R00009"));
    assert_status(STATUS_OK, put_person("V1", id_of(2), PEOPLE_RESIDENT, &he, &commitment));
}

static void two_rows_check(void **state)
{
    (void)state;
    struct hash commitment;
    const struct person_text staff = {"T01", "何红", ""};
    assert_status(STATUS_OK, put_person("V1", id_of(1), PEOPLE_STAFF, &staff, &commitment));
    put_he();
    struct people_row row;
    bool found = false;
    struct id id = id_of(1);
    assert_status(STATUS_OK, people_get(people, &id, &found, &row));
    assert_true(found);
    assert_string_equal("R00001", row.person->number);
    people_row_free(&row);
    assert_true(is_found("V1", PEOPLE_STAFF, "T01"));
    assert_status(STATUS_OK, people_erase(people, &id));
    assert_false(is_found("V1", PEOPLE_STAFF, "T01"));
    assert_false(is_got(id));
}

static void too_long_check(void **state)
{
    (void)state;
    static char name[DETAIL_BYTES_MAX];
    memset(name, 'n', sizeof name - 1);
    Sanbao__V1__PersonDetail detail = SANBAO__V1__PERSON_DETAIL__INIT;
    detail.number = name;
    detail.name = name;
    struct people_row row = {.id = id_of(1), .kind = PEOPLE_RESIDENT, .person = &detail};
    struct hash commitment;
    assert_status(STATUS_LIMIT_EXCEEDED, people_put(people, "V1", &row, &commitment));
    assert_false(is_got(id_of(1)));
}

static void no_keys_check(void **state)
{
    (void)state;
    put_he();
    files_open(false, true);
    struct hash commitment;
    struct id id = id_of(1);
    int64_t dropped = 0;
    assert_false(is_found("V1", PEOPLE_RESIDENT, "R00001"));
    assert_false(is_got(id));
    assert_status(STATUS_JOURNAL_READ_ONLY,
                  put_person("V1", id_of(2), PEOPLE_RESIDENT, &zheng, &commitment));
    assert_status(STATUS_JOURNAL_READ_ONLY, people_erase(people, &id));
    assert_status(STATUS_JOURNAL_READ_ONLY,
                  people_orphans_drop(people, 1, (people_in_books_fn)abort, NULL, &dropped));
    files_open(true, false);
    assert_true(is_got(id));
    assert_status(STATUS_JOURNAL_READ_ONLY,
                  put_person("V1", id_of(2), PEOPLE_RESIDENT, &zheng, &commitment));
}

static void swapped_check(void **state)
{
    (void)state;
    struct hash commitment;
    put_he();
    assert_status(STATUS_OK, put_person("V1", id_of(2), PEOPLE_RESIDENT, &zheng, &commitment));
    assert_status(STATUS_OK,
                  store_run(people->store, "UPDATE detail SET sealed=(SELECT sealed FROM detail "
                                           "WHERE id=x'025A5A5A5A5A5A5A5A5A5A5A5A5A5A5A')"));
    struct people_row row;
    bool found = false;
    struct id id = id_of(1);
    assert_status(STATUS_STORE_CORRUPT, people_get(people, &id, &found, &row));
    assert_true(is_got(id_of(2)));
}

/* ---- transactions ---- */

static void rollback_check(void **state)
{
    (void)state;
    uint8_t key[SEAL_KEY_BYTES];
    struct id id = id_of(1);
    bool found = true;
    assert_status(STATUS_OK, people_begin(people));
    put_he();
    assert_true(is_got(id));
    assert_status(STATUS_OK, people_rollback(people));
    assert_false(is_got(id));
    assert_status(STATUS_OK, keys__find(keys, &id, &found, key));
    assert_false(found);
}

static void keys_first_check(void **state)
{
    (void)state;
    struct id id = id_of(1);
    assert_status(STATUS_OK, people_begin(people));
    put_he();
    assert_status(STATUS_OK, store_commit(keys->store)); /* as people_commit() starts */
    files_open(true, true);                              /* killed here */
    uint8_t key[SEAL_KEY_BYTES];
    bool found = false;
    assert_status(STATUS_OK, keys__find(keys, &id, &found, key));
    assert_true(found);
    assert_false(is_got(id));
    put_he(); /* tried again: the same key serves */
    assert_true(is_got(id));
    assert_status(STATUS_OK, people_begin(people));
    assert_status(STATUS_OK, people_commit(people));
}

/* ---- all rows in order ---- */

struct seen {
    char numbers[8][16];
    size_t count;
    size_t stop_at;
};

static struct status see(void *context, const struct people_row *row)
{
    struct seen *seen = context;
    snprintf(seen->numbers[seen->count++], sizeof seen->numbers[0], "%s", detail__number(row));
    assert_true(is_found("V1", PEOPLE_RESIDENT, row->person->number));
    return seen->count == seen->stop_at ? REFUSE(LIMIT_EXCEEDED) : OK;
}

static void each_check(void **state)
{
    (void)state;
    struct hash commitment;
    const char *const numbers[] = {"R2", "R10", "R1", "r0"};
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct person_text text = {numbers[i], "名", ""};
        assert_status(STATUS_OK, put_person("V1", id_of((uint8_t)(i + 1)), PEOPLE_RESIDENT, &text,
                                            &commitment));
    }
    assert_status(STATUS_OK, put_person("V2", id_of(20), PEOPLE_RESIDENT, &he, &commitment));
    assert_status(STATUS_OK, put_household("V1", id_of(21), "H1"));
    struct seen seen = {0};
    assert_status(STATUS_OK, people_each(people, "V1", PEOPLE_RESIDENT, see, &seen));
    assert_int_equal(4, seen.count);
    assert_string_equal("R1", seen.numbers[0]);
    assert_string_equal("R10", seen.numbers[1]);
    assert_string_equal("R2", seen.numbers[2]);
    assert_string_equal("r0", seen.numbers[3]);
    seen = (struct seen){.stop_at = 2};
    assert_status(STATUS_LIMIT_EXCEEDED, people_each(people, "V1", PEOPLE_RESIDENT, see, &seen));
    assert_int_equal(2, seen.count);
    seen = (struct seen){0};
    assert_status(STATUS_OK, people_each(people, "V3", PEOPLE_RESIDENT, see, &seen));
    assert_int_equal(0, seen.count);
}

static struct status count_one(void *context, const struct people_row *row)
{
    (void)row;
    ++*(int *)context;
    return OK;
}

/* Prints what a village costs; the bound is generous, for slow machines. */
static void each_speed_check(void **state)
{
    (void)state;
    enum { MANY = 1238 };
    assert_status(STATUS_OK, people_begin(people));
    for (int i = 0; i < MANY; i++) {
        char number[16];
        snprintf(number, sizeof number, "R%05d", i);
        struct person_text text = {number, "何红", "10043662504"};
        struct id id;
        random_bytes(id.bytes, sizeof id.bytes);
        struct hash commitment;
        assert_status(STATUS_OK, put_person("V1", id, PEOPLE_RESIDENT, &text, &commitment));
    }
    assert_status(STATUS_OK, people_commit(people));
    struct timespec start;
    struct timespec stop;
    int count = 0;
    clock_gettime(CLOCK_MONOTONIC, &start);
    assert_status(STATUS_OK, people_each(people, "V1", PEOPLE_RESIDENT, count_one, &count));
    clock_gettime(CLOCK_MONOTONIC, &stop);
    assert_int_equal(MANY, count);
    long us = (stop.tv_sec - start.tv_sec) * 1000000 + (stop.tv_nsec - start.tv_nsec) / 1000;
    print_message("%d people opened and sorted in %ld us\n", MANY, us);
    assert_true(us < 1000000);
}

int main(void)
{
    crypto_init();
    struct CMUnitTest tests[64];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(find_rows); i++) {
        tests[count++] =
            (struct CMUnitTest){find_rows[i].name, find_check, begin, end, &find_rows[i]};
    }
    const struct CMUnitTest others[] = {
        {"makes keys once and reads them back", keys_check, begin, end, NULL},
        {"refuses keys that are not whole", keys_missing_check, begin, end, NULL},
        {"gives back what was put, and the commitment to it", round_trip_check, begin, end, NULL},
        {"refuses a number that another has", taken_check, begin, end, NULL},
        {"replaces a detail and its number", replace_check, begin, end, NULL},
        {"keeps one person as resident and staff", two_rows_check, begin, end, NULL},
        {"refuses a detail that is too long", too_long_check, begin, end, NULL},
        {"knows nobody without keys, and writes nothing", no_keys_check, begin, end, NULL},
        {"refuses a row that was put in another's place", swapped_check, begin, end, NULL},
        {"rolls back rows and keys together", rollback_check, begin, end, NULL},
        {"commits keys before rows", keys_first_check, begin, end, NULL},
        {"gives all rows of a village in order of numbers", each_check, begin, end, NULL},
        {"opens a village of people in a moment", each_speed_check, begin, end, NULL},
    };
    for (size_t i = 0; i < COUNT(others); i++) {
        tests[count++] = others[i];
    }
    return _cmocka_run_group_tests("people", tests, count, NULL, NULL);
}
