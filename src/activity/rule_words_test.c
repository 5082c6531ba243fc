/* rule_words_test.c - rules in plain words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "activity/activity_internal.h"

struct row {
    const char *name;
    struct rule rule;
    const char *zh;
    const char *en;
};

enum {
    ONCE = SANBAO__V1__RULE_UNIT__UNIT_ONCE,
    TIME = SANBAO__V1__RULE_UNIT__UNIT_TIME,
    GRADE = SANBAO__V1__RULE_UNIT__UNIT_GRADE,
    HOUR = SANBAO__V1__RULE_UNIT__UNIT_HOUR,
    PERSON = SANBAO__V1__CAP_SCOPE__SCOPE_RESIDENT,
    HOUSEHOLD = SANBAO__V1__CAP_SCOPE__SCOPE_HOUSEHOLD,
};

static const struct row rows[] = {
    {"an hour rule with caps, a photo and a saving",
     {.unit = HOUR,
      .points = 40,
      .caps = {240, 320, 0, 0, 0},
      .cap_scope = PERSON,
      .evidence = SANBAO__V1__EVIDENCE__EVIDENCE_CHECKIN_PHOTO,
      .approver = SANBAO__V1__APPROVER__APPROVER_ACTIVITY_LEADER,
      .saving_fen_per_hour = 1480},
     "每小时 40 分，按半小时计，不满半小时不计。每人最多每天 240 分、每月 320 分。"
     "凭现场签到、签退和照片，由活动领队提出、社工审核。每小时为村里省 14.80 元。",
     "40 points an hour, counted by whole half hours. A person gets at most 240 a day, 320 a "
     "month. By check-in and check-out on the spot, and a photo; the activity's leader proposes "
     "and a social worker approves. An hour of this saves the village CNY 14.80."},
    {"a grade for a household, after a notice",
     {.unit = GRADE,
      .points = 60,
      .caps = {0, 60, 0, 0, 0},
      .cap_scope = HOUSEHOLD,
      .evidence = SANBAO__V1__EVIDENCE__EVIDENCE_PHOTO,
      .approver = SANBAO__V1__APPROVER__APPROVER_REVIEW_PANEL,
      .notice_days = 3},
     "按评定给 1 到 60 分。每户最多每月 60 分。凭照片，由评议小组审核。"
     "公示 3 个工作日无异议后到账。",
     "1 to 60 points, as graded. A household gets at most 60 a month. By a photo; the review panel "
     "approves. The points count after a public notice of 3 working days without objection."},
    {"once for a person",
     {.unit = ONCE,
      .points = 50,
      .caps = {0, 0, 0, 0, 50},
      .cap_scope = PERSON,
      .evidence = SANBAO__V1__EVIDENCE__EVIDENCE_DOCUMENT,
      .approver = SANBAO__V1__APPROVER__APPROVER_SOCIAL_WORKER},
     "50 分，每人只给一次。每人最多总共 50 分。凭证件或文书（看过即还，不留存），"
     "由另一人提出、社工审核。",
     "50 points, once for each person. A person gets at most 50 in all. A document is shown, not "
     "kept; another person proposes and a social worker approves."},
    {"what the system gives, without caps",
     {.unit = TIME,
      .points = 1,
      .cap_scope = PERSON,
      .evidence = SANBAO__V1__EVIDENCE__EVIDENCE_LOG,
      .approver = SANBAO__V1__APPROVER__APPROVER_SYSTEM},
     "每次 1 分。凭系统记录，由系统直接记分。",
     "1 points each time. By what the system logged; the system books them by itself."},
};

static void row_test(void **state)
{
    const struct row *row = *state;
    char text[RULE_WORDS_SIZE];
    rule__words(&row->rule, LANG_ZH, text);
    assert_string_equal(text, row->zh);
    rule__words(&row->rule, LANG_EN, text);
    assert_string_equal(text, row->en);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows)];
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] =
            (struct CMUnitTest){rows[i].name, row_test, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    }
    return _cmocka_run_group_tests("rule_words", tests, COUNT(tests), NULL, NULL);
}
