/* backup_drill_test.c - the drill proves what it says and cleans up, whatever comes out; and what
 * is said to people. */
#include "backup/backup_testing.h"

#define SEGMENT_0 "journal/00000000000000000000.seg"

static int64_t clock_ms;
static int64_t now_ms(void)
{
    return clock_ms += 5;
}

/* Stands for the books: looks at the restored folder, answers as told. */
struct replaying {
    enum status_code answer;
    uint64_t records;
    uint64_t live_grows; /* records that a writer adds in the meantime */
};
static struct status replay(void *context, const char *folder, struct problem *trouble)
{
    struct replaying *replaying = context;
    struct log_facts facts;
    assert_true(is_there(folder, MARKER_FILE));
    assert_false(is_there(folder, KEYS_FILE));
    assert_status(STATUS_OK, backup__log_walk(folder, NULL, 0, &facts, trouble));
    replaying->records = facts.records;
    records_add(replaying->live_grows, 0);
    return problem_set(trouble, replaying->answer);
}

static struct status drill(struct replaying *replaying, struct drill_proof *proof)
{
    const struct drill_options options = {.folder = live,
                                          .day = MADE_ON,
                                          .replay = replaying == NULL ? NULL : replay,
                                          .context = replaying,
                                          .now_ms = now_ms};
    problem = problem_none();
    return backup_drill(&options, proof, &problem);
}

static void nothing_left(void)
{
    struct folder_names names = {0};
    assert_status(STATUS_OK, folder_names(live, &names));
    for (size_t i = 0; i < names.count; i++) {
        assert_int_not_equal(0, strcmp(names.list[i], "drill"));
    }
    folder_names_free(&names);
}

static void proof_check(void **state)
{
    (void)state;
    struct replaying replaying = {.answer = STATUS_OK, .live_grows = 4};
    struct drill_proof proof;
    struct hash root;
    root_now(&root);
    assert_status(STATUS_OK, drill(&replaying, &proof));
    assert_int_equal(10, proof.records);
    assert_int_equal(10, replaying.records);
    assert_int_equal(10, proof.signed_size);
    assert_memory_equal(&root, &proof.root, sizeof root);
    assert_true(proof.replayed);
    assert_int_equal(5, proof.backup_ms);
    assert_int_equal(5, proof.restore_ms);
    assert_int_equal(5, proof.replay_ms);
    assert_int_equal(5, proof.compare_ms);
    nothing_left();
}

static void no_replay_check(void **state)
{
    (void)state;
    struct drill_proof proof;
    assert_status(STATUS_OK, file_remove(in(live, CHECKPOINT_FILE)));
    assert_status(STATUS_OK, drill(NULL, &proof));
    assert_false(proof.replayed);
    assert_int_equal(0, proof.signed_size);
    nothing_left();
}

static void replay_fails_check(void **state)
{
    (void)state;
    struct replaying replaying = {.answer = STATUS_BOOKS_DIFFER};
    struct drill_proof proof;
    assert_status(STATUS_BOOKS_DIFFER, drill(&replaying, &proof));
    assert_int_equal(STATUS_BOOKS_DIFFER, problem.code);
    nothing_left();
}

/* The live journal is replaced by another while the drill runs. */
static struct status swap(void *context, const char *folder, struct problem *trouble)
{
    (void)context;
    (void)folder;
    (void)trouble;
    char record[] = "another record";
    uint8_t payload[4 + sizeof record] = {sizeof record};
    memcpy(payload + 4, record, sizeof record);
    folder_remove(in(live, JOURNAL_FOLDER));
    assert_status(STATUS_OK, file_remove(in(live, CHECKPOINT_FILE)));
    struct frames *frames = NULL;
    struct hasher *hasher = NULL;
    struct hash leaf;
    const struct frames_options options = {.folder = live, .write = true};
    uint64_t cut = 0;
    assert_status(STATUS_OK, hasher_new(&hasher));
    assert_status(STATUS_OK, frames_open(&options, &frames, &cut, NULL));
    merkle = (struct merkle){0};
    for (int i = 0; i < 12; i++) {
        struct hash root;
        merkle_leaf(hasher, &leaf, record, sizeof record);
        merkle_append(&merkle, hasher, &leaf);
        merkle_root(&merkle, hasher, &root);
        assert_status(STATUS_OK, frames_append(frames, 1, 0, &root, payload, sizeof payload));
    }
    frames_close(&frames);
    hasher_free(&hasher);
    return OK;
}

static void differs_check(void **state)
{
    (void)state;
    struct drill_proof proof;
    const struct drill_options options = {.folder = live, .day = MADE_ON, .replay = swap};
    assert_status(STATUS_BACKUP_DISAGREES, backup_drill(&options, &proof, &problem));
    nothing_left();
}

static void damaged_check(void **state)
{
    (void)state;
    struct drill_proof proof;
    flip(in(live, SEGMENT_0), FRAME_HEADER_BYTES + 10);
    assert_status(STATUS_JOURNAL_DAMAGED, drill(NULL, &proof));
    nothing_left();
}

/* A drill was killed in the middle; another one is at work. */
static void killed_check(void **state)
{
    (void)state;
    struct drill_proof proof;
    assert_status(STATUS_OK, folder_make(in(live, "drill")));
    assert_status(STATUS_OK, folder_make(in(live, "drill/backup")));
    assert_status(STATUS_OK, file_replace(in(live, "drill/backup/people.db"), "x", 1));
    assert_status(STATUS_OK, drill(NULL, &proof));
    nothing_left();
    struct file lock = FILE_CLOSED;
    assert_status(STATUS_OK, file_open(in(live, "drill.lock"), FILE_FOR_WRITING, &lock));
    assert_status(STATUS_OK, file_lock(&lock));
    assert_status(STATUS_OK, folder_make(in(live, "drill")));
    assert_status(STATUS_FOLDER_BUSY, drill(NULL, &proof));
    assert_true(is_there(live, "drill"));
    file_close(&lock);
}

static void room_check(void **state)
{
    (void)state;
    struct drill_proof proof;
    const struct drill_options options = {
        .folder = live, .day = MADE_ON, .keep_free_bytes = INT64_MAX / 2};
    assert_status(STATUS_DISK_SHORT, backup_drill(&options, &proof, &problem));
    nothing_left();
}

/* ---- what is said ---- */

static void said(void (*say)(FILE *out), const char *const *expected)
{
    for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
        char *text = NULL;
        size_t length = 0;
        FILE *out = open_memstream(&text, &length);
        lang_set((enum lang)lang);
        say(out);
        assert_int_equal(0, fclose(out));
        assert_non_null(strstr(text, expected[lang]));
        free(text);
    }
    lang_set(LANG_ZH);
}

static void say_made(FILE *out)
{
    backup_made_print(&(struct backup_made){.records = 3, .keys = "k", .keys_until = MADE_ON + 90},
                      out);
}
static void say_made_without(FILE *out)
{
    backup_made_print(&(struct backup_made){.records = 3}, out);
}
static void say_no_keys(FILE *out)
{
    backup_restored_print(&(struct backup_restored){.made_on = MADE_ON}, out);
}
static void say_drill(FILE *out)
{
    const struct drill_proof proof = {.records = 3, .signed_size = 3, .replayed = true};
    backup_drill_print(&proof, out);
}

static void say_check(void **state)
{
    (void)state;
    said(say_made, (const char *const[]){"只能保存到 2022-03-17", "may be kept until 2022-03-17"});
    said(say_made_without, (const char *const[]){"密钥没有备份", "The keys stayed behind"});
    said(say_no_keys, (const char *const[]){"只能查看", "can only be read"});
    said(say_drill, (const char *const[]){"演练成功", "The drill went well"});
}

int main(void)
{
    crypto_init();
    const struct CMUnitTest tests[] = {
        {"proves that a backup comes back, while records are added", proof_check, begin, end, NULL},
        {"does without books and without a checkpoint", no_replay_check, begin, end, NULL},
        {"hands on what the books say, and cleans up", replay_fails_check, begin, end, NULL},
        {"notices that the live log is another one", differs_check, begin, end, NULL},
        {"notices damage of the live journal", damaged_check, begin, end, NULL},
        {"clears away what a killed drill left, but not one at work", killed_check, begin, end,
         NULL},
        {"is not begun where it would fill the disk", room_check, begin, end, NULL},
        {"says what matters in both languages", say_check, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("backup_drill", tests, NULL, NULL);
}
