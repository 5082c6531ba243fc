/* residents_village.c - villages as everybody may see them: names and totals, no person. */
#include <stdlib.h>
#include <string.h>

#include "residents/residents_internal.h"

static struct status village_json(struct call *call, struct json_object *object)
{
    residents__text(object, "code", call->village_code);
    TRY(residents__public_text(call, object, "name", "village", call->village_code, "name"));
    TRY(residents__public_text(call, object, "town", "village", call->village_code, "town"));
    TRY(residents__public_text(call, object, "district", "village", call->village_code,
                               "district"));
    residents__integer(object, "points_per_yuan", call->village.points_per_yuan);
    residents__day(object, "opened_on", call->village.opened_on);
    residents__day(object, "today", call_today(call));
    return OK;
}

static struct status village(struct call *call)
{
    struct json_object *object = json_object_new_object();
    struct status status = village_json(call, object);
    if (!status_ok(status)) {
        json_object_put(object);
        return status;
    }
    return call_reply(call, 200, object);
}

/* A page of villages by code: `call` stands in each in turn. */
static struct status villages_add(struct call *call, struct json_object *items,
                                  char next[CODE_MAX + 1])
{
    struct identity *identity = call->side->identity;
    char code[CODE_MAX + 1] = "";
    TRY(identity_village_after(identity, call_after(call), code, &call->village));
    for (size_t i = 0; call->village.id != 0 && i < call_limit(call); i++) {
        struct json_object *item = json_object_new_object();
        json_object_array_add(items, item);
        snprintf(call->village_code, sizeof call->village_code, "%s", code);
        TRY(village_json(call, item));
        snprintf(next, CODE_MAX + 1, "%s", code);
        TRY(identity_village_after(identity, next, code, &call->village));
    }
    if (call->village.id == 0) {
        next[0] = '\0';
    }
    return OK;
}

static struct status villages(struct call *call)
{
    char next[CODE_MAX + 1] = "";
    struct json_object *items = json_object_new_array();
    struct status status = villages_add(call, items, next);
    if (!status_ok(status)) {
        json_object_put(items);
        return status;
    }
    return call_reply_page(call, items, next[0] == '\0' ? NULL : next);
}

/* ---- GET report: what a village has reached ---- */

struct cells {
    struct call *call;
    struct json_object *items;
    const char *of;
    const char *field;
};

static struct status cell_add(void *context, const char *code, int64_t points)
{
    struct cells *cells = context;
    struct json_object *item = json_object_new_object();
    json_object_array_add(cells->items, item);
    residents__text(item, "code", code);
    TRY(residents__public_text(cells->call, item, "name", cells->of, code, cells->field));
    residents__integer(item, "points", points);
    return OK;
}

static struct status cells_add(struct call *call, struct json_object *object, const char *key,
                               const char *prefix, int32_t until, const char *of, const char *field)
{
    struct cells cells = {call, json_object_new_array(), of, field};
    json_object_object_add(object, key, cells.items);
    return books_metric_each(call->side->books, call->village.id, prefix, until, cell_add, &cells);
}

static void sums_add(struct json_object *object, const struct points_report *report)
{
    residents__integer(object, "residents", report->residents);
    residents__integer(object, "households", report->households);
    residents__integer(object, "registered", report->registered);
    residents__integer(object, "coverage_permille", report->coverage_permille);
    residents__integer(object, "card_users", report->card_users);
    residents__integer(object, "activities", report->activities);
    residents__integer(object, "participations", report->participations);
    residents__integer(object, "participants", report->participants);
    residents__integer(object, "points_issued", report->issued);
    residents__integer(object, "awards_capped", report->capped);
    residents__integer(object, "awards_unfunded", report->unfunded);
    residents__integer(object, "redemptions", report->redemptions);
    residents__integer(object, "points_redeemed", report->redeemed);
    residents__integer(object, "points_expired", report->expired);
    residents__integer(object, "points_outstanding", report->outstanding);
    residents__integer(object, "saving_fen", report->saving_fen);
    json_object_object_add(object, "fund_fen",
                           report->fund_known ? json_object_new_int64(report->fund_fen) : NULL);
}

static struct status report_json(struct call *call, struct json_object *object)
{
    int32_t until = (int32_t)call_integer(call, "on", call_today(call));
    struct points_report report;
    TRY(points_report(call->side->points, call->village.id, until, &report));
    residents__text(object, "village", call->village_code);
    residents__day(object, "on", until);
    sums_add(object, &report);
    TRY(cells_add(call, object, "by_rule", METRIC_ISSUED_PREFIX, until, "rule",
                  lang_pick("name_zh", "name_en")));
    return cells_add(call, object, "by_shop", METRIC_SHOP_PREFIX, until, "shop", "name");
}

static struct status report(struct call *call)
{
    struct json_object *object = json_object_new_object();
    struct status status = report_json(call, object);
    if (!status_ok(status)) {
        json_object_put(object);
        return status;
    }
    return call_reply(call, 200, object);
}

/* ---- routes ---- */

static const struct field village_fields[] = {
    KIND_FIELD("code", FIELD_CODE, FIELD_NEEDED, "村代码", "the village's code"),
    TEXT_FIELD("name", FIELD_NEEDED | FIELD_NULLABLE, NAME_CHARACTERS_MAX, "村名", "its name"),
    TEXT_FIELD("town", FIELD_NEEDED | FIELD_NULLABLE, NAME_CHARACTERS_MAX, "镇", "its town"),
    TEXT_FIELD("district", FIELD_NEEDED | FIELD_NULLABLE, NAME_CHARACTERS_MAX, "区县",
               "its district"),
    NUMBER_FIELD("points_per_yuan", FIELD_NEEDED, "多少工分合一元", "points to a yuan"),
    KIND_FIELD("opened_on", FIELD_DAY, FIELD_NEEDED, "建村日", "the day on which it joined"),
    KIND_FIELD("today", FIELD_DAY, FIELD_NEEDED, "村里的今天", "the village's day"),
    FIELDS_END,
};
static const struct field village_page[] = {
    LIST_FIELD("items", FIELD_NEEDED, PAGE_MAX, village_fields, "按代码排", "by code"),
    TEXT_FIELD("next", FIELD_NEEDED | FIELD_NULLABLE, 128, "下一页", "cursor of the next page"),
    FIELDS_END,
};
static const struct field report_query[] = {
    KIND_FIELD("on", FIELD_DAY, 0, "截至哪一天，默认今天", "up to which day; today if not given"),
    FIELDS_END,
};
static const struct field cell_fields[] = {
    KIND_FIELD("code", FIELD_CODE, FIELD_NEEDED, "编号", "its code"),
    TEXT_FIELD("name", FIELD_NEEDED | FIELD_NULLABLE, NAME_CHARACTERS_MAX, "名称", "its name"),
    NUMBER_FIELD("points", FIELD_NEEDED, "工分", "points"),
    FIELDS_END,
};
static const struct field report_fields[] = {
    KIND_FIELD("village", FIELD_CODE, FIELD_NEEDED, "村代码", "the village's code"),
    KIND_FIELD("on", FIELD_DAY, FIELD_NEEDED, "截至", "up to this day"),
    NUMBER_FIELD("residents", FIELD_NEEDED, "村民，不含已离开和去世而销户的人",
                 "people on the roster, without those whose account was closed"),
    NUMBER_FIELD("households", FIELD_NEEDED, "户", "households"),
    NUMBER_FIELD("registered", FIELD_NEEDED, "已注册", "registered"),
    NUMBER_FIELD("coverage_permille", FIELD_NEEDED, "覆盖率（千分之）",
                 "registered of 1,000 residents"),
    NUMBER_FIELD("card_users", FIELD_NEEDED, "持卡用户", "registered with a paper card"),
    NUMBER_FIELD("activities", FIELD_NEEDED, "活动", "activities"),
    NUMBER_FIELD("participations", FIELD_NEEDED, "参加人次", "participations"),
    NUMBER_FIELD("participants", FIELD_NEEDED, "参加人数", "different people who took part"),
    NUMBER_FIELD("points_issued", FIELD_NEEDED, "发放工分", "points issued"),
    NUMBER_FIELD("awards_capped", FIELD_NEEDED, "因封顶减发的次数", "awards cut by a cap"),
    NUMBER_FIELD("awards_unfunded", FIELD_NEEDED, "等待基金的次数",
                 "awards that wait for the fund"),
    NUMBER_FIELD("redemptions", FIELD_NEEDED, "兑换次数", "redemptions"),
    NUMBER_FIELD("points_redeemed", FIELD_NEEDED, "兑换工分", "points redeemed"),
    NUMBER_FIELD("points_expired", FIELD_NEEDED, "过期工分", "points expired"),
    NUMBER_FIELD("points_outstanding", FIELD_NEEDED, "在外工分", "points outstanding"),
    NUMBER_FIELD("saving_fen", FIELD_NEEDED, "节省的劳务费（分）", "labour cost saved, in fen"),
    NUMBER_FIELD("fund_fen", FIELD_NEEDED | FIELD_NULLABLE, "积分基金（分），空：还没有入账",
                 "the fund in fen; null: no deposit yet"),
    LIST_FIELD("by_rule", FIELD_NEEDED, 0, cell_fields, "各规则发放的工分", "points by rule"),
    LIST_FIELD("by_shop", FIELD_NEEDED, 0, cell_fields, "各兑换点收到的工分", "points by shop"),
    FIELDS_END,
};

const struct route residents_village_routes[] = {
    {"GET", "/api/v1/villages", "villages", WHO_PUBLIC, ROUTE_CURSOR, NULL, NULL, village_page,
     NULL, villages, "有哪些村", "The villages"},
    {"GET", "/api/v1/villages/{village}", "village", WHO_PUBLIC, 0, NULL, NULL, village_fields,
     NULL, village, "一个村", "One village"},
    {"GET", "/api/v1/villages/{village}/report", "village_report", WHO_PUBLIC, 0, report_query,
     NULL, report_fields, NULL, report, "一个村的合计（公开，不涉及个人）",
     "A village's totals: public, nobody is named"},
    ROUTES_END,
};
