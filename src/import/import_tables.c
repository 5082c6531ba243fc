/* import_tables.c - the files of a village's folder: their columns, keys and references. Data only;
 * docs/import.md says the same to people. The numbers of words are those of operation.proto. */
#include "import/import_internal.h"

#include "base/limits.h"
#include "wire/operation.pb-c.h"

#define WORD(text, name)                                                                           \
    {                                                                                              \
        text, SANBAO__V1__##name                                                                   \
    }

static const struct import_word accesses[] = {
    WORD("phone", ACCESS__ACCESS_PHONE), WORD("card", ACCESS__ACCESS_CARD), {NULL, 0}};

static const struct import_word methods[] = {
    WORD("phone", METHOD__METHOD_PHONE), WORD("card", METHOD__METHOD_CARD), {NULL, 0}};

static const struct import_word roles[] = {WORD("social_worker", ROLE__ROLE_SOCIAL_WORKER),
                                           WORD("cadre", ROLE__ROLE_CADRE),
                                           WORD("reviewer", ROLE__ROLE_REVIEWER),
                                           WORD("oversight", ROLE__ROLE_OVERSIGHT),
                                           WORD("shopkeeper", ROLE__ROLE_SHOPKEEPER),
                                           WORD("accountant", ROLE__ROLE_ACCOUNTANT),
                                           WORD("town", ROLE__ROLE_TOWN),
                                           WORD("auditor", ROLE__ROLE_AUDITOR),
                                           WORD("admin", ROLE__ROLE_ADMIN),
                                           WORD("leader", ROLE__ROLE_LEADER),
                                           {NULL, 0}};

static const struct import_word units[] = {WORD("once", RULE_UNIT__UNIT_ONCE),
                                           WORD("time", RULE_UNIT__UNIT_TIME),
                                           WORD("grade", RULE_UNIT__UNIT_GRADE),
                                           WORD("hour", RULE_UNIT__UNIT_HOUR),
                                           {NULL, 0}};

static const struct import_word scopes[] = {WORD("resident", CAP_SCOPE__SCOPE_RESIDENT),
                                            WORD("household", CAP_SCOPE__SCOPE_HOUSEHOLD),
                                            {NULL, 0}};

static const struct import_word evidences[] = {
    WORD("document", EVIDENCE__EVIDENCE_DOCUMENT),
    WORD("checkin", EVIDENCE__EVIDENCE_CHECKIN),
    WORD("checkin_photo", EVIDENCE__EVIDENCE_CHECKIN_PHOTO),
    WORD("photo", EVIDENCE__EVIDENCE_PHOTO),
    WORD("scan", EVIDENCE__EVIDENCE_SCAN),
    WORD("log", EVIDENCE__EVIDENCE_LOG),
    WORD("ticket", EVIDENCE__EVIDENCE_TICKET),
    WORD("report", EVIDENCE__EVIDENCE_REPORT),
    {NULL, 0}};

static const struct import_word approvers[] = {
    WORD("social_worker", APPROVER__APPROVER_SOCIAL_WORKER),
    WORD("activity_leader", APPROVER__APPROVER_ACTIVITY_LEADER),
    WORD("group_leader", APPROVER__APPROVER_GROUP_LEADER),
    WORD("review_panel", APPROVER__APPROVER_REVIEW_PANEL),
    WORD("oversight_board", APPROVER__APPROVER_OVERSIGHT_BOARD),
    WORD("system", APPROVER__APPROVER_SYSTEM),
    {NULL, 0}};

/* Short forms, so that a table below reads like one. */
#define CODE(title) .name = (title), .kind = KIND_CODE
#define NUMBER(title) .name = (title), .kind = KIND_NUMBER
#define TEXT(title, most) .name = (title), .kind = KIND_TEXT, .max = (most)
#define NAME(title) TEXT(title, NAME_CHARACTERS_MAX)
#define DAY(title) .name = (title), .kind = KIND_DAY
#define INSTANT(title) .name = (title), .kind = KIND_INSTANT
#define INTEGER(title, low, high) .name = (title), .kind = KIND_INTEGER, .min = (low), .max = (high)
#define ONE_OF(title, list) .name = (title), .kind = KIND_WORD, .words = (list)
#define MAY_BE_EMPTY .optional = true
#define PRIVATE .change = CHANGE_PRIVATE
#define SPECIAL .change = CHANGE_SPECIAL

/* The years in which a village's life may lie: 1971 to 2199. */
enum { FIRST_DAY = 365, LAST_DAY = 84005 };

static const struct import_column village[] = {
    [VILLAGE_CODE] = {CODE("code")},
    [VILLAGE_NAME] = {NAME("name")},
    [VILLAGE_TOWN] = {NAME("town")},
    [VILLAGE_DISTRICT] = {NAME("district")},
    [VILLAGE_RATE] = {INTEGER("points_per_yuan", 1, 10000)},
    [VILLAGE_ZONE] = {.name = "timezone", .kind = KIND_ZONE},
    [VILLAGE_STARTS] = {DAY("starts_on"), .min = FIRST_DAY, .max = LAST_DAY},
    [VILLAGE_ENDS] = {DAY("ends_on"), SPECIAL, .min = FIRST_DAY, .max = LAST_DAY},
    [VILLAGE_ALLOWANCE] = {INTEGER("fund_allowance_permille", 0, 1000), MAY_BE_EMPTY},
};

static const struct import_column fund[] = {
    [FUND_PAID_ON] = {DAY("paid_on")},
    [FUND_FEN] = {INTEGER("fen", 1, FEN_MAX)},
    [FUND_SOURCE] = {TEXT("source", TEXT_CHARACTERS_MAX)},
};

static const struct import_column households[] = {
    [HOUSEHOLD_NO] = {NUMBER("household_no")},
    [HOUSEHOLD_GROUP] = {NAME("group_no"), MAY_BE_EMPTY, PRIVATE},
    [HOUSEHOLD_ADDRESS] = {TEXT("address", TEXT_CHARACTERS_MAX), MAY_BE_EMPTY, PRIVATE},
};

static const struct import_column residents[] = {
    [RESIDENT_NO] = {NUMBER("resident_no")},
    [RESIDENT_HOUSEHOLD] = {NUMBER("household_no"), SPECIAL},
    [RESIDENT_NAME] = {NAME("name"), PRIVATE},
    [RESIDENT_BIRTH] = {DAY("birth_date"), PRIVATE},
    [RESIDENT_PHONE] = {.name = "phone", .kind = KIND_PHONE, MAY_BE_EMPTY, PRIVATE},
    [RESIDENT_ACCESS] = {ONE_OF("access", accesses), SPECIAL},
    [RESIDENT_REGISTERED] = {DAY("registered_on"), MAY_BE_EMPTY, SPECIAL},
};

static const struct import_column staff[] = {
    [STAFF_NO] = {NUMBER("staff_no")},
    [STAFF_NAME] = {NAME("name"), PRIVATE},
    [STAFF_ROLES] = {.name = "roles", .kind = KIND_WORDS, .words = roles},
    [STAFF_SHOP] = {CODE("shop_no"), MAY_BE_EMPTY},
};

static const struct import_column rules[] = {
    [RULE_CODE] = {CODE("code")},
    [RULE_NAME_ZH] = {NAME("name_zh")},
    [RULE_NAME_EN] = {NAME("name_en"), MAY_BE_EMPTY},
    [RULE_CATEGORY] = {CODE("category")},
    [RULE_UNIT] = {ONE_OF("unit", units)},
    [RULE_POINTS] = {INTEGER("points", 1, 10000)},
    [RULE_CAP_DAY] = {INTEGER("cap_day", 0, POINTS_PER_OPERATION_MAX)},
    [RULE_CAP_MONTH] = {INTEGER("cap_month", 0, POINTS_PER_OPERATION_MAX)},
    [RULE_CAP_QUARTER] = {INTEGER("cap_quarter", 0, POINTS_PER_OPERATION_MAX)},
    [RULE_CAP_YEAR] = {INTEGER("cap_year", 0, POINTS_PER_OPERATION_MAX)},
    [RULE_CAP_TOTAL] = {INTEGER("cap_total", 0, POINTS_PER_OPERATION_MAX)},
    [RULE_CAP_SCOPE] = {ONE_OF("cap_scope", scopes)},
    [RULE_EVIDENCE] = {ONE_OF("evidence", evidences)},
    [RULE_APPROVER] = {ONE_OF("approver", approvers)},
    [RULE_SAVING] = {INTEGER("saving_fen_per_hour", 0, 1000000)},
};

static const struct import_column activities[] = {
    [ACTIVITY_NO] = {CODE("activity_no")},
    [ACTIVITY_RULE] = {CODE("rule_code")},
    [ACTIVITY_TITLE] = {TEXT("title", TEXT_CHARACTERS_MAX)},
    [ACTIVITY_PLACE] = {TEXT("place", TEXT_CHARACTERS_MAX), MAY_BE_EMPTY},
    [ACTIVITY_STARTS] = {INSTANT("starts_at")},
    [ACTIVITY_ENDS] = {INSTANT("ends_at")},
    [ACTIVITY_CAPACITY] = {INTEGER("capacity", 0, 1000000)},
    [ACTIVITY_LEADER] = {NUMBER("leader_no")},
};

static const struct import_column attendance[] = {
    [ATTENDED_ACTIVITY] = {CODE("activity_no")},     [ATTENDED_RESIDENT] = {NUMBER("resident_no")},
    [ATTENDED_METHOD] = {ONE_OF("method", methods)}, [ATTENDED_IN] = {INSTANT("checked_in_at")},
    [ATTENDED_OUT] = {INSTANT("checked_out_at")},
};

static const struct import_column shops[] = {
    [SHOP_NO] = {CODE("shop_no")},
    [SHOP_NAME] = {NAME("name")},
};

static const struct import_column goods[] = {
    [GOODS_NO] = {CODE("goods_no")},
    [GOODS_SHOP] = {CODE("shop_no")},
    [GOODS_NAME] = {NAME("name")},
    [GOODS_POINTS] = {INTEGER("points", 1, POINTS_PER_OPERATION_MAX)},
};

static const struct import_column redemptions[] = {
    [REDEEMED_NO] = {CODE("redemption_no")},
    [REDEEMED_AT] = {INSTANT("redeemed_at")},
    [REDEEMED_BY] = {NUMBER("resident_no")},
    [REDEEMED_SHOP] = {CODE("shop_no")},
    [REDEEMED_GOODS] = {CODE("goods_no")},
    [REDEEMED_POINTS] = {INTEGER("points", 1, POINTS_PER_OPERATION_MAX)},
};

#define COLUMNS(list) .columns = (list), .column_count = COUNT(list)

const struct import_layout import__layouts[IMPORT_FILES] = {
    [IMPORT_VILLAGE] = {"village.json", COLUMNS(village), .key = {VILLAGE_CODE, -1},
                        .texts_of = "village",
                        .texts = {VILLAGE_NAME, VILLAGE_TOWN, VILLAGE_DISTRICT, -1}},
    [IMPORT_FUND] = {"fund.csv", COLUMNS(fund), .key = {FUND_PAID_ON, FUND_SOURCE, -1},
                     .key_blame = FUND_PAID_ON, .texts_of = "fund", .texts = {FUND_SOURCE, -1}},
    [IMPORT_HOUSEHOLDS] = {"households.csv", COLUMNS(households), .key = {HOUSEHOLD_NO, -1}},
    [IMPORT_RESIDENTS] = {"residents.csv", COLUMNS(residents), .key = {RESIDENT_NO, -1},
                          .references = {{IMPORT_HOUSEHOLDS,
                                          {RESIDENT_HOUSEHOLD, -1},
                                          STATUS_HOUSEHOLD_UNKNOWN,
                                          false}},
                          .reference_count = 1},
    [IMPORT_STAFF] = {"staff.csv", COLUMNS(staff), .key = {STAFF_NO, -1},
                      .references = {{IMPORT_SHOPS, {STAFF_SHOP, -1}, STATUS_SHOP_UNKNOWN, true}},
                      .reference_count = 1},
    [IMPORT_RULES] = {"rules.csv", COLUMNS(rules), .key = {RULE_CODE, -1}, .texts_of = "rule",
                      .texts = {RULE_NAME_ZH, RULE_NAME_EN, -1}},
    [IMPORT_ACTIVITIES] =
        {"activities.csv", COLUMNS(activities), .key = {ACTIVITY_NO, -1},
         .references = {{IMPORT_RULES, {ACTIVITY_RULE, -1}, STATUS_RULE_UNKNOWN, false},
                        {IMPORT_RESIDENTS, {ACTIVITY_LEADER, -1}, STATUS_PERSON_UNKNOWN, false}},
         .reference_count = 2, .texts_of = "activity",
         .texts = {ACTIVITY_TITLE, ACTIVITY_PLACE, -1}},
    [IMPORT_ATTENDANCE] =
        {"attendance.csv", COLUMNS(attendance),
         .key = {ATTENDED_ACTIVITY, ATTENDED_RESIDENT, ATTENDED_IN}, .key_blame = ATTENDED_RESIDENT,
         .references =
             {{IMPORT_ACTIVITIES, {ATTENDED_ACTIVITY, -1}, STATUS_ACTIVITY_UNKNOWN, false},
              {IMPORT_RESIDENTS, {ATTENDED_RESIDENT, -1}, STATUS_PERSON_UNKNOWN, false}},
         .reference_count = 2},
    [IMPORT_SHOPS] = {"shops.csv", COLUMNS(shops), .key = {SHOP_NO, -1}, .texts_of = "shop",
                      .texts = {SHOP_NAME, -1}},
    [IMPORT_GOODS] = {"goods.csv", COLUMNS(goods), .key = {GOODS_SHOP, GOODS_NO, -1},
                      .key_blame = GOODS_NO,
                      .references = {{IMPORT_SHOPS, {GOODS_SHOP, -1}, STATUS_SHOP_UNKNOWN, false}},
                      .reference_count = 1, .texts_of = "goods", .texts = {GOODS_NAME, -1}},
    [IMPORT_REDEMPTIONS] =
        {"redemptions.csv", COLUMNS(redemptions), .key = {REDEEMED_NO, -1},
         .references =
             {{IMPORT_RESIDENTS, {REDEEMED_BY, -1}, STATUS_PERSON_UNKNOWN, false},
              {IMPORT_SHOPS, {REDEEMED_SHOP, -1}, STATUS_SHOP_UNKNOWN, false},
              {IMPORT_GOODS, {REDEEMED_SHOP, REDEEMED_GOODS}, STATUS_GOODS_UNKNOWN, false}},
         .reference_count = 3},
};
