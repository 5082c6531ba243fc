/* identity_sql.c - the room's tables in the books. Row ids are given in the order of records, so
 * that a replay gives the same ones. */
#include <stdio.h>
#include <string.h>

#include "identity/identity_internal.h"

static void village_read(struct store_stmt *stmt, int column, struct village *village)
{
    village->id = store_int(stmt, column);
    village->points_per_yuan = store_int(stmt, column + 1);
    village->utc_offset_minutes = (int32_t)store_int(stmt, column + 2);
    village->allowance_permille = (int32_t)store_int(stmt, column + 3);
    village->opened_on = (int32_t)store_int(stmt, column + 4);
    village->guarded = store_int(stmt, column + 5) != 0;
}

struct status identity__village_select(struct identity *identity, const char *code,
                                       struct village *village)
{
    bool row = false;
    TRY(store_prepare(identity->store, &identity->village_select,
                      "SELECT id, points_per_yuan, utc_offset_minutes, allowance_permille, "
                      "opened_on, guarded FROM village WHERE code=?"));
    store_bind_text(identity->village_select, 0, code);
    TRY(store_step(identity->village_select, &row));
    if (row) {
        village_read(identity->village_select, 0, village);
        store_reset(identity->village_select);
    }
    return OK;
}

struct status identity_village_each(struct identity *identity, village_each_fn each, void *context)
{
    REQUIRE(identity != NULL && each != NULL);
    TRY(store_prepare(identity->store, &identity->village_each,
                      "SELECT code, id, points_per_yuan, utc_offset_minutes, allowance_permille, "
                      "opened_on, guarded FROM village ORDER BY code"));
    for (;;) {
        bool row = false;
        TRY(store_step(identity->village_each, &row));
        if (!row) {
            return OK;
        }
        struct village village;
        village_read(identity->village_each, 1, &village);
        struct status status = each(context, store_text(identity->village_each, 0), &village);
        if (!status_ok(status)) {
            store_reset(identity->village_each);
            return status;
        }
    }
}

struct status identity_village_after(struct identity *identity, const char *after,
                                     char code[CODE_MAX + 1], struct village *village)
{
    REQUIRE(identity != NULL && after != NULL && code != NULL && village != NULL);
    bool row = false;
    *village = (struct village){0};
    TRY(store_prepare(identity->store, &identity->village_after,
                      "SELECT code, id, points_per_yuan, utc_offset_minutes, allowance_permille, "
                      "opened_on, guarded FROM village WHERE code > ? ORDER BY code LIMIT 1"));
    store_bind_text(identity->village_after, 0, after);
    TRY(store_step(identity->village_after, &row));
    if (row) {
        snprintf(code, CODE_MAX + 1, "%s", store_text(identity->village_after, 0));
        village_read(identity->village_after, 1, village);
        store_reset(identity->village_after);
    }
    return OK;
}

struct status identity__village_guard(struct identity *identity, int64_t village)
{
    TRY(store_prepare(identity->store, &identity->village_guard,
                      "UPDATE village SET guarded=1 WHERE id=?"));
    store_bind_int(identity->village_guard, 0, village);
    return store_execute(identity->village_guard);
}

/* One more than the highest id of the table that the statement names. */
static struct status next_id(struct store *store, const char *sql, struct store_stmt **stmt,
                             int64_t *id)
{
    bool row = false;
    TRY(store_prepare(store, stmt, sql));
    TRY(store_step(*stmt, &row));
    *id = row ? store_int(*stmt, 0) + 1 : 1;
    store_reset(*stmt);
    return OK;
}

struct status identity__village_insert(struct identity *identity, const char *code,
                                       struct village *village)
{
    TRY(next_id(identity->store, "SELECT max(id) FROM village", &identity->village_next,
                &village->id));
    TRY(store_prepare(identity->store, &identity->village_insert,
                      "INSERT INTO village (id, code, points_per_yuan, utc_offset_minutes, "
                      "allowance_permille, opened_on) VALUES (?,?,?,?,?,?)"));
    struct store_stmt *stmt = identity->village_insert;
    store_bind_int(stmt, 0, village->id);
    store_bind_text(stmt, 1, code);
    store_bind_int(stmt, 2, village->points_per_yuan);
    store_bind_int(stmt, 3, village->utc_offset_minutes);
    store_bind_int(stmt, 4, village->allowance_permille);
    store_bind_int(stmt, 5, village->opened_on);
    return store_execute(stmt);
}

struct status identity__household_select(struct identity *identity, int64_t village,
                                         const ProtobufCBinaryData *household, int64_t *id)
{
    bool row = false;
    TRY(store_prepare(identity->store, &identity->household_select,
                      "SELECT id FROM household WHERE village=? AND pseudonym=?"));
    store_bind_int(identity->household_select, 0, village);
    store_bind_blob(identity->household_select, 1, household->data, household->len);
    TRY(store_step(identity->household_select, &row));
    *id = row ? store_int(identity->household_select, 0) : 0;
    store_reset(identity->household_select);
    return OK;
}

struct status identity_household_by_id(struct identity *identity, int64_t id,
                                       uint8_t household[ID_BYTES])
{
    bool row = false;
    TRY(store_prepare(identity->store, &identity->household_select_id,
                      "SELECT pseudonym FROM household WHERE id=?"));
    store_bind_int(identity->household_select_id, 0, id);
    TRY(store_step(identity->household_select_id, &row));
    struct status status =
        row ? store_blob_exact(identity->household_select_id, 0, household, ID_BYTES)
            : REFUSE(HOUSEHOLD_UNKNOWN);
    store_reset(identity->household_select_id);
    return status;
}

struct status identity__household_insert(struct identity *identity, int64_t village,
                                         const ProtobufCBinaryData *household)
{
    int64_t id = 0;
    TRY(next_id(identity->store, "SELECT max(id) FROM household", &identity->household_next, &id));
    TRY(store_prepare(identity->store, &identity->household_insert,
                      "INSERT INTO household (id, village, pseudonym) VALUES (?,?,?)"));
    store_bind_int(identity->household_insert, 0, id);
    store_bind_int(identity->household_insert, 1, village);
    store_bind_blob(identity->household_insert, 2, household->data, household->len);
    return store_execute(identity->household_insert);
}

static int32_t day_or_never(struct store_stmt *stmt, int column)
{
    return store_is_null(stmt, column) ? DAY_NEVER : (int32_t)store_int(stmt, column);
}

static void bind_day(struct store_stmt *stmt, int index, int32_t day)
{
    if (day == DAY_NEVER) {
        store_bind_null(stmt, index);
    } else {
        store_bind_int(stmt, index, day);
    }
}

static struct status roles_read(struct identity *identity, struct member *member)
{
    TRY(store_prepare(identity->store, &identity->role_select,
                      "SELECT role FROM role WHERE member=?"));
    store_bind_int(identity->role_select, 0, member->id);
    for (;;) {
        bool row = false;
        TRY(store_step(identity->role_select, &row));
        if (!row) {
            return OK;
        }
        member->roles |= 1U << store_int(identity->role_select, 0);
    }
}

/* The row that the statement finds: id, household, account, entered_on, registered_on, closed_on,
 * access, moved_on, person. */
static struct status member_read(struct identity *identity, struct store_stmt *stmt,
                                 struct member *member, uint8_t *person)
{
    bool row = false;
    *member = (struct member){.registered_on = DAY_NEVER, .closed_on = DAY_NEVER};
    TRY(store_step(stmt, &row));
    if (!row) {
        return OK;
    }
    member->id = store_int(stmt, 0);
    member->household = store_int(stmt, 1);
    member->account = store_int(stmt, 2);
    member->entered_on = (int32_t)store_int(stmt, 3);
    member->registered_on = day_or_never(stmt, 4);
    member->closed_on = day_or_never(stmt, 5);
    member->access = (int32_t)store_int(stmt, 6);
    member->moved_on = (int32_t)store_int(stmt, 7);
    struct status status = person == NULL ? OK : store_blob_exact(stmt, 8, person, ID_BYTES);
    store_reset(stmt);
    TRY(status);
    return roles_read(identity, member);
}

struct status identity__member_select(struct identity *identity, int64_t village,
                                      const uint8_t person[ID_BYTES], struct member *member)
{
    TRY(store_prepare(
        identity->store, &identity->member_select,
        "SELECT id, household, account, entered_on, registered_on, closed_on, access, "
        "moved_on FROM member WHERE village=? AND person=?"));
    store_bind_int(identity->member_select, 0, village);
    store_bind_blob(identity->member_select, 1, person, ID_BYTES);
    return member_read(identity, identity->member_select, member, NULL);
}

struct status identity_member_by_id(struct identity *identity, int64_t id, struct member *member,
                                    uint8_t person[ID_BYTES])
{
    REQUIRE(identity != NULL && member != NULL);
    TRY(store_prepare(
        identity->store, &identity->member_select_id,
        "SELECT id, household, account, entered_on, registered_on, closed_on, access, "
        "moved_on, person FROM member WHERE id=?"));
    store_bind_int(identity->member_select_id, 0, id);
    TRY(member_read(identity, identity->member_select_id, member, person));
    return member->id != 0 ? OK : REFUSE(PERSON_UNKNOWN);
}

struct status identity_member_by_account(struct identity *identity, int64_t account,
                                         struct member *member, uint8_t person[ID_BYTES])
{
    REQUIRE(identity != NULL && member != NULL);
    TRY(store_prepare(
        identity->store, &identity->member_select_account,
        "SELECT id, household, account, entered_on, registered_on, closed_on, access, "
        "moved_on, person FROM member WHERE account=? AND account<>0"));
    store_bind_int(identity->member_select_account, 0, account);
    TRY(member_read(identity, identity->member_select_account, member, person));
    return member->id != 0 ? OK : REFUSE(PERSON_UNKNOWN);
}

struct status identity__member_insert(struct identity *identity, int64_t village,
                                      const uint8_t person[ID_BYTES], struct member *member)
{
    TRY(next_id(identity->store, "SELECT max(id) FROM member", &identity->member_next,
                &member->id));
    TRY(store_prepare(identity->store, &identity->member_insert,
                      "INSERT INTO member (id, village, person, household, entered_on) "
                      "VALUES (?,?,?,?,?)"));
    struct store_stmt *stmt = identity->member_insert;
    store_bind_int(stmt, 0, member->id);
    store_bind_int(stmt, 1, village);
    store_bind_blob(stmt, 2, person, ID_BYTES);
    store_bind_int(stmt, 3, member->household);
    store_bind_int(stmt, 4, member->entered_on);
    return store_execute(stmt);
}

struct status identity__member_update(struct identity *identity, const struct member *member)
{
    TRY(store_prepare(identity->store, &identity->member_update,
                      "UPDATE member SET household=?, registered_on=?, closed_on=?, access=?, "
                      "account=?, moved_on=? WHERE id=?"));
    struct store_stmt *stmt = identity->member_update;
    store_bind_int(stmt, 0, member->household);
    bind_day(stmt, 1, member->registered_on);
    bind_day(stmt, 2, member->closed_on);
    store_bind_int(stmt, 3, member->access);
    store_bind_int(stmt, 4, member->account);
    store_bind_int(stmt, 5, member->moved_on);
    store_bind_int(stmt, 6, member->id);
    return store_execute(stmt);
}

struct status identity__former_insert(struct identity *identity, int64_t member, int32_t until,
                                      int64_t household)
{
    TRY(store_prepare(identity->store, &identity->former_insert,
                      "INSERT OR IGNORE INTO former_household (member, until, household) "
                      "VALUES (?,?,?)"));
    store_bind_int(identity->former_insert, 0, member);
    store_bind_int(identity->former_insert, 1, until);
    store_bind_int(identity->former_insert, 2, household);
    return store_execute(identity->former_insert);
}

struct status identity_household_on(struct identity *identity, const struct member *member,
                                    int32_t day, int64_t *household)
{
    REQUIRE(identity != NULL && member != NULL && household != NULL);
    *household = member->household;
    if (day >= member->moved_on) {
        return OK;
    }
    bool row = false;
    TRY(store_prepare(identity->store, &identity->former_select,
                      "SELECT household FROM former_household WHERE member=? AND until>? "
                      "ORDER BY until LIMIT 1"));
    store_bind_int(identity->former_select, 0, member->id);
    store_bind_int(identity->former_select, 1, day);
    TRY(store_step(identity->former_select, &row));
    if (row) {
        *household = store_int(identity->former_select, 0);
        store_reset(identity->former_select);
    }
    return OK;
}

struct status identity__role_insert(struct identity *identity, int64_t member,
                                    Sanbao__V1__Role role, const char *shop, int32_t since)
{
    TRY(store_prepare(identity->store, &identity->role_insert,
                      "INSERT INTO role (member, role, shop, since) VALUES (?,?,?,?)"));
    store_bind_int(identity->role_insert, 0, member);
    store_bind_int(identity->role_insert, 1, role);
    store_bind_text(identity->role_insert, 2, shop);
    store_bind_int(identity->role_insert, 3, since);
    return store_execute(identity->role_insert);
}

struct status identity__role_delete(struct identity *identity, int64_t member,
                                    Sanbao__V1__Role role)
{
    TRY(store_prepare(identity->store, &identity->role_delete,
                      "DELETE FROM role WHERE member=? AND role=?"));
    store_bind_int(identity->role_delete, 0, member);
    store_bind_int(identity->role_delete, 1, role);
    return store_execute(identity->role_delete);
}

struct status identity_shop_of(struct identity *identity, const struct member *member,
                               char shop[CODE_MAX + 1])
{
    REQUIRE(identity != NULL && member != NULL && shop != NULL);
    bool row = false;
    shop[0] = '\0';
    TRY(store_prepare(identity->store, &identity->role_shop,
                      "SELECT shop FROM role WHERE member=? AND role=?"));
    store_bind_int(identity->role_shop, 0, member->id);
    store_bind_int(identity->role_shop, 1, SANBAO__V1__ROLE__ROLE_SHOPKEEPER);
    TRY(store_step(identity->role_shop, &row));
    if (row) {
        snprintf(shop, CODE_MAX + 1, "%s", store_text(identity->role_shop, 0));
        store_reset(identity->role_shop);
    }
    return OK;
}

struct status identity_keeper_in(struct identity *identity, int64_t village, const char *shop,
                                 int64_t household, bool *in)
{
    REQUIRE(identity != NULL && shop != NULL && in != NULL);
    TRY(store_prepare(identity->store, &identity->role_keeper,
                      "SELECT 1 FROM role JOIN member ON member.id = role.member WHERE role.role=? "
                      "AND role.shop=? AND member.village=? AND member.household=? AND "
                      "member.household<>0 LIMIT 1"));
    store_bind_int(identity->role_keeper, 0, SANBAO__V1__ROLE__ROLE_SHOPKEEPER);
    store_bind_text(identity->role_keeper, 1, shop);
    store_bind_int(identity->role_keeper, 2, village);
    store_bind_int(identity->role_keeper, 3, household);
    TRY(store_step(identity->role_keeper, in));
    store_reset(identity->role_keeper);
    return OK;
}

/* Who lived where, now or before. */
#define LIVED                                                                                      \
    "WITH lived (member, household) AS ("                                                          \
    "SELECT id, household FROM member WHERE household<>0 UNION "                                   \
    "SELECT member, household FROM former_household WHERE household<>0) "

struct status identity_lived_together(struct identity *identity, int64_t member, int64_t other,
                                      bool *together)
{
    REQUIRE(identity != NULL && together != NULL);
    TRY(store_prepare(identity->store, &identity->lived_together,
                      LIVED "SELECT 1 FROM lived a JOIN lived b ON b.household=a.household "
                            "WHERE a.member=? AND b.member=? LIMIT 1"));
    store_bind_int(identity->lived_together, 0, member);
    store_bind_int(identity->lived_together, 1, other);
    TRY(store_step(identity->lived_together, together));
    store_reset(identity->lived_together);
    return OK;
}

struct status identity_holders_apart(struct identity *identity, int64_t village,
                                     Sanbao__V1__Role role, const struct member *apart,
                                     holder_each_fn each, void *context)
{
    REQUIRE(identity != NULL && apart != NULL && each != NULL);
    TRY(store_prepare(identity->store, &identity->role_holders,
                      LIVED "SELECT m.id, m.person FROM role r JOIN member m ON m.id=r.member "
                            "WHERE r.role=? AND m.village=? AND m.closed_on IS NULL AND NOT EXISTS "
                            "(SELECT 1 FROM lived a JOIN lived b ON b.household=a.household "
                            "WHERE a.member=m.id AND b.member=?) ORDER BY m.person"));
    struct store_stmt *stmt = identity->role_holders;
    store_bind_int(stmt, 0, role);
    store_bind_int(stmt, 1, village);
    store_bind_int(stmt, 2, apart->id);
    bool row = false;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        uint8_t person[ID_BYTES];
        status = store_blob_exact(stmt, 1, person, sizeof person);
        if (status_ok(status)) {
            status = each(context, store_int(stmt, 0), person);
        }
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}

struct status identity_members(struct identity *identity, int64_t village, int64_t after,
                               struct member_row *list, size_t room, size_t *count)
{
    REQUIRE(identity != NULL && list != NULL && count != NULL);
    TRY(store_prepare(identity->store, &identity->members_after,
                      "SELECT id, household, account, person, closed_on IS NOT NULL FROM member "
                      "WHERE id>? AND village=? AND account<>0 ORDER BY id LIMIT ?"));
    struct store_stmt *stmt = identity->members_after;
    store_bind_int(stmt, 0, after);
    store_bind_int(stmt, 1, village);
    store_bind_int(stmt, 2, (int64_t)room);
    bool row = false;
    *count = 0;
    struct status status = store_step(stmt, &row);
    while (status_ok(status) && row) {
        struct member_row *member = &list[(*count)++];
        *member = (struct member_row){.id = store_int(stmt, 0),
                                      .household = store_int(stmt, 1),
                                      .account = store_int(stmt, 2),
                                      .closed = store_int(stmt, 4) != 0};
        status = store_blob_exact(stmt, 3, member->person, ID_BYTES);
        if (status_ok(status)) {
            status = store_step(stmt, &row);
        }
    }
    store_reset(stmt);
    return status;
}

struct status identity_household_id(struct identity *identity, int64_t household,
                                    uint8_t pseudonym[ID_BYTES])
{
    REQUIRE(identity != NULL && pseudonym != NULL);
    bool row = false;
    TRY(store_prepare(identity->store, &identity->household_id,
                      "SELECT pseudonym FROM household WHERE id=?"));
    store_bind_int(identity->household_id, 0, household);
    TRY(store_step(identity->household_id, &row));
    if (!row) {
        return REFUSE(HOUSEHOLD_UNKNOWN);
    }
    struct status status = store_blob_exact(identity->household_id, 0, pseudonym, ID_BYTES);
    store_reset(identity->household_id);
    return status;
}
