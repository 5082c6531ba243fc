/* fuzz_note.c - any bytes read as a key, a note and a checkpoint; and any text, signed for real,
 * read back. Whatever is taken has one spelling: written again it is the same. */
#include <stdio.h>
#include <string.h>

#include "proof/proof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const uint8_t seed[SIGN_SEED_BYTES] = {1, 2, 3};

static struct note_key own_key(void)
{
    uint8_t public_key[SIGN_PUBLIC_BYTES];
    sign_public(seed, public_key);
    struct note_key key;
    REQUIRE(status_ok(note_key_make("fuzz.example/log", public_key, &key)));
    return key;
}

static void key_read(const char *text, size_t length)
{
    struct note_key key;
    if (status_ok(note_vkey_parse(text, length, &key))) {
        char again[VKEY_MAX];
        note_vkey_format(&key, again);
        REQUIRE(strlen(again) == length && memcmp(again, text, length) == 0);
    }
}

static void note_read(const char *text, size_t length, const struct note_key *key)
{
    size_t text_length = 0;
    if (status_ok(note_check(text, length, key, &text_length))) {
        REQUIRE(text_length > 0 && text_length < length && text[text_length - 1] == '\n');
    }
    struct checkpoint checkpoint;
    if (status_ok(checkpoint_check(text, length, key, &checkpoint))) {
        char again[4096];
        REQUIRE(status_ok(checkpoint_sign(&checkpoint, seed, again, sizeof(again))));
        size_t head = (size_t)(strstr(again, "\n\n") - again);
        REQUIRE(head < length && memcmp(again, text, head) == 0);
    }
}

static void text_sign(const char *text, size_t length, const struct note_key *key)
{
    static char copy[NOTE_BYTES_MAX];
    static char note[NOTE_BYTES_MAX + 1024];
    if (length >= sizeof(copy)) {
        return;
    }
    memcpy(copy, text, length);
    copy[length] = '\0';
    struct status status = note_sign(key, seed, copy, note, sizeof(note));
    if (status_ok(status)) {
        size_t text_length = 0;
        REQUIRE(status_ok(note_check(note, strlen(note), key, &text_length)));
        REQUIRE(text_length == strlen(copy));
        note_read(note, strlen(note), key);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    crypto_init();
    struct note_key key = own_key();
    const char *text = (const char *)data;
    key_read(text, size);
    note_read(text, size, &key);
    text_sign(text, size, &key);
    return 0;
}
