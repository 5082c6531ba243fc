/* note.c - signed notes: c2sp.org/signed-note, Ed25519 (algorithm byte 0x01) alone.
 *
 *   text, ending in a newline
 *   (blank line)
 *   <em dash> <name> base64(key id, signature)      one line for each signer
 *
 * A key signs under its name and a 4-byte id that is made from name and key. Lines of other keys
 * are held to the grammar and otherwise left alone; a line of ours that does not verify spoils the
 * note. */
#include <stdio.h>
#include <string.h>

#include "proof/proof_internal.h"

enum {
    ALGORITHM_ED25519 = 0x01,
    ID_HEX_LENGTH = 8,
    KEY_BYTES = 1 + SIGN_PUBLIC_BYTES,
    SIGNED_BYTES = sizeof(((struct note_key *)0)->id) + SIGN_BYTES,
    SIGNATURE_BYTES_MAX = 8192, /* of keys that we do not know: post-quantum ones are long */
};

static const char line_start[] = "\xE2\x80\x94 "; /* em dash, space */

/* ---- keys ---- */

struct status note_key_make(const char *name, const uint8_t public_key[SIGN_PUBLIC_BYTES],
                            struct note_key *key)
{
    REQUIRE(name != NULL && public_key != NULL && key != NULL);
    size_t length = strnlen(name, ORIGIN_MAX + 1);
    if (!proof__name(name, length)) {
        return REFUSE(KEY_MALFORMED);
    }
    *key = (struct note_key){0};
    memcpy(key->name, name, length);
    memcpy(key->public_key, public_key, SIGN_PUBLIC_BYTES);

    uint8_t text[ORIGIN_MAX + 2 + SIGN_PUBLIC_BYTES];
    memcpy(text, name, length);
    text[length] = '\n';
    text[length + 1] = ALGORITHM_ED25519;
    memcpy(text + length + 2, public_key, SIGN_PUBLIC_BYTES);
    struct hash hash;
    sha256(&hash, text, length + 2 + SIGN_PUBLIC_BYTES);
    memcpy(key->id, hash.bytes, sizeof(key->id));
    return OK;
}

static void id_format(const uint8_t id[4], char hex[ID_HEX_LENGTH + 1])
{
    snprintf(hex, ID_HEX_LENGTH + 1, "%02x%02x%02x%02x", id[0], id[1], id[2], id[3]);
}

struct status note_vkey_parse(const char *text, size_t length, struct note_key *key)
{
    REQUIRE(text != NULL && key != NULL);
    const char *plus = length == 0 ? NULL : memchr(text, '+', length);
    size_t name_length = plus == NULL ? 0 : (size_t)(plus - text);
    size_t rest = name_length + 1 + ID_HEX_LENGTH + 1;
    if (plus == NULL || name_length > ORIGIN_MAX || length <= rest || text[rest - 1] != '+') {
        return REFUSE(KEY_MALFORMED);
    }
    uint8_t bytes[KEY_BYTES];
    size_t decoded = 0;
    if (!proof__base64_decode(text + rest, length - rest, bytes, sizeof(bytes), &decoded) ||
        decoded != sizeof(bytes) || bytes[0] != ALGORITHM_ED25519) {
        return REFUSE(KEY_MALFORMED);
    }
    char name[ORIGIN_MAX + 1] = {0};
    memcpy(name, text, name_length);
    if (strlen(name) != name_length) {
        return REFUSE(KEY_MALFORMED);
    }
    TRY(note_key_make(name, bytes + 1, key));
    char hex[ID_HEX_LENGTH + 1];
    id_format(key->id, hex);
    return memcmp(hex, plus + 1, ID_HEX_LENGTH) == 0 ? OK : REFUSE(KEY_MALFORMED);
}

void note_vkey_format(const struct note_key *key, char out[VKEY_MAX])
{
    REQUIRE(key != NULL && out != NULL);
    uint8_t bytes[KEY_BYTES] = {ALGORITHM_ED25519};
    memcpy(bytes + 1, key->public_key, SIGN_PUBLIC_BYTES);
    char encoded[64];
    size_t length = proof__base64_encode(bytes, sizeof(bytes), encoded);
    char hex[ID_HEX_LENGTH + 1];
    id_format(key->id, hex);
    snprintf(out, VKEY_MAX, "%s+%s+%.*s", key->name, hex, (int)length, encoded);
}

/* ---- signing ---- */

struct status note_sign(const struct note_key *key, const uint8_t seed[SIGN_SEED_BYTES],
                        const char *text, char *out, size_t out_size)
{
    REQUIRE(key != NULL && seed != NULL && text != NULL && out != NULL);
    uint8_t public_key[SIGN_PUBLIC_BYTES];
    sign_public(seed, public_key);
    REQUIRE(memcmp(public_key, key->public_key, SIGN_PUBLIC_BYTES) == 0);

    size_t length = strlen(text);
    if (length == 0 || text[length - 1] != '\n' || !proof__plain(text, length)) {
        return REFUSE(NOTE_MALFORMED);
    }
    uint8_t bytes[SIGNED_BYTES];
    memcpy(bytes, key->id, sizeof(key->id));
    sign_ed25519(seed, text, length, bytes + sizeof(key->id));
    char encoded[128];
    size_t encoded_length = proof__base64_encode(bytes, sizeof(bytes), encoded);
    int written = snprintf(out, out_size, "%s\n%s%s %.*s\n", text, line_start, key->name,
                           (int)encoded_length, encoded);
    bool fits = written >= 0 && (size_t)written < out_size && written <= NOTE_BYTES_MAX;
    return fits ? OK : REFUSE(LIMIT_EXCEEDED);
}

/* ---- checking ---- */

struct signature {
    const char *name;
    size_t name_length;
    uint8_t bytes[SIGNATURE_BYTES_MAX]; /* key id, then what the key's algorithm makes */
    size_t length;
};

static bool signature_parse(const char *line, size_t length, struct signature *signature)
{
    size_t start = sizeof(line_start) - 1;
    if (length <= start || memcmp(line, line_start, start) != 0) {
        return false;
    }
    signature->name = line + start;
    const char *space = memchr(signature->name, ' ', length - start);
    if (space == NULL) {
        return false;
    }
    signature->name_length = (size_t)(space - signature->name);
    const char *encoded = space + 1;
    size_t encoded_length = length - (size_t)(encoded - line);
    return proof__name(signature->name, signature->name_length) &&
           proof__base64_decode(encoded, encoded_length, signature->bytes, sizeof(signature->bytes),
                                &signature->length) &&
           signature->length > sizeof(((struct note_key *)0)->id);
}

static bool signature_by(const struct signature *signature, const struct note_key *key)
{
    return signature->name_length == strlen(key->name) &&
           memcmp(signature->name, key->name, signature->name_length) == 0 &&
           memcmp(signature->bytes, key->id, sizeof(key->id)) == 0;
}

size_t note__text_length(const char *note, size_t length)
{
    for (size_t i = length; i-- > 1;) {
        if (note[i] == '\n' && note[i - 1] == '\n') {
            return i;
        }
    }
    return 0;
}

struct status note_check(const char *note, size_t length, const struct note_key *key,
                         size_t *text_length)
{
    REQUIRE(note != NULL && key != NULL && text_length != NULL);
    *text_length = 0;
    if (length > NOTE_BYTES_MAX || !proof__plain(note, length)) {
        return REFUSE(NOTE_MALFORMED);
    }
    size_t end = note__text_length(note, length);
    struct lines lines = {note + end + 1, note + length};
    if (end == 0 || lines.at == lines.end) {
        return REFUSE(NOTE_MALFORMED);
    }
    bool found = false;
    bool wrong = false;
    for (size_t count = 0; lines.at < lines.end; count++) {
        const char *line = NULL;
        size_t line_length = 0;
        struct signature signature;
        if (count == NOTE_SIGNATURES_MAX || !proof__line(&lines, &line, &line_length) ||
            !signature_parse(line, line_length, &signature)) {
            return REFUSE(NOTE_MALFORMED);
        }
        if (!signature_by(&signature, key)) {
            continue;
        }
        found = true;
        wrong = wrong || signature.length != SIGNED_BYTES ||
                !verify_ed25519(key->public_key, note, end, signature.bytes + sizeof(key->id));
    }
    if (!found) {
        return REFUSE(NOTE_UNSIGNED);
    }
    if (wrong) {
        return REFUSE(SIGNATURE_WRONG);
    }
    *text_length = end;
    return OK;
}
