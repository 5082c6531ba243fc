/* bench_parts.c - what the parts of a durable award cost by themselves, so that one sees where the
 * time of the whole goes.
 *
 *   bench_parts FOLDER    FOLDER must not exist; it holds what is written
 *
 * Prints one line of JSON: microseconds a record, and syncs a second. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "operations.h"
#include "proof/proof.h"
#include "store/store.h"

enum { RECORD_BYTES = 256, GROUPS = 400, RECORDS = GROUPS * BENCH_GROUP, COMMIT_ROWS = 4096 };

static const struct store_migration rows_migration[] = {
    {1, "rows",
     "CREATE TABLE entry (record INTEGER PRIMARY KEY, event_id BLOB NOT NULL UNIQUE, owner INTEGER,"
     " previous INTEGER, day INTEGER, points INTEGER, kind INTEGER, subject INTEGER);"
     "CREATE TABLE account (id INTEGER PRIMARY KEY, points INTEGER, last INTEGER);"},
};
static const struct store_migrations rows_migrations = {rows_migration, 1};

static double microseconds(double begun, int64_t count)
{
    return 1e6 * (bench_seconds() - begun) / (double)count;
}

/* RFC 6962: a leaf of 256 bytes and, spread over the appends, one inner node. */
static struct status hashes(double *leaf_and_node)
{
    SCOPED(hasher_free) struct hasher *hasher = NULL;
    struct merkle merkle = {.size = 0};
    struct hash leaf;
    uint8_t record[RECORD_BYTES] = {0};
    TRY(hasher_new(&hasher));
    double begun = bench_seconds();
    for (int64_t i = 0; i < RECORDS; i++) {
        memcpy(record, &i, sizeof i);
        merkle_leaf(hasher, &leaf, record, sizeof record);
        merkle_append(&merkle, hasher, &leaf);
    }
    *leaf_and_node = microseconds(begun, RECORDS);
    return OK;
}

/* Groups of 512 records, each written as one frame and synced; and the sync of a small one. */
static struct status frames_written(const char *folder, double *record, double *syncs_per_second)
{
    SCOPED(frames_close) struct frames *frames = NULL;
    struct frames_options options = {.folder = folder, .write = true};
    struct hash root = {{0}};
    uint64_t cut = 0;
    static uint8_t payload[BENCH_GROUP * (RECORD_BYTES + 4)];
    for (size_t i = 0; i < BENCH_GROUP; i++) {
        payload[i * (RECORD_BYTES + 4) + 1] = RECORD_BYTES >> 8; /* the length, little-endian */
    }
    TRY(frames_open(&options, &frames, &cut, NULL));
    double begun = bench_seconds();
    for (int i = 0; i < GROUPS; i++) {
        TRY(frames_append(frames, BENCH_GROUP, 0, &root, payload, sizeof payload));
    }
    *record = microseconds(begun, RECORDS);
    begun = bench_seconds();
    for (int i = 0; i < GROUPS; i++) {
        TRY(frames_append(frames, 1, 0, &root, payload, RECORD_BYTES + 4));
    }
    *syncs_per_second = 1e6 / microseconds(begun, GROUPS);
    return OK;
}

/* An operation made and encoded, and decoded with the check that it is the one valid encoding. */
static struct status codec(double *encode, double *decode)
{
    struct supply supply = {.setup = 0};
    struct batch *batch = malloc(sizeof *batch);
    struct status status = batch == NULL ? FAULT(OUT_OF_MEMORY) : OK;
    double encoding = 0;
    double decoding = 0;
    for (int i = 0; status_ok(status) && i < GROUPS; i++) {
        double begun = bench_seconds();
        status = supply_awards(&supply, INT64_MAX, batch);
        encoding += bench_seconds() - begun;
        begun = bench_seconds();
        for (size_t k = 0; status_ok(status) && k < batch->count; k++) {
            Sanbao__V1__Operation *operation = NULL;
            status = operation_decode(batch->spans[k].bytes, batch->spans[k].length, &operation);
            sanbao__v1__operation__free_unpacked(operation, NULL);
        }
        decoding += bench_seconds() - begun;
    }
    free(batch);
    *encode = 1e6 * encoding / RECORDS;
    *decode = 1e6 * decoding / RECORDS;
    return status;
}

static struct status entry_insert(struct store *store, struct store_stmt **stmt, int64_t number)
{
    struct bench_award award;
    bench_award(number, &award);
    TRY(store_prepare(store, stmt, "INSERT INTO entry VALUES (?,?,?,?,?,?,?,?)"));
    store_bind_int(*stmt, 0, number);
    store_bind_blob(*stmt, 1, award.event_id, sizeof award.event_id);
    store_bind_int(*stmt, 2, award.village * BENCH_RESIDENTS + award.resident);
    store_bind_int(*stmt, 3, number / 2);
    store_bind_int(*stmt, 4, award.day);
    store_bind_int(*stmt, 5, 10);
    store_bind_int(*stmt, 6, 1);
    store_bind_int(*stmt, 7, award.activity);
    return store_execute(*stmt);
}

static struct status account_set(struct store *store, struct store_stmt **stmt, int64_t number)
{
    struct bench_award award;
    bench_award(number, &award);
    TRY(store_prepare(store, stmt, "REPLACE INTO account (id, points, last) VALUES (?,?,?)"));
    store_bind_int(*stmt, 0, award.village * BENCH_RESIDENTS + award.resident);
    store_bind_int(*stmt, 1, number);
    store_bind_int(*stmt, 2, number);
    return store_execute(*stmt);
}

/* One row a statement, a commit every 4096. */
static struct status rows(struct store *store,
                          struct status (*write)(struct store *, struct store_stmt **, int64_t),
                          double *row)
{
    struct store_stmt *stmt = NULL;
    double begun = bench_seconds();
    for (int64_t i = 0; i < RECORDS; i++) {
        if (i % COMMIT_ROWS == 0) {
            TRY(store_begin(store));
        }
        TRY(write(store, &stmt, i));
        if (i % COMMIT_ROWS == COMMIT_ROWS - 1 || i == RECORDS - 1) {
            TRY(store_commit(store));
        }
    }
    *row = microseconds(begun, RECORDS);
    return OK;
}

static struct status measured(const char *folder, struct problem *problem)
{
    double leaf_and_node = 0;
    double frame_record = 0;
    double syncs = 0;
    double encode = 0;
    double decode = 0;
    double entry = 0;
    double account = 0;
    char path[PATH_BYTES_MAX];
    SCOPED(store_close) struct store *store = NULL;
    TRY(folder_make(folder));
    TRY(hashes(&leaf_and_node));
    TRY(frames_written(folder, &frame_record, &syncs));
    TRY(codec(&encode, &decode));
    TRY(path_join(path, folder, "rows.db"));
    TRY(store_open(path, STORE_BOOKS, &rows_migrations, &store, problem));
    TRY(rows(store, entry_insert, &entry));
    TRY(rows(store, account_set, &account));
    printf("{\"leaf_and_node_us\": %.3f, \"frame_record_us\": %.3f, \"small_frames_per_second\": "
           "%.0f, \"encode_us\": %.3f, \"decode_us\": %.3f, \"entry_row_us\": %.3f, "
           "\"account_row_us\": %.3f}\n",
           leaf_and_node, frame_record, syncs, encode, decode, entry, account);
    return OK;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "bench_parts FOLDER\n");
        return 2;
    }
    crypto_init();
    struct problem problem = problem_none();
    struct status status = measured(argv[1], &problem);
    if (!status_ok(status)) {
        fprintf(stderr, "bench_parts: %s\n", status_name(status.code));
        problem_print(&problem, stderr);
        return 1;
    }
    return 0;
}
