/* claim_http_objection.c - "this should not stand": anybody of the village objects to an award in
 * its notice period, with a reason; others decide, with theirs; whoever is hurt by that appeals to
 * the town. How far it has come is decided in the books; here are the words, sealed. */
#include <string.h>

#include "claim/reversal_internal.h"
#include "notify/notify.h"
#include "residents/residents.h"

struct hearing {
    struct waiting award;
    struct claim_objection row;
    bool found; /* there are words */
};

static struct status begin(struct call *call,
                           struct status (*run)(struct call *call, struct side *side),
                           struct status (*then)(struct call *call))
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct hearing), NULL, &state));
    call->job.commit = true; /* whoever looks next finds it so */
    return call_write(call, run, then);
}

static struct status award_find(const struct call *call, struct side *side, struct hearing *hearing)
{
    return notice__award(side, &call->village, (uint64_t)call_path_number(call, "record"),
                         &hearing->award);
}

static struct status tell(struct side *side, const struct call *call, const struct waiting *award,
                          const struct id *person, enum notify_text text)
{
    struct claim named = {.state = CLAIM_AWARDED};
    snprintf(named.village, sizeof named.village, "%s", call->village_code);
    snprintf(named.rule, sizeof named.rule, "%s", award->rule.code);
    return claim__tell_to(side, &named, person, (int)text, award->entry.amount);
}

static bool is_member(const struct call *call, struct side *side, const struct id *person,
                      int64_t id)
{
    struct member member;
    const ProtobufCBinaryData bytes = {ID_BYTES, (uint8_t *)(uintptr_t)person->bytes};
    struct status status = identity_member(side->identity, call->village.id, &bytes, &member);
    return status_ok(status) && member.id == id;
}

/* ---- objecting, and appealing ---- */

static struct status actor_judge(const struct call *call, struct side *side,
                                 const struct id *person)
{
    if (claim__is(call, person) || call_may(call, WHO_SOCIAL_WORKER)) {
        return OK;
    }
    return residents_act_check(side, call->village_code, &call->village, person,
                               &call->caller.person, POWER_SIGN_UP, 0);
}

/* An appeal is for whoever the decision goes against. */
static struct status appeal_judge(const struct call *call, struct side *side,
                                  const struct hearing *hearing)
{
    const struct objection *objection = &hearing->award.objection;
    const struct id *person = &hearing->row.person;
    if (objection->state == OBJECTION_STATE_OPEN || objection->state == OBJECTION_STATE_APPEALED) {
        return REFUSE(OBJECTION_OPEN);
    }
    if (objection->state != OBJECTION_STATE_DECIDED) {
        return REFUSE(OBJECTION_NONE);
    }
    bool hurt = objection->upheld ? memcmp(person, &hearing->award.person, sizeof *person) == 0
                                  : is_member(call, side, person, objection->person);
    return hurt ? OK : REFUSE(NOT_ALLOWED);
}

static struct status first_judge(struct side *side, const struct hearing *hearing)
{
    int64_t open = 0;
    const struct id *person = &hearing->row.person;
    if (memcmp(person, &hearing->award.person, sizeof *person) == 0) {
        return REFUSE(OBJECTION_OWN);
    }
    if (hearing->award.objection.state == OBJECTION_STATE_DECIDED ||
        hearing->award.objection.state == OBJECTION_STATE_FINAL) {
        return REFUSE(OBJECTION_LATE);
    }
    TRY(claim__objection_open(claims_of(side), person, &open));
    return open < OBJECTIONS_OPEN_MAX ? OK : REFUSE(OBJECTION_MANY);
}

static struct status object_try(struct call *call, struct side *side, struct hearing *hearing)
{
    Sanbao__V1__Objection objection = SANBAO__V1__OBJECTION__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    const char *text = call_text(call, "text");
    uint8_t salt[SALT_BYTES];
    struct hash commitment;
    side_salt_derive(side, &call->event, salt);
    people_commitment(salt, text, strlen(text), &commitment);
    objection.record = hearing->row.record;
    objection.person = (ProtobufCBinaryData){ID_BYTES, hearing->row.person.bytes};
    operation.commitment = (ProtobufCBinaryData){HASH_BYTES, commitment.bytes};
    operation.action_case = SANBAO__V1__OPERATION__ACTION_OBJECTION;
    operation.objection = &objection;
    return call_try(call, side, &operation);
}

/* What is said in a person's name is noted for them; the other side is told that somebody objects,
 * not who. */
static struct status object_tell(struct call *call, struct side *side, struct hearing *hearing)
{
    const struct claim_objection *row = &hearing->row;
    struct claim_objection first;
    bool found = false;
    if (!claim__is(call, &row->person)) {
        TRY(residents_act_note(side, call->village_code, &call->village, &row->id, &row->person,
                               &call->caller.person, POWER_SIGN_UP, "", 0));
    }
    if (!row->appeal) {
        return tell(side, call, &hearing->award, &row->about, TEXT_OBJECTION);
    }
    TRY(claim__objection_of(claims_of(side), row->village, row->record, false, &found, &first));
    bool earner = memcmp(&row->person, &row->about, sizeof row->about) == 0;
    if (!earner) {
        return tell(side, call, &hearing->award, &row->about, TEXT_APPEAL);
    }
    return found ? tell(side, call, &hearing->award, &first.person, TEXT_APPEAL) : OK;
}

static struct status again_judge(const struct call *call, struct side *side,
                                 const struct hearing *hearing, bool *again)
{
    uint64_t record = 0;
    bool in_books = false;
    const struct claim_objection *row = &hearing->row;
    *again = false;
    if (!hearing->found) {
        return OK;
    }
    if (!claim__is(call, &row->filed_by) ||
        row->record != (uint64_t)call_path_number(call, "record")) {
        return REFUSE(ID_TAKEN);
    }
    TRY(journal_find(side->journal, row->id.bytes, &in_books, &record));
    *again = in_books; /* else a crash kept it out */
    return OK;
}

static struct status object(struct call *call, struct side *side, bool appeal)
{
    struct hearing *hearing = call->state;
    struct claim_objection *row = &hearing->row;
    bool again = false;
    TRY(claim__objection_get(claims_of(side), &call->event, &hearing->found, row));
    TRY(again_judge(call, side, hearing, &again));
    TRY(award_find(call, side, hearing));
    if (again) {
        return OK;
    }
    *row = (struct claim_objection){.id = call->event,
                                    .record = hearing->award.record,
                                    .appeal = appeal,
                                    .filed_by = call->caller.person,
                                    .about = hearing->award.person,
                                    .at = side_now(side)};
    snprintf(row->village, sizeof row->village, "%s", call->village_code);
    if (!call_id(call, "person", &row->person)) {
        row->person = call->caller.person;
    }
    TRY(actor_judge(call, side, &row->person));
    TRY(appeal ? appeal_judge(call, side, hearing) : first_judge(side, hearing));
    TRY(claim__seal(side, &row->person, OBJECTION_TEXT_PURPOSE, call_text(call, "text"),
                    &row->text));
    TRY(claim__objection_put(claims_of(side), row));
    TRY(object_try(call, side, hearing));
    TRY(object_tell(call, side, hearing));
    return points_objection(side->points, row->record, &hearing->award.objection);
}

static struct status object_run(struct call *call, struct side *side)
{
    return object(call, side, false);
}

static struct status appeal_run(struct call *call, struct side *side)
{
    return object(call, side, true);
}

static struct status notice_answer(struct call *call)
{
    const struct hearing *hearing = call->state;
    struct json_object *body = json_object_new_object();
    struct status status = notice__fill(call, &hearing->award, body);
    if (!status_ok(status)) {
        json_object_put(body);
        return status;
    }
    return call_reply(call, 201, body);
}

struct status claim__object(struct call *call)
{
    return begin(call, object_run, notice_answer);
}

struct status claim__appeal(struct call *call)
{
    return begin(call, appeal_run, notice_answer);
}

/* ---- deciding ---- */

/* Kin by a tie that the books do not know stand back as well. */
static struct status judge_judge(struct call *call, struct side *side,
                                 const struct hearing *hearing)
{
    bool related = false;
    bool other = false;
    TRY(claim__related(call, side, &hearing->award.person, &call->caller.person, &related));
    if (hearing->found) {
        TRY(claim__related(call, side, &hearing->row.person, &call->caller.person, &other));
        other = other || claim__is(call, &hearing->row.filed_by);
    }
    return related || other ? REFUSE(OBJECTION_JUDGE) : OK;
}

static struct status decide_try(struct call *call, struct side *side, struct hearing *hearing)
{
    Sanbao__V1__ObjectionSettle settle = SANBAO__V1__OBJECTION_SETTLE__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    settle.record = hearing->award.record;
    settle.upheld = call_flag(call, "upheld");
    operation.action_case = SANBAO__V1__OPERATION__ACTION_OBJECTION_SETTLE;
    operation.objection_settle = &settle;
    return call_try(call, side, &operation);
}

static struct status words_keep(struct call *call, struct side *side, struct hearing *hearing)
{
    struct claim_objection *row = &hearing->row;
    const char *word = call_text(call, "word");
    if (!hearing->found) {
        return OK; /* who objected was erased; the books know the rest */
    }
    row->decided_at = side_now(side);
    row->decided_by = call->caller.person;
    row->upheld = call_flag(call, "upheld");
    TRY(claim__seal(side, &row->person, OBJECTION_WORD_PURPOSE, word, &row->word));
    TRY(claim__seal(side, &row->about, OBJECTION_WORD_PURPOSE, word, &row->word_about));
    return claim__objection_put(claims_of(side), row);
}

static struct status decide_tell(struct call *call, struct side *side, struct hearing *hearing)
{
    enum notify_text text =
        call_flag(call, "upheld") ? TEXT_OBJECTION_UPHELD : TEXT_OBJECTION_DISMISSED;
    struct claim_objection first;
    bool found = false;
    TRY(tell(side, call, &hearing->award, &hearing->award.person, text));
    TRY(claim__objection_of(claims_of(side), call->village_code, hearing->award.record, false,
                            &found, &first));
    return found ? tell(side, call, &hearing->award, &first.person, text) : OK;
}

/* The Idempotency-Key is the decision's event id, so that a retry gets the first receipt. */
static struct status decide_run(struct call *call, struct side *side)
{
    struct hearing *hearing = call->state;
    bool known = false;
    uint64_t record = 0;
    TRY(journal_find(side->journal, call->event.bytes, &known, &record));
    if (known) {
        hearing->award.record = (uint64_t)call_path_number(call, "record");
        return decide_try(call, side, hearing);
    }
    TRY(award_find(call, side, hearing));
    bool appealed = hearing->award.objection.state == OBJECTION_STATE_APPEALED;
    TRY(claim__objection_of(claims_of(side), call->village_code, hearing->award.record, appealed,
                            &hearing->found, &hearing->row));
    TRY(judge_judge(call, side, hearing));
    TRY(words_keep(call, side, hearing));
    TRY(decide_try(call, side, hearing));
    return decide_tell(call, side, hearing);
}

struct status claim__decide(struct call *call)
{
    return begin(call, decide_run, call_reply_receipt);
}
