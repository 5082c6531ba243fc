/* limits.h - from where on something is worth a look: each number with its reason, in words. They
 * are the program's and the same in every village, so that nobody sets them to their own good.
 *
 * Held against the sample village's ordinary year, which gives no signal: 352 minutes were its
 * longest day, 528 its longest week, 4 cards its busiest minute, 6.6 times the mean its busiest
 * household, 2 awards for the family and 2 people at one shop its most; of those who came five
 * times or more, no two were together more often than 5 times of 7. */
#pragma once

#include <stdint.h>

/* name, value, what it limits (zh, en), why (zh, en). */
#define OVERSIGHT_LIMITS(X)                                                                        \
    X(PLACES_MINUTES, 15, "两处停留重叠的分钟数", "minutes that two stays overlap",                \
      "两部手机的钟可能差几分钟，早退晚到也常有",                                                  \
      "two phones' clocks differ, and people leave early or come late")                            \
    X(DAY_MINUTES, 360, "一天参加的分钟数", "minutes of stays in a day",                           \
      "超过六小时就不是搭把手了", "beyond six hours it is no longer a helping hand")               \
    X(WEEK_MINUTES, 1200, "一周参加的分钟数", "minutes of stays in a week",                        \
      "一周二十小时是半份工作", "twenty hours a week are half a job")                              \
    X(SCANS, 12, "一分钟里刷的卡数", "cards noted within a minute", "一张一张刷，一张要五秒",      \
      "scanned one by one, a card takes five seconds")                                             \
    X(APPROVALS, 20, "十分钟里审核的事项数", "matters approved within ten minutes",                \
      "看清一件事的照片、名单和时间至少要半分钟",                                                  \
      "to see a matter's photos, list and times takes half a minute")                              \
    X(TOGETHER_TIMES, 6, "同一伙人（三户以上）一起参加的次数",                                     \
      "times that a group of three households or more came together",                              \
      "半年里每月不到一次，说不上“总是”", "less than monthly in a half-year is not always")        \
    X(TOGETHER_PAIR_TIMES, 12, "两户人一起参加的次数", "times that two households came together",  \
      "邻居、朋友结伴很平常，次数要多一倍", "neighbours go together: twice as many are asked for") \
    X(TOGETHER_PERMILLE, 900, "一起的次数占参加多的那位的千分比",                                  \
      "permille of the times of whoever came more often", "偶尔分开才自然",                        \
      "it is natural to come alone now and then")                                                  \
    X(TOGETHER_CHANCE, 4, "是偶然碰在一起的几倍", "times what chance would give",                  \
      "什么活动都来的人，本来就常碰面", "people who come to everything meet anyway")               \
    X(FAVOUR_POINTS, 300, "同一审核人给一户的工分", "points that one approver gave a household",   \
      "少于三百分（三十元）不值得误会一个人", "less than CNY 30 is not worth a suspicion")         \
    X(FAVOUR_TIMES, 8, "是这位审核人给各户平均数的几倍",                                           \
      "times the mean of the households that the approver gave to",                                \
      "勤快的人家可以到平均数的几倍", "a busy household reaches a few times the mean")             \
    X(FAVOUR_OTHERS, 3, "占这位审核人的份额是占别人份额的几倍",                                    \
      "times the household's share of what others approved",                                       \
      "若别人审核的也一样多，就是这家人勤快", "if others give as much, the household is busy")     \
    X(FAVOUR_HOUSEHOLDS, 20, "要有多少户可比", "households to compare with",                       \
      "户数太少，平均数说明不了什么", "with fewer the mean says nothing")                          \
    X(OWN_AWARDS, 6, "提出人为自家人报的次数", "awards proposed for one's own household",          \
      "家里人一起来几次很平常", "that family comes along a few times is natural")                  \
    X(MUTUAL_AWARDS, 6, "两人互相经手对方一户的次数，各方",                                        \
      "awards for each other's household, each way", "少于六次可能是碰巧",                         \
      "fewer than six may be chance")                                                              \
    X(SPREE_HOURS, 24, "到账后几小时内花掉", "hours from award to redemption", "当天得当天花",     \
      "earned and spent within a day")                                                             \
    X(SPREE_PEOPLE, 5, "有几个人这样", "people who do so", "两三个人顺路买东西很平常",             \
      "two or three on their way home are natural")                                                \
    X(SPREE_PERMILLE, 750, "花掉所得的千分比", "permille of what was earned that is spent",        \
      "平常人会攒着", "people save up as a rule")                                                  \
    X(SPREE_SHARE, 750, "占同批得分者的千分比", "permille of those awarded with them",             \
      "同一批人几乎都在同一家花光才少见", "that nearly all of them spend it at one shop is rare")

enum oversight_limit {
#define LIMIT_ENUM(name, ...) LIMIT_##name,
    OVERSIGHT_LIMITS(LIMIT_ENUM)
#undef LIMIT_ENUM
        LIMITS_COUNT
};

struct limit {
    const char *name;
    int64_t value;
    const char *what_zh;
    const char *what_en;
    const char *why_zh;
    const char *why_en;
};
extern const struct limit oversight_limits[LIMITS_COUNT];
/* The number of a limit. */
int64_t oversight_limit(enum oversight_limit limit);
