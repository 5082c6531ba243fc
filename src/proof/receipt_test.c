/* receipt_test.c - a receipt says what it says or nothing: it has exactly one spelling, and not one
 * of its bits can be changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proof/proof_internal.h"

#define ORIGIN "village.example/log"

static const uint8_t seed[SIGN_SEED_BYTES] = {2, 7, 1, 8, 2, 8};
static struct note_key key;

/* A log of seven records "record 0".. with its checkpoint. The path of record 4 is 5 and 6 and the
 * full four on the left: three hashes. */
struct fixture {
    struct hash leaves[7];
    struct hash path[3];
    char note[1024];
    char *text; /* the receipt of record 4 */
};

static void path_make(struct fixture *fix, struct hasher *hasher)
{
    struct merkle left = {0};
    for (size_t i = 0; i < 4; i++) {
        merkle_append(&left, hasher, &fix->leaves[i]);
    }
    fix->path[0] = fix->leaves[5];
    fix->path[1] = fix->leaves[6];
    merkle_root(&left, hasher, &fix->path[2]);
}

static int fixture_begin(void **state)
{
    struct fixture *fix = calloc(1, sizeof(*fix));
    assert_non_null(fix);
    struct hasher *hasher = NULL;
    assert_true(status_ok(hasher_new(&hasher)));
    struct merkle merkle = {0};
    for (size_t i = 0; i < COUNT(fix->leaves); i++) {
        char record[16];
        int length = snprintf(record, sizeof(record), "record %zu", i);
        merkle_leaf(hasher, &fix->leaves[i], record, (size_t)length);
        merkle_append(&merkle, hasher, &fix->leaves[i]);
    }
    path_make(fix, hasher);
    struct checkpoint checkpoint = {.origin = ORIGIN, .size = merkle.size};
    merkle_root(&merkle, hasher, &checkpoint.root);
    hasher_free(&hasher);
    assert_true(status_ok(checkpoint_sign(&checkpoint, seed, fix->note, sizeof(fix->note))));
    assert_true(status_ok(receipt_format(4, "record 4", 8, fix->path, 3, fix->note, &fix->text)));
    *state = fix;
    return 0;
}

static int fixture_end(void **state)
{
    struct fixture *fix = *state;
    free(fix->text);
    free(fix);
    return 0;
}

static enum status_code check(const char *text, size_t length)
{
    struct receipt receipt;
    uint8_t *decoded = NULL;
    struct status status = receipt_check(text, length, &key, &receipt, &decoded);
    assert_int_equal(status_ok(status), decoded != NULL);
    assert_int_equal(status_ok(status), receipt.record != NULL);
    free(decoded);
    return status.code;
}

static void form_check(void **state)
{
    struct fixture *fix = *state;
    const char start[] = "c2sp.org/tlog-proof@v1\nextra cmVjb3JkIDQ=\nindex 4\n";
    size_t length = sizeof(start) - 1;
    assert_memory_equal(start, fix->text, length);
    assert_string_equal(fix->note, fix->text + length + 3 * 45 + 1);
    assert_int_equal('\n', fix->text[length + 3 * 45]);
}

static void read_check(void **state)
{
    struct fixture *fix = *state;
    struct receipt receipt;
    uint8_t *decoded = NULL;
    struct status status = receipt_check(fix->text, strlen(fix->text), &key, &receipt, &decoded);
    assert_int_equal(STATUS_OK, status.code);
    assert_int_equal(4, receipt.index);
    assert_int_equal(8, receipt.record_length);
    assert_memory_equal("record 4", receipt.record, 8);
    assert_int_equal(3, receipt.path_count);
    assert_int_equal(7, receipt.checkpoint.size);
    assert_string_equal(ORIGIN, receipt.checkpoint.origin);
    free(decoded);
}

static void bits_check(void **state)
{
    struct fixture *fix = *state;
    size_t length = strlen(fix->text);
    for (size_t bit = 0; bit < length * 8; bit++) {
        fix->text[bit / 8] = (char)(fix->text[bit / 8] ^ (1 << (bit % 8)));
        assert_int_not_equal(STATUS_OK, check(fix->text, length));
        fix->text[bit / 8] = (char)(fix->text[bit / 8] ^ (1 << (bit % 8)));
    }
    for (size_t cut = 0; cut < length; cut++) {
        assert_int_not_equal(STATUS_OK, check(fix->text, cut));
    }
    assert_int_equal(STATUS_OK, check(fix->text, length));
}

static void stranger_check(void **state)
{
    struct fixture *fix = *state;
    const uint8_t other[SIGN_SEED_BYTES] = {1};
    uint8_t public_key[SIGN_PUBLIC_BYTES];
    sign_public(other, public_key);
    struct note_key stranger;
    assert_true(status_ok(note_key_make(ORIGIN, public_key, &stranger)));
    struct receipt receipt;
    uint8_t *decoded = NULL;
    struct status status =
        receipt_check(fix->text, strlen(fix->text), &stranger, &receipt, &decoded);
    assert_int_equal(STATUS_NOTE_UNSIGNED, status.code);
}

static void largest_check(void **state)
{
    (void)state;
    static uint8_t record[RECORD_BYTES_MAX + 1];
    struct hasher *hasher = NULL;
    assert_true(status_ok(hasher_new(&hasher)));
    struct checkpoint checkpoint = {.origin = ORIGIN, .size = 1};
    merkle_leaf(hasher, &checkpoint.root, record, RECORD_BYTES_MAX);
    hasher_free(&hasher);
    char note[1024];
    assert_true(status_ok(checkpoint_sign(&checkpoint, seed, note, sizeof(note))));
    char *text = NULL;
    struct status status = receipt_format(0, record, RECORD_BYTES_MAX, NULL, 0, note, &text);
    assert_int_equal(STATUS_OK, status.code);
    assert_int_equal(STATUS_OK, check(text, strlen(text)));
    free(text);

    status = receipt_format(0, record, sizeof(record), NULL, 0, note, &text);
    assert_int_equal(STATUS_LIMIT_EXCEEDED, status.code);
    assert_null(text);
    status = receipt_format(0, record, 0, NULL, 0, note, &text);
    assert_int_equal(STATUS_LIMIT_EXCEEDED, status.code);
}

/* The longest path that a log of 2^63 - 1 records can have, and one hash more than is read. */
static void long_path_check(void **state)
{
    struct fixture *fix = *state;
    for (int count = 63; count <= 65; count++) {
        char hashes[65 * 45 + 1] = "";
        for (int i = 0; i < count; i++) {
            memcpy(hashes + 45 * i, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", 46);
        }
        char text[8192];
        snprintf(text, sizeof(text), "c2sp.org/tlog-proof@v1\nextra AAAA\nindex %s\n%s\n%s",
                 "9223372036854775806", hashes, fix->note);
        enum status_code answer = count <= 64 ? STATUS_PROOF_WRONG : STATUS_PROOF_MALFORMED;
        assert_int_equal(answer, check(text, strlen(text)));
    }
}

static void damaged_check(void **state)
{
    struct fixture *fix = *state;
    char *text = NULL;
    fix->path[1].bytes[7] ^= 1;
    struct status status = receipt_format(4, "record 4", 8, fix->path, 3, fix->note, &text);
    assert_int_equal(STATUS_PROOF_WRONG, status.code);
    assert_null(text);
    status = receipt_format(4, "record 4", 8, fix->path, 3, "no note", &text);
    assert_int_equal(STATUS_CHECKPOINT_MALFORMED, status.code);
}

static void too_large_check(void **state)
{
    (void)state;
    static char text[RECEIPT_BYTES_MAX + 1];
    memset(text, 'A', sizeof(text));
    assert_int_equal(STATUS_PROOF_MALFORMED, check(text, sizeof(text)));
}

/* Texts in which one thing is replaced by another. */
static struct row {
    const char *name;
    const char *from;
    const char *to;
    enum status_code answer;
} rows[] = {
    {"takes a witness's line", "\xE2\x80\x94 village",
     "\xE2\x80\x94 witness.example AAAAAAA=\n\xE2\x80\x94 village", STATUS_OK},
    {"refuses another version", "@v1", "@v2", STATUS_PROOF_MALFORMED},
    {"refuses a longer version", "@v1", "@v12", STATUS_PROOF_MALFORMED},
    {"refuses CRLF", "@v1\n", "@v1\r\n", STATUS_PROOF_MALFORMED},
    {"refuses a missing record", "extra cmVjb3JkIDQ=\n", "", STATUS_PROOF_MALFORMED},
    {"refuses an empty record", "cmVjb3JkIDQ=", "", STATUS_PROOF_MALFORMED},
    {"refuses two records", "extra cmVjb3JkIDQ=\n", "extra cmVjb3JkIDQ=\nextra cmVjb3JkIDQ=\n",
     STATUS_PROOF_MALFORMED},
    {"refuses a record without padding", "cmVjb3JkIDQ=", "cmVjb3JkIDQ", STATUS_PROOF_MALFORMED},
    {"refuses a record with stray bits", "cmVjb3JkIDQ=", "cmVjb3JkIDR=", STATUS_PROOF_MALFORMED},
    {"refuses padding within a record", "cmVjb3JkIDQ=", "cmVjb3J=IDQ=", STATUS_PROOF_MALFORMED},
    {"refuses a blank within a record", "cmVjb3JkIDQ=", "cmVj b3JkIDQ=", STATUS_PROOF_MALFORMED},
    {"refuses another record", "cmVjb3JkIDQ=", "cmVjb3JkIDU=", STATUS_PROOF_WRONG},
    {"refuses a missing index", "index 4\n", "", STATUS_PROOF_MALFORMED},
    {"refuses an index with a leading zero", "index 4", "index 04", STATUS_PROOF_MALFORMED},
    {"refuses a negative index", "index 4", "index -4", STATUS_PROOF_MALFORMED},
    {"refuses an index with two blanks", "index 4", "index  4", STATUS_PROOF_MALFORMED},
    {"refuses an index with a tail", "index 4", "index 4 ", STATUS_PROOF_MALFORMED},
    {"refuses an index beyond all numbers", "index 4", "index 18446744073709551620",
     STATUS_PROOF_MALFORMED},
    {"refuses another index", "index 4", "index 5", STATUS_PROOF_WRONG},
    {"refuses an index beyond the log", "index 4", "index 7", STATUS_PROOF_WRONG},
    {"refuses a missing blank line", "\n\nvillage", "\nvillage", STATUS_PROOF_MALFORMED},
    {"refuses a blank line too many", "\n\nvillage", "\n\n\nvillage", STATUS_SIGNATURE_WRONG},
    {"refuses a hash too many", "\n\nvillage",
     "\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\nvillage", STATUS_PROOF_WRONG},
    {"refuses a hash too short", "\n\nvillage", "\nAAAA\n\nvillage", STATUS_PROOF_MALFORMED},
    {"refuses another origin", "village.example/log\n7", "village.example/lag\n7",
     STATUS_SIGNATURE_WRONG},
    {"refuses another size", "log\n7", "log\n8", STATUS_SIGNATURE_WRONG},
    {"refuses a note that is none", "\xE2\x80\x94 ", "- ", STATUS_NOTE_MALFORMED},
};

static void row_check(void **state)
{
    const struct row *row = *state;
    void *made = NULL;
    fixture_begin(&made);
    struct fixture *fix = made;
    const char *found = strstr(fix->text, row->from);
    assert_non_null(found);
    char changed[4096];
    snprintf(changed, sizeof(changed), "%.*s%s%s", (int)(found - fix->text), fix->text, row->to,
             found + strlen(row->from));
    enum status_code answer = check(changed, strlen(changed));
    fixture_end(&made);
    assert_int_equal(row->answer, answer);
}

int main(void)
{
    crypto_init();
    uint8_t public_key[SIGN_PUBLIC_BYTES];
    sign_public(seed, public_key);
    if (!status_ok(note_key_make(ORIGIN, public_key, &key))) {
        return 1;
    }
    struct CMUnitTest tests[8 + COUNT(rows)] = {
        {"has the form of tlog-proof@v1", form_check, fixture_begin, fixture_end, NULL},
        {"reads back what was written", read_check, fixture_begin, fixture_end, NULL},
        {"refuses every changed bit and every cut", bits_check, fixture_begin, fixture_end, NULL},
        {"refuses another log's key", stranger_check, fixture_begin, fixture_end, NULL},
        {"holds the largest record", largest_check, NULL, NULL, NULL},
        {"holds the longest path", long_path_check, fixture_begin, fixture_end, NULL},
        {"is not made from a damaged tree", damaged_check, fixture_begin, fixture_end, NULL},
        {"refuses a text above the limit", too_large_check, fixture_begin, fixture_end, NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[8 + i] = (struct CMUnitTest){rows[i].name, row_check, NULL, NULL, &rows[i]};
    }
    return cmocka_run_group_tests_name("receipt", tests, NULL, NULL);
}
