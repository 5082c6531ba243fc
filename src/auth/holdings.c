/* holdings.c - what this room holds about a person: told to them, and taken away with them. Hashes
 * of tokens, passwords and PINs are no news to anybody and are not told; that there are is. */
#include <string.h>

#include "auth/auth_internal.h"

static struct status sessions_tell(struct auth *auth, const struct id *person,
                                   struct telling *telling)
{
    struct session session;
    bool found = true;
    for (bool first = true; found; first = false) {
        TRY(auth__session_next(auth, person, first, &found, &session));
        if (found) {
            telling_text(telling, login__way_name(session.way));
            telling_instant(telling, session.created_at);
            telling_instant(telling, session.seen_at);
            telling_instant(telling, session.ends_at);
        }
    }
    return OK;
}

static struct status cards_tell(struct auth *auth, const struct id *person, struct telling *telling)
{
    static const struct id none;
    struct card_row row;
    bool found = true;
    for (bool first = true; found; first = false) {
        TRY(auth__card_next(auth, NULL, person, &none, DEAD_MAX, first, &found, &row));
        if (found) {
            telling_text(telling, row.card.village);
            telling_text(telling, row.card.last);
            telling_instant(telling, row.card.issued_at);
            telling_instant(telling, row.printed_at);
            telling_instant(telling, row.card.dead_at);
        }
    }
    return OK;
}

static struct status devices_tell(struct side *side, const struct id *person,
                                  struct telling *telling)
{
    static const struct id none;
    struct auth *auth = side_state(side, &auth_room);
    struct device device;
    char name[DEVICE_NAME_SIZE];
    bool found = true;
    for (bool first = true; found; first = false) {
        TRY(auth__device_of(auth, person, &none, DEAD_MAX, first, &found, &device));
        if (found) {
            TRY(device__name(side, &device, name));
            telling_id(telling, &device.id);
            telling_text(telling, device.village);
            telling_text(telling, name);
            telling_text(telling, device.shop);
            telling_instant(telling, device.enrolled_at);
            telling_instant(telling, device.ended_at);
            telling_instant(telling, device.seen_at);
        }
    }
    return OK;
}

/* Password and PIN: since when, and how often a locked PIN was opened again, and why. */
static struct status secrets_tell(struct side *side, const struct id *person,
                                  struct telling *telling)
{
    struct auth *auth = side_state(side, &auth_room);
    struct login login;
    struct pin pin;
    struct pin_unlock unlock;
    char reason[sizeof unlock.sealed + 1];
    bool found = false;
    TRY(auth__login_find(auth, person, &found, &login));
    if (found) {
        telling_text(telling, "password");
        telling_instant(telling, login.made_at);
        telling_text(telling, NULL);
    }
    TRY(auth__pin_find(auth, person, &found, &pin));
    if (found) {
        telling_text(telling, "pin");
        telling_instant(telling, pin.set_at);
        telling_text(telling, NULL);
    }
    found = true;
    for (bool first = true; found; first = false) {
        bool known = false;
        TRY(auth__unlock_next(auth, person, first, &found, &unlock));
        if (found) {
            TRY(people_unseal(side->people, person, UNLOCK_PURPOSE, unlock.sealed,
                              unlock.sealed_length, reason, &known));
            reason[known ? unlock.sealed_length - SEAL_OVERHEAD_BYTES : 0] = '\0';
            telling_text(telling, "pin_unlocked");
            telling_instant(telling, unlock.at);
            telling_text(telling, reason);
        }
    }
    return OK;
}

static struct status tell(struct side *side, const struct id *person, struct telling *telling)
{
    static const char *const sessions[] = {"way", "since", "seen_at", "ends_at", NULL};
    static const char *const cards[] = {"village",    "last",     "issued_at",
                                        "printed_at", "ended_at", NULL};
    static const char *const devices[] = {"device", "village",    "name",    "shop",
                                          "since",  "revoked_at", "seen_at", NULL};
    static const char *const secrets[] = {"what", "at", "reason", NULL};
    struct auth *auth = side_state(side, &auth_room);
    telling_table(telling, "sessions", sessions);
    TRY(sessions_tell(auth, person, telling));
    telling_table(telling, "cards", cards);
    TRY(cards_tell(auth, person, telling));
    telling_table(telling, "devices", devices);
    TRY(devices_tell(side, person, telling));
    telling_table(telling, "secrets", secrets);
    return secrets_tell(side, person, telling);
}

/* Dead cards and devices stay known to be dead; nothing of them leads to the person. */
static struct status erase(struct side *side, const struct id *person)
{
    struct auth *auth = side_state(side, &auth_room);
    static const struct id nobody;
    TRY(auth_cards_end(side, person, &nobody));
    TRY(auth__card_forget(auth, person));
    TRY(auth__device_forget(auth, person, side->real()));
    TRY(auth__login_drop(auth, person));
    TRY(auth__enrolment_drop(auth, person));
    return auth_sessions_end(side, person, NULL);
}

const struct holdings auth_holdings = {"auth", tell, erase, NULL};
