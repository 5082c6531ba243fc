/* village.c - opens the books, runs scripts against them and compares. */
#include "testing/village.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/day.h"

#define SAYS_LENGTH(script) ((int)strcspn(script, ";"))

static void must(struct status status, const struct problem *problem)
{
    if (!status_ok(status)) {
        if (problem != NULL) {
            problem_print(problem, stderr);
        }
        fail_msg("a fault: %s", status_name(status.code));
    }
}

struct status fixture_open(struct fixture *fixture, struct problem *problem)
{
    char books[SCRATCH_PATH_MAX + 16];
    snprintf(books, sizeof(books), "%s/books.db", fixture->folder);
    fixture->wire = (struct wire){0};
    TRY(wire_open(books, STORE_BOOKS, &fixture->wire, problem));
    struct journal_options options = {
        .folder = fixture->folder,
        .write = true,
        .books = fixture->wire.books,
        .rooms = fixture->wire.rooms,
        .room_count = WIRE_ROOMS,
        .key = &fixture->key,
        .seed = fixture->seed,
    };
    return journal_open(&options, &fixture->journal, problem);
}

void fixture_begin(struct fixture *fixture)
{
    struct problem problem = problem_none();
    uint8_t public_key[SIGN_PUBLIC_BYTES];
    crypto_init();
    *fixture = (struct fixture){.script = {.proposer = "lead", .approver = "sue"}};
    if (access("/dev/shm", W_OK) == 0) {
        setenv("TMPDIR", "/dev/shm", 0); /* These tests are about answers, not about disks. */
    }
    scratch_make(fixture->folder);
    memset(fixture->seed, 42, sizeof(fixture->seed));
    sign_public(fixture->seed, public_key);
    must(note_key_make("tables.example/log", public_key, &fixture->key), NULL);
    must(fixture_open(fixture, &problem), &problem);
}

void fixture_close(struct fixture *fixture)
{
    struct status status = journal_close(&fixture->journal);
    wire_close(&fixture->wire);
    must(status, NULL);
}

void fixture_end(struct fixture *fixture)
{
    fixture_close(fixture);
    scratch_remove(fixture->folder);
}

void fixture_complete(struct fixture *fixture)
{
    struct script *script = &fixture->script;
    Sanbao__V1__Operation *operation = &script->operation;
    if (operation->action_case != SANBAO__V1__OPERATION__ACTION_PANEL_DRAW) {
        return;
    }
    static uint8_t drawn[PANEL_MEMBERS][ID_BYTES];
    Sanbao__V1__PanelDraw *draw = operation->panel_draw;
    if (draw->root.len == 0 && draw->size == 0) {
        struct hash root;
        draw->size = journal_records(fixture->journal);
        must(tree_root(journal_tree(fixture->journal), draw->size, &root), NULL);
        memcpy(script->root, root.bytes, HASH_BYTES);
        draw->root = (ProtobufCBinaryData){HASH_BYTES, script->root};
    }
    if (draw->n_members == 0 &&
        status_ok(points_panel_draw(fixture->wire.points, operation, drawn))) {
        draw->members = script->lists[SCRIPT_LISTS - 1];
        draw->n_members = PANEL_MEMBERS;
        for (size_t i = 0; i < PANEL_MEMBERS; i++) {
            draw->members[i] = (ProtobufCBinaryData){ID_BYTES, drawn[i]};
        }
    }
}

static struct journal_answer line_submit(struct fixture *fixture, const char *line, size_t length)
{
    uint8_t bytes[ENVELOPE_BYTES_MAX];
    struct journal_answer answer;
    struct span envelope = {bytes, 0};
    script_operation(&fixture->script, line, length);
    fixture_complete(fixture);
    must(operation_encode(&fixture->script.operation, bytes, &envelope.length), NULL);
    must(journal_submit(fixture->journal, &envelope, 1, &answer), NULL);
    if (status_ok(answer.status)) {
        script_label_set(&fixture->script, answer.record);
    }
    return answer;
}

struct journal_answer fixture_submit(struct fixture *fixture, const char *line)
{
    return line_submit(fixture, line, strlen(line));
}

void fixture_frame(struct fixture *fixture, const char *line, size_t count)
{
    must(journal_group(fixture->journal), NULL);
    for (size_t i = 0; i < count; i++) {
        uint8_t bytes[ENVELOPE_BYTES_MAX];
        struct span envelope = {bytes, 0};
        struct journal_answer answer;
        script_operation(&fixture->script, line, strlen(line));
        must(operation_encode(&fixture->script.operation, bytes, &envelope.length), NULL);
        must(journal_try(fixture->journal, envelope, &answer), NULL);
        must(answer.status, NULL);
    }
    must(journal_seal(fixture->journal), NULL);
}

/* ---- what a line expects ---- */

static void outcome_word(const char *line, Sanbao__V1__Outcome *outcome, char *word)
{
    char *value = strchr(word, '=');
    if (strcmp(word, "capped") == 0) {
        outcome->capped = true;
    } else if (strcmp(word, "unfunded") == 0) {
        outcome->reason = SANBAO__V1__REASON__REASON_FUND_EXHAUSTED;
    } else if (value == NULL) {
        outcome->granted = (uint64_t)script_number(word, 0);
    } else {
        *value++ = '\0';
        const ProtobufCFieldDescriptor *field =
            protobuf_c_message_descriptor_get_field_by_name(outcome->base.descriptor, word);
        if (field == NULL) {
            fail_msg("%.*s: no such outcome: %s", SAYS_LENGTH(line), line, word);
        }
        *(uint64_t *)(void *)((uint8_t *)outcome + field->offset) =
            (uint64_t)script_number(value, 0);
    }
}

static void outcome_compare(const char *line, const char *expected, const char *end,
                            const Sanbao__V1__Outcome *found)
{
    char word[SCRIPT_WORD_MAX];
    Sanbao__V1__Outcome outcome = *found;
    outcome.capped = false;
    outcome.reason = SANBAO__V1__REASON__REASON_NONE;
    while (script_word(&expected, end, word)) {
        outcome_word(line, &outcome, word);
    }
    if (memcmp(&outcome, found, sizeof(outcome)) != 0) {
        fail_msg("%.*s: granted %" PRIu64 " balance=%" PRIu64 " owed=%" PRIu64 " owed_paid=%" PRIu64
                 " fen=%" PRIu64 "%s%s",
                 SAYS_LENGTH(line), line, found->granted, found->balance, found->owed,
                 found->owed_paid, found->fen, found->capped ? " capped" : "",
                 found->reason != 0 ? " unfunded" : "");
    }
}

static void answer_compare(const char *line, const char *expected, const char *end,
                           const struct journal_answer *answer)
{
    char word[SCRIPT_WORD_MAX] = "";
    const char *rest = expected;
    bool said = expected != NULL && script_word(&rest, end, word);
    bool refused = said && word[0] >= 'A' && word[0] <= 'Z';
    const char *code = refused ? word : status_name(STATUS_OK);
    if (strcmp(code, status_name(answer->status.code)) != 0) {
        fail_msg("%.*s: %s", SAYS_LENGTH(line), line, status_name(answer->status.code));
    }
    if (said && !refused) {
        outcome_compare(line, expected, end, &answer->outcome);
    }
}

/* ---- what the books say ---- */

static int64_t person_ask(struct fixture *fixture, int64_t village, const char *person,
                          char (*words)[SCRIPT_WORD_MAX])
{
    struct wire *wire = &fixture->wire;
    uint8_t id[ID_BYTES];
    struct member member;
    struct resident_points points;
    int64_t number = 0;
    script_id(person, id);
    must(identity_member(wire->identity, village, &(ProtobufCBinaryData){ID_BYTES, id}, &member),
         NULL);
    must(ledger_resident(wire->ledger, member.account, &points), NULL);
    int32_t day = (int32_t)script_number(words[1][0] == '\0' ? "0" : words[1], 0);
    if (strcmp(words[0], "pending") == 0) {
        return points.pending;
    }
    if (strcmp(words[0], "owes") == 0) {
        return points.owed;
    }
    if (strcmp(words[0], "held") == 0) {
        return points.held;
    }
    if (strcmp(words[0], "lot") == 0) {
        must(ledger_lot(wire->ledger, member.account, day, &number), NULL);
        return number;
    }
    if (strcmp(words[0], "on") == 0) {
        must(ledger_balance_on(wire->ledger, member.account, day, &number), NULL);
        return number;
    }
    assert_string_equal(words[0], "");
    return points.available;
}

static int64_t report_ask(struct fixture *fixture, int64_t village, const char *name)
{
    struct points_report report;
    must(points_report(fixture->wire.points, village, DAY_MAX, &report), NULL);
    const struct {
        const char *name;
        int64_t value;
    } figures[] = {
        {"residents", report.residents},
        {"registered", report.registered},
        {"activities", report.activities},
        {"participations", report.participations},
        {"participants", report.participants},
        {"issued", report.issued},
        {"capped", report.capped},
        {"unfunded", report.unfunded},
        {"redemptions", report.redemptions},
        {"redeemed", report.redeemed},
        {"expired", report.expired},
        {"outstanding", report.outstanding},
        {"saving", report.saving_fen},
        {"cards", report.card_users},
        {"fund", report.fund_fen},
    };
    for (size_t i = 0; i < COUNT(figures); i++) {
        if (strcmp(figures[i].name, name) == 0) {
            return figures[i].value;
        }
    }
    fail_msg("no such figure: %s", name);
    return 0;
}

static int64_t shop_ask(struct fixture *fixture, int64_t village, const char *code)
{
    struct shop shop;
    int64_t points = 0;
    must(points_shop(fixture->wire.points, village, code, &shop), NULL);
    must(ledger_shop(fixture->wire.ledger, shop.account, &points), NULL);
    return points;
}

/* What is on the shelf; -1: not counted. */
static int64_t stock_ask(struct fixture *fixture, int64_t village, char (*words)[SCRIPT_WORD_MAX])
{
    struct shop shop;
    struct goods goods;
    must(points_shop(fixture->wire.points, village, words[0], &shop), NULL);
    must(points_goods(fixture->wire.points, shop.id, words[1], &goods), NULL);
    return goods.counted ? goods.stock : -1;
}

/* The version that stands; below 0: it was withdrawn; 0: nothing was said. Each purpose is told by
 * the list as well. */
struct consent_asked {
    const char *purpose;
    int64_t version;
};

static struct status consent_seen(void *context, const char *purpose, const struct consent *consent)
{
    struct consent_asked *asked = context;
    if (strcmp(purpose, asked->purpose) == 0) {
        asked->version = consent->withdrawn ? -(int64_t)consent->version : consent->version;
    }
    return OK;
}

static int64_t consent_ask(struct fixture *fixture, int64_t village, char (*words)[SCRIPT_WORD_MAX])
{
    struct member member;
    struct consent consent;
    struct consent_asked asked = {words[1], 0};
    uint8_t id[ID_BYTES];
    script_id(words[0], id);
    must(identity_member(fixture->wire.identity, village, &(ProtobufCBinaryData){ID_BYTES, id},
                         &member),
         NULL);
    must(identity_consent(fixture->wire.identity, member.id, words[1], &consent), NULL);
    must(identity_consent_each(fixture->wire.identity, member.id, consent_seen, &asked), NULL);
    assert_int_equal(asked.version,
                     consent.withdrawn ? -(int64_t)consent.version : consent.version);
    return asked.version;
}

static int64_t cash_ask(struct fixture *fixture, int64_t village, const char *shop)
{
    char name[SCRIPT_WORD_MAX];
    int64_t fen = 0;
    snprintf(name, sizeof(name), METRIC_CASH_PREFIX "%.32s", shop);
    must(books_metric_sum(fixture->wire.books, village, name, DAY_MAX, &fen), NULL);
    return fen;
}

/* Whether somebody sits on a panel. */
static int64_t panel_ask(struct fixture *fixture, int64_t village, char (*words)[SCRIPT_WORD_MAX])
{
    struct wire *wire = &fixture->wire;
    struct member member;
    struct panel panel;
    uint8_t id[ID_BYTES];
    bool known = false;
    int64_t seats = 0;
    script_id(words[1], id);
    must(identity_member(wire->identity, village, &(ProtobufCBinaryData){ID_BYTES, id}, &member),
         NULL);
    script_id(words[0], id);
    must(points_panel(wire->points, village, id, &panel, &known), NULL);
    for (int i = 0; i < PANEL_MEMBERS && known; i++) {
        seats += panel.members[i] == member.id;
    }
    return seats;
}

/* The last word is what is expected. */
static void books_ask(struct fixture *fixture, const char *line, const char *end)
{
    char words[5][SCRIPT_WORD_MAX] = {""};
    size_t count = 0;
    const char *rest = line + strcspn(line, "?") + 1;
    struct village village;
    while (count < COUNT(words) && script_word(&rest, end, words[count])) {
        count++;
    }
    assert_true(count >= 2);
    int64_t expected = script_number(words[count - 1], 0);
    words[count - 1][0] = '\0';
    int64_t found = 0;
    must(journal_commit(fixture->journal), NULL);
    must(identity_village(fixture->wire.identity, "village", &village), NULL);
    if (strcmp(words[0], "shop") == 0) {
        found = shop_ask(fixture, village.id, words[1]);
    } else if (strcmp(words[0], "stock") == 0) {
        found = stock_ask(fixture, village.id, &words[1]);
    } else if (strcmp(words[0], "consent") == 0) {
        found = consent_ask(fixture, village.id, &words[1]);
    } else if (strcmp(words[0], "panel") == 0) {
        found = panel_ask(fixture, village.id, &words[1]);
    } else if (strcmp(words[0], "cash") == 0) {
        found = cash_ask(fixture, village.id, words[1]);
    } else if (strcmp(words[0], "report") == 0) {
        found = report_ask(fixture, village.id, words[1]);
    } else {
        found = person_ask(fixture, village.id, words[0], &words[1]);
    }
    if (found != expected) {
        fail_msg("%.*s: the books say %" PRId64, SAYS_LENGTH(line), line, found);
    }
}

void fixture_run(struct fixture *fixture, const char *script)
{
    char word[SCRIPT_WORD_MAX];
    for (const char *line = script; *line != '\0';) {
        const char *end = line + strcspn(line, ";");
        const char *first = line;
        if (!script_word(&first, end, word)) {
            /* Nothing between two semicolons. */
        } else if (word[0] == '?') {
            books_ask(fixture, line, end);
        } else {
            const char *arrow = strstr(line, "->");
            const char *expected = arrow != NULL && arrow < end ? arrow + 2 : NULL;
            size_t length = (size_t)((expected == NULL ? end : arrow) - line);
            struct journal_answer answer = line_submit(fixture, line, length);
            answer_compare(line, expected, end, &answer);
        }
        line = *end == '\0' ? end : end + 1;
    }
}

void fixture_village(struct fixture *fixture)
{
    fixture_run(fixture, "2024-01-01 village_open 10 480;"
                         "household_open one; household_open two; household_open three;"
                         "household_open nine;"
                         "person_enter ann one; person_enter bob one; person_enter cai two;"
                         "person_enter dan three; person_enter eve two;"
                         "person_enter lead nine; person_enter sal one; person_enter sue;"
                         "person_enter sid; person_enter rev; person_enter ove;"
                         "account_open ann PHONE; account_open bob CARD; account_open cai PHONE;"
                         "account_open dan PHONE; account_open lead PHONE;"
                         "role_set lead LEADER; role_set sue SOCIAL_WORKER;"
                         "role_set sid SOCIAL_WORKER; role_set sal SOCIAL_WORKER;"
                         "role_set rev REVIEWER; role_set ove OVERSIGHT");
}

void fixture_check(struct fixture *fixture)
{
    struct problem problem = problem_none();
    struct wire replayed = {0};
    char books[SCRATCH_PATH_MAX + 16];
    snprintf(books, sizeof(books), "%s/replayed.db", fixture->folder);
    must(journal_commit(fixture->journal), NULL);
    must(journal_check(fixture->wire.rooms, WIRE_ROOMS, &problem), &problem);
    must(wire_open(books, STORE_SCRATCH, &replayed, &problem), &problem);
    struct status status = journal_replay(fixture->folder, UINT64_MAX, replayed.books,
                                          replayed.rooms, WIRE_ROOMS, NULL, NULL, &problem);
    if (status_ok(status)) {
        status = store_compare(books_store(fixture->wire.books), books_store(replayed.books), NULL,
                               &problem);
    }
    wire_close(&replayed);
    unlink(books);
    must(status, &problem);
}

/* ---- tables of scripts ---- */

struct script_state {
    struct fixture fixture;
    const char *common;
    const struct script_row *row;
};

static int row_begin(void **state)
{
    struct script_state *script = *state;
    fixture_begin(&script->fixture);
    return 0;
}

static void row_run(void **state)
{
    struct script_state *script = *state;
    fixture_village(&script->fixture);
    fixture_run(&script->fixture, script->common);
    fixture_run(&script->fixture, script->row->script);
    fixture_check(&script->fixture);
}

static int row_end(void **state)
{
    struct script_state *script = *state;
    fixture_end(&script->fixture);
    return 0;
}

int script_rows_run(const char *name, const char *common, const struct script_row *rows,
                    size_t count)
{
    struct script_state *states = calloc(count, sizeof(*states));
    struct CMUnitTest *tests = calloc(count, sizeof(*tests));
    REQUIRE(states != NULL && tests != NULL);
    for (size_t i = 0; i < count; i++) {
        states[i].common = common;
        states[i].row = &rows[i];
        tests[i] = (struct CMUnitTest){rows[i].name, row_run, row_begin, row_end, &states[i]};
    }
    int failed = _cmocka_run_group_tests(name, tests, count, NULL, NULL);
    free(states);
    free(tests);
    return failed;
}
