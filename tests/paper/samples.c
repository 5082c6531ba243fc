/* samples.c - one paper of every kind, filled as a village fills it. */
#include <stdio.h>
#include <string.h>

#include "base/day.h"
#include "base/lang.h"
#include "paper/samples.h"

enum {
    CARDS = 23,
    SLIPS = 4,
    ENTRIES = 10,
    SIGNERS = 30,
    GOODS = 46,
    VISITS = 60,
    PEOPLE = 500,
    DAYS = 30,
};

#define URL "https://example.org/v/330109102201"
#define CONTACT_ZH "村委会　0571-00000000"
#define CONTACT_EN "village office 0571-00000000"

static const char *const names[] = {"甲", "乙丙", "丁戊己", "欧阳庚辛", "䶮", "司马壬癸"};

static int32_t day_of(int32_t year, int32_t month, int32_t day)
{
    return day_from_civil((struct civil){year, month, day});
}

static struct paper_from from(void)
{
    return (struct paper_from){.town = "戴村镇",
                               .village = "佛山村",
                               .contact = lang_pick(CONTACT_ZH, CONTACT_EN),
                               .day = day_of(2021, 12, 17)};
}

static const char *name_of(int i)
{
    return names[(size_t)i % COUNT(names)];
}

struct texts {
    char number[16];
    char text[64];
};

static struct texts texts_of(int i, const char *format)
{
    struct texts texts;
    snprintf(texts.number, sizeof texts.number, "R%05d", i + 1);
    snprintf(texts.text, sizeof texts.text, "%s%04d", format, i);
    return texts;
}

static struct status cards_make(struct paper *out, struct problem *problem)
{
    struct paper_card cards[CARDS];
    struct texts texts[CARDS];
    struct paper_from village = from();
    for (int i = 0; i < CARDS; i++) {
        texts[i] = texts_of(i, "https://example.org/k/7f3Qm2Yd9aVxTt");
        cards[i] = (struct paper_card){.name = i == 7 ? "" : name_of(i),
                                       .number = texts[i].number,
                                       .code = texts[i].text,
                                       .kin = i == 3 ? "" : "100 4366 2504"};
    }
    return paper_cards(&village, cards, CARDS, true, out, problem);
}

static void entries_fill(struct paper_entry entries[ENTRIES])
{
    static const struct {
        const char *what;
        int64_t points;
    } rows[] = {{"环境整治·东大路", 80}, {"交通劝导·佛山溪", 100}, {"大米 5kg", -300},
                {"护林防火巡山", 125},   {"看望独居老人", 30},     {"庭院评比·一等", 60},
                {"菜籽油 1.8L", -450},   {"村民代表会议", 20},     {"送餐助老", 20},
                {"反诈宣传讲座", 10}};
    int64_t balance = 900;
    for (int i = 0; i < ENTRIES; i++) {
        balance += rows[i].points;
        entries[i] = (struct paper_entry){.day = day_of(2021, 11, 2 + 3 * i),
                                          .what = rows[i].what,
                                          .points = rows[i].points,
                                          .balance = balance,
                                          .record = (uint64_t)(41230 + 97 * i)};
    }
}

static struct status slips_make(struct paper *out, struct problem *problem)
{
    struct paper_slip slips[SLIPS];
    struct paper_entry entries[ENTRIES];
    struct texts texts[SLIPS];
    struct paper_from village = from();
    entries_fill(entries);
    for (int i = 0; i < SLIPS; i++) {
        size_t count = i == 2 ? 0 : i == 1 ? 3 : ENTRIES;
        texts[i] = texts_of(i, "https://example.org/s/9Qx2");
        slips[i] = (struct paper_slip){.name = name_of(i + 2),
                                       .number = texts[i].number,
                                       .balance = count == 0 ? 0 : entries[count - 1].balance,
                                       .pending = i == 0 ? 40 : 0,
                                       .entries = entries,
                                       .count = count,
                                       .url = texts[i].text};
    }
    return paper_slips(&village, slips, SLIPS, out, problem);
}

static void letters_add(char *out, size_t *used, size_t count, uint32_t *seed)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < count; i++) {
        *seed = *seed * 1664525 + 1013904223;
        out[(*used)++] = letters[*seed >> 26];
    }
}

static void text_add(char *out, size_t *used, const char *text)
{
    *used += (size_t)snprintf(out + *used, SAMPLE_RECEIPT_SIZE - *used, "%s", text);
}

void sample_receipt(char out[SAMPLE_RECEIPT_SIZE])
{
    uint32_t seed = 7;
    size_t used = 0;
    text_add(out, &used, "c2sp.org/tlog-proof@v1\nextra ");
    letters_add(out, &used, 200, &seed);
    text_add(out, &used, "\nindex 9876543\n");
    for (int i = 0; i < 24; i++) {
        letters_add(out, &used, 43, &seed);
        text_add(out, &used, "=\n");
    }
    text_add(out, &used, "\nexample.org/sanbao\n10000000\n");
    letters_add(out, &used, 43, &seed);
    text_add(out, &used, "=\n\n\xE2\x80\x94 example.org/sanbao ");
    letters_add(out, &used, 90, &seed);
    text_add(out, &used, "==\n");
}

static struct status receipt_make(struct paper *out, struct problem *problem)
{
    char text[SAMPLE_RECEIPT_SIZE];
    struct paper_entry entries[ENTRIES];
    struct paper_from village = from();
    sample_receipt(text);
    entries_fill(entries);
    struct paper_receipt receipt = {
        .name = "丁戊己", .number = "R00003", .entry = entries[3], .receipt = text};
    return paper_receipt(&village, &receipt, out, problem);
}

static struct status years_make(struct paper *out, struct problem *problem)
{
    static const struct paper_year_line lines[] = {
        {"志愿服务", 1280}, {"公共事务", 160}, {"学习讲座", 90}, {"庭院评比", 180},
        {"看望老人", 240},  {"兑换", -1500},   {"到期", -45},    {"冲正", -20}};
    static const char url[] = "https://example.org/s/9Qx20001";
    struct paper_from village = from();
    struct paper_expiring expiring[] = {{day_of(2022, 3, 14), 60}, {day_of(2022, 9, 1), 125}};
    struct paper_year years[] = {
        {"欧阳庚辛", "R00004", 2021, 210, lines, COUNT(lines), 595, expiring, COUNT(expiring), url},
        {"甲", "R00001", 2021, 0, NULL, 0, 0, NULL, 0, url},
    };
    return paper_years(&village, years, COUNT(years), out, problem);
}

static struct status sign_in_make(struct paper *out, struct problem *problem)
{
    struct paper_activity activity = {.title = "环境整治·东大路",
                                      .place = "东大路桥头",
                                      .leader = "丁戊己",
                                      .day = day_of(2021, 12, 18),
                                      .starts_minute = 8 * 60,
                                      .ends_minute = 11 * 60 + 30};
    struct paper_sign_row rows[SIGNERS];
    struct texts texts[SIGNERS];
    char labels[SIGNERS][16];
    struct paper_from village = from();
    for (int i = 0; i < SIGNERS; i++) {
        bool known = i < SIGNERS - 4;
        texts[i] = texts_of(i, "SB1:A0421:");
        snprintf(labels[i], sizeof labels[i], "%02d-%c", i + 1, 'A' + i * 7 % 26);
        rows[i] = (struct paper_sign_row){.label = labels[i],
                                          .code = texts[i].text,
                                          .name = known ? name_of(i) : "",
                                          .number = known ? texts[i].number : ""};
    }
    return paper_sign_in(&village, &activity, rows, SIGNERS, out, problem);
}

static struct status prices_make(struct paper *out, struct problem *problem)
{
    static const char *const goods_names[] = {"大米 5kg",  "菜籽油 1.8L", "酱油 500ml",
                                              "食盐 400g", "洗衣液 2kg",  "毛巾",
                                              "牙膏 120g", "鸡蛋 30枚"};
    struct paper_goods goods[GOODS];
    struct paper_from village = from();
    for (int i = 0; i < GOODS; i++) {
        goods[i] = (struct paper_goods){goods_names[(size_t)i % COUNT(goods_names)],
                                        25 + 5 * (i * 37 % 97), 250 + 50 * (i * 37 % 97)};
    }
    return paper_prices(&village, "佛山村便民超市", 10, goods, GOODS, out, problem);
}

static struct status notice_make(struct paper *out, struct problem *problem)
{
    struct paper_notice_row rows[PEOPLE];
    struct texts texts[PEOPLE];
    struct paper_from village = from();
    const struct paper_total totals[] = {
        {lang_pick("得分的人", "people who earned"), 412, PAPER_UNIT_COUNT},
        {lang_pick("活动", "activities"), 31, PAPER_UNIT_COUNT},
        {lang_pick("本月发放", "points given"), 18640, PAPER_UNIT_POINTS},
        {lang_pick("本月兑换", "points spent"), 12055, PAPER_UNIT_POINTS},
        {lang_pick("大家手里还有", "points held by all"), 96310, PAPER_UNIT_POINTS},
        {lang_pick("折合", "worth"), 963100, PAPER_UNIT_FEN},
        {lang_pick("基金余额", "fund"), 1874550, PAPER_UNIT_FEN},
        {lang_pick("异议", "objections"), 2, PAPER_UNIT_COUNT},
    };
    for (int i = 0; i < PEOPLE; i++) {
        texts[i] = texts_of(i, "");
        rows[i] =
            (struct paper_notice_row){name_of(i), texts[i].number, i * 53 % 400, i * 31 % 300};
    }
    struct paper_notice notice = {.month = day_of(2021, 11, 1),
                                  .until = day_of(2021, 12, 24),
                                  .totals = totals,
                                  .totals_count = COUNT(totals),
                                  .rows = rows,
                                  .count = PEOPLE};
    return paper_notice(&village, &notice, out, problem);
}

static struct status statement_make(struct paper *out, struct problem *problem)
{
    struct paper_statement_row rows[DAYS];
    const char *const signers[] = {lang_pick("店主", "shopkeeper"), lang_pick("会计", "accountant"),
                                   lang_pick("村监会主任", "oversight board"),
                                   lang_pick("村书记", "party secretary")};
    struct paper_from village = from();
    for (int i = 0; i < DAYS; i++) {
        int64_t points = 300 + i * 97 % 500;
        rows[i] =
            (struct paper_statement_row){day_of(2021, 11, 1 + i), 2 + i % 5, points,
                                         i == 12 ? 80 : 0, 10 * (points - (i == 12 ? 80 : 0))};
    }
    struct paper_statement statement = {.shop = "佛山村便民超市",
                                        .month = day_of(2021, 11, 1),
                                        .pay_day = day_of(2021, 12, 10),
                                        .rows = rows,
                                        .count = DAYS,
                                        .signers = signers,
                                        .signers_count = COUNT(signers)};
    return paper_statement(&village, &statement, out, problem);
}

static struct status visits_make(struct paper *out, struct problem *problem)
{
    struct paper_visit visits[VISITS];
    struct texts texts[VISITS];
    struct paper_from village = from();
    for (int i = 0; i < VISITS; i++) {
        texts[i] = texts_of(i, "佛山村1组 ");
        visits[i] =
            (struct paper_visit){.address = texts[i].text,
                                 .name = name_of(i),
                                 .number = texts[i].number,
                                 .phone = i % 3 == 0 ? "" : "10043662504",
                                 .note = i % 4 == 0 ? "还没登记；上次12月3日没人" : "还没登记"};
    }
    return paper_visits(&village, lang_pick("走访名单：1组", "Visits: group 1"), visits, VISITS,
                        out, problem);
}

static struct status poster_make(struct paper *out, struct problem *problem)
{
    struct paper_from village = from();
    return paper_poster(&village, URL, PAPER_A4, out, problem);
}

static struct status poster_a3_make(struct paper *out, struct problem *problem)
{
    struct paper_from village = from();
    return paper_poster(&village, URL, PAPER_A3, out, problem);
}

const struct sample samples[] = {
    {"cards", cards_make},   {"slips", slips_make},         {"receipt", receipt_make},
    {"years", years_make},   {"sign_in", sign_in_make},     {"prices", prices_make},
    {"notice", notice_make}, {"statement", statement_make}, {"visits", visits_make},
    {"poster", poster_make}, {"poster_a3", poster_a3_make}, {NULL, NULL},
};
