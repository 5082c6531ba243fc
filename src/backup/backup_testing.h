/* backup_testing.h - for the tests of backups: a data folder made by hand, with keys, a person, a
 * journal of as many records as wanted and its signed checkpoint, and hands to harm files. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "backup/backup_internal.h"
#include "base/file.h"
#include "base/file_faults.h"
#include "base/lang.h"
#include "identity/people.h"
#include "journal/frames.h"
#include "testing/scratch.h"

static char scratch[SCRATCH_PATH_MAX];
static char live[PATH_BYTES_MAX];   /* the data folder */
static char target[PATH_BYTES_MAX]; /* the backup */
static char back[PATH_BYTES_MAX];   /* where it is restored */
static char sealed_path[PATH_BYTES_MAX];
static struct problem problem;
static struct merkle merkle; /* of the live journal */
static const struct passphrase phrase = {13, "a long secret"};
static const char *origin = "sanbao.example/test";

enum { MADE_ON = 18978 }; /* 2021-12-17 */

static inline void assert_status(enum status_code expected, struct status status)
{
    assert_string_equal(status_name(expected), status_name(status.code));
}

static inline const char *in(const char *folder, const char *name)
{
    static _Thread_local char paths[4][PATH_BYTES_MAX];
    static _Thread_local int next;
    next = (next + 1) % 4;
    assert_status(STATUS_OK, path_join(paths[next], folder, name));
    return paths[next];
}

static inline bool is_there(const char *folder, const char *name)
{
    return file_kind(in(folder, name)) != FILE_ABSENT;
}

/* ---- making ---- */

static inline void root_now(struct hash *root)
{
    struct hasher *hasher = NULL;
    assert_status(STATUS_OK, hasher_new(&hasher));
    merkle_root(&merkle, hasher, root);
    hasher_free(&hasher);
}

/* Record n is n % 50 + 20 bytes of the value n; a frame has up to 3 of them. */
static inline void records_add(uint64_t count, uint64_t segment_bytes)
{
    struct frames *frames = NULL;
    struct hasher *hasher = NULL;
    const struct frames_options options = {
        .folder = live, .write = true, .segment_bytes = segment_bytes};
    uint64_t cut = 0;
    assert_status(STATUS_OK, hasher_new(&hasher));
    assert_status(STATUS_OK, frames_open(&options, &frames, &cut, &problem));
    while (count > 0) {
        uint8_t payload[512];
        size_t used = 0;
        uint32_t group = count < 3 ? (uint32_t)count : 3;
        for (uint32_t i = 0; i < group; i++) {
            struct hash leaf;
            size_t length = merkle.size % 50 + 20;
            payload[used] = (uint8_t)length;
            memset(payload + used + 1, 0, 3);
            memset(payload + used + 4, (int)merkle.size, length);
            merkle_leaf(hasher, &leaf, payload + used + 4, length);
            merkle_append(&merkle, hasher, &leaf);
            used += 4 + length;
        }
        struct hash root;
        merkle_root(&merkle, hasher, &root);
        assert_status(STATUS_OK, frames_append(frames, group, 0, &root, payload, used));
        count -= group;
    }
    frames_close(&frames);
    hasher_free(&hasher);
}

/* A checkpoint of any size and root, signed with the keys of a folder. */
static inline void checkpoint_put(const char *keys_folder, const char *path, uint64_t size,
                                  const struct hash *root)
{
    struct keys *keys = NULL;
    struct checkpoint checkpoint = {.size = size, .root = *root};
    char note[1024];
    snprintf(checkpoint.origin, sizeof checkpoint.origin, "%s", origin);
    assert_status(STATUS_OK, keys_open(in(keys_folder, KEYS_FILE), false, &keys, &problem));
    assert_status(STATUS_OK, checkpoint_sign(&checkpoint, keys_log_seed(keys), note, sizeof note));
    assert_status(STATUS_OK, file_replace(path, note, strlen(note)));
    keys_close(&keys);
}

static inline void live_sign(void)
{
    struct hash root;
    root_now(&root);
    checkpoint_put(live, in(live, CHECKPOINT_FILE), merkle.size, &root);
}

/* The settings of the live folder: the log's name and key. */
static inline void marker_put(void)
{
    struct keys *keys = NULL;
    struct note_key key;
    uint8_t public_key[SIGN_PUBLIC_BYTES];
    char vkey[VKEY_MAX];
    char text[VKEY_MAX + 64];
    assert_status(STATUS_OK, keys_open(in(live, KEYS_FILE), false, &keys, &problem));
    sign_public(keys_log_seed(keys), public_key);
    assert_status(STATUS_OK, note_key_make(origin, public_key, &key));
    note_vkey_format(&key, vkey);
    int used = snprintf(text, sizeof text, "{\n  \"format\": 1,\n  \"vkey\": \"%s\"\n}\n", vkey);
    assert_status(STATUS_OK, file_replace(in(live, MARKER_FILE), text, (size_t)used));
    keys_close(&keys);
}

static inline void person_put(const char *number_text)
{
    struct keys *keys = NULL;
    struct people *people = NULL;
    struct hash commitment;
    char number[16];
    char name[] = "何红";
    snprintf(number, sizeof number, "%s", number_text);
    Sanbao__V1__PersonDetail detail = SANBAO__V1__PERSON_DETAIL__INIT;
    detail.number = number;
    detail.name = name;
    struct people_row row = {.kind = PEOPLE_RESIDENT, .person = &detail};
    random_bytes(row.id.bytes, sizeof row.id.bytes);
    assert_status(STATUS_OK, keys_open(in(live, KEYS_FILE), true, &keys, &problem));
    assert_status(STATUS_OK, people_open(in(live, PEOPLE_FILE), true, keys, &people, &problem));
    assert_status(STATUS_OK, people_put(people, "V1", &row, &commitment));
    people_close(&people);
    keys_close(&keys);
}

/* Whether the name of a number can be read in a folder. */
static inline bool person_known(const char *folder, const char *number)
{
    struct keys *keys = NULL;
    struct people *people = NULL;
    struct people_row row;
    bool found = false;
    if (is_there(folder, KEYS_FILE)) {
        assert_status(STATUS_OK, keys_open(in(folder, KEYS_FILE), false, &keys, &problem));
    }
    assert_status(STATUS_OK, people_open(in(folder, PEOPLE_FILE), false, keys, &people, &problem));
    assert_status(STATUS_OK, people_find(people, "V1", PEOPLE_RESIDENT, number, &found, &row));
    if (found) {
        assert_string_equal("何红", row.person->name);
        people_row_free(&row);
    }
    people_close(&people);
    keys_close(&keys);
    return found;
}

static inline int begin(void **state)
{
    (void)state;
    file_faults = NULL;
    problem = problem_none();
    merkle = (struct merkle){0};
    scratch_make(scratch);
    assert_status(STATUS_OK, path_join(live, scratch, "live"));
    assert_status(STATUS_OK, path_join(target, scratch, "copy"));
    assert_status(STATUS_OK, path_join(back, scratch, "back"));
    assert_status(STATUS_OK, path_join(sealed_path, scratch, "copy" SEALED_SUFFIX));
    assert_status(STATUS_OK, folder_make(live));
    assert_status(STATUS_OK, keys_create(in(live, KEYS_FILE), &problem));
    marker_put();
    person_put("R00001");
    records_add(10, 0);
    live_sign();
    return 0;
}

static inline int end(void **state)
{
    (void)state;
    file_faults = NULL;
    scratch_remove(scratch);
    return 0;
}

static inline struct status make(bool with_keys, struct backup_made *made)
{
    const struct backup_options options = {
        .folder = live, .target = target, .day = MADE_ON, .passphrase = with_keys ? &phrase : NULL};
    problem = problem_none();
    return backup_make(&options, made, &problem);
}

static inline void make_well(bool with_keys)
{
    struct backup_made made;
    assert_status(STATUS_OK, make(with_keys, &made));
}

static inline struct status restore(const struct restore_options *more,
                                    struct backup_restored *restored)
{
    struct restore_options options = *more;
    options.source = target;
    options.folder = back;
    problem = problem_none();
    struct status status = backup_restore(&options, restored, &problem);
    assert_int_equal(status.code, problem.code);
    return status;
}

/* ---- harming ---- */

static inline void flip(const char *path, int64_t offset)
{
    struct file file = FILE_CLOSED;
    int64_t size = 0;
    uint8_t byte = 0;
    size_t got = 0;
    assert_status(STATUS_OK, file_open(path, FILE_FOR_WRITING, &file));
    assert_status(STATUS_OK, file_size(&file, &size));
    offset = offset < 0 ? size + offset : offset;
    assert_status(STATUS_OK, file_read(&file, offset, &byte, 1, &got));
    byte ^= 1;
    assert_status(STATUS_OK, file_write(&file, offset, &byte, 1));
    file_close(&file);
}

static inline void add(const char *path, const char *text)
{
    struct file file = FILE_CLOSED;
    int64_t size = 0;
    assert_status(STATUS_OK, file_open(path, FILE_FOR_WRITING, &file));
    assert_status(STATUS_OK, file_size(&file, &size));
    assert_status(STATUS_OK, file_write(&file, size, text, strlen(text)));
    file_close(&file);
}

static inline bool ends_with(const char *text, const char *end_text)
{
    size_t length = strlen(text);
    size_t end_length = strlen(end_text);
    return length >= end_length && strcmp(text + length - end_length, end_text) == 0;
}
