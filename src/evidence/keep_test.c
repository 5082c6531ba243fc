/* keep_test.c - evidence on the disk: sealed, found by its hash, and nothing but itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "evidence/evidence.h"
#include "testing/scratch.h"

struct kept {
    char folder[SCRATCH_PATH_MAX];
    uint8_t *photo;
    size_t length;
    struct evidence evidence;
    char path[PATH_BYTES_MAX];
};

static int begin(void **state)
{
    struct kept *kept = calloc(1, sizeof *kept);
    crypto_init();
    scratch_make(kept->folder);
    assert_true(status_ok(file_load(SANBAO_TEST_DATA "/photos/baseline.jpg", PHOTO_BYTES_MAX,
                                    &kept->photo, &kept->length)));
    assert_true(status_ok(evidence_keep(kept->folder, kept->photo, kept->length, &kept->evidence)));
    int used = snprintf(kept->path, sizeof kept->path, "%s/evidence/%02x/", kept->folder,
                        kept->evidence.name.bytes[0]);
    for (size_t i = 0; i < HASH_BYTES; i++) {
        used += snprintf(kept->path + used, 3, "%02x", kept->evidence.name.bytes[i]);
    }
    *state = kept;
    return 0;
}

static int end(void **state)
{
    struct kept *kept = *state;
    scratch_remove(kept->folder);
    free(kept->photo);
    free(kept);
    return 0;
}

static void comes_back(void **state)
{
    struct kept *kept = *state;
    uint8_t *photo = NULL;
    size_t length = 0;
    struct hash content;
    assert_true(status_ok(evidence_load(kept->folder, &kept->evidence, &photo, &length)));
    sha256(&content, photo, length);
    assert_memory_equal(content.bytes, kept->evidence.content.bytes, HASH_BYTES);
    assert_int_equal(length, kept->evidence.length);
    assert_null(memmem(photo, length, "SECRET", 6));
    free(photo);
}

static void is_sealed_and_named_after_itself(void **state)
{
    struct kept *kept = *state;
    uint8_t *file = NULL;
    size_t length = 0;
    struct hash hash;
    assert_true(status_ok(file_load(kept->path, PHOTO_BYTES_MAX, &file, &length)));
    sha256(&hash, file, length);
    assert_memory_equal(hash.bytes, kept->evidence.name.bytes, HASH_BYTES);
    assert_memory_not_equal(file, "\xFF\xD8", 2);
    free(file);
}

static void another_key_opens_nothing(void **state)
{
    struct kept *kept = *state;
    struct evidence other = kept->evidence;
    uint8_t *photo = NULL;
    size_t length = 0;
    other.key[0] ^= 1;
    assert_int_equal(evidence_load(kept->folder, &other, &photo, &length).code,
                     STATUS_EVIDENCE_DAMAGED);
    assert_null(photo);
}

static void a_changed_file_is_not_shown(void **state)
{
    struct kept *kept = *state;
    uint8_t *photo = NULL;
    size_t length = 0;
    assert_true(status_ok(file_replace(kept->path, "changed", 7)));
    assert_int_equal(evidence_load(kept->folder, &kept->evidence, &photo, &length).code,
                     STATUS_EVIDENCE_DAMAGED);
}

static void goes_when_dropped(void **state)
{
    struct kept *kept = *state;
    assert_true(status_ok(evidence_drop(kept->folder, &kept->evidence.name)));
    assert_true(status_ok(evidence_drop(kept->folder, &kept->evidence.name)));
    assert_int_equal(file_kind(kept->path), FILE_ABSENT);
}

static void no_photo_leaves_nothing(void **state)
{
    struct kept *kept = *state;
    struct evidence evidence;
    assert_int_equal(evidence_keep(kept->folder, (const uint8_t *)"no photo", 8, &evidence).code,
                     STATUS_PHOTO_KIND);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(comes_back),
        TEST(is_sealed_and_named_after_itself),
        TEST(another_key_opens_nothing),
        TEST(a_changed_file_is_not_shown),
        TEST(goes_when_dropped),
        TEST(no_photo_leaves_nothing),
    };
    return cmocka_run_group_tests_name("keep", tests, NULL, NULL);
}
