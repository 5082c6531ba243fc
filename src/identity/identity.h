/* identity.h - who there is, by pseudonym: villages, households, members and their roles, as the
 * books know them. Private data (names, phones, numbers) is behind people.h and never needed here.
 *
 * Handles the operations VillageOpen, HouseholdOpen, PersonEnter, AccountOpen, AccountMove,
 * AccountClose, RoleSet and Consent. */
#pragma once

#include "journal/books.h"

struct identity;

/* Borrows `books`. The caller owns `*out`. */
CHECKED struct status identity_open(struct books *books, struct identity **out);
void identity_close(struct identity **identity);
struct apply_room identity_room(struct identity *identity);

/* Told when a village or an account is opened or closed, so that rooms above can open what they
 * keep for it. `account_close` refuses where the account may not be closed. */
struct identity_listener {
    void *context;
    struct status (*village_open)(void *context, int64_t village, const struct apply *apply);
    struct status (*account_open)(void *context, int64_t village, int64_t *account);
    struct status (*account_close)(void *context, int64_t account);
};
void identity_listen(struct identity *identity, const struct identity_listener *listener);

struct village {
    int64_t id; /* 0: unknown */
    int64_t points_per_yuan;
    int32_t utc_offset_minutes;
    int32_t allowance_permille;
    int32_t opened_on;
    bool guarded; /* two people have given a role: from then on the server's key alone cannot */
};
/* Refuses: VILLAGE_UNKNOWN. */
CHECKED struct status identity_village(struct identity *identity, const char *code,
                                       struct village *village);
/* Calls back for every village, ordered by code. */
typedef struct status (*village_each_fn)(void *context, const char *code,
                                         const struct village *village);
CHECKED struct status identity_village_each(struct identity *identity, village_each_fn each,
                                            void *context);

/* The village whose code comes next after `after` (bytes; "": the first), with its code; id 0:
 * there is none. */
CHECKED struct status identity_village_after(struct identity *identity, const char *after,
                                             char code[CODE_MAX + 1], struct village *village);

enum { DAY_NEVER = INT32_MAX };

struct member {
    int64_t id;        /* 0: unknown */
    int64_t household; /* 0: none */
    int64_t account;   /* ledger account of available points; 0: not registered */
    int32_t entered_on;
    int32_t registered_on; /* DAY_NEVER: not registered */
    int32_t closed_on;     /* DAY_NEVER: open */
    int32_t access;        /* Sanbao__V1__Access; 0: not registered */
    int32_t moved_on;      /* day of the last move to another household; 0: never */
    uint32_t roles;        /* bit 1 << Sanbao__V1__Role */
};
/* The person as a member of the village; `member->id` is 0 where the village does not know them. */
CHECKED struct status identity_member(struct identity *identity, int64_t village,
                                      const ProtobufCBinaryData *person, struct member *member);
/* The same, where the person must be able to earn or spend on that day. Refuses: PERSON_UNKNOWN,
 * NOT_REGISTERED, BEFORE_REGISTRATION, ACCOUNT_CLOSED. */
CHECKED struct status identity_holder(struct identity *identity, int64_t village,
                                      const ProtobufCBinaryData *person, int32_t day,
                                      struct member *member);
/* Registered members of a village, those who have left since too, by row id, after one of them (0:
 * from the first). */
struct member_row {
    int64_t id;
    int64_t household; /* row id; 0: none */
    int64_t account;
    bool closed;
    uint8_t person[ID_BYTES];
};
CHECKED struct status identity_members(struct identity *identity, int64_t village, int64_t after,
                                       struct member_row *list, size_t room, size_t *count);
/* The pseudonym of a household's row. Refuses: HOUSEHOLD_UNKNOWN. */
CHECKED struct status identity_household_id(struct identity *identity, int64_t household,
                                            uint8_t pseudonym[ID_BYTES]);
/* The row id of a household, as in `member.household`; 0: the village does not know it. */
CHECKED struct status identity_household(struct identity *identity, int64_t village,
                                         const ProtobufCBinaryData *household, int64_t *id);
/* The other way round. Refuses: HOUSEHOLD_UNKNOWN. */
CHECKED struct status identity_household_by_id(struct identity *identity, int64_t id,
                                               uint8_t household[ID_BYTES]);
/* By the member's row id or ledger account. `person` may be NULL. Refuses: PERSON_UNKNOWN. */
CHECKED struct status identity_member_by_id(struct identity *identity, int64_t id,
                                            struct member *member, uint8_t person[ID_BYTES]);
CHECKED struct status identity_member_by_account(struct identity *identity, int64_t account,
                                                 struct member *member, uint8_t person[ID_BYTES]);
/* The household that the member was of on a day, which need not be today's. */
CHECKED struct status identity_household_on(struct identity *identity, const struct member *member,
                                            int32_t day, int64_t *household);
/* The shop that a shopkeeper was given the role for; "" where the member keeps none. */
CHECKED struct status identity_shop_of(struct identity *identity, const struct member *member,
                                       char shop[CODE_MAX + 1]);
/* Whether a keeper of the shop is of this household. */
CHECKED struct status identity_keeper_in(struct identity *identity, int64_t village,
                                         const char *shop, int64_t household, bool *in);
/* Whether two members ever shared a household. */
CHECKED struct status identity_lived_together(struct identity *identity, int64_t member,
                                              int64_t other, bool *together);
/* Calls back for everybody of the village who holds a role and has not left, ordered by person, but
 * for those who ever shared a household with `apart`. A status other than OK ends it. */
typedef struct status (*holder_each_fn)(void *context, int64_t member,
                                        const uint8_t person[ID_BYTES]);
CHECKED struct status identity_holders_apart(struct identity *identity, int64_t village,
                                             Sanbao__V1__Role role, const struct member *apart,
                                             holder_each_fn each, void *context);
/* Calls back for every role that somebody of the village holds who has not left, those of one
 * person one after another. A status other than OK ends it and is handed on. */
struct office {
    uint8_t person[ID_BYTES];
    Sanbao__V1__Role role;
    int32_t since;           /* day */
    char shop[CODE_MAX + 1]; /* of a shopkeeper; else "" */
};
typedef struct status (*office_each_fn)(void *context, const struct office *office);
CHECKED struct status identity_office_each(struct identity *identity, int64_t village,
                                           office_each_fn each, void *context);
bool member_has_role(const struct member *member, Sanbao__V1__Role role);

/* Who vouches for what is no award: proposer and approver are members with one of the roles (bits
 * as in `member.roles`), and both are other people than those of the list. Refuses: TWO_EYES_SAME,
 * TWO_EYES_PROPOSER, TWO_EYES_APPROVER, and TWO_EYES_HOUSEHOLD where the approver lives with one of
 * them. */
CHECKED struct status identity_eyes_on(struct identity *identity, const struct apply *apply,
                                       int64_t village, uint32_t proposer_roles,
                                       uint32_t approver_roles, const struct member *const *people,
                                       size_t count);

/* What a member said last about a purpose. */
struct consent {
    uint32_t version; /* 0: nothing yet */
    bool withdrawn;
    int32_t day;
    uint64_t record;
};
/* `member` is the row id. */
CHECKED struct status identity_consent(struct identity *identity, int64_t member,
                                       const char *purpose, struct consent *consent);
/* Calls back for every purpose that the member has said anything about, ordered by code. */
typedef struct status (*consent_each_fn)(void *context, const char *purpose,
                                         const struct consent *consent);
CHECKED struct status identity_consent_each(struct identity *identity, int64_t member,
                                            consent_each_fn each, void *context);
