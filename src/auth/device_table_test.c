/* device_table_test.c - a folder of before the one table of devices (people 0021): leaders' phones
 * and shops' tills are carried over, each once, with the term that new ones have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "store/store.h"
#include "testing/scratch.h"

enum { BEFORE = 20, TERM_SECONDS = 15552000 }; /* the last step without it; 180 days */

/* Ids and keys are one letter, repeated. */
static const char old_rows[] =
    "INSERT INTO leader_device VALUES"
    " (CAST('aaaaaaaaaaaaaaaa' AS BLOB), 'V', CAST('llllllllllllllll' AS BLOB),"
    "  CAST('11111111111111111111111111111111' AS BLOB), X'5EA1', 1000, 0),"
    " (CAST('bbbbbbbbbbbbbbbb' AS BLOB), 'V', CAST('llllllllllllllll' AS BLOB),"
    "  CAST('22222222222222222222222222222222' AS BLOB), X'5EA1', 2000, 2500),"
    " (CAST('cccccccccccccccc' AS BLOB), 'V', CAST('llllllllllllllll' AS BLOB),"
    "  CAST('33333333333333333333333333333333' AS BLOB), X'5EA1', 3000, 0),"
    " (CAST('dddddddddddddddd' AS BLOB), 'V', CAST('mmmmmmmmmmmmmmmm' AS BLOB),"
    "  CAST('33333333333333333333333333333333' AS BLOB), X'5EA1', 3100, 0);"
    "INSERT INTO shop_device VALUES"
    " (CAST('eeeeeeeeeeeeeeee' AS BLOB), 'V', 'S01',"
    "  CAST('44444444444444444444444444444444' AS BLOB), 'by the door',"
    "  CAST('kkkkkkkkkkkkkkkk' AS BLOB), 4000, 0),"
    " (CAST('ffffffffffffffff' AS BLOB), 'V', 'S01',"
    "  CAST('11111111111111111111111111111111' AS BLOB), 'a phone for both',"
    "  CAST('kkkkkkkkkkkkkkkk' AS BLOB), 5000, 0);";

static const struct row {
    const char *name;
    char id;
    int use_for; /* 0: not carried over */
    char person;
    const char *shop;
    int64_t enrolled_at;
    int64_t ended_at;
    size_t name_bytes;
} rows[] = {
    {"a leader's phone goes on, its sealed name with it", 'a', 1, 'l', "", 1000, 0, 2},
    {"one that was taken out of use stays out of use", 'b', 1, 'l', "", 2000, 2500, 2},
    {"a key that two phones had is nobody's: both enrol anew", 'c', 0, 0, "", 0, 0, 0},
    {"and so is the other of the two", 'd', 0, 0, "", 0, 0, 0},
    {"a till goes on for its shop; its name was not sealed, and is gone", 'e', 2, 'k', "S01", 4000,
     0, 0},
    {"a till with the key of a leader's phone enrols anew", 'f', 0, 0, "", 0, 0, 0},
};

static char folder[SCRATCH_PATH_MAX];
static struct store *store;
static struct store_stmt *find;

static size_t count_to(int number)
{
    size_t count = 0;
    while (count < migrations_people.count && migrations_people.list[count].number <= number) {
        count++;
    }
    return count;
}

static int begin(void **state)
{
    (void)state;
    char path[PATH_BYTES_MAX];
    struct problem problem = problem_none();
    struct store_migrations before = {migrations_people.list, count_to(BEFORE)};
    scratch_make(folder);
    assert_true(status_ok(path_join(path, folder, "people.db")));
    assert_true(status_ok(store_open(path, STORE_PRIVATE, &before, &store, &problem)));
    assert_true(status_ok(store_run(store, old_rows)));
    store_close(&store);
    assert_true(status_ok(store_open(path, STORE_PRIVATE, &migrations_people, &store, &problem)));
    return status_ok(store_prepare(store, &find,
                                   "SELECT use_for, person, shop, enrolled_at, ends_at, ended_at,"
                                   " name, public_key FROM device WHERE id = ?"))
               ? 0
               : -1;
}

static int end(void **state)
{
    (void)state;
    find = NULL;
    store_close(&store);
    scratch_remove(folder);
    return 0;
}

static void row_check(void **state)
{
    const struct row *row = *state;
    char id[16];
    char person[16];
    size_t length = 0;
    bool found = false;
    memset(id, row->id, sizeof id);
    memset(person, row->person, sizeof person);
    store_bind_blob(find, 0, id, sizeof id);
    assert_true(status_ok(store_step(find, &found)));
    assert_int_equal(row->use_for != 0, found);
    if (!found) {
        return;
    }
    assert_int_equal(row->use_for, store_int(find, 0));
    assert_memory_equal(person, store_blob(find, 1, &length), sizeof person);
    assert_string_equal(row->shop, store_text(find, 2));
    assert_int_equal(row->enrolled_at, store_int(find, 3));
    assert_int_equal(row->enrolled_at + TERM_SECONDS, store_int(find, 4));
    assert_int_equal(row->ended_at, store_int(find, 5));
    store_blob(find, 6, &length);
    assert_int_equal(row->name_bytes, length);
    store_blob(find, 7, &length);
    assert_int_equal(32, length);
    store_reset(find);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows)];
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] =
            (struct CMUnitTest){rows[i].name, row_check, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("device_table", tests, begin, end);
}
