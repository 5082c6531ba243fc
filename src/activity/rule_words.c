/* rule_words.c - a rule in plain words, Chinese or English: what it gives, up to how much, what
 * must be shown, who decides, when the points come. */
#include <stdarg.h>
#include <stdio.h>

#include "activity/activity_internal.h"

struct words {
    enum lang lang;
    char *text;
    size_t used;
};

__attribute__((format(printf, 2, 3))) static void say(struct words *words, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int length =
        vsnprintf(words->text + words->used, RULE_WORDS_SIZE - words->used, format, values);
    va_end(values);
    REQUIRE(length >= 0 && words->used + (size_t)length < RULE_WORDS_SIZE);
    words->used += (size_t)length;
}

/* The words of one language or the other. */
static const char *in(const struct words *words, const char *zh, const char *en)
{
    return words->lang == LANG_EN ? en : zh;
}

static bool shared(const struct rule *rule)
{
    return rule->cap_scope == SANBAO__V1__CAP_SCOPE__SCOPE_HOUSEHOLD;
}

static void unit_say(struct words *words, const struct rule *rule)
{
    long long points = (long long)rule->points;
    bool en = words->lang == LANG_EN;
    switch (rule->unit) {
    case SANBAO__V1__RULE_UNIT__UNIT_ONCE:
        say(words, en ? "%lld points, once for %s. " : "%lld 分，%s只给一次。", points,
            in(words, shared(rule) ? "每户" : "每人",
               shared(rule) ? "each household" : "each person"));
        break;
    case SANBAO__V1__RULE_UNIT__UNIT_GRADE:
        say(words, en ? "1 to %lld points, as graded. " : "按评定给 1 到 %lld 分。", points);
        break;
    case SANBAO__V1__RULE_UNIT__UNIT_HOUR:
        say(words,
            en ? "%lld points an hour, counted by whole half hours. "
               : "每小时 %lld 分，按半小时计，不满半小时不计。",
            points);
        break;
    default:
        say(words, en ? "%lld points each time. " : "每次 %lld 分。", points);
        break;
    }
}

static void caps_say(struct words *words, const struct rule *rule)
{
    static const char *const zh[CAP_SPANS] = {"每天", "每月", "每季度", "每年", "总共"};
    static const char *const en[CAP_SPANS] = {"a day", "a month", "a quarter", "a year", "in all"};
    bool first = true;
    for (int span = 0; span < CAP_SPANS; span++) {
        if (rule->caps[span] == 0) {
            continue;
        }
        if (first) {
            say(words, "%s",
                in(words, shared(rule) ? "每户最多" : "每人最多",
                   shared(rule) ? "A household gets at most " : "A person gets at most "));
        } else {
            say(words, "%s", in(words, "、", ", "));
        }
        long long cap = (long long)rule->caps[span];
        if (words->lang == LANG_EN) {
            say(words, "%lld %s", cap, en[span]);
        } else {
            say(words, "%s %lld 分", zh[span], cap);
        }
        first = false;
    }
    say(words, "%s", first ? "" : in(words, "。", ". "));
}

struct phrase {
    const char *zh;
    const char *en;
};

static void evidence_say(struct words *words, const struct rule *rule)
{
    static const struct phrase phrases[] = {
        {NULL, NULL},
        {"凭证件或文书（看过即还，不留存）", "A document is shown, not kept"},
        {"凭现场签到、签退", "By check-in and check-out on the spot"},
        {"凭现场签到、签退和照片", "By check-in and check-out on the spot, and a photo"},
        {"凭照片", "By a photo"},
        {"凭现场扫码", "By a scan on the spot"},
        {"凭系统记录", "By what the system logged"},
        {"凭办结的工单", "By a ticket that was closed"},
        {"凭书面报告", "By a written report"},
    };
    const struct phrase *phrase = &phrases[rule->evidence];
    say(words, "%s", in(words, phrase->zh, phrase->en));
}

static void approver_say(struct words *words, const struct rule *rule)
{
    static const struct phrase phrases[] = {
        {NULL, NULL},
        {"，由另一人提出、社工审核。", "; another person proposes and a social worker approves. "},
        {"，由活动领队提出、社工审核。",
         "; the activity's leader proposes and a social worker approves. "},
        {"，由村民小组长提出、社工审核。",
         "; the group's leader proposes and a social worker approves. "},
        {"，由评议小组审核。", "; the review panel approves. "},
        {"，由村务监督委员会审核。", "; the oversight board approves. "},
        {"，由系统直接记分。", "; the system books them by itself. "},
    };
    const struct phrase *phrase = &phrases[rule->approver];
    say(words, "%s", in(words, phrase->zh, phrase->en));
}

static void rest_say(struct words *words, const struct rule *rule)
{
    bool en = words->lang == LANG_EN;
    if (rule->notice_days > 0) {
        say(words,
            en ? "The points count after a public notice of %d working days without objection. "
               : "公示 %d 个工作日无异议后到账。",
            (int)rule->notice_days);
    }
    if (rule->saving_fen_per_hour > 0) {
        say(words,
            en ? "An hour of this saves the village CNY %lld.%02lld. "
               : "每小时为村里省 %lld.%02lld 元。",
            (long long)(rule->saving_fen_per_hour / 100),
            (long long)(rule->saving_fen_per_hour % 100));
    }
}

void rule__words(const struct rule *rule, enum lang lang, char text[RULE_WORDS_SIZE])
{
    struct words words = {lang, text, 0};
    REQUIRE(rule->evidence >= 1 && rule->evidence <= SANBAO__V1__EVIDENCE__EVIDENCE_REPORT);
    REQUIRE(rule->approver >= 1 && rule->approver <= SANBAO__V1__APPROVER__APPROVER_SYSTEM);
    unit_say(&words, rule);
    caps_say(&words, rule);
    evidence_say(&words, rule);
    approver_say(&words, rule);
    rest_say(&words, rule);
    if (words.used > 0 && text[words.used - 1] == ' ') {
        text[words.used - 1] = '\0';
    }
}
