/* shop_http_export.c - the month for the village's books: what came into the fund, what shops were
 * paid, what they took; as JSON, and as a table that a spreadsheet opens without running it. */
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/day.h"
#include "shop/shop_internal.h"

/* One line of the export. */
struct line {
    int32_t day;
    const char *kind; /* "deposit", "payment", "redeemed", "refunded" */
    const char *shop; /* "" where there is none */
    const char *name;
    int64_t points;
    int64_t cash_fen; /* that the shop took beside points */
    int64_t fen;      /* into the fund, or (below 0) out of it */
    int64_t record;   /* -1: a sum of many */
    int64_t undone_by;
};

struct export
{
    struct call *call;
    struct month month;
    struct json_object *list; /* of lines, or NULL */
    FILE *csv;                /* or NULL */
    const struct shop *shop;
    const char *shop_name;
};

static void line_json(struct export *export, const struct line *line)
{
    struct json_object *item = json_object_new_object();
    json_object_array_add(export->list, item);
    json_object_object_add(item, "day", day_json(line->day));
    put_text(item, "kind", line->kind);
    json_object_object_add(item, "shop", text_json(line->shop[0] ? line->shop : NULL));
    put_text(item, "name", line->name);
    put_int(item, "points", line->points);
    put_int(item, "cash_fen", line->cash_fen);
    put_int(item, "fen", line->fen);
    json_object_object_add(item, "record",
                           line->record >= 0 ? json_object_new_int64(line->record) : NULL);
    json_object_object_add(item, "reversed_by",
                           line->undone_by >= 0 ? json_object_new_int64(line->undone_by) : NULL);
}

static const char *kind_text(const char *kind)
{
    static const struct {
        const char *kind;
        const char *zh;
    } kinds[] = {
        {"deposit", "入账"}, {"payment", "结算"}, {"redeemed", "兑换"}, {"refunded", "退货"}};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (strcmp(kinds[i].kind, kind) == 0) {
            return lang_pick(kinds[i].zh, kind);
        }
    }
    return kind;
}

/* Numbers are written by us and are no formula. */
static void line_csv(struct export *export, const struct line *line)
{
    char day[DAY_TEXT_SIZE];
    day_format(line->day, day);
    fprintf(export->csv, "%s,%s,", day, kind_text(line->kind));
    csv_print(line->shop, export->csv);
    fputc(',', export->csv);
    csv_print(line->name, export->csv);
    fprintf(export->csv, ",%lld,%lld,%lld,", (long long)line->points, (long long)line->cash_fen,
            (long long)line->fen);
    if (line->record >= 0) {
        fprintf(export->csv, "%lld", (long long)line->record);
    }
    fputc(',', export->csv);
    if (line->undone_by >= 0) {
        fprintf(export->csv, "%lld", (long long)line->undone_by);
    }
    fputs("\r\n", export->csv);
}

static void line_write(struct export *export, const struct line *line)
{
    if (export->list != NULL) {
        line_json(export, line);
    } else {
        line_csv(export, line);
    }
}

/* Where a deposit came from: the text that stands under its event id. */
static struct status source_find(struct call *call, uint64_t record, char **source)
{
    const uint8_t *bytes = NULL;
    size_t length = 0;
    Sanbao__V1__Record *decoded = NULL;
    Sanbao__V1__Operation *operation = NULL;
    struct id event;
    char code[ID_TEXT_SIZE];
    TRY(journal_record(call->side->journal, record, &bytes, &length));
    TRY(record_decode(bytes, length, &decoded));
    struct status status =
        operation_decode(decoded->envelope.data, decoded->envelope.len, &operation);
    sanbao__v1__record__free_unpacked(decoded, NULL);
    TRY(status);
    memcpy(event.bytes, operation->event_id.data, ID_BYTES);
    sanbao__v1__operation__free_unpacked(operation, NULL);
    shop__id_text(&event, code);
    return texts_get(call->side->people, call->village_code, "fund", code, "source", source);
}

/* A deposit has no entry in the ledger, a payment has the shop's. */
static struct status money_take(void *context, const struct money_row *row)
{
    struct export *export = context;
    struct side *side = export->call->side;
    struct entry entry;
    struct line line = {.day = row->day, .record = (int64_t)row->record, .undone_by = -1};
    char shop[CODE_MAX + 1] = "";
    char *text = NULL;
    bool undone = false;
    uint64_t by = 0;
    TRY(points_undone(side->points, row->record, &undone, &by));
    line.undone_by = undone ? (int64_t)by : -1;
    TRY(ledger_entry(side->ledger, row->record, &entry));
    bool payment = entry.kind == ENTRY_SETTLE;
    if (payment) {
        TRY(points_shop_code(side->points, entry.owner, shop));
        TRY(texts_get(side->people, export->call->village_code, "shop", shop, "name", &text));
    } else {
        TRY(source_find(export->call, row->record, &text));
    }
    line.kind = payment ? "payment" : "deposit";
    line.shop = shop;
    line.name = text != NULL ? text : "";
    line.points = payment ? entry.amount : 0;
    line.fen = payment ? -row->fen : row->fen;
    line_write(export, &line);
    free(text);
    return OK;
}

static struct status day_take(void *context, const struct sold_sum *sum)
{
    struct export *export = context;
    struct line line = {.day = sum->day,
                        .kind = "redeemed",
                        .shop = export->shop->code,
                        .name = export->shop_name,
                        .points = sum->points,
                        .cash_fen = sum->cash_fen,
                        .record = -1,
                        .undone_by = -1};
    line_write(export, &line);
    if (sum->refunded > 0) {
        line.kind = "refunded";
        line.points = -sum->refunded;
        line.cash_fen = 0; /* the line above is net of it */
        line_write(export, &line);
    }
    return OK;
}

static struct status shop_take(void *context, const struct shop *shop)
{
    struct export *export = context;
    char *name = NULL;
    TRY(texts_get(export->call->side->people, export->call->village_code, "shop", shop->code,
                  "name", &name));
    export->shop = shop;
    export->shop_name = name != NULL ? name : shop->code;
    struct status status =
        points_sold_by_day(export->call->side->points, shop->id, export->month.first,
                           export->month.next - 1, day_take, export);
    free(name);
    return status;
}

static struct status export_fill(struct export *export)
{
    struct call *call = export->call;
    TRY(shop__month(call, &export->month));
    TRY(points_money_each(call->side->points, call->village.id, export->month.first,
                          export->month.next - 1, money_take, export));
    return points_shop_each(call->side->points, call->village.id, "", shop_take, export);
}

struct status shop__accounts(struct call *call)
{
    struct export export = {.call = call, .list = json_object_new_array()};
    struct status status = export_fill(&export);
    if (!status_ok(status)) {
        json_object_put(export.list);
        return status;
    }
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "month", day_json(export.month.first));
    json_object_object_add(body, "lines", export.list);
    return call_reply(call, 200, body);
}

struct status shop__accounts_csv(struct call *call)
{
    struct export export = {.call = call};
    char *text = NULL;
    size_t length = 0;
    char day[DAY_TEXT_SIZE];
    char name[64];
    export.csv = open_memstream(&text, &length);
    if (export.csv == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    /* The mark in front tells spreadsheets that it is UTF-8. */
    fputs("\xEF\xBB\xBF", export.csv);
    SAY(export.csv, "日期,类别,兑换点,名称,工分,现金（分）,基金（分）,记录号,冲销记录\r\n",
        "day,kind,shop,name,points,cash_fen,fund_fen,record,reversed_by\r\n");
    struct status status = export_fill(&export);
    if (fclose(export.csv) != 0 && status_ok(status)) {
        status = FAULT(OUT_OF_MEMORY);
    }
    if (!status_ok(status)) {
        free(text);
        return status;
    }
    day_format(export.month.first, day);
    snprintf(name, sizeof name, "accounts-%.7s.csv", day);
    return call_reply_bytes(call, "text/csv; charset=utf-8", name, text, length);
}
