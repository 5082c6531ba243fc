/* residents_leave.c - somebody leaves or has died: the points pass on to whom was named, the
 * account is closed, and nobody logs in or acts for them any more. */
#include "auth/auth.h"
#include "residents/residents_internal.h"

/* Two records: the bequest takes the points, the inheritance gives them. */
static struct status pass_on(struct call *call, struct side *side, const struct matter *matter)
{
    Sanbao__V1__Bequest bequest = SANBAO__V1__BEQUEST__INIT;
    Sanbao__V1__Inherit inherit = SANBAO__V1__INHERIT__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    bequest.person = (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)matter->person.bytes};
    bequest.heir = (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)matter->heir.bytes};
    operation.bequest = &bequest;
    operation.action_case = SANBAO__V1__OPERATION__ACTION_BEQUEST;
    TRY(residents__matter_try(call, side, matter, "bequest", NULL, &operation));
    if (call->answer.outcome.granted == 0) {
        return OK; /* all of it was owed */
    }
    operation = (Sanbao__V1__Operation)SANBAO__V1__OPERATION__INIT;
    inherit.record = call->answer.record;
    operation.inherit = &inherit;
    operation.action_case = SANBAO__V1__OPERATION__ACTION_INHERIT;
    return residents__matter_try(call, side, matter, "inherit", NULL, &operation);
}

static struct status close_try(struct call *call, struct side *side, const struct matter *matter)
{
    Sanbao__V1__AccountClose close = SANBAO__V1__ACCOUNT_CLOSE__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    close.person = (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)matter->person.bytes};
    operation.account_close = &close;
    operation.action_case = SANBAO__V1__OPERATION__ACTION_ACCOUNT_CLOSE;
    return residents__matter_try(call, side, matter, "close", NULL, &operation);
}

/* Nobody acts for them from today on, nor they for anybody; nobody comes with their card. */
static struct status powers_end(struct call *call, struct side *side, const struct id *person)
{
    struct residents *residents = residents__state(side);
    for (int as_helper = 0; as_helper < 2; as_helper++) {
        struct tie ties[TIES_MAX];
        size_t count = 0;
        TRY(residents__ties_of(residents, person, as_helper == 1, ties, &count));
        for (size_t i = 0; i < count; i++) {
            if (ties[i].ended_at == 0) {
                ties[i].ended_at = side_now(side);
                ties[i].ended_by = call->caller.person;
                TRY(residents__tie_update(residents, &ties[i]));
            }
        }
    }
    TRY(auth_cards_end(side, person, &call->caller.person));
    return auth_sessions_end(side, person, NULL);
}

struct status residents__leave_try(struct call *call, struct side *side,
                                   const struct matter *matter)
{
    const ProtobufCBinaryData id = {ID_BYTES, (uint8_t *)(uintptr_t)matter->person.bytes};
    struct resident_points points = {0};
    struct member member;
    TRY(identity_member(side->identity, call->village.id, &id, &member));
    if (member.account != 0) {
        TRY(ledger_resident(side->ledger, member.account, &points));
        if (matter->has_heir && (points.available > 0 || points.owed > 0)) {
            TRY(pass_on(call, side, matter));
        }
        TRY(close_try(call, side, matter));
    }
    return matter->kind == MATTER_DEATH ? powers_end(call, side, &matter->person) : OK;
}
