/* fuzz_receipt.c - any bytes read as a receipt, alone and in front of a checkpoint that is signed
 * for real. A receipt that is taken has one spelling: written again it is the same. */
#include <stdlib.h>
#include <string.h>

#include "proof/proof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const uint8_t seed[SIGN_SEED_BYTES] = {1, 2, 3};
static const char record[] = "a record";
static struct note_key key;
static char note[1024];

/* A log of that record alone, twice. */
static void log_make(void)
{
    crypto_init();
    uint8_t public_key[SIGN_PUBLIC_BYTES];
    sign_public(seed, public_key);
    REQUIRE(status_ok(note_key_make("fuzz.example/log", public_key, &key)));
    struct hasher *hasher = NULL;
    REQUIRE(status_ok(hasher_new(&hasher)));
    struct hash leaf;
    merkle_leaf(hasher, &leaf, record, sizeof(record) - 1);
    struct checkpoint checkpoint = {.origin = "fuzz.example/log", .size = 2};
    merkle_node(hasher, &checkpoint.root, &leaf, &leaf);
    REQUIRE(status_ok(checkpoint_sign(&checkpoint, seed, note, sizeof(note))));
    hasher_free(&hasher);
}

static void receipt_read(const char *text, size_t length)
{
    struct receipt receipt;
    uint8_t *decoded = NULL;
    struct status status = receipt_check(text, length, &key, &receipt, &decoded);
    REQUIRE(status_ok(status) == (decoded != NULL));
    if (status_ok(status)) {
        REQUIRE(receipt.record_length == sizeof(record) - 1 && receipt.index < 2);
        REQUIRE(memcmp(receipt.record, record, receipt.record_length) == 0);
        char *again = NULL;
        REQUIRE(status_ok(receipt_format(receipt.index, receipt.record, receipt.record_length,
                                         receipt.path, receipt.path_count, note, &again)));
        /* The checkpoint may bear more signatures than ours. */
        size_t head = (size_t)(strstr(again, "\n\n") - again);
        REQUIRE(head < length && memcmp(again, text, head) == 0);
        free(again);
    }
    free(decoded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (note[0] == '\0') {
        log_make();
    }
    receipt_read((const char *)data, size);
    char *text = malloc(size + sizeof(note));
    REQUIRE(text != NULL);
    if (size > 0) {
        memcpy(text, data, size);
    }
    memcpy(text + size, note, strlen(note));
    receipt_read(text, size + strlen(note));
    free(text);
    return 0;
}
