/* receipt.c - one record with the proof that it stands in the log: c2sp.org/tlog-proof@v1.
 *
 *   c2sp.org/tlog-proof@v1
 *   extra <base64 of the record's bytes>
 *   index <number>
 *   <base64 of a hash>            from the leaf's sibling up, none or more lines
 *   (blank line)
 *   <signed checkpoint>
 *
 * The specification calls the extra line unauthenticated. Ours is what the leaf is hashed from, so
 * that the path authenticates it; a proof without that line is of no use here and refused. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proof/proof_internal.h"

static const char first_line[] = "c2sp.org/tlog-proof@v1";
static const char extra_start[] = "extra ";
static const char index_start[] = "index ";

/* ---- writing ---- */

static size_t line_write(char *out, const uint8_t *bytes, size_t length)
{
    size_t written = proof__base64_encode(bytes, length, out);
    out[written] = '\n';
    return written + 1;
}

/* The root of a record's log must be the one that its path leads to. */
static struct status path_check(const struct receipt *receipt)
{
    struct hasher *hasher = NULL;
    TRY(hasher_new(&hasher));
    struct hash leaf;
    merkle_leaf(hasher, &leaf, receipt->record, receipt->record_length);
    hasher_free(&hasher);
    return merkle_inclusion_check(&leaf, receipt->index, receipt->checkpoint.size, receipt->path,
                                  receipt->path_count, &receipt->checkpoint.root);
}

static struct status receipt_write(const struct receipt *receipt, const char *note,
                                   size_t note_length, char **out)
{
    size_t fixed = sizeof(first_line) + sizeof(extra_start) + sizeof(index_start) + 32;
    size_t size = fixed + proof__base64_length(receipt->record_length) +
                  receipt->path_count * (BASE64_HASH_LENGTH + 1) + note_length;
    char *text = malloc(size);
    if (text == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    size_t length = (size_t)snprintf(text, size, "%s\n%s", first_line, extra_start);
    length += line_write(text + length, receipt->record, receipt->record_length);
    length += (size_t)snprintf(text + length, size - length, "%s%" PRIu64 "\n", index_start,
                               receipt->index);
    for (size_t i = 0; i < receipt->path_count; i++) {
        length += line_write(text + length, receipt->path[i].bytes, HASH_BYTES);
    }
    snprintf(text + length, size - length, "\n%s", note);
    *out = text;
    return OK;
}

struct status receipt_format(uint64_t index, const void *record, size_t record_length,
                             const struct hash *path, size_t path_count, const char *note,
                             char **out)
{
    REQUIRE(record != NULL && note != NULL && out != NULL && path_count <= PATH_HASHES_MAX);
    *out = NULL;
    size_t note_length = strnlen(note, NOTE_BYTES_MAX + 1);
    if (record_length == 0 || record_length > RECORD_BYTES_MAX || note_length > NOTE_BYTES_MAX) {
        return REFUSE(LIMIT_EXCEEDED);
    }
    struct receipt receipt = {
        .index = index,
        .record = record,
        .record_length = record_length,
        .path_count = path_count,
    };
    for (size_t i = 0; i < path_count; i++) {
        receipt.path[i] = path[i];
    }
    TRY(checkpoint_read(note, note_length, &receipt.checkpoint));
    TRY(path_check(&receipt)); /* A damaged tree shall not make receipts. */
    return receipt_write(&receipt, note, note_length, out);
}

/* ---- checking ---- */

/* Takes the next line and what follows `start` in it. */
static bool value_next(struct lines *text, const char *start, const char **value, size_t *length)
{
    size_t start_length = strlen(start);
    if (!proof__line(text, value, length) || *length < start_length ||
        memcmp(*value, start, start_length) != 0) {
        return false;
    }
    *value += start_length;
    *length -= start_length;
    return true;
}

/* Takes hash lines up to and with the blank line. */
static bool path_parse(struct lines *text, struct receipt *receipt)
{
    const char *line = NULL;
    size_t length = 0;
    while (proof__line(text, &line, &length)) {
        if (length == 0) {
            return true;
        }
        if (receipt->path_count == PATH_HASHES_MAX ||
            !proof__hash_decode(line, length, &receipt->path[receipt->path_count++])) {
            return false;
        }
    }
    return false;
}

/* Everything before the checkpoint; `record` has room for RECORD_BYTES_MAX. */
static bool head_parse(struct lines *text, struct receipt *receipt, uint8_t *record)
{
    const char *value = NULL;
    size_t length = 0;
    if (!value_next(text, first_line, &value, &length) || length != 0) {
        return false;
    }
    if (!value_next(text, extra_start, &value, &length) ||
        !proof__base64_decode(value, length, record, RECORD_BYTES_MAX, &receipt->record_length) ||
        receipt->record_length == 0) {
        return false;
    }
    return value_next(text, index_start, &value, &length) &&
           proof__number(value, length, &receipt->index) && path_parse(text, receipt);
}

static void record_free(uint8_t **record)
{
    free(*record);
}

struct status receipt_check(const char *text, size_t length, const struct note_key *key,
                            struct receipt *receipt, uint8_t **decoded)
{
    REQUIRE(text != NULL && key != NULL && receipt != NULL && decoded != NULL);
    *receipt = (struct receipt){0};
    *decoded = NULL;
    if (length > RECEIPT_BYTES_MAX) {
        return REFUSE(PROOF_MALFORMED);
    }
    SCOPED(record_free) uint8_t *record = malloc(RECORD_BYTES_MAX);
    if (record == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    struct receipt parsed = {0};
    struct lines left = {text, text + length};
    if (!head_parse(&left, &parsed, record)) {
        return REFUSE(PROOF_MALFORMED);
    }
    TRY(checkpoint_check(left.at, (size_t)(left.end - left.at), key, &parsed.checkpoint));

    parsed.record = record;
    TRY(path_check(&parsed));
    *decoded = record;
    *receipt = parsed;
    record = NULL;
    return OK;
}
