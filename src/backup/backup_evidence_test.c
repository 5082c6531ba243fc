/* backup_evidence_test.c - photos go into a backup and come back, and one that is not what its name
 * says is found. */
#include "backup/backup_testing.h"

static char shelf[PATH_BYTES_MAX];
static char photo[PATH_BYTES_MAX];

/* A file named after its own hash, as evidence/ has them. */
static void evidence_put(const char *text)
{
    struct hash hash;
    char hex[2 * HASH_BYTES + 1];
    char first[3];
    sha256(&hash, text, strlen(text));
    for (size_t i = 0; i < HASH_BYTES; i++) {
        snprintf(hex + 2 * i, 3, "%02x", hash.bytes[i]);
    }
    snprintf(first, sizeof first, "%.2s", hex);
    assert_status(STATUS_OK, folder_make(in(live, EVIDENCE_FOLDER)));
    assert_status(STATUS_OK, path_join(shelf, in(live, EVIDENCE_FOLDER), first));
    assert_status(STATUS_OK, folder_make(shelf));
    assert_status(STATUS_OK, path_join(photo, shelf, hex));
    assert_status(STATUS_OK, file_replace(photo, text, strlen(text)));
}

/* The same file below another folder. */
static const char *photo_in(const char *folder)
{
    return in(folder, photo + strlen(live) + 1);
}

static void comes_back(void **state)
{
    (void)state;
    struct backup_made made;
    struct backup_restored restored;
    evidence_put("one photo");
    evidence_put("another photo");
    assert_status(STATUS_OK, make(false, &made));
    assert_int_equal(5, made.files);
    assert_int_equal(FILE_REGULAR, file_kind(photo_in(target)));
    assert_status(STATUS_OK, restore(&(struct restore_options){0}, &restored));
    uint8_t *bytes = NULL;
    size_t length = 0;
    assert_status(STATUS_OK, file_load(photo_in(back), 100, &bytes, &length));
    assert_memory_equal("another photo", bytes, length);
    free(bytes);
}

static void other_files_stay_out(void **state)
{
    (void)state;
    struct backup_made made;
    evidence_put("one photo");
    char path[PATH_BYTES_MAX];
    assert_status(STATUS_OK, path_join(path, shelf, "notes.txt"));
    assert_status(STATUS_OK, file_replace(path, "x", 1));
    assert_status(STATUS_OK, make(false, &made));
    assert_int_equal(FILE_ABSENT, file_kind(in(target, path + strlen(live) + 1)));
}

static void changed_is_not_copied(void **state)
{
    (void)state;
    struct backup_made made;
    evidence_put("one photo");
    assert_status(STATUS_OK, file_replace(photo, "changed", 7));
    assert_status(STATUS_EVIDENCE_DAMAGED, make(false, &made));
    assert_string_equal(photo, problem.file);
}

static void changed_does_not_come_back(void **state)
{
    (void)state;
    struct backup_made made;
    struct backup_restored restored;
    evidence_put("one photo");
    assert_status(STATUS_OK, make(false, &made));
    assert_status(STATUS_OK, file_replace(photo_in(target), "changed", 7));
    assert_status(STATUS_EVIDENCE_DAMAGED, restore(&(struct restore_options){0}, &restored));
    assert_int_equal(FILE_ABSENT, file_kind(in(back, MARKER_FILE)));
}

static void missing_is_found(void **state)
{
    (void)state;
    struct backup_made made;
    struct backup_restored restored;
    evidence_put("one photo");
    evidence_put("another photo");
    assert_status(STATUS_OK, make(false, &made));
    assert_status(STATUS_OK, file_remove(photo_in(target)));
    assert_status(STATUS_BACKUP_DAMAGED, restore(&(struct restore_options){0}, &restored));
}

int main(void)
{
    crypto_init();
    const struct CMUnitTest tests[] = {
        {"photos go with a backup and come back", comes_back, begin, end, NULL},
        {"what is no evidence stays out", other_files_stay_out, begin, end, NULL},
        {"a photo that was changed is not backed up", changed_is_not_copied, begin, end, NULL},
        {"a photo that was changed in the backup does not come back", changed_does_not_come_back,
         begin, end, NULL},
        {"a photo that is missing in the backup is found", missing_is_found, begin, end, NULL},
    };
    return cmocka_run_group_tests_name("backup_evidence", tests, NULL, NULL);
}
