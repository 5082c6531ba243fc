/* words.c - signals and their rules in plain words, Chinese or English. A signal says what the
 * books show and nothing about anybody. */
#include <stdio.h>

#include "base/lang.h"
#include "oversight/limits.h"
#include "oversight/oversight_internal.h"

const char *const kind_words[] = {"two_places",     "long_day", "long_week", "fast_scans",
                                  "fast_approvals", "together", "favour",    "own_household",
                                  "mutual",         "spree",    NULL};
const char *const state_words[] = {"open", "taken", "answered", "gone", NULL};
const char *const answer_words[] = {"explained", "corrected", "passed_on", NULL};
const char *const part_words[] = {"earner", "leader", "approver", NULL};
const char *const result_words[] = {"good", "fault", "unclear", NULL};

const char *oversight__title(int32_t kind)
{
    switch ((enum signal_kind)kind) {
    case SIGNAL_TWO_PLACES:
        return lang_pick("同一时间在两处", "in two places at once");
    case SIGNAL_LONG_DAY:
        return lang_pick("一天的时间太长", "too many hours in a day");
    case SIGNAL_LONG_WEEK:
        return lang_pick("一周的时间太长", "too many hours in a week");
    case SIGNAL_FAST_SCANS:
        return lang_pick("刷卡太快", "cards noted too fast");
    case SIGNAL_FAST_APPROVALS:
        return lang_pick("审核太快", "approved too fast");
    case SIGNAL_TOGETHER:
        return lang_pick("总是同一伙人", "always the same few together");
    case SIGNAL_FAVOUR:
        return lang_pick("审核偏向一户", "an approver and one household");
    case SIGNAL_OWN_HOUSEHOLD:
        return lang_pick("常为自家人申报", "awards proposed for one's own household");
    case SIGNAL_MUTUAL:
        return lang_pick("两人互相经手", "two who vouch for each other");
    case SIGNAL_SPREE:
        return lang_pick("到账就在一家店花光", "spent at one shop as soon as it was there");
    }
    REQUIRE(!"a kind that is stored and not known");
    return "";
}

/* Both formats are held against the arguments by the compiler. */
#define WORDS(ZH, EN, ...)                                                                         \
    snprintf(out, WORDS_SIZE, lang_get() == LANG_EN ? (EN) : (ZH), __VA_ARGS__)
#define LIMIT(NAME) ((long long)oversight_limit(LIMIT_##NAME))

static void rule_stays(enum signal_kind kind, char out[WORDS_SIZE])
{
    switch (kind) {
    case SIGNAL_TWO_PLACES:
        WORDS("同一个人在两个活动的停留时间重叠 %lld 分钟以上。",
              "One person's stays at two activities overlap by %lld minutes or more.",
              LIMIT(PLACES_MINUTES));
        return;
    case SIGNAL_LONG_DAY:
        WORDS("一个人一天参加的时间（重叠只算一次）超过 %lld 分钟。",
              "A person's stays of a day cover more than %lld minutes, overlaps counted once.",
              LIMIT(DAY_MINUTES));
        return;
    case SIGNAL_LONG_WEEK:
        WORDS("一个人一周（周一起）参加的时间超过 %lld 分钟。",
              "A person's stays of a week from Monday cover more than %lld minutes.",
              LIMIT(WEEK_MINUTES));
        return;
    case SIGNAL_FAST_SCANS:
        WORDS("一个活动在一分钟内有 %lld 张以上的卡签到。",
              "More than %lld cards were noted at one activity within a minute.", LIMIT(SCANS));
        return;
    default:
        WORDS("一个人十分钟内审核了 %lld 件以上的事（一个活动算一件）。",
              "One person approved more than %lld matters within ten minutes; an activity is one.",
              LIMIT(APPROVALS));
        return;
    }
}

const char *oversight__rule(int32_t kind, char out[WORDS_SIZE])
{
    switch ((enum signal_kind)kind) {
    case SIGNAL_TOGETHER:
        WORDS(
            "半年里，不同户的几个人几乎每次都一起参加：三户以上 %lld 次，两户 %lld 次；"
            "而且是碰巧的 %lld 倍以上。一家人一起来不算。",
            "In a half-year, people of different households came together nearly every time: %lld "
            "times for three households, %lld for two, and %lld times what chance would give. A "
            "family that comes together does not count.",
            LIMIT(TOGETHER_TIMES), LIMIT(TOGETHER_PAIR_TIMES), LIMIT(TOGETHER_CHANCE));
        break;
    case SIGNAL_FAVOUR:
        WORDS("半年里，一位审核人给一户的工分到 %lld 分，是其各户平均数的 %lld 倍；别人也"
              "审核得不少时，还要是别人给这户的份额的 %lld 倍。",
              "In a half-year an approver gave a household %lld points and %lld times the mean of "
              "the households; and, where others approve much too, %lld times their share.",
              LIMIT(FAVOUR_POINTS), LIMIT(FAVOUR_TIMES), LIMIT(FAVOUR_OTHERS));
        break;
    case SIGNAL_OWN_HOUSEHOLD:
        WORDS("半年里，一个人为自家人申报了 %lld 次以上。",
              "In a half-year somebody proposed %lld awards or more for their own household.",
              LIMIT(OWN_AWARDS));
        break;
    case SIGNAL_MUTUAL:
        WORDS("半年里，不同户的两个人，各自为对方一户申报或审核了 %lld 次以上。",
              "In a half-year two people of different households each proposed or approved %lld "
              "awards or more for the other's household.",
              LIMIT(MUTUAL_AWARDS));
        break;
    case SIGNAL_SPREE:
        WORDS(
            "同一个人申报的工分，到账 %lld 小时内有 %lld 人以上在同一家店花掉大部分，"
            "而且几乎是这一批的所有人。",
            "Of points that one person proposed, %lld hours later %lld people or more, nearly all "
            "who got them, had spent most of theirs at one shop.",
            LIMIT(SPREE_HOURS), LIMIT(SPREE_PEOPLE));
        break;
    default:
        rule_stays((enum signal_kind)kind, out);
        break;
    }
    return out;
}

static void words_stays(const struct signal *signal, char out[WORDS_SIZE])
{
    long long n = (long long)signal->numbers[0];
    switch ((enum signal_kind)signal->kind) {
    case SIGNAL_TWO_PLACES:
        WORDS("账上有同一个人在两个活动的签到，时间重叠 %lld 分钟。",
              "The books have one person at two activities that overlap by %lld minutes.", n);
        return;
    case SIGNAL_LONG_DAY:
        WORDS("账上有一个人一天参加了 %lld 分钟。",
              "The books have %lld minutes of one person's day.", n);
        return;
    case SIGNAL_LONG_WEEK:
        WORDS("账上有一个人一周参加了 %lld 分钟。",
              "The books have %lld minutes of one person's week.", n);
        return;
    case SIGNAL_FAST_SCANS:
        WORDS("一个活动一分钟内签到了 %lld 张卡。",
              "%lld cards were noted at one activity within a minute.", n);
        return;
    default:
        WORDS("一位审核人接连审核了 %lld 件事，每十分钟超过上限。",
              "An approver went through %lld matters, faster than they can be looked at.", n);
        return;
    }
}

void oversight__words(const struct signal *signal, const char *shop, char out[WORDS_SIZE])
{
    long long a = (long long)signal->numbers[0];
    long long b = (long long)signal->numbers[1];
    long long c = (long long)signal->numbers[2];
    switch ((enum signal_kind)signal->kind) {
    case SIGNAL_TOGETHER:
        WORDS("半年 %lld 个活动里，来自 %lld 户的几个人几乎每次同来，至少 %lld 次。",
              "Of %lld activities of the half-year, people of %lld households came nearly always "
              "together, at least %lld times.",
              c, a, b);
        return;
    case SIGNAL_FAVOUR:
        WORDS("一位审核人半年给出 %lld 分，共 %lld 户，其中一户得 %lld 分。",
              "An approver gave %lld points to %lld households in the half-year, %lld of them to "
              "one.",
              b, c, a);
        return;
    case SIGNAL_OWN_HOUSEHOLD:
        WORDS("一个人半年为自家人申报 %lld 次，共 %lld 分。",
              "Somebody proposed %lld awards, %lld points, for their own household.", a, b);
        return;
    case SIGNAL_MUTUAL:
        WORDS("两个人半年里互相为对方一户经手 %lld 次和 %lld 次。",
              "Two people vouched for each other's household %lld and %lld times.", a, b);
        return;
    case SIGNAL_SPREE:
        WORDS("同一人申报的 %lld 人中，%lld 人到账后很快在“%s”花掉共 %lld 分。",
              "Of %lld people for whom one person proposed, %lld soon spent at \"%s\", %lld points "
              "in all.",
              c, a, shop, b);
        return;
    default:
        words_stays(signal, out);
        return;
    }
}
