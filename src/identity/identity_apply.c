/* identity_apply.c - villages, households, people and roles enter the books. Each function decides
 * wholly before it writes. Runs under consensus: no clock, no random number, no float. */
#include <string.h>

#include "identity/identity_internal.h"

enum { POINTS_PER_YUAN_MAX = 10000, OFFSET_MINUTES_MAX = 840, ALLOWANCE_MAX = 1000 };

static struct status village_open(void *room, const struct apply *apply,
                                  Sanbao__V1__Outcome *outcome)
{
    struct identity *identity = room;
    const Sanbao__V1__VillageOpen *open = apply->operation->village_open;
    (void)outcome;
    if (open->points_per_yuan < 1 || open->points_per_yuan > POINTS_PER_YUAN_MAX ||
        open->utc_offset_minutes < -OFFSET_MINUTES_MAX ||
        open->utc_offset_minutes > OFFSET_MINUTES_MAX ||
        open->fund_allowance_permille > ALLOWANCE_MAX) {
        return REFUSE(OPERATION_MALFORMED);
    }
    struct village *village = NULL;
    TRY(identity__village(identity, apply->operation->village, &village));
    if (village->id != 0) {
        return REFUSE(VILLAGE_EXISTS);
    }
    struct village opened = {
        .points_per_yuan = open->points_per_yuan,
        .utc_offset_minutes = open->utc_offset_minutes,
        .allowance_permille = (int32_t)open->fund_allowance_permille,
        .opened_on = apply->operation->day,
    };
    TRY(identity__village_insert(identity, apply->operation->village, &opened));
    *village = opened;
    return identity->listener.village_open(identity->listener.context, opened.id, apply);
}

static struct status household_open(void *room, const struct apply *apply,
                                    Sanbao__V1__Outcome *outcome)
{
    struct identity *identity = room;
    const Sanbao__V1__HouseholdOpen *open = apply->operation->household_open;
    struct village village;
    int64_t known = 0;
    (void)outcome;
    TRY(identity_village(identity, apply->operation->village, &village));
    if (open->household.len != ID_BYTES) {
        return REFUSE(OPERATION_MALFORMED);
    }
    TRY(identity__household_select(identity, village.id, &open->household, &known));
    if (known != 0) {
        return REFUSE(HOUSEHOLD_EXISTS);
    }
    TRY(identity__household_insert(identity, village.id, &open->household));
    return books_metric_add(identity->books, village.id, identity->households,
                            apply->operation->day, 1);
}

/* The household's row id; 0 where none is named. Refuses: HOUSEHOLD_UNKNOWN. */
static struct status household_find(struct identity *identity, int64_t village,
                                    const ProtobufCBinaryData *household, int64_t *id)
{
    *id = 0;
    if (household->len == 0) {
        return OK;
    }
    TRY(identity__household_select(identity, village, household, id));
    return *id != 0 ? OK : REFUSE(HOUSEHOLD_UNKNOWN);
}

static struct status person_enter(void *room, const struct apply *apply,
                                  Sanbao__V1__Outcome *outcome)
{
    struct identity *identity = room;
    const Sanbao__V1__PersonEnter *enter = apply->operation->person_enter;
    struct village village;
    struct member *member = NULL;
    struct member entered = {
        .entered_on = apply->operation->day, .registered_on = DAY_NEVER, .closed_on = DAY_NEVER};
    (void)outcome;
    TRY(identity_village(identity, apply->operation->village, &village));
    if (enter->person.len != ID_BYTES) {
        return REFUSE(OPERATION_MALFORMED);
    }
    TRY(identity__member(identity, village.id, enter->person.data, &member));
    if (member->id != 0) {
        return REFUSE(PERSON_EXISTS);
    }
    TRY(household_find(identity, village.id, &enter->household, &entered.household));
    TRY(identity__member_insert(identity, village.id, enter->person.data, &entered));
    *member = entered;
    return entered.household == 0 ? OK
                                  : books_metric_add(identity->books, village.id,
                                                     identity->residents, apply->operation->day, 1);
}

/* The member that an operation is about. Refuses: VILLAGE_UNKNOWN, PERSON_UNKNOWN. */
static struct status member_find(struct identity *identity, const struct apply *apply,
                                 const ProtobufCBinaryData *person, struct village *village,
                                 struct member **member)
{
    TRY(identity_village(identity, apply->operation->village, village));
    if (person->len != ID_BYTES) {
        return REFUSE(OPERATION_MALFORMED);
    }
    TRY(identity__member(identity, village->id, person->data, member));
    return (*member)->id != 0 ? OK : REFUSE(PERSON_UNKNOWN);
}

static struct status account_open(void *room, const struct apply *apply,
                                  Sanbao__V1__Outcome *outcome)
{
    struct identity *identity = room;
    const Sanbao__V1__AccountOpen *open = apply->operation->account_open;
    struct village village;
    struct member *member = NULL;
    (void)outcome;
    TRY(member_find(identity, apply, &open->person, &village, &member));
    if (open->access != SANBAO__V1__ACCESS__ACCESS_PHONE &&
        open->access != SANBAO__V1__ACCESS__ACCESS_CARD) {
        return REFUSE(OPERATION_MALFORMED);
    }
    if (member->account != 0) {
        return REFUSE(ALREADY_REGISTERED);
    }
    TRY(identity->listener.account_open(identity->listener.context, village.id, &member->account));
    member->registered_on = apply->operation->day;
    member->access = (int32_t)open->access;
    TRY(identity__member_update(identity, member));
    if (open->access == SANBAO__V1__ACCESS__ACCESS_CARD) {
        TRY(books_metric_add(identity->books, village.id, identity->card_users,
                             apply->operation->day, 1));
    }
    return books_metric_add(identity->books, village.id, identity->registered,
                            apply->operation->day, 1);
}

static struct status account_move(void *room, const struct apply *apply,
                                  Sanbao__V1__Outcome *outcome)
{
    struct identity *identity = room;
    const Sanbao__V1__AccountMove *move = apply->operation->account_move;
    struct village village;
    struct member *member = NULL;
    int64_t household = 0;
    (void)outcome;
    TRY(member_find(identity, apply, &move->person, &village, &member));
    if (move->household.len != ID_BYTES || member->household == 0) {
        return REFUSE(HOUSEHOLD_UNKNOWN);
    }
    TRY(household_find(identity, village.id, &move->household, &household));
    if (household == member->household) {
        return REFUSE(HOUSEHOLD_SAME);
    }
    int32_t day = apply->operation->day;
    if (day < member->moved_on) {
        return REFUSE(DAY_WRONG);
    }
    TRY(identity__former_insert(identity, member->id, day, member->household));
    member->household = household;
    member->moved_on = day;
    return identity__member_update(identity, member);
}

static struct status account_close(void *room, const struct apply *apply,
                                   Sanbao__V1__Outcome *outcome)
{
    struct identity *identity = room;
    const Sanbao__V1__AccountClose *close = apply->operation->account_close;
    struct village village;
    struct member *member = NULL;
    (void)outcome;
    TRY(member_find(identity, apply, &close->person, &village, &member));
    if (member->account == 0) {
        return REFUSE(NOT_REGISTERED);
    }
    if (member->closed_on != DAY_NEVER) {
        return REFUSE(ACCOUNT_CLOSED);
    }
    if (apply->operation->day < member->registered_on) {
        return REFUSE(BEFORE_REGISTRATION);
    }
    TRY(identity->listener.account_close(identity->listener.context, member->account));
    member->closed_on = apply->operation->day;
    TRY(identity__member_update(identity, member));
    if (member->access == SANBAO__V1__ACCESS__ACCESS_CARD) {
        TRY(books_metric_add(identity->books, village.id, identity->card_users,
                             apply->operation->day, -1));
    }
    if (member->household != 0) {
        TRY(books_metric_add(identity->books, village.id, identity->residents,
                             apply->operation->day, -1));
    }
    return books_metric_add(identity->books, village.id, identity->registered,
                            apply->operation->day, -1);
}

enum {
    ROLE_PROPOSERS = 1U << SANBAO__V1__ROLE__ROLE_ADMIN | 1U << SANBAO__V1__ROLE__ROLE_TOWN,
    ROLE_APPROVERS = 1U << SANBAO__V1__ROLE__ROLE_CADRE | 1U << SANBAO__V1__ROLE__ROLE_TOWN,
};

/* Two people give a role. The server's key alone does as long as they never have: the first ones
 * must come from somewhere. */
static struct status role_eyes(struct identity *identity, const struct apply *apply,
                               const struct village *village, const struct member *member)
{
    const Sanbao__V1__Operation *operation = apply->operation;
    const struct member *const people[] = {member};
    if (operation->proposer.len == 0 && operation->approver.len == 0 && !village->guarded) {
        return OK;
    }
    return identity_eyes_on(identity, apply, village->id, ROLE_PROPOSERS, ROLE_APPROVERS, people,
                            COUNT(people));
}

/* The village stays guarded from its first role by two people on. */
static struct status village_guard(struct identity *identity, const struct apply *apply)
{
    struct village *village = NULL;
    if (apply->operation->approver.len == 0) {
        return OK;
    }
    TRY(identity__village(identity, apply->operation->village, &village));
    if (village->guarded) {
        return OK;
    }
    village->guarded = true;
    return identity__village_guard(identity, village->id);
}

static struct status role_set(void *room, const struct apply *apply, Sanbao__V1__Outcome *outcome)
{
    struct identity *identity = room;
    const Sanbao__V1__RoleSet *set = apply->operation->role_set;
    struct village village;
    struct member *member = NULL;
    (void)outcome;
    TRY(member_find(identity, apply, &set->person, &village, &member));
    const struct member before = *member;
    if (set->role < SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER ||
        set->role > SANBAO__V1__ROLE__ROLE_LEADER ||
        (set->shop[0] != '\0' && set->role != SANBAO__V1__ROLE__ROLE_SHOPKEEPER)) {
        return REFUSE(OPERATION_MALFORMED);
    }
    bool held = member_has_role(&before, set->role);
    if (held != (set->revoked != 0)) {
        return held ? REFUSE(ROLE_HELD) : REFUSE(ROLE_NOT_HELD);
    }
    TRY(role_eyes(identity, apply, &village, &before));
    TRY(village_guard(identity, apply));
    TRY(identity__member(identity, village.id, set->person.data, &member));
    if (set->revoked) {
        member->roles &= ~(1U << set->role);
        return identity__role_delete(identity, member->id, set->role);
    }
    member->roles |= 1U << set->role;
    return identity__role_insert(identity, member->id, set->role, set->shop, apply->operation->day);
}

static struct status consent(void *room, const struct apply *apply, Sanbao__V1__Outcome *outcome)
{
    struct identity *identity = room;
    const Sanbao__V1__Consent *op = apply->operation->consent;
    int32_t day = apply->operation->day;
    struct village village;
    struct member *member = NULL;
    struct consent before;
    (void)outcome;
    TRY(member_find(identity, apply, &op->person, &village, &member));
    if (op->purpose[0] == '\0' || op->version == 0) {
        return REFUSE(OPERATION_MALFORMED);
    }
    TRY(identity_consent(identity, member->id, op->purpose, &before));
    bool stands = before.version != 0 && !before.withdrawn;
    if (op->withdrawn && !stands) {
        return REFUSE(CONSENT_NOT_GIVEN);
    }
    if (op->withdrawn ? op->version != before.version : op->version < before.version) {
        return REFUSE(CONSENT_VERSION);
    }
    if (!op->withdrawn && stands && op->version == before.version) {
        return REFUSE(CONSENT_GIVEN);
    }
    if (before.version != 0 && day < before.day) {
        return REFUSE(DAY_WRONG);
    }
    struct consent now = {op->version, op->withdrawn != 0, day, apply->record};
    return identity__consent_save(identity, member->id, op->purpose, &now);
}

const struct apply_action *identity__actions(size_t *count)
{
    static const struct apply_action actions[] = {
        {SANBAO__V1__OPERATION__ACTION_VILLAGE_OPEN, village_open},
        {SANBAO__V1__OPERATION__ACTION_HOUSEHOLD_OPEN, household_open},
        {SANBAO__V1__OPERATION__ACTION_PERSON_ENTER, person_enter},
        {SANBAO__V1__OPERATION__ACTION_ACCOUNT_OPEN, account_open},
        {SANBAO__V1__OPERATION__ACTION_ACCOUNT_MOVE, account_move},
        {SANBAO__V1__OPERATION__ACTION_ACCOUNT_CLOSE, account_close},
        {SANBAO__V1__OPERATION__ACTION_ROLE_SET, role_set},
        {SANBAO__V1__OPERATION__ACTION_CONSENT, consent},
    };
    *count = COUNT(actions);
    return actions;
}
