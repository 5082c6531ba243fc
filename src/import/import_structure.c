/* import_structure.c - what stands before anything happens: the village, its rules, shops, goods
 * and activities; and a deposit, which is built alike. Each is one operation with public texts. */
#include "import/import_internal.h"

#include <string.h>

#include "base/day.h"

enum { HEX_ID_SIZE = 2 * ID_BYTES + 1 };

static uint32_t u32(union import_value value)
{
    REQUIRE(value.number >= 0 && value.number <= UINT32_MAX);
    return (uint32_t)value.number;
}

static void village_fill(Sanbao__V1__VillageOpen *open, const union import_value *values)
{
    open->points_per_yuan = u32(values[VILLAGE_RATE]);
    open->utc_offset_minutes = (int32_t)values[VILLAGE_ZONE].number;
    open->fund_allowance_permille = u32(values[VILLAGE_ALLOWANCE]);
}

static void rule_fill(Sanbao__V1__RuleAdopt *adopt, const union import_value *values)
{
    adopt->code = import__text(values[RULE_CODE].text);
    adopt->version = 1;
    adopt->unit = (Sanbao__V1__RuleUnit)values[RULE_UNIT].number;
    adopt->points = u32(values[RULE_POINTS]);
    adopt->cap_day = u32(values[RULE_CAP_DAY]);
    adopt->cap_month = u32(values[RULE_CAP_MONTH]);
    adopt->cap_quarter = u32(values[RULE_CAP_QUARTER]);
    adopt->cap_year = u32(values[RULE_CAP_YEAR]);
    adopt->cap_total = u32(values[RULE_CAP_TOTAL]);
    adopt->cap_scope = (Sanbao__V1__CapScope)values[RULE_CAP_SCOPE].number;
    adopt->evidence = (Sanbao__V1__Evidence)values[RULE_EVIDENCE].number;
    adopt->approver = (Sanbao__V1__Approver)values[RULE_APPROVER].number;
    adopt->saving_fen_per_hour = u32(values[RULE_SAVING]);
    adopt->category = import__text(values[RULE_CATEGORY].text);
}

static void activity_fill(Sanbao__V1__ActivityOpen *open, const struct import_row *row)
{
    const union import_value *values = row->values;
    open->activity = import__text(values[ACTIVITY_NO].text);
    open->rule = import__text(values[ACTIVITY_RULE].text);
    open->starts_at = values[ACTIVITY_STARTS].number;
    open->ends_at = values[ACTIVITY_ENDS].number;
    open->capacity = u32(values[ACTIVITY_CAPACITY]);
    open->leader = import__bytes(&row->id);
}

static void goods_fill(Sanbao__V1__GoodsSet *set, const union import_value *values)
{
    set->shop = import__text(values[GOODS_SHOP].text);
    set->goods = import__text(values[GOODS_NO].text);
    set->points = u32(values[GOODS_POINTS]);
}

/* The operation of a row, all but its commitment. */
static void op_fill(struct import *import, struct import_op *op, const struct import_row *row)
{
    const union import_value *values = row->values;
    int64_t starts_on = import->folder.village->values[VILLAGE_STARTS].number;
    switch (row->file) {
    case IMPORT_VILLAGE:
        import__op_init(import, op, row->file, row->key, SANBAO__V1__OPERATION__ACTION_VILLAGE_OPEN,
                        starts_on);
        village_fill(&op->action.village_open, values);
        return;
    case IMPORT_RULES:
        import__op_init(import, op, row->file, row->key, SANBAO__V1__OPERATION__ACTION_RULE_ADOPT,
                        starts_on);
        rule_fill(&op->action.rule_adopt, values);
        return;
    case IMPORT_SHOPS:
        import__op_init(import, op, row->file, row->key, SANBAO__V1__OPERATION__ACTION_SHOP_OPEN,
                        starts_on);
        op->action.shop_open.shop = import__text(values[SHOP_NO].text);
        return;
    case IMPORT_GOODS:
        import__op_init(import, op, row->file, row->key, SANBAO__V1__OPERATION__ACTION_GOODS_SET,
                        starts_on);
        goods_fill(&op->action.goods_set, values);
        return;
    case IMPORT_ACTIVITIES:
        import__op_init(import, op, row->file, row->key,
                        SANBAO__V1__OPERATION__ACTION_ACTIVITY_OPEN,
                        import__day(&import->folder, values[ACTIVITY_STARTS].number));
        activity_fill(&op->action.activity_open, row);
        return;
    default:
        REQUIRE(row->file == IMPORT_FUND);
        import__op_init(import, op, row->file, row->key, SANBAO__V1__OPERATION__ACTION_FUND_DEPOSIT,
                        values[FUND_PAID_ON].number);
        op->action.fund_deposit.fen = (uint64_t)values[FUND_FEN].number;
    }
}

/* A deposit has no code of its own; its event id, which the record shows, leads to its text. */
static const char *texts_code(const struct import_row *row, const struct import_op *op,
                              char hex[HEX_ID_SIZE])
{
    if (row->file != IMPORT_FUND) {
        return row->key;
    }
    for (size_t i = 0; i < ID_BYTES; i++) {
        snprintf(hex + 2 * i, 3, "%02x", op->event_id.bytes[i]);
    }
    return hex;
}

static struct status texts_commit(struct import *import, struct import_op *op,
                                  const struct import_row *row)
{
    const struct import_layout *layout = &import__layouts[row->file];
    struct text_field fields[IMPORT_TEXTS_MAX];
    char hex[HEX_ID_SIZE];
    size_t count = 0;
    for (; layout->texts[count] >= 0; count++) {
        fields[count] = (struct text_field){layout->columns[layout->texts[count]].name,
                                            row->values[layout->texts[count]].text};
    }
    TRY(texts_put(import->rooms->people, import->village, layout->texts_of,
                  texts_code(row, op, hex), &op->event_id, import->options->now_s, op->salt, fields,
                  count, &op->commitment));
    import__op_commit(op);
    return OK;
}

struct status import__structure_row(struct import *import, struct import_row *row)
{
    bool ready = false;
    bool known = false;
    bool accepted = false;
    struct import_op op;
    TRY(import__row_ready(import, row, &ready));
    import__step(import);
    if (!ready) {
        return OK;
    }
    if (row->file == IMPORT_ACTIVITIES) {
        row->id = row->refers[1]->id;
        row->has_id = true;
    }
    op_fill(import, &op, row);
    TRY(import__op_known(import, &op, &known));
    if (known) {
        return import__stored_again(import, row);
    }
    TRY(texts_commit(import, &op, row));
    TRY(import__op_try(import, &op, row, import__layouts[row->file].key_blame, &accepted));
    row->done |= accepted ? DONE_ADDED : 0U;
    return OK;
}

static struct status table_rows(struct import *import, enum import_file file)
{
    const struct import_table *table = &import->folder.tables[file];
    for (size_t i = 0; i < table->count; i++) {
        TRY(import__structure_row(import, table->rows[i]));
    }
    return OK;
}

struct status import__village_open(struct import *import)
{
    struct village village;
    TRY(table_rows(import, IMPORT_VILLAGE));
    if (import->folder.village->faulty) {
        return OK;
    }
    TRY(identity_village(import->rooms->identity, import->village, &village));
    import->village_id = village.id;
    return OK;
}

struct status import__rules(struct import *import)
{
    TRY(table_rows(import, IMPORT_RULES));
    TRY(table_rows(import, IMPORT_SHOPS));
    return table_rows(import, IMPORT_GOODS);
}

struct status import__activities(struct import *import)
{
    return table_rows(import, IMPORT_ACTIVITIES);
}
