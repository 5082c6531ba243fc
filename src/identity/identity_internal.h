/* identity_internal.h - what the files of this room's books side share. */
#pragma once

#include "identity/identity.h"
#include "journal/fold.h"

struct identity {
    struct books *books;
    struct store *store; /* borrowed from the books */
    struct identity_listener listener;
    struct fold *villages; /* key: 0, code. A read cache: changes are written at once. */
    struct fold *members;  /* key: village, person's 16 bytes. Likewise. */
    struct metric households;
    struct metric residents;
    struct metric registered;
    struct metric card_users;
    struct store_stmt *village_select;
    struct store_stmt *village_insert;
    struct store_stmt *village_each;
    struct store_stmt *village_after;
    struct store_stmt *village_guard;
    struct store_stmt *household_select;
    struct store_stmt *household_select_id;
    struct store_stmt *household_insert;
    struct store_stmt *former_select;
    struct store_stmt *former_insert;
    struct store_stmt *member_select;
    struct store_stmt *member_select_id;
    struct store_stmt *member_select_account;
    struct store_stmt *member_insert;
    struct store_stmt *member_update;
    struct store_stmt *role_select;
    struct store_stmt *role_insert;
    struct store_stmt *role_delete;
    struct store_stmt *members_after;
    struct store_stmt *household_id;
    struct store_stmt *role_shop;
    struct store_stmt *role_keeper;
    struct store_stmt *role_holders;
    struct store_stmt *office_each;
    struct store_stmt *lived_together;
    struct store_stmt *consent_select;
    struct store_stmt *consent_each;
    struct store_stmt *consent_save;
    struct store_stmt *village_next;
    struct store_stmt *household_next;
    struct store_stmt *member_next;
};

/* Cached rows, to be changed in place after the change was written. */
CHECKED struct status identity__village(struct identity *identity, const char *code,
                                        struct village **village);
CHECKED struct status identity__member(struct identity *identity, int64_t village,
                                       const uint8_t person[ID_BYTES], struct member **member);

/* The operations that this room handles: identity_apply.c. */
const struct apply_action *identity__actions(size_t *count);

/* ---- SQL: identity_sql.c ---- */

CHECKED struct status identity__village_select(struct identity *identity, const char *code,
                                               struct village *village);
CHECKED struct status identity__village_insert(struct identity *identity, const char *code,
                                               struct village *village); /* sets the id */
CHECKED struct status identity__village_guard(struct identity *identity, int64_t village);
/* `*id` 0: unknown. */
CHECKED struct status identity__household_select(struct identity *identity, int64_t village,
                                                 const ProtobufCBinaryData *household, int64_t *id);
CHECKED struct status identity__household_insert(struct identity *identity, int64_t village,
                                                 const ProtobufCBinaryData *household);
CHECKED struct status identity__member_select(struct identity *identity, int64_t village,
                                              const uint8_t person[ID_BYTES],
                                              struct member *member);
CHECKED struct status identity__member_insert(struct identity *identity, int64_t village,
                                              const uint8_t person[ID_BYTES],
                                              struct member *member); /* sets the id */
CHECKED struct status identity__member_update(struct identity *identity,
                                              const struct member *member);
/* Notes that the member left a household on a day. Of several moves on a day the first counts. */
CHECKED struct status identity__former_insert(struct identity *identity, int64_t member,
                                              int32_t until, int64_t household);
CHECKED struct status identity__role_insert(struct identity *identity, int64_t member,
                                            Sanbao__V1__Role role, const char *shop, int32_t since);
CHECKED struct status identity__role_delete(struct identity *identity, int64_t member,
                                            Sanbao__V1__Role role);
CHECKED struct status identity__consent_save(struct identity *identity, int64_t member,
                                             const char *purpose, const struct consent *consent);
