/* backup_continue_test.c - a log that goes on from an older backup: when it may, under which name
 * and key, what it has to tell first; and whom lists of erasures keep away. */
#include "backup/backup_testing.h"
#include "base/day.h"

#define LOST SANBAO__V1__CONTINUE_REASON__CONTINUE_LOST
#define STOLEN SANBAO__V1__CONTINUE_REASON__CONTINUE_STOLEN
#define NOT SANBAO__V1__CONTINUE_REASON__CONTINUE_UNSET

static const struct row {
    const char *name;
    const char *known_origin; /* of the checkpoint that is handed over; NULL: none is */
    uint64_t size;
    bool forged;  /* another root */
    bool unknown; /* signed by another key */
    bool keys;
    Sanbao__V1__ContinueReason reason;
    enum status_code expected;
    const char *origin; /* under which it goes on; NULL: it does not */
} rows[] = {
    {"an older backup is refused unless somebody says why", "sanbao.example/test", 14, false, false,
     true, NOT, STATUS_BACKUP_OLDER, NULL},
    {"it goes on under a second name", "sanbao.example/test", 14, false, false, true, LOST,
     STATUS_OK, "sanbao.example/test/2"},
    {"it cannot go on without keys", "sanbao.example/test", 14, false, false, false, LOST,
     STATUS_KEYS_MISSING, NULL},
    {"a log that lacks nothing keeps its name", "sanbao.example/test", 10, false, false, true, LOST,
     STATUS_OK, NULL},
    {"without a known checkpoint it keeps its name", NULL, 0, false, false, true, LOST, STATUS_OK,
     NULL},
    {"a checkpoint that contradicts is never passed over", "sanbao.example/test", 7, true, false,
     true, LOST, STATUS_BACKUP_DISAGREES, NULL},
    {"a checkpoint that nobody signed says nothing", "sanbao.example/test", 14, false, true, true,
     LOST, STATUS_NOTE_UNSIGNED, NULL},
    {"a stolen log goes on in any case", "sanbao.example/test", 10, false, false, true, STOLEN,
     STATUS_OK, "sanbao.example/test/2"},
    {"also without a known checkpoint", NULL, 0, false, false, true, STOLEN, STATUS_OK,
     "sanbao.example/test/2"},
    {"a log that went on before goes on under a third name", "sanbao.example/test/2", 14, false,
     false, true, LOST, STATUS_OK, "sanbao.example/test/3"},
    {"another log's name is another log", "sanbao.example/test2", 14, false, false, true, LOST,
     STATUS_BACKUP_DISAGREES, NULL},
};

/* A checkpoint of any name, size and root, by the live key or by another. */
static void known_put(const struct row *row, char path[PATH_BYTES_MAX])
{
    struct hash root;
    const char *own = origin;
    root_now(&root);
    root.bytes[0] ^= row->size != merkle.size || row->forged;
    assert_status(STATUS_OK, path_join(path, scratch, "known"));
    if (row->unknown) {
        assert_status(STATUS_OK, file_remove(in(live, KEYS_FILE)));
        assert_status(STATUS_OK, keys_create(in(live, KEYS_FILE), &problem));
    }
    origin = row->known_origin;
    checkpoint_put(live, path, row->size, &root);
    origin = own;
}

static void marker_key(struct note_key *key)
{
    uint8_t *text = NULL;
    size_t length = 0;
    assert_status(STATUS_OK, file_load(in(back, MARKER_FILE), 4096, &text, &length));
    char *vkey = strstr((char *)text, "sanbao.example");
    assert_non_null(vkey);
    assert_status(STATUS_OK, note_vkey_parse(vkey, strcspn(vkey, "\""), key));
    free(text);
}

static void row_check(void **state)
{
    const struct row *row = *state;
    char known[PATH_BYTES_MAX];
    struct backup_restored restored;
    struct continued continued;
    bool found = false;
    make_well(true);
    if (row->known_origin != NULL) {
        known_put(row, known);
    }
    const struct restore_options options = {.keys = row->keys ? sealed_path : NULL,
                                            .passphrase = &phrase,
                                            .checkpoint = row->known_origin == NULL ? NULL : known,
                                            .day = MADE_ON,
                                            .go_on = row->reason};
    assert_status(row->expected, restore(&options, &restored));
    assert_int_equal(row->expected != STATUS_OK, file_kind(back) == FILE_ABSENT);
    if (row->expected != STATUS_OK) {
        return;
    }
    struct note_key key;
    marker_key(&key);
    assert_int_equal(row->origin != NULL, restored.goes_on);
    assert_string_equal(row->origin != NULL ? row->origin : origin, key.name);
    assert_status(STATUS_OK, backup_continued(back, &found, &continued, &problem));
    assert_int_equal(row->origin != NULL, found);
    assert_int_equal(row->origin != NULL, !is_there(back, CHECKPOINT_FILE));
    if (found) {
        uint64_t size = row->size > 10 ? row->size : 10;
        assert_int_equal(size, continued.old.size);
        assert_int_equal(row->reason, continued.reason);
        assert_string_equal(size > 10 ? row->known_origin : origin, continued.old.origin);
        assert_status(STATUS_OK, backup_continued_done(back));
        assert_status(STATUS_OK, backup_continued(back, &found, &continued, &problem));
        assert_false(found);
    }
}

/* The key of a stolen machine signs nothing more; a lost one's goes on. */
static void stolen_keys_are_new(void **state)
{
    const Sanbao__V1__ContinueReason *reason = *state;
    struct backup_restored restored;
    struct keys *keys = NULL;
    struct note_key key;
    uint8_t before[SIGN_PUBLIC_BYTES];
    uint8_t after[SIGN_PUBLIC_BYTES];
    char known[PATH_BYTES_MAX];
    const struct row older = {.known_origin = origin, .size = 14};
    make_well(true);
    known_put(&older, known);
    const struct restore_options options = {.keys = sealed_path,
                                            .passphrase = &phrase,
                                            .checkpoint = known,
                                            .day = MADE_ON,
                                            .go_on = *reason};
    assert_status(STATUS_OK, restore(&options, &restored));
    assert_status(STATUS_OK, keys_open(in(live, KEYS_FILE), false, &keys, &problem));
    sign_public(keys_log_seed(keys), before);
    keys_close(&keys);
    assert_status(STATUS_OK, keys_open(in(back, KEYS_FILE), false, &keys, &problem));
    sign_public(keys_log_seed(keys), after);
    keys_close(&keys);
    assert_int_equal(*reason == STOLEN, memcmp(before, after, sizeof before) != 0);
    marker_key(&key);
    assert_memory_equal(after, key.public_key, sizeof after);
    assert_true(person_known(back, "R00001"));
}

/* A receipt holds a checkpoint as well. */
static void a_receipt_will_do(void **state)
{
    (void)state;
    struct backup_restored restored;
    char known[PATH_BYTES_MAX];
    char text[4096];
    uint8_t *note = NULL;
    size_t length = 0;
    const struct row older = {.known_origin = origin, .size = 14};
    make_well(true);
    known_put(&older, known);
    assert_status(STATUS_OK, file_load(known, sizeof text, &note, &length));
    int used = snprintf(text, sizeof text,
                        "c2sp.org/tlog-proof@v1\nextra eA==\nindex 3\n"
                        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n%s",
                        (const char *)note);
    free(note);
    assert_status(STATUS_OK, file_replace(known, text, (size_t)used));
    const struct restore_options options = {.checkpoint = known, .day = MADE_ON};
    assert_status(STATUS_BACKUP_OLDER, restore(&options, &restored));
    assert_string_equal("14", problem.expected);
}

/* ---- erasures ---- */

static void person_erase(const char *number)
{
    struct keys *keys = NULL;
    struct people *people = NULL;
    struct people_row row;
    bool found = false;
    assert_status(STATUS_OK, keys_open(in(live, KEYS_FILE), true, &keys, &problem));
    assert_status(STATUS_OK, people_open(in(live, PEOPLE_FILE), true, keys, &people, &problem));
    assert_status(STATUS_OK, people_find(people, "V1", PEOPLE_RESIDENT, number, &found, &row));
    assert_true(found);
    struct id id = row.id;
    people_row_free(&row);
    assert_status(STATUS_OK, people_erase(people, &id));
    people_close(&people);
    keys_close(&keys);
}

enum list { NO_LIST, BESIDE, BESIDE_DATED, HANDED };
static const struct erasure_row {
    const char *name;
    bool keys;
    int32_t days_later;
    enum list list;
    int64_t erased;
    bool wanted;
    int32_t until; /* days after the backup */
} erasure_rows[] = {
    {"without a list whoever was erased is back, and that is said", true, 5, NO_LIST, 0, true, 0},
    {"on the day of the backup nothing is missing", true, 0, NO_LIST, 0, false, 0},
    {"the list of the old machine settles it", true, 5, HANDED, 1, false, 0},
    {"so does one beside the backups", true, 5, BESIDE, 1, false, 0},
    {"a list of some day settles what it knows", true, 5, BESIDE_DATED, 1, true, 3},
    {"without keys nobody comes back", false, 5, NO_LIST, 0, false, 0},
};

static void erasure_check(void **state)
{
    const struct erasure_row *row = *state;
    struct backup_restored restored;
    struct erasures list;
    bool wanted = false;
    int32_t until = 0;
    char handed[PATH_BYTES_MAX];
    person_put("R00002");
    make_well(true);
    person_erase("R00002");
    assert_status(STATUS_OK, erasures_load(in(live, ERASURES_FILE), &list, &problem));
    list.has_until = row->list == BESIDE_DATED;
    list.until = MADE_ON + 3;
    assert_status(STATUS_OK,
                  path_join(handed, scratch, row->list == HANDED ? "handed" : ERASURES_FILE));
    if (row->list != NO_LIST) {
        assert_status(STATUS_OK, erasures_save(handed, &list));
    }
    erasures_free(&list);
    const struct restore_options options = {.keys = row->keys ? sealed_path : NULL,
                                            .passphrase = &phrase,
                                            .erasures = row->list == HANDED ? handed : NULL,
                                            .day = MADE_ON + row->days_later};
    assert_status(STATUS_OK, restore(&options, &restored));
    assert_int_equal(row->erased, restored.erased);
    assert_int_equal(row->keys, person_known(back, "R00001"));
    assert_int_equal(row->keys && row->erased == 0, person_known(back, "R00002"));
    assert_int_equal(row->list != NO_LIST, is_there(back, ERASURES_FILE));
    assert_status(STATUS_OK, backup_erasures_wanted(back, &wanted, &until));
    assert_int_equal(row->wanted, wanted);
    if (wanted) {
        assert_int_equal(MADE_ON + row->until, until);
        assert_status(STATUS_OK, backup_erasures_settled(back));
        assert_status(STATUS_OK, backup_erasures_wanted(back, &wanted, &until));
        assert_false(wanted);
    }
}

int main(void)
{
    crypto_init();
    static const Sanbao__V1__ContinueReason stolen = STOLEN;
    static const Sanbao__V1__ContinueReason lost = LOST;
    struct CMUnitTest tests[COUNT(rows) + COUNT(erasure_rows) + 3];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[count++] =
            (struct CMUnitTest){rows[i].name, row_check, begin, end, (void *)(uintptr_t)&rows[i]};
    }
    for (size_t i = 0; i < COUNT(erasure_rows); i++) {
        tests[count++] = (struct CMUnitTest){erasure_rows[i].name, erasure_check, begin, end,
                                             (void *)(uintptr_t)&erasure_rows[i]};
    }
    tests[count++] = (struct CMUnitTest){"a stolen log gets a new key", stolen_keys_are_new, begin,
                                         end, (void *)(uintptr_t)&stolen};
    tests[count++] = (struct CMUnitTest){"a lost one keeps its key", stolen_keys_are_new, begin,
                                         end, (void *)(uintptr_t)&lost};
    tests[count++] = (struct CMUnitTest){"a receipt will do as a checkpoint", a_receipt_will_do,
                                         begin, end, NULL};
    return cmocka_run_group_tests_name("backup_continue", tests, NULL, NULL);
}
