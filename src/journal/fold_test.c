/* fold_test.c - a fold before a table that is a plain array: what is asked for, loaded, saved and
 * forgotten must come to the same as without the fold, and no look at the table may be wasted.
 * Method: sentences for each promise of fold.h; then long random work beside an array. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "journal/fold.h"

enum { RUNS = 40, KEYS = 50 }; /* rows have the key (run, number); a run is the first part */

/* The table, and what was done to it. */
struct table {
    int64_t rows[RUNS][KEYS]; /* 0: no row */
    int loads;
    int saves;
    int run_asks;
    enum status_code load_fault;
    enum status_code save_fault;
};

static struct status table_load(void *context, const struct fold_key *key, void *value)
{
    struct table *table = context;
    table->loads++;
    *(int64_t *)value = table->rows[key->part[0]][key->part[1]];
    return (struct status){table->load_fault};
}

static struct status table_save(void *context, const struct bulk *rows)
{
    struct table *table = context;
    table->saves++;
    int64_t before = -1;
    assert_int_equal(3, rows->columns);
    for (size_t i = 0; i < rows->rows; i++) {
        const int64_t *cells = rows->cells + i * rows->columns;
        int64_t order = cells[0] * KEYS + cells[1];
        assert_true(order > before); /* ascending, each once */
        before = order;
        table->rows[cells[0]][cells[1]] = cells[2];
    }
    return (struct status){table->save_fault};
}

static void table_cells(const struct fold_key *key, const void *value, int64_t *cells)
{
    cells[0] = key->part[0];
    cells[1] = key->part[1];
    cells[2] = *(const int64_t *)value;
}

static struct status table_run_empty(void *context, const struct fold_key *key, bool *empty)
{
    struct table *table = context;
    table->run_asks++;
    *empty = true;
    for (int i = 0; i < KEYS; i++) {
        *empty = *empty && table->rows[key->part[0]][i] == 0;
    }
    return OK;
}

struct bench {
    struct table table;
    struct fold *fold;
};

static void bench_begin(struct bench *bench, bool runs)
{
    *bench = (struct bench){.fold = NULL};
    struct fold_table table = {
        .key_parts = 3,
        .value_size = sizeof(int64_t),
        .context = &bench->table,
        .load = table_load,
        .save = table_save,
        .columns = 3,
        .cells = table_cells,
        .run_parts = runs ? 1 : 0,
        .run_empty = runs ? table_run_empty : NULL,
    };
    assert_int_equal(STATUS_OK, fold_new(&table, &bench->fold).code);
}

static void bench_end(struct bench *bench)
{
    fold_free(&bench->fold);
    assert_null(bench->fold);
}

static int64_t *get(struct bench *bench, int64_t run, int64_t number)
{
    void *value = NULL;
    assert_int_equal(STATUS_OK,
                     fold_get(bench->fold, (struct fold_key){{run, number}}, &value).code);
    return value;
}

static void set(struct bench *bench, int64_t run, int64_t number, int64_t to)
{
    int64_t *value = get(bench, run, number);
    *value = to;
    fold_touch(bench->fold, value);
}

static void flush(struct bench *bench)
{
    assert_int_equal(STATUS_OK, fold_flush(bench->fold).code);
}

/* ---- sentences ---- */

static void a_row_is_loaded_once(void **state)
{
    struct bench *bench = *state;
    bench->table.rows[3][4] = 7;
    assert_int_equal(7, *get(bench, 3, 4));
    assert_int_equal(7, *get(bench, 3, 4));
    assert_int_equal(1, bench->table.loads);
}

static void a_row_that_is_not_there_is_zero(void **state)
{
    struct bench *bench = *state;
    assert_int_equal(0, *get(bench, 3, 4));
    flush(bench);
    assert_int_equal(0, bench->table.saves);
}

static void what_is_not_touched_is_not_saved(void **state)
{
    struct bench *bench = *state;
    *get(bench, 3, 4) = 9;
    flush(bench);
    assert_int_equal(0, bench->table.rows[3][4]);
    assert_int_equal(0, bench->table.saves);
}

static void what_is_touched_is_saved_once_a_flush(void **state)
{
    struct bench *bench = *state;
    set(bench, 3, 4, 8);
    set(bench, 3, 4, 9);
    flush(bench);
    assert_int_equal(9, bench->table.rows[3][4]);
    flush(bench);
    assert_int_equal(1, bench->table.saves);
    set(bench, 3, 4, 10);
    flush(bench);
    assert_int_equal(10, bench->table.rows[3][4]);
    assert_int_equal(2, bench->table.saves);
}

static void rows_are_saved_in_key_order(void **state)
{
    struct bench *bench = *state; /* table_save() asserts it */
    for (int i = KEYS - 1; i >= 0; i--) {
        set(bench, (i * 7) % RUNS, (i * 11) % KEYS, i + 1);
    }
    flush(bench);
    assert_int_equal(1, bench->table.saves);
}

static void an_added_row_is_not_looked_for(void **state)
{
    struct bench *bench = *state;
    void *value = NULL;
    assert_int_equal(STATUS_OK, fold_add(bench->fold, (struct fold_key){{3, 4}}, &value).code);
    *(int64_t *)value = 5;
    fold_touch(bench->fold, value);
    assert_int_equal(5, *get(bench, 3, 4));
    assert_int_equal(0, bench->table.loads);
    flush(bench);
    assert_int_equal(5, bench->table.rows[3][4]);
}

static void forgetting_drops_what_was_touched(void **state)
{
    struct bench *bench = *state;
    bench->table.rows[3][4] = 7;
    set(bench, 3, 4, 9);
    fold_forget(bench->fold);
    flush(bench);
    assert_int_equal(0, bench->table.saves);
    assert_int_equal(7, *get(bench, 3, 4));
}

static void pointers_stay_good_while_rows_come(void **state)
{
    struct bench *bench = *state;
    int64_t *first = get(bench, 0, 0);
    for (int64_t i = 1; i < 20000; i++) {
        void *value = NULL;
        struct fold_key key = {{i % RUNS, i % KEYS, i}};
        assert_int_equal(STATUS_OK, fold_add(bench->fold, key, &value).code);
    }
    *first = 6;
    fold_touch(bench->fold, first);
    assert_ptr_equal(first, get(bench, 0, 0));
    flush(bench);
    assert_int_equal(6, bench->table.rows[0][0]);
}

static void a_fault_of_loading_is_told_and_leaves_no_row(void **state)
{
    struct bench *bench = *state;
    void *value = NULL;
    bench->table.rows[3][4] = 7;
    bench->table.load_fault = STATUS_STORE_FAILED;
    struct fold_key key = {{3, 4}};
    assert_int_equal(STATUS_STORE_FAILED, fold_get(bench->fold, key, &value).code);
    bench->table.load_fault = STATUS_OK;
    assert_int_equal(7, *get(bench, 3, 4));
}

static void a_fault_of_saving_is_told(void **state)
{
    struct bench *bench = *state;
    set(bench, 3, 4, 1);
    bench->table.save_fault = STATUS_STORE_FAILED;
    assert_int_equal(STATUS_STORE_FAILED, fold_flush(bench->fold).code);
}

static void trimming_a_few_rows_does_nothing(void **state)
{
    struct bench *bench = *state;
    int64_t *value = get(bench, 3, 4);
    fold_trim(bench->fold, 1);
    assert_ptr_equal(value, get(bench, 3, 4));
    assert_int_equal(1, bench->table.loads);
}

static void trimming_many_rows_drops_them(void **state)
{
    struct bench *bench = *state;
    for (int i = 0; i < 10; i++) {
        set(bench, 3, i, i + 1);
    }
    flush(bench);
    fold_trim(bench->fold, 9);
    assert_int_equal(5, *get(bench, 3, 4));
    assert_int_equal(11, bench->table.loads);
}

/* ---- runs ---- */

static void a_run_that_begins_in_memory_is_not_looked_for(void **state)
{
    struct bench *bench = *state;
    for (int i = 0; i < KEYS; i++) {
        set(bench, 3, i, i + 1);
    }
    assert_int_equal(1, bench->table.run_asks);
    assert_int_equal(0, bench->table.loads);
    flush(bench);
    assert_int_equal(KEYS, bench->table.rows[3][KEYS - 1]);
}

static void a_run_that_the_table_has_is_loaded_row_by_row(void **state)
{
    struct bench *bench = *state;
    bench->table.rows[3][4] = 7;
    assert_int_equal(0, *get(bench, 3, 1));
    assert_int_equal(7, *get(bench, 3, 4));
    assert_int_equal(1, bench->table.run_asks);
    assert_int_equal(2, bench->table.loads);
}

static void a_run_used_lately_survives_a_trim(void **state)
{
    struct bench *bench = *state;
    bench->table.rows[9][0] = 1;
    for (int i = 1; i < 40; i++) {
        *get(bench, 9, i) = 0;
    }
    flush(bench);
    int loads = bench->table.loads;
    for (int i = 0; i < 10; i++) {
        set(bench, 3, i, i + 1);
    }
    flush(bench);
    fold_trim(bench->fold, 30);
    assert_int_equal(5, *get(bench, 3, 4));
    assert_int_equal(0, *get(bench, 3, 20));
    assert_int_equal(loads, bench->table.loads);
}

static void the_runs_not_used_for_longest_go(void **state)
{
    struct bench *bench = *state;
    for (int run = 0; run < 4; run++) {
        for (int i = 0; i < 10; i++) {
            set(bench, run, i, i + 1);
        }
        assert_int_equal(5, *get(bench, 0, 4));
        flush(bench);
    }
    set(bench, 3, 10, 11);
    set(bench, 3, 11, 12);
    flush(bench);
    fold_trim(bench->fold, 41); /* of 42: run 3 was used last, then 0, then 2, then 1 */
    assert_int_equal(5, *get(bench, 3, 4));
    assert_int_equal(0, bench->table.loads);
    assert_int_equal(5, *get(bench, 0, 4));
    assert_int_equal(5, *get(bench, 1, 4));
    assert_int_equal(5, *get(bench, 2, 4));
    assert_int_equal(3, bench->table.loads);
}

static void runs_that_come_and_go_find_a_place(void **state)
{
    struct bench *bench = *state;
    for (int round = 0; round < 3; round++) {
        for (int run = 0; run < RUNS; run++) {
            set(bench, run, round, run + 1);
            flush(bench);
            fold_trim(bench->fold, 10);
        }
    }
    for (int run = 0; run < RUNS; run++) {
        assert_int_equal(run + 1, *get(bench, run, 0));
        assert_int_equal(run + 1, *get(bench, run, 2));
    }
}

static void codes_are_keys(void **state)
{
    (void)state;
    const char longest[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.123";
    assert_int_equal(CODE_MAX, strlen(longest));
    struct fold_key a = fold_key_code(1, longest);
    struct fold_key b = fold_key_code(1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.12");
    struct fold_key c = fold_key_code(2, longest);
    assert_memory_not_equal(&a, &b, sizeof(a));
    assert_memory_not_equal(&a, &c, sizeof(a));
    struct fold_key again = fold_key_code(1, longest);
    assert_memory_equal(&a, &again, sizeof(a));
}

/* ---- beside an array ---- */

static uint32_t draw(uint64_t *state, uint32_t below)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33) % below;
}

/* Reads, changes, flushes, trims and rollbacks in any order: the fold shows what an array shows. */
static void random_work(struct bench *bench, uint64_t seed)
{
    static int64_t now[RUNS][KEYS];
    static int64_t saved[RUNS][KEYS];
    memset(now, 0, sizeof(now));
    memset(saved, 0, sizeof(saved));
    for (int step = 0; step < 50000; step++) {
        int run = (int)draw(&seed, 4) + step / 1400; /* runs come and go, as days do */
        int number = (int)draw(&seed, KEYS);
        uint32_t what = draw(&seed, 1000);
        if (what < 600) {
            assert_int_equal(now[run][number], *get(bench, run, number));
        } else if (what < 990) {
            now[run][number]++;
            set(bench, run, number, now[run][number]);
        } else if (what < 997) {
            flush(bench);
            memcpy(saved, now, sizeof(now));
            assert_memory_equal(saved, bench->table.rows, sizeof(saved));
            fold_trim(bench->fold, 20 + draw(&seed, 200));
        } else {
            fold_forget(bench->fold);
            memcpy(now, saved, sizeof(now));
        }
    }
}

static void random_work_beside_an_array(void **state)
{
    struct bench *bench = *state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        memset(&bench->table, 0, sizeof(bench->table));
        fold_forget(bench->fold);
        random_work(bench, seed);
    }
}

static struct bench bench;

static int plain_begin(void **state)
{
    bench_begin(&bench, false);
    *state = &bench;
    return 0;
}

static int runs_begin(void **state)
{
    bench_begin(&bench, true);
    *state = &bench;
    return 0;
}

static int any_end(void **state)
{
    (void)state;
    bench_end(&bench);
    return 0;
}

#define PLAIN(test) cmocka_unit_test_setup_teardown(test, plain_begin, any_end)
#define WITH_RUNS(test) cmocka_unit_test_setup_teardown(test, runs_begin, any_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLAIN(a_row_is_loaded_once),
        PLAIN(a_row_that_is_not_there_is_zero),
        PLAIN(what_is_not_touched_is_not_saved),
        PLAIN(what_is_touched_is_saved_once_a_flush),
        PLAIN(rows_are_saved_in_key_order),
        PLAIN(an_added_row_is_not_looked_for),
        PLAIN(forgetting_drops_what_was_touched),
        PLAIN(pointers_stay_good_while_rows_come),
        PLAIN(a_fault_of_loading_is_told_and_leaves_no_row),
        PLAIN(a_fault_of_saving_is_told),
        PLAIN(trimming_a_few_rows_does_nothing),
        PLAIN(trimming_many_rows_drops_them),
        PLAIN(random_work_beside_an_array),
        WITH_RUNS(a_run_that_begins_in_memory_is_not_looked_for),
        WITH_RUNS(a_run_that_the_table_has_is_loaded_row_by_row),
        WITH_RUNS(a_run_used_lately_survives_a_trim),
        WITH_RUNS(the_runs_not_used_for_longest_go),
        WITH_RUNS(runs_that_come_and_go_find_a_place),
        WITH_RUNS(random_work_beside_an_array),
        cmocka_unit_test(codes_are_keys),
    };
    return cmocka_run_group_tests_name("fold", tests, NULL, NULL);
}
