/* import_operation.c - a row's operation: its ids follow from the folder's secret and the row's
 * natural key, so that the same row is the same operation whenever it comes. */
#include "import/import_internal.h"

#include <string.h>

#include "base/day.h"

enum {
    RECORD_OVERHEAD_BYTES = 96, /* index, day, outcome and lengths around an envelope, at most */
};

ProtobufCBinaryData import__bytes(const struct id *id)
{
    return (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)id->bytes};
}

char *import__text(const char *text)
{
    return (char *)(uintptr_t)text;
}

static void secret_hash(struct import *import, const char *use, enum import_file file,
                        const char *key, Sanbao__V1__Operation__ActionCase action, struct hash *out)
{
    const char *name = import__layouts[file].name;
    uint8_t kind[2] = {(uint8_t)action, (uint8_t)(action >> 8)};
    const struct piece pieces[] = {{use, strlen(use)},
                                   {import->village, strlen(import->village)},
                                   {name, strlen(name)},
                                   {key, strlen(key)},
                                   {kind, sizeof(kind)}};
    keys_hmac(import->rooms->keys, pieces, COUNT(pieces), out);
}

static void action_init(struct import_op *op)
{
    Sanbao__V1__Operation *operation = &op->operation;
    switch (operation->action_case) {
#define ACTION(NAME, field)                                                                        \
    case SANBAO__V1__OPERATION__ACTION_##NAME:                                                     \
        sanbao__v1__##field##__init(&op->action.field);                                            \
        operation->field = &op->action.field;                                                      \
        return;
        ACTION(VILLAGE_OPEN, village_open)
        ACTION(HOUSEHOLD_OPEN, household_open)
        ACTION(PERSON_ENTER, person_enter)
        ACTION(ACCOUNT_OPEN, account_open)
        ACTION(ACCOUNT_MOVE, account_move)
        ACTION(ROLE_SET, role_set)
        ACTION(RULE_ADOPT, rule_adopt)
        ACTION(FUND_DEPOSIT, fund_deposit)
        ACTION(ACTIVITY_OPEN, activity_open)
        ACTION(AWARD, award)
        ACTION(SHOP_OPEN, shop_open)
        ACTION(GOODS_SET, goods_set)
        ACTION(REDEEM, redeem)
#undef ACTION
    default:
        require_failed("an action that imports make", __FILE__, __LINE__);
    }
}

void import__op_init(struct import *import, struct import_op *op, enum import_file file,
                     const char *key, Sanbao__V1__Operation__ActionCase action, int64_t day)
{
    struct hash id;
    struct hash salt;
    REQUIRE(key != NULL && day >= INT32_MIN && day <= INT32_MAX);
    secret_hash(import, "import event", file, key, action, &id);
    secret_hash(import, "import salt", file, key, action, &salt);
    memcpy(op->event_id.bytes, id.bytes, ID_BYTES);
    memcpy(op->salt, salt.bytes, SALT_BYTES);
    sanbao__v1__operation__init(&op->operation);
    op->operation.version = 1;
    op->operation.event_id = import__bytes(&op->event_id);
    op->operation.village = import__text(import->village);
    op->operation.day = (int32_t)day;
    op->operation.action_case = action;
    action_init(op);
}

void import__op_commit(struct import_op *op)
{
    op->operation.commitment = (ProtobufCBinaryData){HASH_BYTES, op->commitment.bytes};
}

struct status import__op_known(struct import *import, const struct import_op *op, bool *known)
{
    uint64_t record = 0;
    *known = false;
    return import->fresh ? OK
                         : journal_find(import->rooms->journal, op->event_id.bytes, known, &record);
}

/* The column that a refusal is about, where its code says so. */
static int column_of(enum import_file file, enum status_code code, int on)
{
    static const struct {
        enum import_file file;
        enum status_code code;
        int column;
    } columns[] = {
        {IMPORT_ATTENDANCE, STATUS_BEFORE_REGISTRATION, ATTENDED_IN},
        {IMPORT_ATTENDANCE, STATUS_DAY_WRONG, ATTENDED_IN},
        {IMPORT_ATTENDANCE, STATUS_ATTENDANCE_OUTSIDE, ATTENDED_IN},
        {IMPORT_ATTENDANCE, STATUS_ATTENDANCE_EXISTS, ATTENDED_IN},
        {IMPORT_ATTENDANCE, STATUS_ATTENDANCE_TIMES, ATTENDED_OUT},
        {IMPORT_ATTENDANCE, STATUS_NOT_REGISTERED, ATTENDED_RESIDENT},
        {IMPORT_ATTENDANCE, STATUS_ACCOUNT_CLOSED, ATTENDED_RESIDENT},
        {IMPORT_ATTENDANCE, STATUS_PERSON_UNKNOWN, ATTENDED_RESIDENT},
        {IMPORT_ACTIVITIES, STATUS_ACTIVITY_TIMES, ACTIVITY_ENDS},
        {IMPORT_ACTIVITIES, STATUS_RULE_UNKNOWN, ACTIVITY_RULE},
        {IMPORT_RESIDENTS, STATUS_PERSON_EXISTS, RESIDENT_NO},
        {IMPORT_REDEMPTIONS, STATUS_NOT_ENOUGH_POINTS, REDEEMED_POINTS},
        {IMPORT_REDEMPTIONS, STATUS_POINTS_OUT_OF_RANGE, REDEEMED_POINTS},
        {IMPORT_REDEMPTIONS, STATUS_BEFORE_REGISTRATION, REDEEMED_AT},
        {IMPORT_REDEMPTIONS, STATUS_NOT_REGISTERED, REDEEMED_BY},
        {IMPORT_REDEMPTIONS, STATUS_ACCOUNT_CLOSED, REDEEMED_BY},
    };
    for (size_t i = 0; i < COUNT(columns); i++) {
        if (columns[i].file == file && columns[i].code == code) {
            return columns[i].column;
        }
    }
    return on;
}

/* What the refusal of an operation means for whoever mends the files. */
static enum status_code import_code(enum import_file file, enum status_code code)
{
    if (code == STATUS_ID_TAKEN) {
        return STATUS_ALREADY_IMPORTED;
    }
    bool role = file == IMPORT_STAFF && code == STATUS_TWO_EYES_PROPOSER;
    return role ? STATUS_IMPORT_ROLE_BY_TWO : code;
}

/* Without keep_good, a refusal that may come of faults that are said already is not said. */
static bool is_follow_up(const struct import *import, const struct import_row *row,
                         enum status_code code)
{
    if (import->options->keep_good) {
        return false;
    }
    bool short_of_points = row->file == IMPORT_REDEMPTIONS && row->refers[0]->short_of_points;
    return (code == STATUS_FUND_EXHAUSTED && import->money_missing) ||
           (code == STATUS_NOT_ENOUGH_POINTS && (import->money_missing || short_of_points));
}

struct status import__op_try(struct import *import, const struct import_op *op,
                             struct import_row *row, int on, bool *accepted)
{
    uint8_t envelope[ENVELOPE_BYTES_MAX];
    size_t length = 0;
    struct journal_answer answer;
    *accepted = false;
    TRY(operation_encode(&op->operation, envelope, &length));
    TRY(journal_try(import->rooms->journal, (struct span){envelope, length}, &answer));
    if (is_follow_up(import, row, answer.status.code)) {
        row->hangs = true;
        return OK;
    }
    if (!status_ok(answer.status)) {
        enum status_code code = import_code(row->file, answer.status.code);
        return import__fault_at(&import->folder, row, column_of(row->file, code, on), code, NULL);
    }
    *accepted = true;
    if (!answer.again) {
        import->records++;
        import->bytes += length + RECORD_OVERHEAD_BYTES;
    }
    return OK;
}
