/* daily_test.c - the day's work on a village of a few people: what is due is done, once, in turns
 * that may be cut off anywhere. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/folder.h"
#include "app/serve.h"
#include "base/day.h"
#include "crypto/crypto.h"
#include "shop/daily.h"
#include "testing/village.h"

static char scratch[SCRATCH_PATH_MAX];
static struct folder *folder;
static struct fixture fixture;
static struct side side;
static int32_t today;

static void must(struct status status)
{
    assert_string_equal("OK", status_name(status.code));
}

static int32_t clock_today(void *context, int32_t utc_offset_minutes)
{
    (void)context;
    (void)utc_offset_minutes;
    return today;
}

static int32_t day_of(const char *text)
{
    int32_t day = 0;
    must(day_parse(text, strlen(text), &day));
    return day;
}

static void begin(const char *script)
{
    struct problem problem;
    scratch_make(scratch);
    must(folder_init(scratch, NULL, &problem));
    must(folder_open(scratch, true, &folder, &problem));
    fixture = (struct fixture){.journal = folder->journal,
                               .wire = folder->wire,
                               .script = {.proposer = "lead", .approver = "sue"}};
    fixture_village(&fixture);
    fixture_run(&fixture, script);
    serve_side(folder, &side);
    side.today = clock_today;
    must(side_open(&side));
}

/* Their data are there: bob had his erased. */
static void data_put(const char *name)
{
    Sanbao__V1__PersonDetail detail = SANBAO__V1__PERSON_DETAIL__INIT;
    char text[16];
    struct hash commitment;
    struct people_row row = {.kind = PEOPLE_RESIDENT, .person = &detail};
    snprintf(text, sizeof text, "%s", name);
    detail.number = detail.name = text;
    script_id(name, row.id.bytes);
    must(people_begin(side.people));
    must(people_put(side.people, "village", &row, &commitment));
    must(people_commit(side.people));
}

static void end(void)
{
    side_close(&side);
    must(folder_close(&folder));
    scratch_remove(scratch);
}

/* One turn as the desk makes it. */
static void turn(struct daily *daily)
{
    must(people_begin(side.people));
    must(daily_turn(daily, &side));
    must(people_commit(side.people));
    if (side.group_open) {
        must(journal_seal(side.journal));
        side.group_open = false;
    }
    must(journal_commit(side.journal));
}

/* The whole day, or so many turns of it. */
static void day_run(const char *day, int turns)
{
    static struct daily daily;
    today = day_of(day);
    daily = (struct daily){.done = -1};
    must(daily_begin(&daily, &side));
    for (int i = 0; daily.step != DAILY_DONE && (turns < 0 || i < turns); i++) {
        turn(&daily);
    }
    free(daily.villages);
}

static int64_t count(const char *sql)
{
    struct store_stmt *stmt = NULL;
    bool row = false;
    must(store_prepare(people_store(folder->people), &stmt, sql));
    must(store_step(stmt, &row));
    int64_t number = row ? store_int(stmt, 0) : -1;
    store_reset(stmt);
    return number;
}

/* T gives 10, after a notice of 3 days; U gives 4 at once. */
static const char rules[] =
    "2024-01-01 rule_adopt T 1 TIME 10 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER 0 3;"
    "rule_adopt U 1 TIME 4 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER; shop_open S1;"
    "goods_set S1 RICE 1;";

static void awards_are_released_when_their_notice_is_over(void **state)
{
    (void)state;
    begin(rules);
    fixture_run(&fixture, "2024-03-05 award ann T; 2024-03-06 award bob T");
    day_run("2024-03-07", -1);
    fixture_run(&fixture, "? ann pending 10; ? bob pending 10");
    day_run("2024-03-08", -1);
    fixture_run(&fixture, "? ann pending 0; ? ann 10; ? bob pending 10");
    uint64_t records = journal_records(side.journal);
    day_run("2024-03-08", -1);
    assert_int_equal(records, journal_records(side.journal));
    day_run("2024-03-20", -1);
    fixture_run(&fixture, "? bob pending 0; ? bob 10");
    end();
}

/* Three working days from 30 September 2024 on: 8, 9 and 10 October, after the holidays. */
static void a_notice_counts_working_days(void **state)
{
    struct workdays *workdays = NULL;
    struct journal_answer answer;
    (void)state;
    begin(rules);
    must(workdays_open(NULL, &workdays, NULL));
    side.workdays = workdays;
    const char line[] = "2024-09-30 award ann T";
    Sanbao__V1__Operation *award = &fixture.script.operation;
    script_operation(&fixture.script, line, strlen(line));
    must(side_try(&side, award, &answer));
    must(answer.status);
    must(journal_seal(side.journal));
    side.group_open = false;
    day_run("2024-10-10", -1);
    fixture_run(&fixture, "? ann pending 10");
    day_run("2024-10-11", -1);
    fixture_run(&fixture, "? ann pending 0; ? ann 10");

    /* Sent again when the calendar is another, it gets its first answer. */
    uint64_t first = answer.record;
    side.workdays = NULL;
    fixture.script.events--;
    script_operation(&fixture.script, line, strlen(line));
    must(side_try(&side, award, &answer));
    must(answer.status);
    assert_true(answer.again);
    assert_int_equal(first, answer.record);
    must(journal_seal(side.journal));
    side.group_open = false;
    end();
    workdays_close(&workdays);
}

static void what_was_taken_back_is_not_released(void **state)
{
    (void)state;
    begin(rules);
    fixture_run(&fixture, "2024-03-05 a: award ann T; void a");
    uint64_t records = journal_records(side.journal);
    day_run("2024-03-20", -1);
    assert_int_equal(records, journal_records(side.journal));
    end();
}

/* An upheld objection waits for an appeal, then takes the points back. */
static void what_was_objected_to_waits_for_its_hearing(void **state)
{
    (void)state;
    begin(rules);
    fixture_run(&fixture, "2024-03-05 a: award ann T; b: award bob T; objection a cai;"
                          "objection b cai; 2024-03-06 objection_settle a by=ove/-");
    day_run("2024-03-12", -1);
    fixture_run(&fixture, "? ann pending 10; ? bob pending 10");
    day_run("2024-03-13", -1);
    fixture_run(&fixture, "? ann 10; ? bob pending 10; 2024-03-13 objection_settle b 1 by=ove/-");
    day_run("2024-03-19", -1);
    fixture_run(&fixture, "? bob pending 10");
    day_run("2024-03-20", -1);
    fixture_run(&fixture, "? bob pending 0; ? bob 0; ? report issued 10");
    end();
}

static void lots_expire_24_months_after_their_day(void **state)
{
    (void)state;
    begin(rules);
    fixture_run(&fixture, "2024-02-29 award ann U; 2024-03-01 award bob U; 2024-03-02 award cai U;"
                          "redeem bob S1 RICE 1");
    day_run("2026-02-28", -1);
    fixture_run(&fixture, "? ann 4; ? bob 3; ? cai 4");
    day_run("2026-03-01", -1); /* of 29 February and of 1 March */
    fixture_run(&fixture, "? ann 0; ? bob 0; ? cai 4; ? report expired 7");
    day_run("2026-03-05", -1);
    fixture_run(&fixture, "? cai 0; ? report expired 11");
    end();
}

/* More than one turn holds, cut off after each number of turns. */
static void a_cut_off_day_is_finished_by_the_next_start(void **state)
{
    (void)state;
    for (int turns = 1; turns < 8; turns++) {
        begin(rules);
        fixture_run(&fixture, "household_open crowd");
        for (int i = 0; i < 3 * DAILY_TURN; i++) {
            char line[160];
            snprintf(line, sizeof line,
                     "2024-03-01 person_enter p%d crowd; account_open p%d PHONE; award p%d %s", i,
                     i, i, i % 2 == 0 ? "T" : "U");
            fixture_run(&fixture, line);
        }
        day_run("2026-04-01", turns);
        day_run("2026-04-01", -1);
        /* 96 x 10 were released first, with the day of their award; 96 x 4 were there. */
        fixture_run(&fixture, "? report expired 1344; ? p0 0; ? p0 pending 0; ? p1 0");
        uint64_t records = journal_records(side.journal);
        day_run("2026-04-01", -1);
        assert_int_equal(records, journal_records(side.journal));
        end();
    }
}

static void holds_are_given_back_the_day_after_they_end(void **state)
{
    (void)state;
    begin(rules);
    fixture_run(&fixture, "2024-03-05 award ann U; hold ann S1 3 2024-03-06T10:00+08:00 till");
    day_run("2024-03-06", -1);
    fixture_run(&fixture, "? ann held 3");
    day_run("2024-03-07", -1);
    fixture_run(&fixture, "? ann held 0; ? ann 4");
    end();
}

static void owners_are_told_90_30_and_7_days_before(void **state)
{
    (void)state;
    begin(rules);
    fixture_run(&fixture, "2024-06-10 award ann U; 2024-06-11 award bob U"); /* to June 2026 */
    data_put("ann");
    day_run("2026-03-11", -1);
    assert_int_equal(0, count("SELECT count(*) FROM shop_reminder"));
    day_run("2026-03-12", -1); /* 90 days before 10 June */
    assert_int_equal(1, count("SELECT count(*) FROM shop_reminder WHERE ahead = 90"));
    assert_int_equal(4, count("SELECT points FROM shop_reminder"));
    day_run("2026-03-12", -1);
    assert_int_equal(1, count("SELECT count(*) FROM shop_reminder"));
    assert_int_equal(1, count("SELECT count(*) FROM message"));
    day_run("2026-03-20", -1); /* days that were missed are made up */
    assert_int_equal(2, count("SELECT count(*) FROM shop_reminder WHERE ahead = 90"));
    for (int32_t day = day_of("2026-03-21"); day <= day_of("2026-06-09"); day++) {
        char text[DAY_TEXT_SIZE];
        day_format(day, text);
        day_run(text, -1);
    }
    assert_int_equal(2, count("SELECT count(*) FROM shop_reminder WHERE ahead = 30"));
    assert_int_equal(2, count("SELECT count(*) FROM shop_reminder WHERE ahead = 7"));
    assert_int_equal(3, count("SELECT count(*) FROM message")); /* ann's; bob had his erased */
    assert_int_equal(day_of("2026-05-11"),
                     count("SELECT min(due_on) FROM shop_reminder WHERE ahead = 30"));
    end();
}

static void the_month_that_is_over_gets_its_notice(void **state)
{
    (void)state;
    begin(rules);
    fixture_run(&fixture, "2024-02-20 award ann U; 2024-03-05 award ann U; award bob U;"
                          "c: award cai U; 2024-03-31 award ann U; 2024-04-02 reverse c;"
                          "award bob U");
    data_put("ann");
    data_put("cai");
    day_run("2024-03-31", -1);
    assert_int_equal(1, count("SELECT count(*) FROM shop_notice"));
    assert_int_equal(4, count("SELECT points FROM shop_notice")); /* of February */
    day_run("2024-04-03", -1);
    assert_int_equal(2, count("SELECT count(*) FROM shop_notice"));
    assert_int_equal(16, count("SELECT points FROM shop_notice ORDER BY month DESC LIMIT 1"));
    assert_int_equal(3, count("SELECT people FROM shop_notice ORDER BY month DESC LIMIT 1"));
    assert_int_equal(8, count("SELECT max(points) FROM shop_earned"));
    assert_int_equal(3, count("SELECT count(*) FROM shop_earned")); /* bob is in sums alone */
    day_run("2024-06-01", -1); /* April, with what was taken back, and May */
    assert_int_equal(4, count("SELECT count(*) FROM shop_notice"));
    assert_int_equal(0, count("SELECT points FROM shop_notice ORDER BY month LIMIT 1 OFFSET 2"));
    assert_int_equal(1, count("SELECT people FROM shop_notice ORDER BY month LIMIT 1 OFFSET 2"));
    end();
}

/* More entries than a turn reads: between two turns awards are taken, and the sum stays right. */
static void the_notice_reads_a_little_at_a_time(void **state)
{
    (void)state;
    static struct daily daily;
    size_t turns = 0;
    begin(rules);
    for (int i = 0; i < 3 * DAILY_ENTRIES; i++) {
        fixture_run(&fixture, "2024-03-05 award ann U");
    }
    data_put("ann");
    today = day_of("2024-04-03");
    daily = (struct daily){.done = -1};
    must(daily_begin(&daily, &side));
    while (daily.step != DAILY_DONE) {
        bool notices = daily.step == DAILY_NOTICES;
        turn(&daily);
        assert_true(daily.entries_read <= DAILY_ENTRIES);
        if (notices && daily.step == DAILY_NOTICES) {
            fixture_run(&fixture, "2024-04-03 award ann U");
            turns++;
        }
    }
    free(daily.villages);
    assert_true(turns >= 3);
    assert_int_equal(3 * DAILY_ENTRIES * 4, count("SELECT points FROM shop_notice"));
    assert_int_equal(3 * DAILY_ENTRIES * 4, count("SELECT max(points) FROM shop_earned"));
    end();
}

int main(void)
{
    crypto_init();
    if (access("/dev/shm", W_OK) == 0) {
        setenv("TMPDIR", "/dev/shm", 0); /* This is about answers, not about disks. */
    }
    const struct CMUnitTest tests[] = {
        {"awards are released when their notice is over",
         awards_are_released_when_their_notice_is_over, NULL, NULL, NULL},
        {"a notice counts working days", a_notice_counts_working_days, NULL, NULL, NULL},
        {"what was objected to waits for its hearing", what_was_objected_to_waits_for_its_hearing,
         NULL, NULL, NULL},
        {"what was taken back is not released", what_was_taken_back_is_not_released, NULL, NULL,
         NULL},
        {"lots expire 24 months after their day", lots_expire_24_months_after_their_day, NULL, NULL,
         NULL},
        {"a cut off day is finished by the next start", a_cut_off_day_is_finished_by_the_next_start,
         NULL, NULL, NULL},
        {"holds are given back the day after they end", holds_are_given_back_the_day_after_they_end,
         NULL, NULL, NULL},
        {"owners are told 90, 30 and 7 days before", owners_are_told_90_30_and_7_days_before, NULL,
         NULL, NULL},
        {"the notice reads a little at a time", the_notice_reads_a_little_at_a_time, NULL, NULL,
         NULL},
        {"the month that is over gets its notice", the_month_that_is_over_gets_its_notice, NULL,
         NULL, NULL},
    };
    return cmocka_run_group_tests_name("the day's work", tests, NULL, NULL);
}
