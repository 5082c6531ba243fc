/* simulate_village.c - a made-up village is founded: households, people, staff, rules, shops. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "simulate/simulate_internal.h"

#define RULE(...)                                                                                  \
    {                                                                                              \
        .base = PROTOBUF_C_MESSAGE_INIT(&sanbao__v1__rule_adopt__descriptor), __VA_ARGS__          \
    }

const struct sim_rule sim_rules[RULES] = {
    {"REG-01", "实名注册", "verified registration",
     RULE(.unit = SANBAO__V1__RULE_UNIT__UNIT_ONCE, .points = 50, .cap_total = 50,
          .cap_scope = SANBAO__V1__CAP_SCOPE__SCOPE_RESIDENT,
          .evidence = SANBAO__V1__EVIDENCE__EVIDENCE_DOCUMENT,
          .approver = SANBAO__V1__APPROVER__APPROVER_SOCIAL_WORKER)},
    {"REG-02", "办理工分卡", "points card issued",
     RULE(.unit = SANBAO__V1__RULE_UNIT__UNIT_ONCE, .points = 50, .cap_total = 50,
          .cap_scope = SANBAO__V1__CAP_SCOPE__SCOPE_RESIDENT,
          .evidence = SANBAO__V1__EVIDENCE__EVIDENCE_DOCUMENT,
          .approver = SANBAO__V1__APPROVER__APPROVER_SOCIAL_WORKER)},
    {"ENV-01", "环境整治", "village clean-up",
     RULE(.unit = SANBAO__V1__RULE_UNIT__UNIT_HOUR, .points = 40, .cap_day = 160, .cap_month = 320,
          .cap_scope = SANBAO__V1__CAP_SCOPE__SCOPE_RESIDENT,
          .evidence = SANBAO__V1__EVIDENCE__EVIDENCE_CHECKIN_PHOTO,
          .approver = SANBAO__V1__APPROVER__APPROVER_ACTIVITY_LEADER, .saving_fen_per_hour = 1480)},
    {"VOL-01", "交通劝导", "traffic guidance",
     RULE(.unit = SANBAO__V1__RULE_UNIT__UNIT_HOUR, .points = 45, .cap_day = 160,
          .cap_quarter = 600, .cap_scope = SANBAO__V1__CAP_SCOPE__SCOPE_RESIDENT,
          .evidence = SANBAO__V1__EVIDENCE__EVIDENCE_CHECKIN,
          .approver = SANBAO__V1__APPROVER__APPROVER_ACTIVITY_LEADER, .saving_fen_per_hour = 1600)},
    {"CUL-02", "文体活动", "culture or sport",
     RULE(.unit = SANBAO__V1__RULE_UNIT__UNIT_TIME, .points = 10, .cap_month = 30,
          .cap_scope = SANBAO__V1__CAP_SCOPE__SCOPE_HOUSEHOLD,
          .evidence = SANBAO__V1__EVIDENCE__EVIDENCE_CHECKIN,
          .approver = SANBAO__V1__APPROVER__APPROVER_ACTIVITY_LEADER)},
    {"PUB-01", "村民会议", "villagers' meeting",
     RULE(.unit = SANBAO__V1__RULE_UNIT__UNIT_TIME, .points = 20, .cap_day = 20, .cap_year = 200,
          .cap_scope = SANBAO__V1__CAP_SCOPE__SCOPE_HOUSEHOLD,
          .evidence = SANBAO__V1__EVIDENCE__EVIDENCE_CHECKIN,
          .approver = SANBAO__V1__APPROVER__APPROVER_SOCIAL_WORKER)},
};

/* Texts of one thing, committed to by its operation; without private rows, no commitment. */
static struct status texts_write(struct simulation *sim, const struct sim_village *village,
                                 const char *of, const char *code, const uint8_t *event_id,
                                 const struct text_field *fields, size_t count,
                                 struct hash *commitment, Sanbao__V1__Operation *operation)
{
    uint8_t salt[SALT_BYTES];
    struct id id;
    chance_bytes(&sim->chance, salt, sizeof salt);
    memcpy(id.bytes, event_id, ID_BYTES);
    if (sim->people == NULL) {
        return OK;
    }
    TRY(texts_put(sim->people, village->code, of, code, &id, 0, salt, fields, count, commitment));
    operation->commitment = (ProtobufCBinaryData){HASH_BYTES, commitment->bytes};
    return OK;
}

static struct status village_send(struct simulation *sim, struct sim_village *village,
                                  int64_t number)
{
    uint8_t event_id[ID_BYTES];
    struct hash commitment;
    char name[64];
    snprintf(village->code, sizeof village->code, "99%010" PRId64, number + 1);
    snprintf(name, sizeof name, "模拟%" PRId64 "村", number + 1);
    struct text_field fields[] = {{"district", "模拟区"}, {"name", name}, {"town", "模拟镇"}};
    Sanbao__V1__Operation op = simulate__operation(sim, village, event_id);
    Sanbao__V1__VillageOpen open = SANBAO__V1__VILLAGE_OPEN__INIT;
    op.action_case = SANBAO__V1__OPERATION__ACTION_VILLAGE_OPEN;
    op.village_open = &open;
    open.points_per_yuan = 10;
    open.utc_offset_minutes = 480;
    open.fund_allowance_permille = 0;
    TRY(texts_write(sim, village, "village", village->code, event_id, fields, COUNT(fields),
                    &commitment, &op));
    return simulate__send(sim, &op, NULL, AFTER_NOTHING);
}

/* A person's private row: a number and a name that is nobody's. */
static struct status person_write(struct simulation *sim, const struct sim_village *village,
                                  enum people_kind kind, const struct id *id,
                                  const uint8_t *event_id, const char *number,
                                  struct hash *commitment, Sanbao__V1__Operation *operation)
{
    struct people_row row = {.id = *id, .kind = kind};
    Sanbao__V1__PersonDetail detail = SANBAO__V1__PERSON_DETAIL__INIT;
    char name[64];
    chance_bytes(&sim->chance, row.salt, sizeof row.salt);
    memcpy(row.event_id.bytes, event_id, ID_BYTES);
    if (sim->people == NULL) {
        return OK;
    }
    snprintf(name, sizeof name, "村民%s", number);
    detail.number = (char *)(uintptr_t)number;
    detail.name = name;
    row.person = &detail;
    TRY(people_put(sim->people, village->code, &row, commitment));
    operation->commitment = (ProtobufCBinaryData){HASH_BYTES, commitment->bytes};
    return OK;
}

static struct status person_send(struct simulation *sim, struct sim_village *village,
                                 enum people_kind kind, const char *number,
                                 const struct id *household, struct id *person)
{
    uint8_t event_id[ID_BYTES];
    struct hash commitment;
    Sanbao__V1__Operation op = simulate__operation(sim, village, event_id);
    Sanbao__V1__PersonEnter enter = SANBAO__V1__PERSON_ENTER__INIT;
    chance_bytes(&sim->chance, person->bytes, ID_BYTES);
    op.action_case = SANBAO__V1__OPERATION__ACTION_PERSON_ENTER;
    op.person_enter = &enter;
    enter.person = id_data(person);
    if (household != NULL) {
        enter.household = id_data(household);
    }
    TRY(person_write(sim, village, kind, person, event_id, number, &commitment, &op));
    return simulate__send(sim, &op, NULL, AFTER_NOTHING);
}

static struct status household_send(struct simulation *sim, struct sim_village *village,
                                    struct id *household)
{
    uint8_t event_id[ID_BYTES];
    Sanbao__V1__Operation op = simulate__operation(sim, village, event_id);
    Sanbao__V1__HouseholdOpen open = SANBAO__V1__HOUSEHOLD_OPEN__INIT;
    chance_bytes(&sim->chance, household->bytes, ID_BYTES);
    op.action_case = SANBAO__V1__OPERATION__ACTION_HOUSEHOLD_OPEN;
    op.household_open = &open;
    open.household = id_data(household);
    return simulate__send(sim, &op, NULL, AFTER_NOTHING);
}

static struct status residents_send(struct simulation *sim, struct sim_village *village)
{
    int32_t household = -1;
    struct id household_id;
    uint64_t left = 0; /* places in the present household */
    for (int64_t i = 0; i < sim->options->residents; i++) {
        struct resident *resident = &village->residents[i];
        char number[16];
        if (left == 0) {
            TRY(household_send(sim, village, &household_id));
            household++;
            left = 1 + chance_below(&sim->chance, 6);
        }
        left--;
        resident->household = household;
        /* Half of them on the first day, some never, the others in the first two thirds. */
        uint64_t spread = (uint64_t)sim->options->days * 2 / 3 + 1;
        resident->registers_on = chance_permille(&sim->chance, 500)
                                     ? sim->day
                                     : sim->day + (int32_t)chance_below(&sim->chance, spread);
        resident->registers_on =
            chance_permille(&sim->chance, 70) ? NOT_YET : resident->registers_on;
        snprintf(number, sizeof number, "R%05" PRId64, i + 1);
        TRY(person_send(sim, village, PEOPLE_RESIDENT, number, &household_id, &resident->person));
    }
    return OK;
}

static struct status staff_send(struct simulation *sim, struct sim_village *village)
{
    static const Sanbao__V1__Role roles[STAFF] = {
        SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER, SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER,
        SANBAO__V1__ROLE__ROLE_REVIEWER, SANBAO__V1__ROLE__ROLE_SHOPKEEPER};
    for (int i = 0; i < STAFF; i++) {
        uint8_t event_id[ID_BYTES];
        char number[16];
        snprintf(number, sizeof number, "T%02d", i + 1);
        TRY(person_send(sim, village, PEOPLE_STAFF, number, NULL, &village->staff[i]));
        Sanbao__V1__Operation op = simulate__operation(sim, village, event_id);
        Sanbao__V1__RoleSet set = SANBAO__V1__ROLE_SET__INIT;
        op.action_case = SANBAO__V1__OPERATION__ACTION_ROLE_SET;
        op.role_set = &set;
        set.person = id_data(&village->staff[i]);
        set.role = roles[i];
        TRY(simulate__send(sim, &op, NULL, AFTER_NOTHING));
    }
    return OK;
}

static struct status rules_send(struct simulation *sim, struct sim_village *village)
{
    for (int i = 0; i < RULES; i++) {
        const struct sim_rule *rule = &sim_rules[i];
        uint8_t event_id[ID_BYTES];
        struct hash commitment;
        struct text_field fields[] = {{"name_en", rule->name_en}, {"name_zh", rule->name_zh}};
        Sanbao__V1__RuleAdopt adopt = rule->adopt;
        Sanbao__V1__Operation op = simulate__operation(sim, village, event_id);
        op.action_case = SANBAO__V1__OPERATION__ACTION_RULE_ADOPT;
        op.rule_adopt = &adopt;
        adopt.code = (char *)(uintptr_t)rule->code;
        adopt.category = (char *)(uintptr_t) "simulated";
        adopt.version = 1;
        TRY(texts_write(sim, village, "rule", rule->code, event_id, fields, COUNT(fields),
                        &commitment, &op));
        TRY(simulate__send(sim, &op, NULL, AFTER_NOTHING));
    }
    return OK;
}

static struct status shops_send(struct simulation *sim, struct sim_village *village)
{
    for (int i = 0; i < SHOPS; i++) {
        uint8_t event_id[ID_BYTES];
        uint8_t goods_event_id[ID_BYTES];
        struct hash commitment;
        char code[16];
        char name[32];
        snprintf(code, sizeof code, "S%02d", i + 1);
        snprintf(name, sizeof name, "模拟小店%d", i + 1);
        struct text_field field = {"name", name};
        Sanbao__V1__Operation op = simulate__operation(sim, village, event_id);
        Sanbao__V1__ShopOpen open = SANBAO__V1__SHOP_OPEN__INIT;
        op.action_case = SANBAO__V1__OPERATION__ACTION_SHOP_OPEN;
        op.shop_open = &open;
        open.shop = code;
        TRY(texts_write(sim, village, "shop", code, event_id, &field, 1, &commitment, &op));
        TRY(simulate__send(sim, &op, NULL, AFTER_NOTHING));
        Sanbao__V1__Operation goods = simulate__operation(sim, village, goods_event_id);
        Sanbao__V1__GoodsSet set = SANBAO__V1__GOODS_SET__INIT;
        goods.action_case = SANBAO__V1__OPERATION__ACTION_GOODS_SET;
        goods.goods_set = &set;
        set.shop = code;
        set.goods = (char *)(uintptr_t) "G001";
        set.points = 25;
        TRY(simulate__send(sim, &goods, NULL, AFTER_NOTHING));
    }
    return OK;
}

static struct status village_people(struct simulation *sim, struct sim_village *village,
                                    int64_t number)
{
    TRY(village_send(sim, village, number));
    TRY(residents_send(sim, village));
    TRY(staff_send(sim, village));
    TRY(rules_send(sim, village));
    return shops_send(sim, village);
}

struct status simulate__village_open(struct simulation *sim, struct sim_village *village,
                                     int64_t number)
{
    if (sim->people == NULL) {
        return village_people(sim, village, number);
    }
    /* A run that is cut short here is made whole by the next: the same rows are written again. */
    TRY(people_begin(sim->people));
    struct status status = village_people(sim, village, number);
    if (!status_ok(status)) {
        struct status undone = people_rollback(sim->people);
        (void)undone; /* The first trouble is the one worth telling. */
        return status;
    }
    return people_commit(sim->people);
}
