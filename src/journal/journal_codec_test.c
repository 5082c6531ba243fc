/* journal_codec_test.c - which bytes are an operation. Each row writes an envelope or a record by
 * hand, as the wire format of protocol buffers has it; all but the one valid encoding are refused.
 * What is accepted encodes to the same bytes again, with either decoder. */
#include <stdlib.h>
#include <string.h>

#include "journal/journal_internal.h"
#include "testing/village.h"

/* Pieces of a body, in the order of their fields. */
#define ID16 "0123456789abcdef"
#define ID15 "0123456789abcde"
#define VERSION "\x08\x01"
#define EVENT "\x12\x10" ID16
#define VILLAGE "\x1a\x01v"
#define DAY "\x20\x02" /* 1, zigzag */
#define PROPOSER "\x2a\x10" ID16
#define APPROVER "\x32\x10" ID16
#define COMMITMENT "\x3a\x20" ID16 ID16
#define PERSON "\x0a\x10" ID16
#define CLOSE "\xaa\x01\x12" PERSON /* account_close, field 21 */
#define HEAD VERSION EVENT VILLAGE DAY
#define ABOUT_LOG VERSION EVENT DAY
#define OLD_NAME "\x0a\x03x/2"
#define OLD_SIZE "\x10\x0c"
#define OLD_ROOT "\x1a\x20" ID16 ID16
#define LOST "\x20\x01"
#define LONG32 "abcdefghijklmnopqrstuvwxyz-_.ABC"

/* A body in its envelope; a body longer than 127 bytes is no case here. */
#define BODY(bytes) bytes, sizeof(bytes) - 1, true
#define WHOLE(bytes) bytes, sizeof(bytes) - 1, false
#define REFUSED STATUS_OPERATION_MALFORMED

static struct row {
    const char *name;
    const char *bytes;
    size_t length;
    bool body; /* to be put into an envelope */
    enum status_code answer;
} rows[] = {
    /* what is valid */
    {"the least that is valid", BODY(HEAD CLOSE), STATUS_OK},
    {"with everybody named", BODY(HEAD PROPOSER APPROVER COMMITMENT CLOSE), STATUS_OK},
    {"a village of 32 signs", BODY(VERSION EVENT "\x1a\x20" LONG32 DAY CLOSE), STATUS_OK},
    {"the last day that there is", BODY(VERSION EVENT VILLAGE "\x20\xc0\x82\xe6\x02" CLOSE),
     STATUS_OK},
    {"an action without fields", BODY(HEAD "\xaa\x01\x00"), STATUS_OK},
    {"an enum that nobody knows is the room's to refuse",
     BODY(HEAD "\x9a\x01\x14" PERSON "\x10\x07"), STATUS_OK},

    /* the fields that all have */
    {"no version", BODY(EVENT VILLAGE DAY CLOSE), REFUSED},
    {"version 0 written out", BODY("\x08\x00" EVENT VILLAGE DAY CLOSE), REFUSED},
    {"version 2", BODY("\x08\x02" EVENT VILLAGE DAY CLOSE), REFUSED},
    {"no event id", BODY(VERSION VILLAGE DAY CLOSE), REFUSED},
    {"an empty event id", BODY(VERSION "\x12\x00" VILLAGE DAY CLOSE), REFUSED},
    {"an event id of 15 bytes", BODY(VERSION "\x12\x0f" ID15 VILLAGE DAY CLOSE), REFUSED},
    {"an event id of 17 bytes", BODY(VERSION "\x12\x11" ID16 "x" VILLAGE DAY CLOSE), REFUSED},
    {"no village", BODY(VERSION EVENT DAY CLOSE), REFUSED},
    {"an empty village", BODY(VERSION EVENT "\x1a\x00" DAY CLOSE), REFUSED},
    {"a village of 33 signs", BODY(VERSION EVENT "\x1a\x21" LONG32 "D" DAY CLOSE), REFUSED},
    {"a space in a code",
     BODY(VERSION EVENT "\x1a\x03"
                        "a b" DAY CLOSE),
     REFUSED},
    {"a slash in a code",
     BODY(VERSION EVENT "\x1a\x03"
                        "a/b" DAY CLOSE),
     REFUSED},
    {"a Chinese sign in a code", BODY(VERSION EVENT "\x1a\x03\xe6\x9d\x91" DAY CLOSE), REFUSED},
    {"a byte that is no UTF-8 in a code", BODY(VERSION EVENT "\x1a\x01\xff" DAY CLOSE), REFUSED},
    {"a NUL in a code",
     BODY(VERSION EVENT "\x1a\x03"
                        "a\0b" DAY CLOSE),
     REFUSED},
    {"a NUL at a code's end",
     BODY(VERSION EVENT "\x1a\x02"
                        "a\0" DAY CLOSE),
     REFUSED},
    {"a line end at a code's end",
     BODY(VERSION EVENT "\x1a\x02"
                        "a\n" DAY CLOSE),
     REFUSED},
    {"no day", BODY(VERSION EVENT VILLAGE CLOSE), REFUSED},
    {"day 0 written out", BODY(VERSION EVENT VILLAGE "\x20\x00" CLOSE), REFUSED},
    {"a day before 1970", BODY(VERSION EVENT VILLAGE "\x20\x01" CLOSE), REFUSED},
    {"a day after the year 9999", BODY(VERSION EVENT VILLAGE "\x20\xc2\x82\xe6\x02" CLOSE),
     REFUSED},
    {"a day of 64 bits", BODY(VERSION EVENT VILLAGE "\x20\x82\x80\x80\x80\x80\x01" CLOSE), REFUSED},
    {"a proposer of 15 bytes", BODY(HEAD "\x2a\x0f" ID15 CLOSE), REFUSED},
    {"an empty proposer written out", BODY(HEAD "\x2a\x00" CLOSE), REFUSED},
    {"an approver of 15 bytes", BODY(HEAD PROPOSER "\x32\x0f" ID15 CLOSE), REFUSED},
    {"a commitment of 31 bytes", BODY(HEAD "\x3a\x1f" ID16 ID15 CLOSE), REFUSED},
    {"a commitment of 16 bytes", BODY(HEAD "\x3a\x10" ID16 CLOSE), REFUSED},

    /* the action */
    {"no action", BODY(HEAD), REFUSED},
    {"two actions", BODY(HEAD CLOSE "\xa2\x02\x00"), REFUSED},
    {"the same action twice", BODY(HEAD CLOSE CLOSE), REFUSED},
    {"an action that nobody knows", BODY(HEAD "\xe2\x03\x00"), REFUSED},
    {"a person of 15 bytes", BODY(HEAD "\xaa\x01\x11\x0a\x0f" ID15), REFUSED},
    {"a shop code with a space",
     BODY(HEAD "\x82\x03\x05\x0a\x03"
               "a b"),
     REFUSED},
    {"a shop code of 33 signs", BODY(HEAD "\x82\x03\x23\x0a\x21" LONG32 "D"), REFUSED},
    {"a NUL in a shop code",
     BODY(HEAD "\x82\x03\x04\x0a\x02"
               "a\0"),
     REFUSED},
    {"an unknown field in an action", BODY(HEAD "\xaa\x01\x14" PERSON "\x10\x01"), REFUSED},
    {"a default in an action written out", BODY(HEAD "\x9a\x01\x14" PERSON "\x10\x00"), REFUSED},
    {"a field of an action twice", BODY(HEAD "\xaa\x01\x24" PERSON PERSON), REFUSED},
    {"fields of an action in the wrong order", BODY(HEAD "\x9a\x01\x14\x10\x01" PERSON), REFUSED},
    {"an action cut short", BODY(HEAD "\xaa\x01\x12\x0a\x10" ID15), REFUSED},

    {"two ids in a list", BODY(HEAD "\xca\x02\x24\x32\x10" ID16 "\x32\x10" ID16), STATUS_OK},
    {"an id of 15 bytes in a list", BODY(HEAD "\xca\x02\x11\x32\x0f" ID15), REFUSED},
    {"an empty id in a list", BODY(HEAD "\xca\x02\x02\x32\x00"), REFUSED},
    {"a list before its turn", BODY(HEAD "\xca\x02\x24\x32\x10" ID16 "\x2a\x10" ID16), REFUSED},
    {"a root of 32 bytes", BODY(HEAD "\xca\x02\x22\x22\x20" ID16 ID16), STATUS_OK},
    {"an action's root of 16 bytes", BODY(HEAD "\xca\x02\x12\x22\x10" ID16), REFUSED},

    /* one encoding alone */
    {"fields in the wrong order", BODY(VERSION EVENT DAY VILLAGE CLOSE), REFUSED},
    {"the action first", BODY(CLOSE HEAD), REFUSED},
    {"a field twice, the same", BODY(VERSION VERSION EVENT VILLAGE DAY CLOSE), REFUSED},
    {"a field twice, another", BODY(VERSION EVENT "\x1a\x01u" VILLAGE DAY CLOSE), REFUSED},
    {"an unknown field", BODY(HEAD "\x40\x01" CLOSE), REFUSED},
    {"an unknown field at the end", BODY(HEAD CLOSE "\xc0\x3e\x01"), REFUSED},
    {"a number longer than it need be", BODY("\x08\x81\x00" EVENT VILLAGE DAY CLOSE), REFUSED},
    {"a tag longer than it need be", BODY("\x88\x00\x01" EVENT VILLAGE DAY CLOSE), REFUSED},
    {"a length longer than it need be", BODY(VERSION "\x12\x90\x00" ID16 VILLAGE DAY CLOSE),
     REFUSED},
    {"a number as four bytes", BODY("\x0d\x01\0\0\0" EVENT VILLAGE DAY CLOSE), REFUSED},
    {"a number of more bits than its type",
     BODY("\x08\x81\x80\x80\x80\x10" EVENT VILLAGE DAY CLOSE), REFUSED},
    {"a number without an end", BODY("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"), REFUSED},
    {"a group", BODY("\x0b\x0c" HEAD CLOSE), REFUSED},
    {"field number 0", BODY("\x00\x01" HEAD CLOSE), REFUSED},
    {"a byte too many", BODY(HEAD CLOSE "\0"), REFUSED},
    {"a byte too few", BODY(HEAD "\xaa\x01\x12\x0a\x10" ID15), REFUSED},
    {"a length beyond the end", BODY(VERSION "\x12\x7f" ID16), REFUSED},

    /* a log that goes on */
    {"a log that goes on", BODY(ABOUT_LOG "\x82\x05\x2b" OLD_NAME OLD_SIZE OLD_ROOT LOST),
     STATUS_OK},
    {"a log that goes on and had signed nothing",
     BODY(ABOUT_LOG "\x82\x05\x29" OLD_NAME OLD_ROOT LOST), STATUS_OK},
    {"a log that goes on in a village", BODY(HEAD "\x82\x05\x2b" OLD_NAME OLD_SIZE OLD_ROOT LOST),
     REFUSED},
    {"somebody who proposes that a log goes on",
     BODY(ABOUT_LOG PROPOSER "\x82\x05\x2b" OLD_NAME OLD_SIZE OLD_ROOT LOST), REFUSED},
    {"a log that goes on from no name", BODY(ABOUT_LOG "\x82\x05\x26" OLD_SIZE OLD_ROOT LOST),
     REFUSED},
    {"a log's name with a space", BODY(ABOUT_LOG "\x82\x05\x2b\x0a\x03x 2" OLD_SIZE OLD_ROOT LOST),
     REFUSED},
    {"a log that goes on from no root", BODY(ABOUT_LOG "\x82\x05\x09" OLD_NAME OLD_SIZE LOST),
     REFUSED},
    {"a root of 16 bytes", BODY(ABOUT_LOG "\x82\x05\x1b" OLD_NAME OLD_SIZE "\x1a\x10" ID16 LOST),
     REFUSED},
    {"a log that goes on without a reason",
     BODY(ABOUT_LOG "\x82\x05\x29" OLD_NAME OLD_SIZE OLD_ROOT), REFUSED},
    {"a reason that there is not",
     BODY(ABOUT_LOG "\x82\x05\x2b" OLD_NAME OLD_SIZE OLD_ROOT "\x20\x04"), REFUSED},

    /* the envelope around it */
    {"nothing", WHOLE(""), REFUSED},
    {"no body", WHOLE("\x12\x00"), REFUSED},
    {"an empty body", WHOLE("\x0a\x00"), REFUSED},
    {"a body alone is no envelope", WHOLE(HEAD CLOSE), REFUSED},
    {"the body twice", WHOLE("\x0a\x2e" HEAD CLOSE "\x0a\x2e" HEAD CLOSE), REFUSED},
    {"a signature, which local mode has none of", WHOLE("\x0a\x2e" HEAD CLOSE "\x12\x02\x10\x01"),
     REFUSED},
    {"an empty signature", WHOLE("\x0a\x2e" HEAD CLOSE "\x12\x00"), REFUSED},
    {"an unknown field beside the body", WHOLE("\x0a\x2e" HEAD CLOSE "\x18\x01"), REFUSED},
    {"a byte after the envelope", WHOLE("\x0a\x2e" HEAD CLOSE "\0"), REFUSED},
    {"an envelope cut short", WHOLE("\x0a\x2f" HEAD CLOSE), REFUSED},
    {"that envelope whole", WHOLE("\x0a\x2e" HEAD CLOSE), STATUS_OK},
};

static struct decode_arena arena;

static void row_check(void **state)
{
    const struct row *row = *state;
    uint8_t envelope[ENVELOPE_BYTES_MAX];
    size_t length = 0;
    if (row->body) {
        assert_true(row->length <= 255);
        envelope[length++] = 0x0a;
        envelope[length++] = (uint8_t)(row->length < 128 ? row->length : row->length | 0x80);
        if (row->length >= 128) {
            envelope[length++] = 1;
        }
    }
    memcpy(envelope + length, row->bytes, row->length);
    length += row->length;

    Sanbao__V1__Operation *operation = NULL;
    Sanbao__V1__Operation *other = NULL;
    struct status status = operation_decode(envelope, length, &operation);
    assert_string_equal(status_name(row->answer), status_name(status.code));
    decode_arena_reset(&arena);
    assert_int_equal(status.code, journal__operation_decode(envelope, length, &arena, &other).code);
    if (!status_ok(status)) {
        assert_null(operation);
        return;
    }
    uint8_t again[ENVELOPE_BYTES_MAX];
    size_t again_length = 0;
    assert_int_equal(STATUS_OK, operation_encode(operation, again, &again_length).code);
    assert_int_equal(length, again_length);
    assert_memory_equal(envelope, again, length);
    assert_int_equal(STATUS_OK, operation_encode(other, again, &again_length).code);
    assert_memory_equal(envelope, again, length);
    sanbao__v1__operation__free_unpacked(operation, NULL);
}

/* ---- records ---- */

static struct record_row {
    const char *name;
    const char *bytes;
    size_t length;
    enum status_code answer;
} record_rows[] = {
#define RECORD(bytes) bytes, sizeof(bytes) - 1
    {"a record", RECORD("\x08\x05\x10\x02\x1a\x01x\x22\x02\x08\x03"), STATUS_OK},
    {"record 0 of an outcome without points", RECORD("\x10\x02\x1a\x01x\x22\x00"), STATUS_OK},
    {"no outcome", RECORD("\x08\x05\x10\x02\x1a\x01x"), REFUSED},
    {"nothing of a record", RECORD(""), REFUSED},
    {"number 0 written out", RECORD("\x08\x00\x10\x02\x1a\x01x\x22\x00"), REFUSED},
    {"an unknown field of a record", RECORD("\x08\x05\x10\x02\x1a\x01x\x22\x00\x28\x01"), REFUSED},
    {"an unknown field of an outcome", RECORD("\x08\x05\x10\x02\x1a\x01x\x22\x02\x40\x01"),
     REFUSED},
    {"an outcome twice", RECORD("\x08\x05\x10\x02\x1a\x01x\x22\x00\x22\x00"), REFUSED},
    {"a truth of 2", RECORD("\x08\x05\x10\x02\x1a\x01x\x22\x02\x18\x02"), REFUSED},
    {"an outcome before the envelope", RECORD("\x08\x05\x10\x02\x22\x00\x1a\x01x"), REFUSED},
    {"a record cut short", RECORD("\x08\x05\x10\x02\x1a\x01x\x22\x02\x08"), REFUSED},
};

static void record_check(void **state)
{
    const struct record_row *row = *state;
    Sanbao__V1__Record *record = NULL;
    struct status status = record_decode((const uint8_t *)row->bytes, row->length, &record);
    assert_string_equal(status_name(row->answer), status_name(status.code));
    if (!status_ok(status)) {
        assert_null(record);
        return;
    }
    uint8_t again[RECORD_BYTES_MAX];
    assert_int_equal(row->length, sanbao__v1__record__pack(record, again));
    assert_memory_equal(row->bytes, again, row->length);
    sanbao__v1__record__free_unpacked(record, NULL);
}

/* ---- sizes, and every kind there and back ---- */

static void what_is_too_long_is_refused(void **state)
{
    (void)state;
    static uint8_t bytes[RECORD_BYTES_MAX + 1];
    Sanbao__V1__Operation *operation = NULL;
    Sanbao__V1__Record *record = NULL;
    /* A body of unknown bytes would be refused anyhow; the length must not overrun anything. */
    bytes[0] = 0x0a;
    bytes[1] = 0xfd;
    bytes[2] = 0x3f;
    assert_int_equal(REFUSED, operation_decode(bytes, ENVELOPE_BYTES_MAX + 1, &operation).code);
    assert_int_equal(REFUSED, record_decode(bytes, sizeof(bytes), &record).code);

    Sanbao__V1__Operation long_one = SANBAO__V1__OPERATION__INIT;
    long_one.commitment = (ProtobufCBinaryData){sizeof(bytes) / 2, bytes};
    uint8_t out[ENVELOPE_BYTES_MAX];
    size_t length = 0;
    assert_int_equal(STATUS_LIMIT_EXCEEDED, operation_encode(&long_one, out, &length).code);
}

static void every_kind_comes_back_as_it_was(void **state)
{
    (void)state;
    const ProtobufCMessageDescriptor *kinds = &sanbao__v1__operation__descriptor;
    size_t count = 0;
    for (unsigned i = 0; i < kinds->n_fields; i++) {
        if (kinds->fields[i].type != PROTOBUF_C_TYPE_MESSAGE ||
            strcmp(kinds->fields[i].name, "log_continue") == 0) { /* it has rows of its own */
            continue;
        }
        struct script script = {.day = 1, .proposer = "", .approver = ""};
        uint8_t first[ENVELOPE_BYTES_MAX];
        uint8_t second[ENVELOPE_BYTES_MAX];
        size_t first_length = 0;
        size_t second_length = 0;
        Sanbao__V1__Operation *operation = NULL;
        script_operation(&script, kinds->fields[i].name, strlen(kinds->fields[i].name));
        assert_int_equal(STATUS_OK, operation_encode(&script.operation, first, &first_length).code);
        assert_int_equal(STATUS_OK, operation_decode(first, first_length, &operation).code);
        assert_int_equal(script.operation.action_case, operation->action_case);
        assert_int_equal(STATUS_OK, operation_encode(operation, second, &second_length).code);
        assert_int_equal(first_length, second_length);
        assert_memory_equal(first, second, first_length);
        sanbao__v1__operation__free_unpacked(operation, NULL);
        count++;
    }
    assert_int_equal(32, count);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows) + COUNT(record_rows) + 2];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[count++] = (struct CMUnitTest){rows[i].name, row_check, NULL, NULL, &rows[i]};
    }
    for (size_t i = 0; i < COUNT(record_rows); i++) {
        tests[count++] =
            (struct CMUnitTest){record_rows[i].name, record_check, NULL, NULL, &record_rows[i]};
    }
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(what_is_too_long_is_refused);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(every_kind_comes_back_as_it_was);
    return cmocka_run_group_tests_name("journal_codec", tests, NULL, NULL);
}
