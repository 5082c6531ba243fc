/* import_internal.h - the folder as it stands in memory, and what the files of this room share.
 *
 *   import_tables.c   which files, columns, keys and references there are: data, no code
 *   import_value.c    one field: text to value, value to text
 *   import_read.c     a file to rows; import_village.c: village.json to one row
 *   import_check.c    what rows say about each other
 *   import_index.c    finds a row by its natural key
 *   import_faults.c   collects, sorts and prints what is wrong
 *
 * and then the rows become operations, in one group:
 *
 *   import.c            the passes over the folder, and what is stored at their end
 *   import_structure.c  village, rules, shops, goods, activities, fund
 *   import_roster.c     households, residents, staff; moves
 *   import_timeline.c   fund, registrations, attendance, redemptions, by instant
 *   import_eyes.c       who proposes, who approves
 *   import_operation.c  event ids, encoding, what the journal answers
 *   import_stored.c     what earlier imports stored, as rows of the same form
 *   import_leftover.c   the file of rows that were left out; import_report.c: what came in */
#pragma once

#include "base/csv.h"
#include "base/problem.h"
#include "import/import.h"

enum {
    IMPORT_COLUMNS_MAX = 16,
    IMPORT_KEY_COLUMNS_MAX = 3,
    IMPORT_REFERENCES_MAX = 3,
    IMPORT_TEXTS_MAX = 4,
    IMPORT_FAULTS_MAX = 100000, /* listed; beyond that they are counted */
    IMPORT_WARNINGS_MAX = 20,   /* of one kind */
    IMPORT_SHOWN_MAX = 40,      /* characters of a value */
};

/* ---- columns: import_tables.c ---- */

enum { /* village.json */
       VILLAGE_CODE,
       VILLAGE_NAME,
       VILLAGE_TOWN,
       VILLAGE_DISTRICT,
       VILLAGE_RATE,
       VILLAGE_ZONE, /* minutes east of UTC */
       VILLAGE_STARTS,
       VILLAGE_ENDS,
       VILLAGE_ALLOWANCE,
};
enum { FUND_PAID_ON, FUND_FEN, FUND_SOURCE };
enum { HOUSEHOLD_NO, HOUSEHOLD_GROUP, HOUSEHOLD_ADDRESS };
enum {
    RESIDENT_NO,
    RESIDENT_HOUSEHOLD,
    RESIDENT_NAME,
    RESIDENT_BIRTH,
    RESIDENT_PHONE,
    RESIDENT_ACCESS,
    RESIDENT_REGISTERED,
};
enum { STAFF_NO, STAFF_NAME, STAFF_ROLES, STAFF_SHOP };
enum {
    RULE_CODE,
    RULE_NAME_ZH,
    RULE_NAME_EN,
    RULE_CATEGORY,
    RULE_UNIT,
    RULE_POINTS,
    RULE_CAP_DAY,
    RULE_CAP_MONTH,
    RULE_CAP_QUARTER,
    RULE_CAP_YEAR,
    RULE_CAP_TOTAL,
    RULE_CAP_SCOPE,
    RULE_EVIDENCE,
    RULE_APPROVER,
    RULE_SAVING,
};
enum {
    ACTIVITY_NO,
    ACTIVITY_RULE,
    ACTIVITY_TITLE,
    ACTIVITY_PLACE,
    ACTIVITY_STARTS,
    ACTIVITY_ENDS,
    ACTIVITY_CAPACITY,
    ACTIVITY_LEADER,
};
enum { ATTENDED_ACTIVITY, ATTENDED_RESIDENT, ATTENDED_METHOD, ATTENDED_IN, ATTENDED_OUT };
enum { SHOP_NO, SHOP_NAME };
enum { GOODS_NO, GOODS_SHOP, GOODS_NAME, GOODS_POINTS };
enum { REDEEMED_NO, REDEEMED_AT, REDEEMED_BY, REDEEMED_SHOP, REDEEMED_GOODS, REDEEMED_POINTS };

enum import_kind {
    KIND_CODE,   /* a public code */
    KIND_NUMBER, /* a person's or household's number */
    KIND_TEXT,   /* at most `max` characters */
    KIND_PHONE,
    KIND_DAY,     /* number: days since 1970-01-01; min..max where max is not 0 */
    KIND_INSTANT, /* number: seconds since 1970-01-01T00:00Z */
    KIND_INTEGER, /* min..max */
    KIND_WORD,    /* number: what the word stands for */
    KIND_WORDS,   /* number: bit 1 << n for each word */
    KIND_ZONE,    /* number: minutes east of UTC */
};

/* What a later import does where the value has changed. */
enum import_change {
    CHANGE_REFUSED, /* it binds people: ALREADY_IMPORTED */
    CHANGE_PRIVATE, /* replaced in people.db */
    CHANGE_SPECIAL, /* what it means depends on more than the value */
};

struct import_word {
    const char *word;
    int number;
};

struct import_column {
    const char *name;
    enum import_kind kind;
    bool optional; /* may be empty: "" or NO_NUMBER; in JSON absent: 0 */
    enum import_change change;
    int64_t min;
    int64_t max;
    const struct import_word *words; /* ends with NULL */
};

#define NO_NUMBER INT64_MIN

union import_value {
    const char *text; /* KIND_CODE, KIND_NUMBER, KIND_TEXT, KIND_PHONE: NUL-ended, never NULL */
    int64_t number;   /* all others */
};

/* A column, or two that together name a row of another file. */
struct import_reference {
    enum import_file to;
    int columns[2]; /* the second -1: none */
    enum status_code unknown;
    bool loose; /* may be unknown, with a warning, where the folder does not have that file */
};

struct import_layout {
    const char *name; /* of the file */
    const struct import_column *columns;
    size_t column_count;
    int key[IMPORT_KEY_COLUMNS_MAX]; /* columns of the natural key; -1: no more */
    int key_blame;                   /* the column named where a key is repeated */
    struct import_reference references[IMPORT_REFERENCES_MAX];
    size_t reference_count;
    const char *texts_of;        /* what its public texts belong to (people.h); NULL: it has none */
    int texts[IMPORT_TEXTS_MAX]; /* their columns; -1: no more */
};
extern const struct import_layout import__layouts[IMPORT_FILES];

/* ---- rows ---- */

struct import_row {
    enum import_file file;
    int64_t line;               /* 0: not of the folder but stored by an earlier import */
    const char *key;            /* NULL where a column of it cannot be read */
    union import_value *values; /* as many as the file has columns */
    uint32_t bad;               /* bit 1 << column: its value cannot be relied on */
    bool faulty;                /* at least one fault was found in it */
    const char *raw;            /* as it stands in the file, in UTF-8 */
    size_t raw_length;
    /* The rows it names, by number of the reference; NULL: none, or not known. */
    struct import_row *refers[IMPORT_REFERENCES_MAX];
    /* Pseudonym of the household or person; of an activity, its leader's. */
    struct id id;
    bool has_id;
    /* What became of it in this pass: DONE_... */
    unsigned done;
    bool hangs;           /* good, but it names a row that does not take part */
    bool short_of_points; /* a person some of whose rows hang: less was earned than may be due */
};

enum {
    DONE_ADDED = 1,
    DONE_KNOWN = 2,
    DONE_UPDATED = 4,
    DONE_REGISTERED = 8,
    DONE_MOVED = 16,
};

struct import_index {
    struct import_row **slots;
    size_t room; /* a power of two, or 0 */
    size_t count;
    uint64_t seed;
};
/* The row of a key, or NULL. */
struct import_row *import__index_find(const struct import_index *index, const char *key);
/* Adds a row whose key is not in it yet. Faults: OUT_OF_MEMORY. */
CHECKED struct status import__index_add(struct import_index *index, struct import_row *row);
void import__index_free(struct import_index *index);

struct import_table {
    const struct import_layout *layout;
    char *text;               /* the file in UTF-8; rows' `raw` points into it */
    struct import_row **rows; /* as they stand in the file */
    size_t count;
    size_t room;
    struct import_index index; /* all rows with a key, those stored earlier too */
    bool present;              /* the file is in the folder */
    bool broken;               /* not all of it could be read: a key not found says nothing */
};

/* Tells what earlier imports stored: fills values and id of the row with that natural key. A text
 * of NULL: not to be told. Texts are borrowed by the folder: they live in `arena`. */
struct import_known {
    void *context;
    struct status (*find)(void *context, const char *village, enum import_file file,
                          const char *key, struct arena *arena, bool *found,
                          struct import_row *row);
};

struct import_folder {
    struct arena arena;
    struct import_table tables[IMPORT_FILES];
    struct import_row *village; /* of village.json, or stored earlier; NULL: not to be had */
    struct import_known known;
    struct import_faults *faults; /* borrowed */
};

/* ---- faults: import_faults.c ---- */

/* Takes up a fault or warning; `fault->file` NULL: the name of `fault->in`. Value and expected are
 * copied. Faults: OUT_OF_MEMORY. */
CHECKED struct status import__fault(struct import_faults *faults, const struct import_fault *fault);
/* A fault of one value of a row, which becomes faulty; the value is shown as it stands there. */
CHECKED struct status import__fault_at(struct import_folder *folder, struct import_row *row,
                                       int column, enum status_code code, const char *expected);
void import__faults_sort(struct import_faults *faults);

/* ---- values: import_value.c ---- */

/* Reads a trimmed field, NUL-ended; a value that stays a text borrows it. A refusal is the fault's
 * code; `*expected`, where that helps, is a text of the arena or a constant. Faults:
 * OUT_OF_MEMORY. */
CHECKED struct status import__value_read(const struct import_column *column, const char *text,
                                         size_t length, struct arena *arena,
                                         union import_value *value, const char **expected);
/* The value as it would stand in the file; times with the offset given. Faults: OUT_OF_MEMORY. */
CHECKED struct status import__value_show(const struct import_column *column,
                                         union import_value value, int32_t utc_offset_minutes,
                                         struct arena *arena, const char **text);
/* Whether values of the column are texts. */
bool import__is_text(const struct import_column *column);
/* The natural key of a row, from the values of its key columns; NULL where one is bad. */
CHECKED struct status import__key(const struct import_layout *layout, const struct import_row *row,
                                  const int *columns, size_t column_count, struct arena *arena,
                                  const char **key);

/* ---- reading ---- */

/* Reads and checks all files of a folder. What is wrong with them is in `faults`, sorted; the
 * status is OK all the same. `village` is the code where there is no village.json, and must be its
 * code where there is one; where it is NULL, `only` is the code without a village.json; NULL:
 * unknown. The caller gives back `out` also after a fault, with
 * import__folder_free(). Faults: FILE_OPEN, FILE_READ, LIMIT_EXCEEDED, OUT_OF_MEMORY. */
struct import_source {
    const char *folder; /* NULL: `texts` */
    const struct import_text *texts;
    size_t text_count;
};
CHECKED struct status import__folder_read(const struct import_source *source, const char *village,
                                          const char *only, const struct import_known *known,
                                          struct import_faults *faults, struct import_folder *out,
                                          struct problem *problem);
void import__folder_free(struct import_folder *folder);

CHECKED struct status import__table_read(struct import_folder *folder, enum import_file file,
                                         const uint8_t *bytes, size_t length);
CHECKED struct status import__village_read(struct import_folder *folder, const uint8_t *bytes,
                                           size_t length);
/* Settles which village the folder is of; see import__folder_read(). */
CHECKED struct status import__village_settle(struct import_folder *folder, const char *village,
                                             const char *only);
/* A new row of the file, added to its table unless line is 0. Faults: OUT_OF_MEMORY. */
CHECKED struct status import__row_add(struct import_folder *folder, enum import_file file,
                                      int64_t line, struct import_row **out);
/* Gives the row its key and puts it into the index; a repeated key is a fault. */
CHECKED struct status import__row_key(struct import_folder *folder, struct import_row *row);

/* The row of a key, in the folder or stored earlier; `*row` NULL where there is none. */
CHECKED struct status import__find(struct import_folder *folder, enum import_file file,
                                   const char *key, struct import_row **row);
CHECKED struct status import__check(struct import_folder *folder);

/* The code of the folder's village, NULL where it is not known. */
const char *import__village_code(const struct import_folder *folder);
/* Minutes east of UTC, and the civil day of an instant in the village. */
int32_t import__zone(const struct import_folder *folder);
int32_t import__day(const struct import_folder *folder, int64_t instant);

/* ---- rows become operations ---- */

/* A member of staff, as import_eyes.c looks for one. */
struct import_worker {
    struct id id;
    int64_t household; /* row id; 0: none */
    uint32_t roles;    /* bit 1 << role */
};

struct import {
    const struct import_options *options;
    const struct import_rooms *rooms;
    struct import_report *report;
    struct import_folder folder;
    const char *village;           /* code */
    int64_t village_id;            /* row id in the books; 0: not there yet */
    bool fresh;                    /* the books did not know the village: nothing of it is stored */
    struct import_worker *workers; /* in the order of staff.csv */
    size_t worker_count;
    size_t worker_room;
    bool workers_missing; /* some of staff.csv could not be read or does not take part */
    bool money_missing;   /* likewise of fund.csv */
    uint64_t records;     /* accepted in this pass */
    uint64_t bytes;       /* at most so many in the frame */
    size_t done;          /* steps, for the progress */
    size_t total;
    /* Numbers of stored households by their row id, read when first needed. */
    struct import_household *households;
    size_t household_count;
    size_t household_room;
    bool households_read;
};
struct import_household {
    int64_t id;
    const char *number;
};

/* An operation with room for its action: `op.operation.award = &op.action.award`. */
struct import_op {
    Sanbao__V1__Operation operation;
    struct id event_id;
    uint8_t salt[SALT_BYTES];
    struct hash commitment;
    union {
        Sanbao__V1__VillageOpen village_open;
        Sanbao__V1__HouseholdOpen household_open;
        Sanbao__V1__PersonEnter person_enter;
        Sanbao__V1__AccountOpen account_open;
        Sanbao__V1__AccountMove account_move;
        Sanbao__V1__RoleSet role_set;
        Sanbao__V1__RuleAdopt rule_adopt;
        Sanbao__V1__FundDeposit fund_deposit;
        Sanbao__V1__ActivityOpen activity_open;
        Sanbao__V1__Award award;
        Sanbao__V1__ShopOpen shop_open;
        Sanbao__V1__GoodsSet goods_set;
        Sanbao__V1__Redeem redeem;
    } action;
};

/* An operation of this kind for a natural key of a file: event id and salt follow from them,
 * village and day are set, proposer, approver and commitment are empty, the action is initialised.
 */
void import__op_init(struct import *import, struct import_op *op, enum import_file file,
                     const char *key, Sanbao__V1__Operation__ActionCase action, int64_t day);
/* The commitment to a detail goes into the envelope. */
void import__op_commit(struct import_op *op);
/* Whether it was accepted before. */
CHECKED struct status import__op_known(struct import *import, const struct import_op *op,
                                       bool *known);
/* Hands it to the journal. A refusal is a fault of the row, which becomes faulty; `*accepted`
 * tells. `on` is the column named where the code says nothing more precise. */
CHECKED struct status import__op_try(struct import *import, const struct import_op *op,
                                     struct import_row *row, int on, bool *accepted);
ProtobufCBinaryData import__bytes(const struct id *id);
char *import__text(const char *text); /* protobuf-c asks for char * and leaves it alone */

/* ---- what is stored: import_stored.c ---- */

/* Settles on the village with this code, and whether the books know it. */
CHECKED struct status import__village_know(struct import *import, const char *code);
CHECKED struct status import__stored_find(void *context, const char *village, enum import_file file,
                                          const char *key, struct arena *arena, bool *found,
                                          struct import_row *row);
/* The operation that the event id was accepted as; `*found` false: none. The caller frees it with
 * sanbao__v1__operation__free_unpacked(). */
CHECKED struct status import__stored_operation(struct import *import, const struct id *event_id,
                                               Sanbao__V1__Operation **operation, bool *found);
/* Compares a row with what is stored under its key: each column that must not change and did is a
 * fault with both values. `*private_changed`: a private column differs. */
CHECKED struct status import__stored_compare(struct import *import, struct import_row *row,
                                             const struct import_row *stored,
                                             bool *private_changed);

/* A row whose operation was accepted before: unchanged, or a fault. */
CHECKED struct status import__stored_again(struct import *import, struct import_row *row);

/* ---- the steps of a pass ---- */

/* Whether a row takes part: it is good, and so is all that it names. With keep_good a row that
 * hangs on a bad one is taken up among the faults. */
CHECKED struct status import__row_ready(struct import *import, struct import_row *row, bool *ready);
/* Leaves a good row out, for the sake of one that it hangs on; NULL: a row that was not found. */
CHECKED struct status import__row_leave(struct import *import, struct import_row *row,
                                        const struct import_row *on);
void import__step(struct import *import);

CHECKED struct status import__village_open(struct import *import);
CHECKED struct status import__rules(struct import *import); /* and shops, goods */
CHECKED struct status import__activities(struct import *import);
CHECKED struct status import__structure_row(struct import *import, struct import_row *row);
CHECKED struct status import__roster(struct import *import); /* households, residents, staff */
CHECKED struct status import__workers(struct import *import);
CHECKED struct status import__timeline(struct import *import);
CHECKED struct status import__moves(struct import *import);

/* Who proposes and approves an award under a rule to this earner. `leader` NULL: there is none.
 * `*missing`: the role that nobody is left for; ROLE_UNSET: found. Empty ids: the server's key. */
struct import_eyes {
    const struct id *proposer;
    const struct id *approver;
    Sanbao__V1__Role missing;
};
CHECKED struct status import__eyes(struct import *import, const struct rule *rule,
                                   const struct id *earner, const struct id *leader,
                                   struct import_eyes *eyes);

/* Writes all faulty rows of the folder with their reasons to a new file of the data folder, durable
 * on return. */
CHECKED struct status import__leftover_write(struct import *import);
/* Takes it away again: the import came to nothing. */
void import__leftover_remove(struct import *import);
