/* backup_live_test.c - backups made while another thread writes as fast as it can: each comes back,
 * with a root that the log really had at that size, and every person that its journal knows. */
#include "backup/backup_testing.h"

#include <pthread.h>
#include <stdatomic.h>

enum { BACKUPS = 6, PEOPLE_MAX = 4000 };

struct writer {
    struct frames *frames;
    struct people *people;
    struct keys *keys;
    struct hasher *hasher;
    struct hash roots[PEOPLE_MAX + 1]; /* of the log at each size */
    _Atomic bool stop;
    _Atomic uint64_t written;
};
static struct writer writer;

static void person_write(uint64_t number, struct hash *commitment)
{
    char text[32];
    char name[] = "何红";
    snprintf(text, sizeof text, "P%06u", (unsigned)number);
    Sanbao__V1__PersonDetail detail = SANBAO__V1__PERSON_DETAIL__INIT;
    detail.number = text;
    detail.name = name;
    struct people_row row = {.kind = PEOPLE_RESIDENT, .person = &detail};
    random_bytes(row.id.bytes, sizeof row.id.bytes);
    struct status status = people_put(writer.people, "V1", &row, commitment);
    REQUIRE(status_ok(status));
}

/* Record n is the commitment to person n, whose row was written before. A checkpoint at times. */
static void *write_on(void *context)
{
    (void)context;
    for (uint64_t n = merkle.size; n < PEOPLE_MAX && !writer.stop; n++) {
        struct hash commitment;
        struct hash leaf;
        uint8_t payload[4 + HASH_BYTES] = {HASH_BYTES};
        person_write(n, &commitment);
        memcpy(payload + 4, commitment.bytes, HASH_BYTES);
        merkle_leaf(writer.hasher, &leaf, commitment.bytes, HASH_BYTES);
        merkle_append(&merkle, writer.hasher, &leaf);
        merkle_root(&merkle, writer.hasher, &writer.roots[n + 1]);
        struct status status =
            frames_append(writer.frames, 1, 0, &writer.roots[n + 1], payload, sizeof payload);
        REQUIRE(status_ok(status));
        writer.written = n + 1;
        if (n % 7 == 0) {
            live_sign();
        }
    }
    return NULL;
}

static int writer_begin(void **state)
{
    begin(state);
    const struct frames_options options = {.folder = live, .write = true, .segment_bytes = 4000};
    uint64_t cut = 0;
    writer = (struct writer){0};
    assert_status(STATUS_OK, hasher_new(&writer.hasher));
    assert_status(STATUS_OK, frames_open(&options, &writer.frames, &cut, &problem));
    assert_status(STATUS_OK, keys_open(in(live, KEYS_FILE), true, &writer.keys, &problem));
    assert_status(STATUS_OK,
                  people_open(in(live, PEOPLE_FILE), true, writer.keys, &writer.people, &problem));
    return 0;
}

static int writer_end(void **state)
{
    frames_close(&writer.frames);
    people_close(&writer.people);
    keys_close(&writer.keys);
    hasher_free(&writer.hasher);
    return end(state);
}

static void come_back(uint64_t round)
{
    struct backup_made made;
    struct backup_restored restored;
    char name[32];
    snprintf(name, sizeof name, "copy-%u", (unsigned)round);
    assert_status(STATUS_OK, path_join(target, scratch, name));
    snprintf(name, sizeof name, "back-%u", (unsigned)round);
    assert_status(STATUS_OK, path_join(back, scratch, name));
    uint64_t before = writer.written;
    assert_status(STATUS_OK, make(true, &made));
    assert_true(made.records >= before);
    assert_memory_equal(&writer.roots[made.records], &made.root, sizeof made.root);
    const struct restore_options options = {.keys = made.keys, .passphrase = &phrase};
    assert_status(STATUS_OK, restore(&options, &restored));
    assert_int_equal(made.records, restored.records);
    snprintf(name, sizeof name, "P%06u", (unsigned)made.records - 1);
    assert_true(person_known(back, name));
}

static void live_check(void **state)
{
    (void)state;
    pthread_t thread;
    uint64_t first = merkle.size;
    assert_int_equal(0, pthread_create(&thread, NULL, write_on, NULL));
    while (writer.written < first + 20) {
        usleep(1000);
    }
    for (uint64_t round = 0; round < BACKUPS; round++) {
        come_back(round);
    }
    writer.stop = true;
    assert_int_equal(0, pthread_join(thread, NULL));
    print_message("%u records were written meanwhile\n", (unsigned)(writer.written - first));
}

int main(void)
{
    crypto_init();
    const struct CMUnitTest tests[] = {
        {"makes backups that come back while records are written", live_check, writer_begin,
         writer_end, NULL},
    };
    return cmocka_run_group_tests_name("backup_live", tests, NULL, NULL);
}
