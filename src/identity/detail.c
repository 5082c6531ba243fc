/* detail.c - a person's or household's detail: packed, committed to, sealed; and back again.
 *
 * Sealed are the salt and the packed message, so that whoever loses the key can no longer try
 * guesses against the commitment in the journal. Bound to the seal are id and kind: a row cannot
 * be passed off as another's. */
#include <stdlib.h>
#include <string.h>

#include "identity/people_internal.h"

enum { PLAIN_BYTES_MAX = SALT_BYTES + DETAIL_BYTES_MAX, CONTEXT_BYTES = ID_BYTES + 1 };

void people_commitment(const uint8_t salt[SALT_BYTES], const void *detail, size_t length,
                       struct hash *commitment)
{
    static const char prefix[16] = "sanbao-detail/v1";
    uint8_t text[sizeof prefix + PLAIN_BYTES_MAX];
    REQUIRE(length <= DETAIL_BYTES_MAX);
    memcpy(text, prefix, sizeof prefix);
    memcpy(text + sizeof prefix, salt, SALT_BYTES);
    if (length > 0) {
        memcpy(text + sizeof prefix + SALT_BYTES, detail, length);
    }
    sha256(commitment, text, sizeof prefix + SALT_BYTES + length);
    wipe(text, sizeof text);
}

void detail__number_index(const struct keys *keys, const char *village, enum people_kind kind,
                          const char *number, uint8_t index[NUMBER_INDEX_BYTES])
{
    const uint8_t kind_byte = (uint8_t)kind;
    const struct piece pieces[] = {{"sanbao-number/v1", 16},
                                   {village, strlen(village)},
                                   {&kind_byte, 1},
                                   {number, strlen(number)}};
    struct hash hash;
    keys_hmac(keys, pieces, COUNT(pieces), &hash);
    memcpy(index, hash.bytes, NUMBER_INDEX_BYTES);
}

const char *detail__number(const struct people_row *row)
{
    return row->kind == PEOPLE_HOUSEHOLD ? row->household->number : row->person->number;
}

static void context_make(const struct id *id, enum people_kind kind, uint8_t context[CONTEXT_BYTES])
{
    memcpy(context, id->bytes, ID_BYTES);
    context[ID_BYTES] = (uint8_t)kind;
}

static struct status pack(const struct people_row *row, uint8_t out[DETAIL_BYTES_MAX],
                          size_t *length)
{
    bool household = row->kind == PEOPLE_HOUSEHOLD;
    REQUIRE(household ? row->household != NULL : row->person != NULL);
    *length = household ? sanbao__v1__household_detail__get_packed_size(row->household)
                        : sanbao__v1__person_detail__get_packed_size(row->person);
    if (*length > DETAIL_BYTES_MAX) {
        return REFUSE(LIMIT_EXCEEDED);
    }
    size_t packed = household ? sanbao__v1__household_detail__pack(row->household, out)
                              : sanbao__v1__person_detail__pack(row->person, out);
    REQUIRE(packed == *length);
    return OK;
}

static struct status key_have(struct keys *keys, const struct id *id, uint8_t key[SEAL_KEY_BYTES])
{
    bool found = false;
    TRY(keys__find(keys, id, &found, key));
    if (found) {
        return OK;
    }
    random_bytes(key, SEAL_KEY_BYTES);
    return keys__add(keys, id, key);
}

struct status detail__seal(struct people *people, const char *village, const struct people_row *row,
                           struct sealed_row *sealed, struct hash *commitment)
{
    uint8_t plain[PLAIN_BYTES_MAX];
    uint8_t key[SEAL_KEY_BYTES];
    uint8_t context[CONTEXT_BYTES];
    size_t length = 0;
    TRY(pack(row, plain + SALT_BYTES, &length));
    memcpy(plain, row->salt, SALT_BYTES);
    people_commitment(row->salt, plain + SALT_BYTES, length, commitment);
    struct status status = key_have(people->keys, &row->id, key);
    if (status_ok(status)) {
        context_make(&row->id, row->kind, context);
        sealed->id = row->id;
        sealed->event_id = row->event_id;
        sealed->created_at = row->created_at;
        sealed->kind = row->kind;
        detail__number_index(people->keys, village, row->kind, detail__number(row),
                             sealed->number_index);
        people__phone_note(people->keys, row, sealed);
        seal(key, context, sizeof context, plain, SALT_BYTES + length, sealed->sealed);
        sealed->sealed_length = SALT_BYTES + length + SEAL_OVERHEAD_BYTES;
    }
    wipe(plain, SALT_BYTES + length);
    wipe(key, sizeof key);
    return status;
}

struct status people_seal(struct people *people, const struct id *person, const char *purpose,
                          const void *plain, size_t length, uint8_t *sealed)
{
    REQUIRE(people != NULL && person != NULL && purpose != NULL && sealed != NULL);
    uint8_t key[SEAL_KEY_BYTES];
    if (!people->write || people->keys == NULL || !people->keys->write) {
        return REFUSE(JOURNAL_READ_ONLY);
    }
    TRY(key_have(people->keys, person, key));
    seal(key, purpose, strlen(purpose), plain, length, sealed);
    wipe(key, sizeof key);
    return OK;
}

struct status people_unseal(struct people *people, const struct id *person, const char *purpose,
                            const uint8_t *sealed, size_t sealed_length, void *plain, bool *known)
{
    REQUIRE(people != NULL && person != NULL && purpose != NULL && known != NULL);
    uint8_t key[SEAL_KEY_BYTES];
    *known = false;
    if (people->keys == NULL) {
        return OK;
    }
    TRY(keys__find(people->keys, person, known, key));
    if (!*known) {
        return OK;
    }
    bool good = sealed_length >= SEAL_OVERHEAD_BYTES &&
                seal_open(key, purpose, strlen(purpose), sealed, sealed_length, plain);
    wipe(key, sizeof key);
    return good ? OK : FAULT(STORE_CORRUPT);
}

/* The stored row with its plain bytes becomes a row that the caller owns. */
static struct status unpack(const struct sealed_row *sealed, const uint8_t *plain, size_t length,
                            struct people_row *row)
{
    *row = (struct people_row){.id = sealed->id,
                               .event_id = sealed->event_id,
                               .created_at = sealed->created_at,
                               .kind = sealed->kind};
    memcpy(row->salt, plain, SALT_BYTES);
    const uint8_t *detail = plain + SALT_BYTES;
    if (sealed->kind == PEOPLE_HOUSEHOLD) {
        row->household = sanbao__v1__household_detail__unpack(NULL, length - SALT_BYTES, detail);
    } else {
        row->person = sanbao__v1__person_detail__unpack(NULL, length - SALT_BYTES, detail);
    }
    return row->person != NULL || row->household != NULL ? OK : FAULT(STORE_CORRUPT);
}

struct status detail__open(struct people *people, const struct sealed_row *sealed, bool *known,
                           struct people_row *row)
{
    uint8_t key[SEAL_KEY_BYTES];
    uint8_t plain[PLAIN_BYTES_MAX];
    uint8_t context[CONTEXT_BYTES];
    *known = false;
    if (people->keys == NULL) {
        return OK;
    }
    TRY(keys__find(people->keys, &sealed->id, known, key));
    if (!*known) {
        return OK;
    }
    context_make(&sealed->id, sealed->kind, context);
    struct status status = FAULT(STORE_CORRUPT);
    if (sealed->sealed_length >= SALT_BYTES + SEAL_OVERHEAD_BYTES &&
        seal_open(key, context, sizeof context, sealed->sealed, sealed->sealed_length, plain)) {
        size_t length = sealed->sealed_length - SEAL_OVERHEAD_BYTES;
        status = unpack(sealed, plain, length, row);
        wipe(plain, length);
    }
    wipe(key, sizeof key);
    return status;
}

void people_row_free(struct people_row *row)
{
    REQUIRE(row != NULL);
    if (row->person != NULL) {
        sanbao__v1__person_detail__free_unpacked(row->person, NULL);
        row->person = NULL;
    }
    if (row->household != NULL) {
        sanbao__v1__household_detail__free_unpacked(row->household, NULL);
        row->household = NULL;
    }
}
