/* checkpoint.c - the signed head of a log: c2sp.org/tlog-checkpoint.
 *
 * Three lines are the text of a signed note: origin, size, root. The key that signs bears the
 * origin as its name. We write no further lines; those of others are allowed and mean nothing. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proof/proof_internal.h"

enum { CHECKPOINT_TEXT_MAX = ORIGIN_MAX + 128 };

struct status checkpoint_sign(const struct checkpoint *checkpoint,
                              const uint8_t seed[SIGN_SEED_BYTES], char *out, size_t out_size)
{
    REQUIRE(checkpoint != NULL && seed != NULL && out != NULL);
    REQUIRE(checkpoint->size <= LOG_SIZE_MAX);
    uint8_t public_key[SIGN_PUBLIC_BYTES];
    sign_public(seed, public_key);
    struct note_key key;
    TRY(note_key_make(checkpoint->origin, public_key, &key));

    char root[BASE64_HASH_LENGTH + 1] = {0};
    proof__base64_encode(checkpoint->root.bytes, HASH_BYTES, root);
    char text[CHECKPOINT_TEXT_MAX];
    snprintf(text, sizeof(text), "%s\n%" PRIu64 "\n%s\n", key.name, checkpoint->size, root);
    return note_sign(&key, seed, text, out, out_size);
}

static bool text_parse(struct lines text, struct checkpoint *checkpoint)
{
    const char *line = NULL;
    size_t length = 0;
    if (!proof__line(&text, &line, &length) || length == 0 || length > ORIGIN_MAX) {
        return false;
    }
    memcpy(checkpoint->origin, line, length);
    if (!proof__line(&text, &line, &length) || !proof__number(line, length, &checkpoint->size)) {
        return false;
    }
    if (!proof__line(&text, &line, &length) ||
        !proof__hash_decode(line, length, &checkpoint->root)) {
        return false;
    }
    while (proof__line(&text, &line, &length)) {
        if (length == 0) {
            return false;
        }
    }
    return true;
}

struct status checkpoint_read(const char *note, size_t length, struct checkpoint *checkpoint)
{
    REQUIRE(note != NULL && checkpoint != NULL);
    *checkpoint = (struct checkpoint){0};
    struct checkpoint parsed = {0};
    struct lines text = {note, note + note__text_length(note, length)};
    if (!text_parse(text, &parsed)) {
        return REFUSE(CHECKPOINT_MALFORMED);
    }
    *checkpoint = parsed;
    return OK;
}

struct status checkpoint_check(const char *note, size_t length, const struct note_key *key,
                               struct checkpoint *checkpoint)
{
    REQUIRE(checkpoint != NULL);
    *checkpoint = (struct checkpoint){0};
    size_t text_length = 0;
    TRY(note_check(note, length, key, &text_length));
    struct checkpoint parsed;
    TRY(checkpoint_read(note, length, &parsed));
    if (strcmp(parsed.origin, key->name) != 0) {
        return REFUSE(CHECKPOINT_MALFORMED);
    }
    *checkpoint = parsed;
    return OK;
}
