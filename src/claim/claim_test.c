/* claim_test.c - which rules pay for claims. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "claim/claim_internal.h"

#define UNIT(name) SANBAO__V1__RULE_UNIT__UNIT_##name
#define EVIDENCE(name) SANBAO__V1__EVIDENCE__EVIDENCE_##name
#define APPROVER(name) SANBAO__V1__APPROVER__APPROVER_##name

struct row {
    const char *name;
    const char *code;
    int32_t unit;
    int32_t evidence;
    int32_t approver;
    bool open;
};

static const struct row rows[] = {
    {"an honour by document and panel", "HON-01", UNIT(GRADE), EVIDENCE(DOCUMENT),
     APPROVER(REVIEW_PANEL), true},
    {"goods given, by a photo", "VOL-09", UNIT(TIME), EVIDENCE(PHOTO), APPROVER(SOCIAL_WORKER),
     true},
    {"a suggestion that was taken up, by its ticket", "PUB-03", UNIT(TIME), EVIDENCE(TICKET),
     APPROVER(REVIEW_PANEL), true},
    {"an activity led to the end, by its report", "LAB-02", UNIT(TIME), EVIDENCE(REPORT),
     APPROVER(SOCIAL_WORKER), true},
    {"service on a panel, by the log and the board", "PUB-05", UNIT(TIME), EVIDENCE(LOG),
     APPROVER(OVERSIGHT_BOARD), true},
    {"not points of welcome", "REG-01", UNIT(ONCE), EVIDENCE(DOCUMENT), APPROVER(SOCIAL_WORKER),
     false},
    {"not those by card, either", "REG-02", UNIT(ONCE), EVIDENCE(DOCUMENT), APPROVER(SOCIAL_WORKER),
     false},
    {"not hours: they need an activity", "LAB-01", UNIT(HOUR), EVIDENCE(PHOTO),
     APPROVER(SOCIAL_WORKER), false},
    {"not what one checks in to", "PUB-01", UNIT(TIME), EVIDENCE(CHECKIN), APPROVER(SOCIAL_WORKER),
     false},
    {"not what one checks in to with a photo", "ENV-01", UNIT(TIME), EVIDENCE(CHECKIN_PHOTO),
     APPROVER(ACTIVITY_LEADER), false},
    {"not what is scanned", "ENV-04", UNIT(TIME), EVIDENCE(SCAN), APPROVER(SOCIAL_WORKER), false},
    {"not what the system gives", "LRN-02", UNIT(TIME), EVIDENCE(LOG), APPROVER(SYSTEM), false},
};

static void rule_row(void **state)
{
    const struct row *row = *state;
    struct rule rule = {
        .id = 1, .unit = row->unit, .evidence = row->evidence, .approver = row->approver};
    snprintf(rule.code, sizeof rule.code, "%s", row->code);
    assert_int_equal(claim__rule_open(&rule), row->open);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows)];
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] =
            (struct CMUnitTest){rows[i].name, rule_row, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    }
    return _cmocka_run_group_tests("claim", tests, COUNT(tests), NULL, NULL);
}
