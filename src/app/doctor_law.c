/* doctor_law.c - settings, rules and people held against what law asks of a village's points: no
 * points for logging in, ranking or likes, nothing about health, belief or complaints, no fines;
 * money behind the points; consents, children, who else handles data; nights in peace; network logs
 * kept. Words are found by their letters: a person must judge. */
#include <stdlib.h>
#include <string.h>

#include "app/doctor.h"
#include "base/day.h"
#include "base/lang.h"

enum {
    RULES_MAX = 100000,
    NOTICE_POINTS = 100, /* awards from this size on should wait for objections */
    NIGHT_FROM = 22 * 60,
    NIGHT_UNTIL = 7 * 60,
    MINOR_MONTHS = 12 * 14,
    MEMBERS_TURN = 256,
};

/* Pieces of rules' names that no rule should need, and why. */
static const struct word {
    const char *piece;
    enum finding_level level;
    const char *zh;
    const char *en;
} words[] = {
#define FORMALISM                                                                                  \
    FINDING_MUST, "不得以登录、打卡、排名、点赞计分（政务应用管理办法）",                          \
        "no points for logging in, clocking in, ranking or likes (rules on government apps)"
#define INNER                                                                                      \
    FINDING_MUST, "不得涉及健康、信仰、信访、婚育、党籍（个人信息保护法、征信业管理条例）",        \
        "nothing about health, belief, petitions, marriage, births, party (personal information "  \
        "and credit law)"
#define FINES                                                                                      \
    FINDING_MUST, "积分只奖不罚，不得列黑名单（村规民约不得侵犯合法权利）",                        \
        "points reward and never fine; no black lists (village rules may not take rights away)"
    {"登录", FORMALISM},     {"登陆", FORMALISM},  {"打卡", FORMALISM},    {"在线时长", FORMALISM},
    {"活跃度", FORMALISM},   {"排名", FORMALISM},  {"点赞", FORMALISM},    {"转发", FORMALISM},
    {"网络投票", FORMALISM}, {"下载", FORMALISM},  {"安装", FORMALISM},    {"步数", FORMALISM},
    {"log in", FORMALISM},   {"login", FORMALISM}, {"ranking", FORMALISM}, {"likes", FORMALISM},
    {"献血", INNER},         {"疾病", INNER},      {"体检", INNER},        {"宗教", INNER},
    {"信教", INNER},         {"信访", INNER},      {"上访", INNER},        {"投诉", INNER},
    {"入党", INNER},         {"生育", INNER},      {"结婚", INNER},        {"离婚", INNER},
    {"blood", INNER},        {"religio", INNER},   {"petition", INNER},    {"罚", FINES},
    {"扣分", FINES},         {"黑名单", FINES},    {"penalty", FINES},     {"blacklist", FINES},
};

struct law {
    struct doctor *doctor;
    struct folder *folder;
    const char *village;
    size_t rules;
    size_t unnoticed; /* large awards without a notice period */
    size_t daily;     /* points every day from a screen */
    size_t registered;
    size_t agreed; /* by whom the system knows that they agreed to take part */
    size_t minors; /* under 14 and registered */
    char unnoticed_code[CODE_MAX + 1];
    char daily_code[CODE_MAX + 1];
};

/* The first piece that the name holds. */
static const struct word *word_find(const char *name)
{
    for (size_t i = 0; i < COUNT(words); i++) {
        if (strcasestr(name, words[i].piece) != NULL) {
            return &words[i];
        }
    }
    return NULL;
}

static struct status name_judge(struct law *law, const struct rule *rule, const char *field)
{
    char *name = NULL;
    TRY(texts_get(law->folder->people, law->village, "rule", rule->code, field, &name));
    const struct word *word = name == NULL ? NULL : word_find(name);
    if (word != NULL) {
        DOCTORF(law->doctor, "law_rule", word->level,
                "%s 的规则 %s「%s」里有「%s」：%s。请核对或停用。",
                "%s: rule %s, \"%s\", says \"%s\": %s. Look into it, or end it.", law->village,
                rule->code, name, word->piece, lang_pick(word->zh, word->en));
    }
    free(name);
    return OK;
}

static struct status rule_judge(void *context, const struct rule *rule)
{
    struct law *law = context;
    law->rules++;
    bool large = rule->points >= NOTICE_POINTS && rule->unit != SANBAO__V1__RULE_UNIT__UNIT_HOUR;
    if (large && rule->notice_days == 0) {
        law->unnoticed++;
        memcpy(law->unnoticed_code, rule->code, sizeof law->unnoticed_code);
    }
    if (rule->evidence == SANBAO__V1__EVIDENCE__EVIDENCE_LOG &&
        rule->approver == SANBAO__V1__APPROVER__APPROVER_SYSTEM && rule->caps[0] > 0) {
        law->daily++;
        memcpy(law->daily_code, rule->code, sizeof law->daily_code);
    }
    TRY(name_judge(law, rule, "name_zh"));
    return name_judge(law, rule, "name_en");
}

static struct status member_judge(struct law *law, const struct member_row *member)
{
    struct people_row row;
    struct consent consent;
    struct id person;
    bool found = false;
    if (member->account == 0) {
        return OK;
    }
    law->registered++;
    TRY(identity_consent(law->folder->wire.identity, member->id, "POINTS", &consent));
    law->agreed += consent.version != 0 && !consent.withdrawn;
    memcpy(person.bytes, member->person, ID_BYTES);
    TRY(people_get(law->folder->people, &person, &found, &row));
    if (found) {
        bool child = row.person->has_birth &&
                     day_add_months(row.person->birth_day, MINOR_MONTHS) > law->doctor->today;
        law->minors += child;
        people_row_free(&row);
    }
    return OK;
}

static struct status members_judge(struct law *law, const struct village *village)
{
    struct member_row list[MEMBERS_TURN];
    size_t count = MEMBERS_TURN;
    int64_t after = 0;
    while (count == MEMBERS_TURN) {
        TRY(identity_members(law->folder->wire.identity, village->id, after, list, MEMBERS_TURN,
                             &count));
        for (size_t i = 0; i < count; i++) {
            TRY(member_judge(law, &list[i]));
            after = list[i].id;
        }
    }
    return OK;
}

static void people_tell(const struct law *law)
{
    size_t open = law->registered - law->agreed;
    DOCTORF(law->doctor, "law_consent", open > 0 ? FINDING_NOTE : FINDING_GOOD,
            "已注册 %zu 人，其中 %zu 人在系统里登记了同意；其余的要有签了字的隐私告知存档。",
            "%zu are registered, %zu of them agreed in the system; of the rest a signed privacy "
            "notice must be on file.",
            law->registered, law->agreed);
    if (law->minors > 0) {
        DOCTORF(law->doctor, "law_minors", FINDING_NOTE,
                "有 %zu 名不满十四周岁的孩子已注册：每人要有监护人的同意，不评分、不公示。",
                "%zu children under fourteen are registered: each needs a guardian's consent, and "
                "is neither scored nor shown.",
                law->minors);
    }
}

static struct status village_judge(void *context, const char *code, const struct village *village)
{
    struct law *law = context;
    struct points_report report;
    law->village = code;
    TRY(points_rule_each(law->folder->wire.points, village->id, "", law->doctor->today, RULES_MAX,
                         rule_judge, law));
    TRY(members_judge(law, village));
    TRY(points_report(law->folder->wire.points, village->id, law->doctor->today, &report));
    if (!report.fund_known) {
        DOCTORF(law->doctor, "law_fund", FINDING_NOTE,
                "%s 还没有基金入账：发出的工分没有钱兜底。请先入账，再兑换。",
                "no money was paid into the fund of %s: nothing stands behind its points. Pay in "
                "before points are spent.",
                code);
    }
    return OK;
}

static void rules_tell(const struct law *law)
{
    if (law->unnoticed > 0) {
        DOCTORF(law->doctor, "law_notice", FINDING_NOTE,
                "有 %zu 条规则一次给 %d 分以上却没有公示期（如 %s）：建议公示 3 个工作日。",
                "%zu rules give %d points or more at once without a notice period (%s): three "
                "working days are advised.",
                law->unnoticed, NOTICE_POINTS, law->unnoticed_code);
    }
    if (law->daily > 0) {
        DOCTORF(law->doctor, "law_daily", FINDING_NOTE,
                "有 %zu 条规则每天在屏幕上就能得分（如 %s）：必须自愿，不得列入考核。",
                "%zu rules give points every day from a screen (%s): they must be voluntary and no "
                "part of any appraisal.",
                law->daily, law->daily_code);
    }
    DOCTORF(law->doctor, "law_rules", FINDING_GOOD, "逐条看过 %zu 条规则的名称、证据和审核。",
            "%zu rules were looked at: names, evidence, approval.", law->rules);
}

/* From when to when nobody is written to must cover the night. */
static void quiet_check(struct doctor *doctor)
{
    int64_t from = doctor->settings->quiet_from;
    int64_t until = doctor->settings->quiet_until;
    bool over_midnight = from > until;
    bool covers = over_midnight && from <= NIGHT_FROM && until >= NIGHT_UNTIL;
    DOCTOR(doctor, "law_quiet", covers ? FINDING_GOOD : FINDING_NOTE,
           covers ? "夜里不打扰村民。"
                  : "夜里 22 点到 7 点应当不打扰村民：见 quiet_from、quiet_until。",
           covers ? "villagers are left in peace at night."
                  : "villagers should be left in peace from 22 to 7: see quiet_from, quiet_until.");
}

static void settings_check(struct doctor *doctor)
{
    const struct settings *settings = doctor->settings;
    bool log = settings->access_log[0] != '\0';
    DOCTOR(
        doctor, "law_log", log ? FINDING_GOOD : FINDING_MUST,
        log ? "记了访问日志；请保存六个月以上。"
            : "没有记访问日志：网络安全法要求网络日志留存不少于六个月。请设置 access_log。",
        log ? "an access log is kept; keep it for six months at least."
            : "no access log is kept: the cybersecurity law asks for six months of network logs. "
              "Set access_log.");
    bool others = settings->sms_url[0] != '\0' || settings->wechat_appid[0] != '\0';
    if (others) {
        DOCTOR(doctor, "law_processor", FINDING_NOTE,
               "短信公司、微信受托处理手机号和消息：要有合同，写明用途、期限、保护措施，并监督。",
               "the SMS company and WeChat handle phones and messages for the operator: a contract "
               "must say what for, how long and how they are protected, and be watched over.");
    }
    DOCTOR(doctor, "law_assessment", FINDING_NOTE,
           "处理敏感个人信息之前要有影响评估并保存三年：模板 docs/impact-assessment.zh.md。",
           "an impact assessment is needed before sensitive data are handled, kept three years: "
           "template docs/impact-assessment.en.md.");
    DOCTOR(doctor, "law_notice_page", FINDING_NOTE,
           "要有隐私告知并张贴：模板 docs/privacy-notice.zh.md。",
           "a privacy notice must be posted: template docs/privacy-notice.en.md.");
}

void doctor_law(struct doctor *doctor, struct folder *folder)
{
    struct law law = {.doctor = doctor, .folder = folder};
    struct status status = identity_village_each(folder->wire.identity, village_judge, &law);
    if (!status_ok(status)) {
        DOCTORF(doctor, "law_rules", FINDING_MUST, "规则没有查完：%s",
                "the rules could not all be looked at: %s", status_text(status.code));
    }
    rules_tell(&law);
    people_tell(&law);
    quiet_check(doctor);
    settings_check(doctor);
}
