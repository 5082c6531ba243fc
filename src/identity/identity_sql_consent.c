/* identity_sql_consent.c - what people have agreed to, in the books. */
#include "identity/identity_internal.h"

/* version, withdrawn, day, record, from a column on */
static void consent_read(struct store_stmt *stmt, int column, struct consent *consent)
{
    consent->version = (uint32_t)store_int(stmt, column);
    consent->withdrawn = store_int(stmt, column + 1) != 0;
    consent->day = (int32_t)store_int(stmt, column + 2);
    consent->record = (uint64_t)store_int(stmt, column + 3);
}

struct status identity_consent(struct identity *identity, int64_t member, const char *purpose,
                               struct consent *consent)
{
    REQUIRE(identity != NULL && purpose != NULL && consent != NULL);
    bool row = false;
    *consent = (struct consent){.version = 0};
    TRY(store_prepare(identity->store, &identity->consent_select,
                      "SELECT version, withdrawn, day, record FROM consent "
                      "WHERE member=? AND purpose=?"));
    store_bind_int(identity->consent_select, 0, member);
    store_bind_text(identity->consent_select, 1, purpose);
    TRY(store_step(identity->consent_select, &row));
    if (row) {
        consent_read(identity->consent_select, 0, consent);
        store_reset(identity->consent_select);
    }
    return OK;
}

struct status identity_consent_each(struct identity *identity, int64_t member, consent_each_fn each,
                                    void *context)
{
    REQUIRE(identity != NULL && each != NULL);
    TRY(store_prepare(identity->store, &identity->consent_each,
                      "SELECT purpose, version, withdrawn, day, record FROM consent "
                      "WHERE member=? ORDER BY purpose"));
    struct store_stmt *stmt = identity->consent_each;
    store_bind_int(stmt, 0, member);
    for (;;) {
        bool row = false;
        struct consent consent;
        TRY(store_step(stmt, &row));
        if (!row) {
            return OK;
        }
        consent_read(stmt, 1, &consent);
        struct status status = each(context, store_text(stmt, 0), &consent);
        if (!status_ok(status)) {
            store_reset(stmt);
            return status;
        }
    }
}

struct status identity__consent_save(struct identity *identity, int64_t member, const char *purpose,
                                     const struct consent *consent)
{
    TRY(store_prepare(identity->store, &identity->consent_save,
                      "REPLACE INTO consent (member, purpose, version, withdrawn, day, record) "
                      "VALUES (?,?,?,?,?,?)"));
    struct store_stmt *stmt = identity->consent_save;
    store_bind_int(stmt, 0, member);
    store_bind_text(stmt, 1, purpose);
    store_bind_int(stmt, 2, consent->version);
    store_bind_int(stmt, 3, consent->withdrawn);
    store_bind_int(stmt, 4, consent->day);
    store_bind_int(stmt, 5, (int64_t)consent->record);
    return store_execute(stmt);
}
