/* claim_sql_erase.c - a person goes: the rows about them are deleted, and in the rows about others
 * their id gives way to zeros. Who proposed, approved and was drawn stands in the journal. */
#include "claim/claim_internal.h"

enum going {
    GOES, /* the person */
    ID,   /* zeros for the person, at first the zeros */
};

static const struct {
    enum going how;
    const char *sql;
} goings[] = {
    {GOES, "DELETE FROM claim_step WHERE claim IN (SELECT id FROM claim WHERE person = ?)"},
    {GOES, "DELETE FROM claim_photo WHERE claim IN (SELECT id FROM claim WHERE person = ?)"},
    {GOES, "DELETE FROM claim_seat WHERE claim IN (SELECT id FROM claim WHERE person = ?)"},
    {GOES, "DELETE FROM claim WHERE person = ?"},
    {GOES, "DELETE FROM claim_reversal WHERE decided_at = 0 AND proposer = ?"},
    {GOES, "UPDATE claim SET examiner = NULL, "
           "state = CASE WHEN state = 2 THEN 1 ELSE state END WHERE examiner = ?"},
    {ID, "UPDATE claim SET filed_by = ? WHERE filed_by = ?"},
    {ID, "UPDATE claim_step SET by = ? WHERE by = ?"},
    {ID, "UPDATE claim_photo SET by = ? WHERE by = ?"},
    {ID, "UPDATE claim_seat SET person = ?, state = CASE WHEN claim IN "
         "(SELECT id FROM claim WHERE state = 1) THEN 4 ELSE state END WHERE person = ?"},
    {ID, "UPDATE claim_objection SET filed_by = ? WHERE filed_by = ?"},
    {GOES, "UPDATE claim_objection SET decided_by = NULL WHERE decided_by = ?"},
    {ID, "UPDATE claim_reversal SET proposer = ? WHERE proposer = ?"},
    {GOES, "UPDATE claim_reversal SET decider = NULL WHERE decider = ?"},
};

struct status claim__person_drop(struct claims *own, const struct id *person)
{
    static const struct id none;
    _Static_assert(COUNT(goings) == COUNT(own->sql.drop), "a statement each");
    for (size_t i = 0; i < COUNT(goings); i++) {
        int at = 0;
        TRY(store_prepare(own->store, &own->sql.drop[i], goings[i].sql));
        if (goings[i].how == ID) {
            store_bind_blob(own->sql.drop[i], at++, none.bytes, ID_BYTES);
        }
        store_bind_blob(own->sql.drop[i], at, person->bytes, ID_BYTES);
        TRY(store_execute(own->sql.drop[i]));
    }
    return OK;
}
