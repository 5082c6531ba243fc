/* residents_test.c - plain rules of this room: when a power to act holds, how names are masked, who
 * is alike, what a rule of the template may be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "residents/residents_internal.h"

/* ---- a power holds ---- */

struct tie_row {
    const char *name;
    int32_t kind;
    int64_t person_at;
    int64_t helper_at;
    int64_t official_at;
    int64_t ended_at;
    int32_t ends_on;
    bool holds;
};

enum { TODAY = 18978, BEFORE = TODAY - 1, AFTER = TODAY + 1 };

static const struct tie_row tie_rows[] = {
    {"nobody agreed: it does not hold", TIE_KIN, 0, 0, 0, 0, AFTER, false},
    {"one side alone is not enough", TIE_KIN, 1, 0, 0, 0, AFTER, false},
    {"nor the other", TIE_KIN, 0, 1, 0, 0, AFTER, false},
    {"both sides agreed: it holds", TIE_KIN, 1, 1, 0, 0, AFTER, true},
    {"an official saw both sign: it holds", TIE_HELPER, 0, 0, 1, 0, AFTER, true},
    {"it holds on its last day", TIE_KIN, 1, 1, 0, 0, TODAY, true},
    {"and not on the day after", TIE_KIN, 1, 1, 0, 0, BEFORE, false},
    {"once ended it does not hold", TIE_KIN, 1, 1, 1, 1, AFTER, false},
    {"a child's word is no agreement", TIE_GUARDIAN, 1, 1, 0, 0, AFTER, false},
    {"nor is the official's alone", TIE_GUARDIAN, 0, 0, 1, 0, AFTER, false},
    {"a guardian agrees and an official confirms", TIE_GUARDIAN, 0, 1, 1, 0, AFTER, true},
};

static void tie_test(void **state)
{
    const struct tie_row *row = *state;
    const struct tie tie = {.kind = row->kind,
                            .person_at = row->person_at,
                            .helper_at = row->helper_at,
                            .official_at = row->official_at,
                            .ended_at = row->ended_at,
                            .ends_on = row->ends_on};
    assert_int_equal(row->holds, tie_holds(&tie, TODAY));
}

/* ---- masked names ---- */

struct mask_row {
    const char *name; /* of the test, too */
    const char *masked;
};

static const struct mask_row mask_rows[] = {
    {"甲乙", "甲*"},    {"甲乙丙", "甲**"}, {"甲乙丙丁戊", "甲**"}, {"甲", "甲*"},
    {"Ann Lee", "A**"}, {"", "*"},          {"𠮷野", "𠮷*"},
};

static void mask_test(void **state)
{
    const struct mask_row *row = *state;
    char masked[NAME_MASKED_SIZE];
    people_name_mask(row->name, masked);
    assert_string_equal(row->masked, masked);
}

/* ---- who is alike ---- */

struct alike_row {
    const char *name;
    const char *called;
    int64_t birth_day;
    const char *phone;
    size_t count;
};

static const struct alike_row alike_rows[] = {
    {"another name and phone: nobody", "丁", 100, "13900000009", 0},
    {"the same phone, whatever the name", "丁", 100, "13900000001", 1},
    {"the same name and day of birth", "甲", 100, NULL, 1},
    {"the same name, born another day: somebody else", "甲", 101, NULL, 0},
    {"the same name, no day known", "甲", DAY_NEVER, NULL, 1},
    {"the same name as one whose day is not known", "乙", 5, NULL, 1},
    {"nobody has an empty phone in common", "丁", 100, "", 0},
};

static void alike_test(void **state)
{
    const struct alike_row *row = *state;
    struct roster_person people[] = {
        {.number = "1", .name = "甲", .phone = "13900000001", .birth_day = 100, .has_birth = true},
        {.number = "2", .name = "乙", .phone = ""},
    };
    const struct roster roster = {.people = people, .count = COUNT(people)};
    struct id found[ALIKE_MAX];
    assert_int_equal(row->count, residents__alike(&roster, row->called, row->birth_day, row->phone,
                                                  NULL, found));
}

/* ---- phones ---- */

static void phones_have_eleven_digits(void **state)
{
    static const char *const bad[] = {"",
                                      "1390000000",
                                      "139000000011",
                                      "23900000001",
                                      "1390000000x",
                                      "+1390000001",
                                      "１39000000011"};
    (void)state;
    assert_true(residents__phone_good("13900000001"));
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_false(residents__phone_good(bad[i]));
    }
}

/* ---- the template ---- */

static void the_template_keeps_the_law(void **state)
{
    size_t count = 0;
    const struct rule_template *rules = residents__templates(&count);
    (void)state;
    assert_true(count >= 20);
    for (size_t i = 0; i < count; i++) {
        const struct rule_template *rule = &rules[i];
        assert_true(text_is_code(rule->code, strlen(rule->code)));
        assert_true(text_is_code(rule->category, strlen(rule->category)));
        assert_true(rule->name_zh[0] != '\0' && rule->name_en[0] != '\0');
        assert_true(rule->points >= 1 && rule->points <= 500);
        /* The system gives nothing for being there: no log-in points, no check-in by itself. */
        assert_int_not_equal(SANBAO__V1__APPROVER__APPROVER_SYSTEM, rule->approver);
        assert_int_not_equal(SANBAO__V1__EVIDENCE__EVIDENCE_LOG, rule->evidence);
        bool capped = false;
        for (size_t k = 0; k < COUNT(rule->caps); k++) {
            capped = capped || rule->caps[k] != 0;
        }
        assert_true(capped); /* no rule can empty the fund by itself */
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(rules[k].code, rule->code);
        }
    }
}

/* ---- cursors ---- */

static void a_cursor_comes_back_as_it_went(void **state)
{
    const struct id id = {{0xAB, 1, 2, 3}};
    static const char *const bad[] = {"",
                                      "-",
                                      "1-",
                                      "x-ab",
                                      "1-ab",
                                      "1-ABCD0000000000000000000000000000",
                                      "-1-ab010203000000000000000000000000"};
    char text[CURSOR_SIZE];
    int64_t instant = 0;
    struct id read;
    (void)state;
    residents__cursor_write(1700000000, &id, text);
    assert_true(residents__cursor_read(text, &instant, &read));
    assert_int_equal(1700000000, instant);
    assert_memory_equal(&id, &read, sizeof id);
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_false(residents__cursor_read(bad[i], &instant, &read));
    }
}

#define ADD(ROWS, TEST)                                                                            \
    for (size_t i = 0; i < COUNT(ROWS); i++) {                                                     \
        tests[count++] = (struct CMUnitTest){(ROWS)[i].name, TEST, NULL, NULL,                     \
                                             (void *)(uintptr_t) & (ROWS)[i]};                     \
    }

int main(void)
{
    struct CMUnitTest tests[COUNT(tie_rows) + COUNT(mask_rows) + COUNT(alike_rows) + 3];
    size_t count = 0;
    ADD(tie_rows, tie_test)
    ADD(mask_rows, mask_test)
    ADD(alike_rows, alike_test)
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(phones_have_eleven_digits);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(the_template_keeps_the_law);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(a_cursor_comes_back_as_it_went);
    return _cmocka_run_group_tests("residents", tests, count, NULL, NULL);
}
