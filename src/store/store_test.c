/* store_test.c - what the store promises: steps recorded by hash and refused when edited, who may
 * write, what a failed open says, copies, and the first difference of two databases named exactly.
 * Each test has a folder of its own; the shadow of a second program is a second connection. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/lang.h"
#include "crypto/crypto.h"
#include "store/store_internal.h"
#include "testing/scratch.h"

static char folder[SCRATCH_PATH_MAX];
static char path[PATH_BYTES_MAX];
static char other_path[PATH_BYTES_MAX];
static struct store *store;
static struct store *other;
static struct problem problem;

static int begin(void **state)
{
    (void)state;
    scratch_make(folder);
    assert_true(status_ok(path_join(path, folder, "x.db")));
    assert_true(status_ok(path_join(other_path, folder, "y.db")));
    problem = problem_none();
    return 0;
}

static int end(void **state)
{
    (void)state;
    store_close(&store);
    store_close(&other);
    scratch_remove(folder);
    return 0;
}

static void assert_status(enum status_code expected, struct status status)
{
    assert_string_equal(status_name(expected), status_name(status.code));
}

#define STEP_1                                                                                     \
    {                                                                                              \
        1, "0001_one",                                                                             \
            "CREATE TABLE cell (village TEXT NOT NULL, day INTEGER NOT NULL, sum INTEGER, "        \
            "note BLOB, PRIMARY KEY (village, day)) WITHOUT ROWID;"                                \
            "CREATE TABLE person (id INTEGER PRIMARY KEY, points INTEGER);"                        \
    }
#define STEP_2                                                                                     \
    {                                                                                              \
        2, "0002_two", "CREATE TABLE two (id INTEGER PRIMARY KEY);"                                \
    }
static const struct store_migration one[] = {STEP_1};
static const struct store_migration two[] = {STEP_1, STEP_2};
static const struct store_migration edited[] = {{1, "0001_one", "CREATE TABLE cell (x);"}, STEP_2};
static const struct store_migration broken[] = {
    STEP_1, {2, "0002_broken", "CREATE TABLE half (id INTEGER PRIMARY KEY); CREATE TABL;"}};
static const struct store_migrations migrations_one = {one, 1};
static const struct store_migrations migrations_two = {two, 2};
static const struct store_migrations migrations_edited = {edited, 2};
static const struct store_migrations migrations_broken = {broken, 2};

static void reopen(enum store_mode mode, const struct store_migrations *migrations,
                   enum status_code expected)
{
    store_close(&store);
    problem = problem_none();
    assert_status(expected, store_open(path, mode, migrations, &store, &problem));
    assert_int_equal(expected == STATUS_OK, store != NULL);
    assert_int_equal(expected, problem.code);
}

static void run(struct store *where, const char *sql)
{
    assert_status(STATUS_OK, store_run(where, sql));
}

static int64_t ask(struct store *where, const char *sql)
{
    struct store_stmt *stmt = NULL;
    bool row = false;
    assert_status(STATUS_OK, store_prepare(where, &stmt, sql));
    assert_status(STATUS_OK, store_step(stmt, &row));
    assert_true(row);
    int64_t number = store_int(stmt, 0);
    store_reset(stmt);
    return number;
}

/* ---- migrations ---- */

static struct open_row {
    const char *name;
    const struct store_migrations *before; /* NULL: the file is absent */
    const char *damage;                    /* run on it before it is opened again, or NULL */
    enum store_mode mode;
    const struct store_migrations *now;
    enum status_code expected;
    const char *value; /* what the problem must say, or NULL */
} open_rows[] = {
    {"makes what is absent", NULL, NULL, STORE_BOOKS, &migrations_two, STATUS_OK, NULL},
    {"opens what it made", &migrations_two, NULL, STORE_BOOKS, &migrations_two, STATUS_OK, NULL},
    {"adds the steps that are missing", &migrations_one, NULL, STORE_PRIVATE, &migrations_two,
     STATUS_OK, NULL},
    {"reads what is complete", &migrations_two, NULL, STORE_READ, &migrations_two, STATUS_OK, NULL},
    {"does not make a file to read it", NULL, NULL, STORE_READ, &migrations_two, STATUS_FILE_OPEN,
     NULL},
    {"does not bring up a file to read it", &migrations_one, NULL, STORE_READ, &migrations_two,
     STATUS_STORE_OLDER, "0002_two"},
    {"refuses an edited step", &migrations_two, NULL, STORE_BOOKS, &migrations_edited,
     STATUS_STORE_MIGRATION_CHANGED, "0001_one"},
    {"refuses an edited step when reading", &migrations_two, NULL, STORE_READ, &migrations_edited,
     STATUS_STORE_MIGRATION_CHANGED, "0001_one"},
    {"refuses a newer database", &migrations_two, NULL, STORE_BOOKS, &migrations_one,
     STATUS_STORE_NEWER, NULL},
    {"refuses a newer database when reading", &migrations_two, NULL, STORE_READ, &migrations_one,
     STATUS_STORE_NEWER, NULL},
    {"refuses a gap in the steps", &migrations_two, "DELETE FROM schema_migration WHERE number=1",
     STORE_BOOKS, &migrations_two, STATUS_STORE_MIGRATION_CHANGED, "0001_one"},
    {"refuses a hash of another length", &migrations_one,
     "UPDATE schema_migration SET sha256=x'00'", STORE_BOOKS, &migrations_one, STATUS_STORE_CORRUPT,
     NULL},
    {"refuses another program's database", &migrations_one, "DROP TABLE schema_migration",
     STORE_BOOKS, &migrations_one, STATUS_STORE_MIGRATION_CHANGED, "schema_migration"},
    {"says why a step failed", &migrations_one, NULL, STORE_BOOKS, &migrations_broken,
     STATUS_STORE_FAILED, "near \"TABL\": syntax error"},
};

static void open_check(void **state)
{
    const struct open_row *row = *state;
    if (row->before != NULL) {
        reopen(STORE_BOOKS, row->before, STATUS_OK);
        run(store, "INSERT INTO person VALUES (1, 7)");
        run(store, row->damage == NULL ? "SELECT 1" : row->damage);
    }
    reopen(row->mode, row->now, row->expected);
    if (row->value != NULL) {
        assert_string_equal(row->value, problem.value);
        assert_string_equal(path, problem.file);
    }
    if (store != NULL) {
        assert_int_equal(2, ask(store, "SELECT count(*) FROM schema_migration"));
        assert_int_equal(row->before != NULL, ask(store, "SELECT count(*) FROM person"));
    } else if (row->before == NULL) {
        assert_int_equal(FILE_ABSENT, file_kind(path));
    }
}

static void failed_step_check(void **state)
{
    (void)state;
    reopen(STORE_BOOKS, &migrations_one, STATUS_OK);
    reopen(STORE_BOOKS, &migrations_broken, STATUS_STORE_FAILED);
    reopen(STORE_BOOKS, &migrations_one, STATUS_OK);
    assert_int_equal(0, ask(store, "SELECT count(*) FROM sqlite_master WHERE name='half'"));
}

static void not_a_database_check(void **state)
{
    (void)state;
    char text[8192];
    memset(text, 'x', sizeof text);
    assert_status(STATUS_OK, file_replace(path, text, sizeof text));
    reopen(STORE_BOOKS, &migrations_one, STATUS_STORE_CORRUPT);
    assert_string_equal("file is not a database", problem.value);
    reopen(STORE_READ, &migrations_one, STATUS_STORE_CORRUPT);
}

static void mode_check(void **state)
{
    (void)state;
    reopen(STORE_PRIVATE, &migrations_one, STATUS_OK);
    run(store, "INSERT INTO person VALUES (1, 7)");
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < COUNT(suffixes); i++) {
        char name[PATH_BYTES_MAX + 8];
        snprintf(name, sizeof name, "%s%s", path, suffixes[i]);
        struct stat info;
        assert_int_equal(0, stat(name, &info));
        assert_int_equal(0600, info.st_mode & 0777);
    }
}

/* ---- transactions, statements ---- */

static void read_only_check(void **state)
{
    (void)state;
    reopen(STORE_BOOKS, &migrations_one, STATUS_OK);
    reopen(STORE_READ, &migrations_one, STATUS_OK);
    assert_status(STATUS_FILE_WRITE, store_run(store, "INSERT INTO person VALUES (1, 7)"));
    assert_int_equal(0, ask(store, "SELECT count(*) FROM person"));
}

static void busy_check(void **state)
{
    (void)state;
    reopen(STORE_BOOKS, &migrations_one, STATUS_OK);
    assert_status(STATUS_OK, store_open(path, STORE_BOOKS, &migrations_one, &other, &problem));
    sqlite3_busy_timeout(other->db, 20);
    assert_status(STATUS_OK, store_begin(store));
    assert_true(store_in_transaction(store));
    run(store, "INSERT INTO person VALUES (1, 7)");
    assert_status(STATUS_STORE_BUSY, store_begin(other));
    assert_false(store_in_transaction(other));
    assert_int_equal(0, ask(other, "SELECT count(*) FROM person")); /* reading goes on */
    assert_status(STATUS_OK, store_commit(store));
    assert_status(STATUS_OK, store_begin(other));
    assert_int_equal(1, ask(other, "SELECT count(*) FROM person"));
    assert_status(STATUS_OK, store_rollback(other));
}

static void snapshot_check(void **state)
{
    (void)state;
    reopen(STORE_BOOKS, &migrations_one, STATUS_OK);
    assert_status(STATUS_OK, store_open(path, STORE_READ, &migrations_one, &other, &problem));
    assert_status(STATUS_OK, store_begin_read(other));
    assert_int_equal(0, ask(other, "SELECT count(*) FROM person"));
    run(store, "INSERT INTO person VALUES (1, 7)");
    assert_int_equal(0, ask(other, "SELECT count(*) FROM person"));
    assert_status(STATUS_OK, store_rollback(other));
    assert_int_equal(1, ask(other, "SELECT count(*) FROM person"));
}

static void values_check(void **state)
{
    (void)state;
    reopen(STORE_BOOKS, &migrations_one, STATUS_OK);
    struct store_stmt *insert = NULL;
    assert_status(STATUS_OK, store_prepare(store, &insert, "INSERT INTO cell VALUES (?,?,?,?)"));
    struct store_stmt *same = insert;
    assert_status(STATUS_OK, store_prepare(store, &same, "never looked at"));
    assert_ptr_equal(insert, same);
    store_bind_text(insert, 0, "佛山村");
    store_bind_int(insert, 1, INT64_MIN);
    store_bind_null(insert, 2);
    store_bind_blob(insert, 3, NULL, 0); /* an empty blob, not NULL */
    assert_status(STATUS_OK, store_execute(insert));
    assert_int_equal(1, store_changes(store));
    assert_status(STATUS_STORE_FAILED, store_execute(insert)); /* the key is taken */

    struct store_stmt *select = NULL;
    bool row = false;
    assert_status(STATUS_OK, store_prepare(store, &select, "SELECT * FROM cell"));
    assert_status(STATUS_OK, store_step(select, &row));
    assert_true(row);
    assert_string_equal("佛山村", store_text(select, 0));
    assert_true(store_int(select, 1) == INT64_MIN);
    assert_true(store_is_null(select, 2));
    assert_string_equal("", store_text(select, 2));
    assert_false(store_is_null(select, 3));
    size_t length = 9;
    store_blob(select, 3, &length);
    assert_int_equal(0, length);
    char two_bytes[2];
    assert_status(STATUS_STORE_CORRUPT, store_blob_exact(select, 3, two_bytes, 2));
    assert_status(STATUS_OK, store_blob_exact(select, 3, two_bytes, 0));
    assert_status(STATUS_OK, store_step(select, &row));
    assert_false(row);
}

/* ---- copies, scrubbing ---- */

static void copy_check(void **state)
{
    (void)state;
    reopen(STORE_PRIVATE, &migrations_one, STATUS_OK);
    run(store, "INSERT INTO person VALUES (1, 7)");
    struct store *reader = NULL;
    assert_status(STATUS_OK, store_open(path, STORE_READ, &migrations_one, &reader, &problem));
    assert_status(STATUS_OK, store_begin(store)); /* a writer at work, not committed */
    run(store, "INSERT INTO person VALUES (2, 7)");
    assert_status(STATUS_OK, store_copy_to(reader, other_path));
    assert_status(STATUS_FILE_EXISTS, store_copy_to(reader, other_path));
    assert_status(STATUS_OK, store_rollback(store));
    store_close(&reader);

    struct stat info;
    assert_int_equal(0, stat(other_path, &info));
    assert_int_equal(0600, info.st_mode & 0777);
    assert_status(STATUS_OK, store_open(other_path, STORE_READ, &migrations_one, &other, &problem));
    assert_int_equal(1, ask(other, "SELECT count(*) FROM person"));
    assert_status(STATUS_OK, store_compare(store, other, NULL, &problem));
}

/* A copy can be made of a file that lacks steps, before a newer program brings it up. */
static void old_copy_check(void **state)
{
    (void)state;
    reopen(STORE_PRIVATE, &migrations_one, STATUS_OK);
    reopen(STORE_READ, NULL, STATUS_OK);
    assert_status(STATUS_OK, store_copy_to(store, other_path));
    assert_status(STATUS_OK, store_open(other_path, STORE_READ, &migrations_one, &other, &problem));
}

static void image_check(void **state)
{
    (void)state;
    reopen(STORE_PRIVATE, &migrations_one, STATUS_OK);
    run(store, "INSERT INTO person VALUES (1, 7)");
    void *bytes = NULL;
    size_t length = 0;
    assert_status(STATUS_OK, store_image(store, &bytes, &length));
    assert_status(STATUS_OK, file_replace(other_path, bytes, length));
    store_image_free(bytes);
    assert_status(STATUS_OK,
                  store_open(other_path, STORE_PRIVATE, &migrations_one, &other, &problem));
    assert_status(STATUS_OK, store_compare(store, other, NULL, &problem));
}

static bool files_hold(const char *text)
{
    struct folder_names names = {0};
    assert_status(STATUS_OK, folder_names(folder, &names));
    bool found = false;
    for (size_t i = 0; i < names.count; i++) {
        char name[PATH_BYTES_MAX];
        uint8_t *bytes = NULL;
        size_t length = 0;
        assert_status(STATUS_OK, path_join(name, folder, names.list[i]));
        assert_status(STATUS_OK, file_load(name, 1 << 24, &bytes, &length));
        found = found || memmem(bytes, length, text, strlen(text)) != NULL;
        free(bytes);
    }
    folder_names_free(&names);
    return found;
}

static void scrub_check(void **state)
{
    (void)state;
    reopen(STORE_PRIVATE, &migrations_one, STATUS_OK);
    run(store, "INSERT INTO cell VALUES ('v', 1, 1, 'a secret that goes')");
    run(store, "DELETE FROM cell");
    assert_true(files_hold("a secret that goes")); /* in the write-ahead log */
    assert_status(STATUS_OK, store_open(path, STORE_READ, &migrations_one, &other, &problem));
    assert_status(STATUS_OK, store_begin_read(other));
    assert_int_equal(0, ask(other, "SELECT count(*) FROM cell"));
    sqlite3_busy_timeout(store->db, 20);
    assert_status(STATUS_STORE_BUSY, store_scrub(store));
    store_close(&other);
    assert_status(STATUS_OK, store_scrub(store));
    assert_false(files_hold("a secret that goes"));
}

/* ---- comparing ---- */

static struct compare_row {
    const char *name;
    const char *change; /* what is done to the second database */
    enum status_code expected;
    const char *place;
    const char *column;
    const char *value;
    const char *other;
} compare_rows[] = {
    {"finds two the same", "SELECT 1", STATUS_OK, "", "", "", ""},
    {"names a value", "UPDATE cell SET sum=21 WHERE day=2", STATUS_BOOKS_DIFFER,
     "x.db: cell village=V1,day=2", "sum", "20", "21"},
    {"tells NULL from 0", "UPDATE person SET points=0 WHERE id=3", STATUS_BOOKS_DIFFER,
     "x.db: person id=3", "points", "NULL", "0"},
    {"tells a number from its text", "UPDATE cell SET note='30' WHERE village='V2'",
     STATUS_BOOKS_DIFFER, "x.db: cell village=V2,day=1", "note", "30", "30"},
    {"shows bytes", "UPDATE cell SET note=x'00ff' WHERE day=2", STATUS_BOOKS_DIFFER,
     "x.db: cell village=V1,day=2", "note", "0a", "00ff"},
    {"names a row that is too many", "DELETE FROM person WHERE id=2", STATUS_BOOKS_DIFFER,
     "x.db: person id=2", "id", "2", "-"},
    {"names a row that is missing", "INSERT INTO cell VALUES ('V1', 7, 0, NULL)",
     STATUS_BOOKS_DIFFER, "x.db: cell village=V1,day=7", "village", "-", "V1"},
    {"names the last row that is missing", "INSERT INTO person VALUES (9, 1)", STATUS_BOOKS_DIFFER,
     "x.db: person id=9", "id", "-", "9"},
    {"leaves out a table of the list", "INSERT INTO two VALUES (1)", STATUS_OK, "", "", "", ""},
    {"names a trigger that does not belong",
     "CREATE TRIGGER t AFTER INSERT ON two BEGIN DELETE FROM person; END", STATUS_BOOKS_DIFFER,
     "x.db: sqlite_master type=trigger,name=t", "type", "-", "trigger"},
    {"names a table that is gone", "DROP TABLE person", STATUS_BOOKS_DIFFER,
     "x.db: sqlite_master type=table,name=person", "type", "table", "-"},
};

static const char *const compare_fill =
    "INSERT INTO cell VALUES ('V1', 1, 10, NULL), ('V1', 2, 20, x'0a'), ('V2', 1, 5, 30);"
    "INSERT INTO person VALUES (1, 10), (2, -3), (3, NULL);";

static void compare_check(void **state)
{
    const struct compare_row *row = *state;
    static const char *const skip[] = {"two", NULL};
    reopen(STORE_BOOKS, &migrations_two, STATUS_OK);
    assert_status(STATUS_OK,
                  store_open(other_path, STORE_SCRATCH, &migrations_two, &other, &problem));
    run(store, compare_fill);
    run(other, compare_fill);
    run(other, row->change);
    assert_status(row->expected, store_compare(store, other, skip, NULL));
    assert_status(row->expected, store_compare(store, other, skip, &problem));
    assert_string_equal(row->place, problem.file);
    assert_string_equal(row->column, problem.column);
    assert_string_equal(row->value, problem.value);
    assert_string_equal(row->other, problem.expected);
}

/* Memory of the size of a page has a place of its own; it must grow and shrink like any other. */
static void memory_check(void **state)
{
    static const int sizes[] = {4200, 4608, 4609, 9000, 4300, 10};
    (void)state;
    reopen(STORE_BOOKS, &migrations_one, STATUS_OK);
    uint8_t *memory = NULL;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        memory = sqlite3_realloc(memory, sizes[i]);
        assert_non_null(memory);
        assert_true(sqlite3_msize(memory) >= (sqlite3_uint64)sizes[i]);
        for (int k = 0; i > 0 && k < sizes[i] && k < sizes[i - 1]; k++) {
            assert_int_equal(k % 251, memory[k]);
        }
        for (int k = 0; k < sizes[i]; k++) {
            memory[k] = (uint8_t)(k % 251);
        }
    }
    sqlite3_free(memory);
    memory = sqlite3_malloc(4200);
    uint8_t *other_memory = sqlite3_malloc(4200);
    assert_ptr_not_equal(memory, other_memory);
    sqlite3_free(memory);
    assert_ptr_equal(memory, sqlite3_malloc(4200)); /* what was given back is used first */
    sqlite3_free(memory);
    sqlite3_free(other_memory);
}

int main(void)
{
    crypto_init();
    lang_set(LANG_EN);
    struct CMUnitTest tests[64];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(open_rows); i++) {
        tests[count++] =
            (struct CMUnitTest){open_rows[i].name, open_check, begin, end, &open_rows[i]};
    }
    for (size_t i = 0; i < COUNT(compare_rows); i++) {
        tests[count++] =
            (struct CMUnitTest){compare_rows[i].name, compare_check, begin, end, &compare_rows[i]};
    }
    const struct CMUnitTest others[] = {
        {"leaves nothing of a failed step", failed_step_check, begin, end, NULL},
        {"refuses what is no database", not_a_database_check, begin, end, NULL},
        {"keeps its files for the owner alone", mode_check, begin, end, NULL},
        {"writes nothing in read mode", read_only_check, begin, end, NULL},
        {"answers a second writer with STORE_BUSY", busy_check, begin, end, NULL},
        {"reads one state while another writes", snapshot_check, begin, end, NULL},
        {"gives back the values that were bound", values_check, begin, end, NULL},
        {"copies what is committed, beside a writer", copy_check, begin, end, NULL},
        {"copies a file that lacks steps", old_copy_check, begin, end, NULL},
        {"gives an image that opens", image_check, begin, end, NULL},
        {"scrubs what was deleted", scrub_check, begin, end, NULL},
        {"has memory of a page's size that grows and shrinks", memory_check, begin, end, NULL},
    };
    for (size_t i = 0; i < COUNT(others); i++) {
        tests[count++] = others[i];
    }
    return _cmocka_run_group_tests("store", tests, count, NULL, NULL);
}
