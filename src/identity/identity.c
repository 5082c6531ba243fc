/* identity.c - opens the room and answers who somebody is. What operations do: identity_apply.c. */
#include "identity/identity.h"

#include <stdlib.h>
#include <string.h>

#include "identity/identity_internal.h"

enum { MEMBERS_CACHED_MAX = 400000, VILLAGES_CACHED_MAX = 10000 };

static struct status village_load(void *context, const struct fold_key *key, void *value)
{
    char code[CODE_MAX + 1] = "";
    memcpy(code, &key->part[1], CODE_MAX);
    return identity__village_select(context, code, value);
}

static struct status member_load(void *context, const struct fold_key *key, void *value)
{
    uint8_t person[ID_BYTES];
    memcpy(person, &key->part[1], sizeof person);
    return identity__member_select(context, key->part[0], person, value);
}

struct status identity_open(struct books *books, struct identity **out)
{
    REQUIRE(books != NULL && out != NULL);
    *out = NULL;
    SCOPED(identity_close) struct identity *identity = calloc(1, sizeof *identity);
    if (identity == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    identity->books = books;
    identity->store = books_store(books);
    struct fold_table villages = {.key_parts = 5,
                                  .value_size = sizeof(struct village),
                                  .context = identity,
                                  .load = village_load};
    struct fold_table members = {.key_parts = 3,
                                 .value_size = sizeof(struct member),
                                 .context = identity,
                                 .load = member_load};
    TRY(fold_new(&villages, &identity->villages));
    TRY(fold_new(&members, &identity->members));
    TRY(books_metric(books, "households", &identity->households));
    TRY(books_metric(books, "residents", &identity->residents));
    TRY(books_metric(books, "registered", &identity->registered));
    TRY(books_metric(books, "card_users", &identity->card_users));
    *out = identity;
    identity = NULL;
    return OK;
}

void identity_close(struct identity **identity)
{
    REQUIRE(identity != NULL);
    if (*identity != NULL) {
        fold_free(&(*identity)->villages);
        fold_free(&(*identity)->members);
        free(*identity);
        *identity = NULL;
    }
}

void identity_listen(struct identity *identity, const struct identity_listener *listener)
{
    REQUIRE(identity != NULL && listener != NULL);
    identity->listener = *listener;
}

struct status identity__village(struct identity *identity, const char *code,
                                struct village **village)
{
    void *value = NULL;
    TRY(fold_get(identity->villages, fold_key_code(0, code), &value));
    *village = value;
    return OK;
}

struct status identity_village(struct identity *identity, const char *code, struct village *village)
{
    REQUIRE(identity != NULL && code != NULL && village != NULL);
    struct village *found = NULL;
    TRY(identity__village(identity, code, &found));
    *village = *found;
    return found->id != 0 ? OK : REFUSE(VILLAGE_UNKNOWN);
}

struct status identity__member(struct identity *identity, int64_t village,
                               const uint8_t person[ID_BYTES], struct member **member)
{
    struct fold_key key = {{village}};
    void *value = NULL;
    memcpy(&key.part[1], person, ID_BYTES);
    TRY(fold_get(identity->members, key, &value));
    *member = value;
    return OK;
}

struct status identity_member(struct identity *identity, int64_t village,
                              const ProtobufCBinaryData *person, struct member *member)
{
    REQUIRE(identity != NULL && person != NULL && member != NULL);
    *member = (struct member){0};
    if (person->len != ID_BYTES) {
        return OK;
    }
    struct member *found = NULL;
    TRY(identity__member(identity, village, person->data, &found));
    *member = *found;
    return OK;
}

struct status identity_household(struct identity *identity, int64_t village,
                                 const ProtobufCBinaryData *household, int64_t *id)
{
    REQUIRE(identity != NULL && household != NULL && id != NULL);
    return identity__household_select(identity, village, household, id);
}

struct status identity_holder(struct identity *identity, int64_t village,
                              const ProtobufCBinaryData *person, int32_t day, struct member *member)
{
    TRY(identity_member(identity, village, person, member));
    if (member->id == 0) {
        return REFUSE(PERSON_UNKNOWN);
    }
    if (member->account == 0) {
        return REFUSE(NOT_REGISTERED);
    }
    if (day < member->registered_on) {
        return REFUSE(BEFORE_REGISTRATION);
    }
    return member->closed_on == DAY_NEVER ? OK : REFUSE(ACCOUNT_CLOSED);
}

bool member_has_role(const struct member *member, Sanbao__V1__Role role)
{
    REQUIRE(member != NULL);
    return (member->roles & (1U << role)) != 0;
}

static struct status room_flush(void *state)
{
    struct identity *identity = state;
    fold_trim(identity->members, MEMBERS_CACHED_MAX);
    fold_trim(identity->villages, VILLAGES_CACHED_MAX);
    return OK;
}

static void room_forget(void *state)
{
    struct identity *identity = state;
    fold_forget(identity->members);
    fold_forget(identity->villages);
}

struct apply_room identity_room(struct identity *identity)
{
    REQUIRE(identity != NULL);
    size_t count = 0;
    const struct apply_action *actions = identity__actions(&count);
    return (struct apply_room){"identity", identity, actions, count, room_flush, room_forget, NULL};
}
