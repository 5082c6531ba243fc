/* people_phone.c - finds people by their phone, by blind index: an HMAC under the folder's secret
 * stands beside the sealed row, the number itself does not. */
#include <string.h>

#include "identity/people_internal.h"

void people_phone_index(const struct keys *keys, const char *phone,
                        uint8_t index[PHONE_INDEX_BYTES])
{
    struct hash hash;
    const struct piece pieces[] = {{"sanbao-phone/v1", 15}, {phone, strlen(phone)}};
    keys_hmac(keys, pieces, COUNT(pieces), &hash);
    memcpy(index, hash.bytes, PHONE_INDEX_BYTES);
}

bool people_phone_good(const char *phone)
{
    return strlen(phone) == PHONE_DIGITS && phone[0] == '1' &&
           strspn(phone, "0123456789") == PHONE_DIGITS;
}

void people__phone_note(const struct keys *keys, const struct people_row *row,
                        struct sealed_row *sealed)
{
    const char *phone = row->kind == PEOPLE_HOUSEHOLD ? "" : row->person->phone;
    sealed->phone_length = phone[0] == '\0' ? 0 : PHONE_INDEX_BYTES;
    people_phone_index(keys, phone, sealed->phone_index);
}

struct status people_phones_fill(struct people *people)
{
    REQUIRE(people != NULL && people->write && people->keys != NULL);
    struct sealed_row sealed;
    bool found = false;
    TRY(people__phone_none(people, &found, &sealed));
    while (found) {
        struct people_row row = {.person = NULL};
        bool known = false;
        TRY(detail__open(people, &sealed, &known, &row));
        sealed.phone_length = 0;
        if (known) {
            people__phone_note(people->keys, &row, &sealed);
            people_row_free(&row);
        }
        TRY(people__phone_put(people, &sealed));
        TRY(people__phone_none(people, &found, &sealed));
    }
    return OK;
}

struct status people_by_phone(struct people *people, const char *phone, people_phone_fn each,
                              void *context)
{
    REQUIRE(people != NULL && phone != NULL && each != NULL);
    struct phone_row rows[PHONE_PEOPLE_MAX];
    uint8_t index[PHONE_INDEX_BYTES];
    size_t count = 0;
    if (people->keys == NULL) {
        return OK;
    }
    people_phone_index(people->keys, phone, index);
    TRY(people__phone_find(people, index, rows, &count));
    for (size_t i = 0; i < count; i++) {
        TRY(each(context, &rows[i].id, rows[i].village));
    }
    return OK;
}
