/* auth_sql_login.c - the SQL of passwords, enrolments and failed tries. */
#include <string.h>

#include "auth/auth_internal.h"

static struct status login_read(struct store_stmt *stmt, struct login *login)
{
    const char *password = store_text(stmt, 0);
    if (strlen(password) >= sizeof login->password) {
        return FAULT(STORE_CORRUPT);
    }
    snprintf(login->password, sizeof login->password, "%s", password);
    login->last_step = store_int(stmt, 2);
    login->made_at = store_int(stmt, 3);
    TRY(store_blob_exact(stmt, 1, login->totp, sizeof login->totp));
    return store_blob_exact(stmt, 4, login->made_by.bytes, ID_BYTES);
}

struct status auth__login_find(struct auth *auth, const struct id *person, bool *found,
                               struct login *login)
{
    TRY(store_prepare(auth->store, &auth->login_find,
                      "SELECT password, totp, last_step, made_at, made_by FROM login "
                      "WHERE person = ?"));
    struct store_stmt *stmt = auth->login_find;
    store_bind_blob(stmt, 0, person->bytes, ID_BYTES);
    TRY(store_step(stmt, found));
    if (!*found) {
        return OK;
    }
    login->person = *person;
    struct status status = login_read(stmt, login);
    store_reset(stmt);
    return status;
}

struct status auth__login_put(struct auth *auth, const struct login *login)
{
    TRY(store_prepare(auth->store, &auth->login_put,
                      "INSERT INTO login (person, password, totp, last_step, made_at, made_by) "
                      "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (person) DO UPDATE SET "
                      "password = excluded.password, totp = excluded.totp, "
                      "last_step = excluded.last_step, made_at = excluded.made_at, "
                      "made_by = excluded.made_by"));
    struct store_stmt *stmt = auth->login_put;
    store_bind_blob(stmt, 0, login->person.bytes, ID_BYTES);
    store_bind_text(stmt, 1, login->password);
    store_bind_blob(stmt, 2, login->totp, sizeof login->totp);
    store_bind_int(stmt, 3, login->last_step);
    store_bind_int(stmt, 4, login->made_at);
    store_bind_blob(stmt, 5, login->made_by.bytes, ID_BYTES);
    return store_execute(stmt);
}

struct status auth__login_drop(struct auth *auth, const struct id *person)
{
    TRY(store_prepare(auth->store, &auth->login_drop, "DELETE FROM login WHERE person = ?"));
    store_bind_blob(auth->login_drop, 0, person->bytes, ID_BYTES);
    return store_execute(auth->login_drop);
}

struct status auth__login_step(struct auth *auth, const struct id *person, int64_t step)
{
    TRY(store_prepare(auth->store, &auth->login_step,
                      "UPDATE login SET last_step = ? WHERE person = ?"));
    store_bind_int(auth->login_step, 0, step);
    store_bind_blob(auth->login_step, 1, person->bytes, ID_BYTES);
    return store_execute(auth->login_step);
}

struct status auth__enrolment_put(struct auth *auth, const struct enrolment *enrolment)
{
    TRY(store_prepare(auth->store, &auth->enrolment_put,
                      "INSERT INTO enrolment (person, code_hash, made_at, made_by, ends_at) "
                      "VALUES (?, ?, ?, ?, ?) ON CONFLICT (person) DO UPDATE SET "
                      "code_hash = excluded.code_hash, made_at = excluded.made_at, "
                      "made_by = excluded.made_by, ends_at = excluded.ends_at"));
    struct store_stmt *stmt = auth->enrolment_put;
    store_bind_blob(stmt, 0, enrolment->person.bytes, ID_BYTES);
    store_bind_blob(stmt, 1, enrolment->code_hash.bytes, HASH_BYTES);
    store_bind_int(stmt, 2, enrolment->made_at);
    store_bind_blob(stmt, 3, enrolment->made_by.bytes, ID_BYTES);
    store_bind_int(stmt, 4, enrolment->ends_at);
    return store_execute(stmt);
}

struct status auth__enrolment_find(struct auth *auth, const struct hash *code_hash, bool *found,
                                   struct enrolment *enrolment)
{
    TRY(store_prepare(auth->store, &auth->enrolment_find,
                      "SELECT person, made_at, made_by, ends_at FROM enrolment "
                      "WHERE code_hash = ?"));
    struct store_stmt *stmt = auth->enrolment_find;
    store_bind_blob(stmt, 0, code_hash->bytes, HASH_BYTES);
    TRY(store_step(stmt, found));
    if (!*found) {
        return OK;
    }
    enrolment->code_hash = *code_hash;
    enrolment->made_at = store_int(stmt, 1);
    enrolment->ends_at = store_int(stmt, 3);
    struct status status = store_blob_exact(stmt, 0, enrolment->person.bytes, ID_BYTES);
    if (status_ok(status)) {
        status = store_blob_exact(stmt, 2, enrolment->made_by.bytes, ID_BYTES);
    }
    store_reset(stmt);
    return status;
}

struct status auth__enrolment_drop(struct auth *auth, const struct id *person)
{
    TRY(store_prepare(auth->store, &auth->enrolment_drop,
                      "DELETE FROM enrolment WHERE person = ?"));
    store_bind_blob(auth->enrolment_drop, 0, person->bytes, ID_BYTES);
    return store_execute(auth->enrolment_drop);
}

struct status auth__code_find(struct auth *auth, const uint8_t index[PHONE_INDEX_BYTES],
                              bool *found, struct phone_code *code)
{
    TRY(store_prepare(auth->store, &auth->code_find,
                      "SELECT code_hash, purpose, made_at, tries FROM phone_code "
                      "WHERE phone_index = ?"));
    struct store_stmt *stmt = auth->code_find;
    store_bind_blob(stmt, 0, index, PHONE_INDEX_BYTES);
    TRY(store_step(stmt, found));
    if (!*found) {
        return OK;
    }
    memcpy(code->phone_index, index, PHONE_INDEX_BYTES);
    code->purpose = (enum code_purpose)store_int(stmt, 1);
    code->made_at = store_int(stmt, 2);
    code->tries = store_int(stmt, 3);
    struct status status = store_blob_exact(stmt, 0, code->code_hash.bytes, HASH_BYTES);
    store_reset(stmt);
    return status;
}

struct status auth__code_put(struct auth *auth, const struct phone_code *code)
{
    TRY(store_prepare(auth->store, &auth->code_put,
                      "INSERT INTO phone_code (phone_index, code_hash, purpose, made_at, tries) "
                      "VALUES (?, ?, ?, ?, ?) ON CONFLICT (phone_index) DO UPDATE SET "
                      "code_hash = excluded.code_hash, purpose = excluded.purpose, "
                      "made_at = excluded.made_at, tries = excluded.tries"));
    struct store_stmt *stmt = auth->code_put;
    store_bind_blob(stmt, 0, code->phone_index, PHONE_INDEX_BYTES);
    store_bind_blob(stmt, 1, code->code_hash.bytes, HASH_BYTES);
    store_bind_int(stmt, 2, code->purpose);
    store_bind_int(stmt, 3, code->made_at);
    store_bind_int(stmt, 4, code->tries);
    return store_execute(stmt);
}

struct status auth__code_drop(struct auth *auth, const uint8_t index[PHONE_INDEX_BYTES])
{
    TRY(store_prepare(auth->store, &auth->code_drop,
                      "DELETE FROM phone_code WHERE phone_index = ?"));
    store_bind_blob(auth->code_drop, 0, index, PHONE_INDEX_BYTES);
    return store_execute(auth->code_drop);
}

struct status auth__attempt_find(struct auth *auth, bool *found, struct attempt *attempt)
{
    TRY(store_prepare(auth->store, &auth->attempt_find,
                      "SELECT failures, last_at, wait_until FROM attempt WHERE subject = ?"));
    struct store_stmt *stmt = auth->attempt_find;
    store_bind_blob(stmt, 0, attempt->subject, ATTEMPT_SUBJECT_BYTES);
    TRY(store_step(stmt, found));
    if (*found) {
        attempt->failures = store_int(stmt, 0);
        attempt->last_at = store_int(stmt, 1);
        attempt->wait_until = store_int(stmt, 2);
        store_reset(stmt);
    }
    return OK;
}

struct status auth__attempt_put(struct auth *auth, const struct attempt *attempt)
{
    TRY(store_prepare(auth->store, &auth->attempt_put,
                      "INSERT INTO attempt (subject, failures, last_at, wait_until) "
                      "VALUES (?, ?, ?, ?) ON CONFLICT (subject) DO UPDATE SET "
                      "failures = excluded.failures, last_at = excluded.last_at, "
                      "wait_until = excluded.wait_until"));
    struct store_stmt *stmt = auth->attempt_put;
    store_bind_blob(stmt, 0, attempt->subject, ATTEMPT_SUBJECT_BYTES);
    store_bind_int(stmt, 1, attempt->failures);
    store_bind_int(stmt, 2, attempt->last_at);
    store_bind_int(stmt, 3, attempt->wait_until);
    return store_execute(stmt);
}
