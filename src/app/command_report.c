/* command_report.c - report: a village's figures, for people and for programs. */
#include <inttypes.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "app/village.h"
#include "base/day.h"

struct report {
    struct folder *folder;
    int32_t until;
    bool on_day; /* --on was given */
    struct json_object *villages;
    size_t count; /* of villages told of */
};

/* ---- for programs: the keys of expected.json ---- */

static void number_add(struct json_object *object, const char *key, int64_t number)
{
    json_object_object_add(object, key, json_object_new_int64(number));
}

static struct status cell_add(void *context, const char *rest, int64_t sum)
{
    number_add(context, rest, sum);
    return OK;
}

static struct status cells_add(struct report *report, struct json_object *object, const char *key,
                               int64_t village, const char *prefix)
{
    struct json_object *cells = json_object_new_object();
    json_object_object_add(object, key, cells);
    return books_metric_each(report->folder->wire.books, village, prefix, report->until, cell_add,
                             cells);
}

/* "93.0": one decimal, exact, without going through a float. */
static struct json_object *permille_json(int64_t permille)
{
    char text[32];
    snprintf(text, sizeof text, "%" PRId64 ".%" PRId64, permille / 10, permille % 10);
    return json_object_new_double_s((double)permille / 10, text);
}

static struct status report_json(struct report *report, const struct village_choice *choice,
                                 const struct points_report *r, struct json_object *object)
{
    json_object_object_add(object, "village", json_object_new_string(choice->name));
    number_add(object, "residents", r->residents);
    number_add(object, "households", r->households);
    number_add(object, "registered", r->registered);
    json_object_object_add(object, "coverage_percent", permille_json(r->coverage_permille));
    number_add(object, "activities", r->activities);
    number_add(object, "participations", r->participations);
    number_add(object, "participants", r->participants);
    number_add(object, "points_issued", r->issued);
    TRY(cells_add(report, object, "points_by_rule", choice->village.id, METRIC_ISSUED_PREFIX));
    number_add(object, "awards_capped", r->capped);
    if (r->unfunded > 0) {
        number_add(object, "awards_unfunded", r->unfunded);
    }
    number_add(object, "redemptions", r->redemptions);
    number_add(object, "points_redeemed", r->redeemed);
    if (r->expired > 0) {
        number_add(object, "points_expired", r->expired);
    }
    number_add(object, "points_outstanding", r->outstanding);
    number_add(object, "saving_fen", r->saving_fen);
    number_add(object, "card_users_registered", r->card_users);
    return cells_add(report, object, "shop_points", choice->village.id, METRIC_SHOP_PREFIX);
}

/* ---- for people ---- */

enum { LABEL_COLUMNS = 50, NUMBER_COLUMNS = 14 };

static void line(const char *zh, const char *en, int64_t number)
{
    fputs("  ", stdout);
    cli_column(lang_pick(zh, en), LABEL_COLUMNS);
    printf("%*" PRId64 "\n", NUMBER_COLUMNS, number);
}

static void fen_line(const char *zh, const char *en, int64_t fen)
{
    fputs("  ", stdout);
    cli_column(lang_pick(zh, en), LABEL_COLUMNS);
    printf("%*" PRId64 ".%02" PRId64 "\n", NUMBER_COLUMNS - 3, fen / 100, fen % 100);
}

/* A rule or a shop: its code, its name, its points. */
struct cells {
    struct folder *folder;
    const struct village_choice *choice;
    const char *of;    /* "rule", "shop" */
    const char *field; /* of its name */
};

static struct status cell_line(void *context, const char *code, int64_t sum)
{
    struct cells *cells = context;
    char *name = NULL;
    TRY(texts_get(cells->folder->people, cells->choice->code, cells->of, code, cells->field,
                  &name));
    fputs("    ", stdout);
    cli_column(code, 9);
    cli_column(name == NULL ? "" : name, LABEL_COLUMNS - 11);
    printf("%*" PRId64 "\n", NUMBER_COLUMNS, sum);
    free(name);
    return OK;
}

static struct status report_cells(struct report *report, const struct village_choice *choice,
                                  const char *prefix, const char *of, const char *field)
{
    struct cells cells = {report->folder, choice, of, field};
    return books_metric_each(report->folder->wire.books, choice->village.id, prefix, report->until,
                             cell_line, &cells);
}

static struct status report_print(struct report *report, const struct village_choice *choice,
                                  const struct points_report *r)
{
    char day[DAY_TEXT_SIZE];
    day_format(report->until, day);
    SAYF(stdout, "%s（%s）截至 %s\n", "%s (%s) up to %s\n", choice->name, choice->code, day);
    line("村民", "residents", r->residents);
    line("户", "households", r->households);
    line("已注册", "registered", r->registered);
    fputs("  ", stdout);
    cli_column(lang_pick("覆盖率 %", "coverage %"), LABEL_COLUMNS);
    printf("%*" PRId64 ".%" PRId64 "\n", NUMBER_COLUMNS - 2, r->coverage_permille / 10,
           r->coverage_permille % 10);
    line("持卡用户", "card users", r->card_users);
    line("活动", "activities", r->activities);
    line("参加人次", "participations", r->participations);
    line("参加人数", "participants", r->participants);
    line("发放工分", "points issued", r->issued);
    TRY(report_cells(report, choice, METRIC_ISSUED_PREFIX, "rule",
                     lang_get() == LANG_EN ? "name_en" : "name_zh"));
    line("因封顶减发的次数", "awards cut by a cap", r->capped);
    line("因基金不足待发的次数", "attendances waiting for the fund", r->unfunded);
    line("兑换次数", "redemptions", r->redemptions);
    line("兑换工分", "points redeemed", r->redeemed);
    TRY(report_cells(report, choice, METRIC_SHOP_PREFIX, "shop", "name"));
    line("过期工分", "points expired", r->expired);
    line("在外工分", "points outstanding", r->outstanding);
    fen_line("节省人工（元）", "labour saved (yuan)", r->saving_fen);
    if (r->fund_known) {
        fen_line("积分基金（元）", "fund (yuan)", r->fund_fen);
        return OK;
    }
    SAY(stdout, "  积分基金尚未入账，发放不受基金限制。\n",
        "  No deposit has been made to the fund: awards are not limited by it.\n");
    return OK;
}

static struct status village_report(void *context, const struct village_choice *choice)
{
    struct report *report = context;
    struct points_report figures;
    report->count++;
    TRY(points_report(report->folder->wire.points, choice->village.id, report->until, &figures));
    if (report->villages == NULL) {
        return report_print(report, choice, &figures);
    }
    struct json_object *object = json_object_new_object();
    json_object_array_add(report->villages, object);
    return report_json(report, choice, &figures, object);
}

/* One village is printed as it is; several in {"villages": [...]}. */
static void json_print(struct json_object *villages)
{
    int style = JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE;
    if (json_object_array_length(villages) == 1) {
        puts(json_object_to_json_string_ext(json_object_array_get_idx(villages, 0), style));
        return;
    }
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "villages", json_object_get(villages));
    puts(json_object_to_json_string_ext(object, style));
    json_object_put(object);
}

static struct status report_work(struct cli *cli, struct folder *folder, struct problem *problem)
{
    bool json = cli_option(cli, "--json") != NULL;
    struct report report = {.folder = folder};
    if (!cli_day(cli, "--on", &report.on_day, &report.until)) {
        return REFUSE(USAGE);
    }
    if (!report.on_day) {
        report.until = folder_today(folder, CHINA_OFFSET_MINUTES);
    }
    report.villages = json ? json_object_new_array() : NULL;
    struct status status = village_choose_each(cli, folder, village_report, &report, problem);
    if (status_ok(status) && json) {
        json_print(report.villages);
    } else if (status_ok(status) && report.count == 0) {
        printf("%s\n", status_text(STATUS_VILLAGE_NONE));
    }
    json_object_put(report.villages);
    return status;
}

static enum exit_code report_run(struct cli *cli)
{
    return cli_with_folder(cli, false, report_work);
}

const struct command command_report = {
    .name = "report",
    .words = "",
    .zh = "村里的数字：注册、活动、工分、兑换、节省",
    .en = "a village's figures: people, activities, points, redemptions, savings",
    .run = report_run,
    .options = {{"--village", "CODE", "只看这个村", "this village alone"},
                {"--on", "DATE", "截至这一天", "up to this day"},
                {"--json", NULL, "给程序读的 JSON", "JSON for programs"}},
};
