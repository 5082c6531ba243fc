/* activity_sql_rule.c - the SQL of rules' drafts. */
#include <stdio.h>

#include "activity/activity_internal.h"

#define DRAFT_COLUMNS                                                                              \
    "id, village, code, name_zh, name_en, category, unit, points, cap_day, cap_month, "            \
    "cap_quarter, cap_year, cap_total, cap_scope, evidence, approver, saving_fen_per_hour, "       \
    "notice_days, valid_from, author, changed_at, meeting, met_on"

#define TEXT_OF(stmt, column, field) snprintf(field, sizeof field, "%s", store_text(stmt, column))

static struct status draft_read(struct store_stmt *stmt, struct rule_draft *draft)
{
    struct rule *rule = &draft->rule;
    *draft = (struct rule_draft){0};
    TRY(store_blob_exact(stmt, 0, draft->id.bytes, ID_BYTES));
    TEXT_OF(stmt, 1, draft->village);
    TEXT_OF(stmt, 2, rule->code);
    TEXT_OF(stmt, 3, draft->name_zh);
    TEXT_OF(stmt, 4, draft->name_en);
    TEXT_OF(stmt, 5, draft->category);
    rule->unit = (int32_t)store_int(stmt, 6);
    rule->points = store_int(stmt, 7);
    for (int span = 0; span < CAP_SPANS; span++) {
        rule->caps[span] = store_int(stmt, 8 + span);
    }
    rule->cap_scope = (int32_t)store_int(stmt, 13);
    rule->evidence = (int32_t)store_int(stmt, 14);
    rule->approver = (int32_t)store_int(stmt, 15);
    rule->saving_fen_per_hour = store_int(stmt, 16);
    rule->notice_days = (int32_t)store_int(stmt, 17);
    rule->valid_from = (int32_t)store_int(stmt, 18);
    TRY(store_blob_exact(stmt, 19, draft->author.bytes, ID_BYTES));
    draft->changed_at = store_int(stmt, 20);
    TEXT_OF(stmt, 21, draft->meeting);
    draft->met_on = (int32_t)store_int(stmt, 22);
    return OK;
}

struct status activity__draft_get(struct activities *own, const struct id *id, bool *found,
                                  struct rule_draft *draft)
{
    TRY(store_prepare(own->store, &own->sql.draft_get,
                      "SELECT " DRAFT_COLUMNS " FROM rule_draft WHERE id=?"));
    struct store_stmt *stmt = own->sql.draft_get;
    store_bind_blob(stmt, 0, id->bytes, ID_BYTES);
    TRY(store_step(stmt, found));
    struct status status = *found ? draft_read(stmt, draft) : OK;
    store_reset(stmt);
    return status;
}

struct status activity__draft_put(struct activities *own, const struct rule_draft *draft)
{
    const struct rule *rule = &draft->rule;
    TRY(store_prepare(own->store, &own->sql.draft_drop, "DELETE FROM rule_draft WHERE id=?"));
    TRY(store_prepare(own->store, &own->sql.draft_put,
                      "INSERT INTO rule_draft (" DRAFT_COLUMNS ") VALUES "
                      "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"));
    store_bind_blob(own->sql.draft_drop, 0, draft->id.bytes, ID_BYTES);
    TRY(store_execute(own->sql.draft_drop));
    struct store_stmt *stmt = own->sql.draft_put;
    store_bind_blob(stmt, 0, draft->id.bytes, ID_BYTES);
    const char *const texts[] = {draft->village, rule->code, draft->name_zh, draft->name_en,
                                 draft->category};
    for (size_t i = 0; i < COUNT(texts); i++) {
        store_bind_text(stmt, (int)i + 1, texts[i]);
    }
    const int64_t numbers[] = {rule->unit,
                               rule->points,
                               rule->caps[0],
                               rule->caps[1],
                               rule->caps[2],
                               rule->caps[3],
                               rule->caps[4],
                               rule->cap_scope,
                               rule->evidence,
                               rule->approver,
                               rule->saving_fen_per_hour,
                               rule->notice_days,
                               rule->valid_from};
    for (size_t i = 0; i < COUNT(numbers); i++) {
        store_bind_int(stmt, (int)(i + 1 + COUNT(texts)), numbers[i]);
    }
    store_bind_blob(stmt, 19, draft->author.bytes, ID_BYTES);
    store_bind_int(stmt, 20, draft->changed_at);
    store_bind_text(stmt, 21, draft->meeting);
    store_bind_int(stmt, 22, draft->met_on);
    return store_execute(stmt);
}

struct status activity__draft_drop(struct activities *own, const struct id *id)
{
    TRY(store_prepare(own->store, &own->sql.draft_drop, "DELETE FROM rule_draft WHERE id=?"));
    store_bind_blob(own->sql.draft_drop, 0, id->bytes, ID_BYTES);
    return store_execute(own->sql.draft_drop);
}

struct status activity__draft_list(struct activities *own, const char *village, draft_each_fn each,
                                   void *context)
{
    TRY(store_prepare(own->store, &own->sql.draft_list,
                      "SELECT " DRAFT_COLUMNS " FROM rule_draft WHERE village=? "
                      "ORDER BY changed_at DESC, id LIMIT 200"));
    struct store_stmt *stmt = own->sql.draft_list;
    struct status status = OK;
    bool row = true;
    store_bind_text(stmt, 0, village);
    while (status_ok(status)) {
        struct rule_draft draft;
        status = store_step(stmt, &row);
        if (!status_ok(status) || !row) {
            break;
        }
        status = draft_read(stmt, &draft);
        if (status_ok(status)) {
            status = each(context, &draft);
        }
    }
    store_reset(stmt);
    return status;
}
