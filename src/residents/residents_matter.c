/* residents_matter.c - entering, moving and leaving: one official proposes, another one decides,
 * and what it does stands in plain words before it is done. */
#include <string.h>

#include "base/text.h"
#include "notify/notify.h"
#include "residents/residents_internal.h"

const char *const matter_words[] = {"enter", "move", "leave", "death", "erase", "role", NULL};

const char *residents__matter_word(int32_t kind)
{
    return matter_words[kind - 1];
}

const char *residents__matter_rule(int32_t kind)
{
    switch ((enum matter_kind)kind) {
    case MATTER_ENTER:
        return lang_pick(
            "入册以后可以注册、挣工分、换东西，户口不在村里也一样；入册不改变任何村民待遇。",
            "Who is on the roster may register, earn and spend, whatever their "
            "household register says; no other right follows from it.");
    case MATTER_MOVE:
        return lang_pick(
            "工分跟人走，不跟户走：余额不变。按户封顶和“三人两户”从迁户那天起按新户算。",
            "Points go with the person, not with the household: the balance stays. "
            "Caps by household and two eyes count by the new one from that day.");
    case MATTER_LEAVE:
        return lang_pick("工分可以先用完，也可以转给本村一位指定的人，到期日不变；欠的不转。"
                         "账户清零后销户：不能再挣分和兑换，记录仍在账上，本人仍可查看。",
                         "The points are spent first, or pass on to a person of the village whom "
                         "the one who leaves names, with their days; what is owed does not. The "
                         "empty account is closed: it neither earns nor spends, its records stay, "
                         "and the person can still read them.");
    case MATTER_DEATH:
        return lang_pick(
            "工分由家人商定的一位本村继承人继承，到期日不变；欠的不继承，先从余额里抵，"
            "不够的核销。公示中和预留的要先了结。没有继承人的，工分到期后作废。"
            "代办授权和登录当天结束。",
            "The points pass on to one heir of the village whom the family names, with "
            "their days. What is owed is paid from them first, the rest is written "
            "off. Points on notice or held come first. Without an heir they expire. "
            "Powers and log-ins end that day.");
    case MATTER_ERASE:
        return lang_pick(
            "按本人书面申请删除个人资料，不能恢复。账本里的工分留着，只有一个随机代号；"
            "余下的工分作废。有手机的人可以自己删除。",
            "At the person's written request their data are destroyed for good. The "
            "entries stay in the books under a random id; points left are lost. Who "
            "has a phone can do it alone.");
    case MATTER_ROLE:
        return lang_pick(
            "身份由两个人给、两个人收：管理员或镇里提出，村干部或镇里同意；谁都不能给自己，"
            "同意的人不与此人同户。给和收都记在账本里。",
            "Two people give a role and two take it: an administrator or the town proposes, a "
            "cadre or the town agrees, nobody for themselves or for their household. It stands "
            "in the log.");
    }
    REQUIRE(!"a matter that is stored and not known");
    return "";
}

struct status residents__matter_reason(struct side *side, const struct matter *matter,
                                       char reason[NOTE_BYTES_MAX_SEALED + 1])
{
    bool known = false;
    TRY(people_unseal(side->people, &matter->person, "matter", matter->reason,
                      matter->reason_length, reason, &known));
    reason[known ? matter->reason_length - SEAL_OVERHEAD_BYTES : 0] = '\0';
    return OK;
}

/* ---- proposed ---- */

/* Event ids of what the matter will do follow from its own. */
static void event_of(struct side *side, const struct matter *matter, const char *name,
                     struct id *event)
{
    side_id_derive(side, &matter->id, name, 0, event);
}

/* A new household's detail waits for its operation. */
static struct status household_new(struct call *call, struct side *side, struct matter *matter,
                                   const struct json_node *node)
{
    Sanbao__V1__HouseholdDetail detail = SANBAO__V1__HOUSEHOLD_DETAIL__INIT;
    struct hash commitment;
    detail.number = (char *)(uintptr_t)node_text(call, node, "number");
    detail.group = (char *)(uintptr_t)node_text(call, node, "group");
    detail.address = (char *)(uintptr_t)node_text(call, node, "address");
    if (!text_is_number(detail.number, strlen(detail.number))) {
        return call_refuse(call, REFUSE(FIELD_WRONG), "number");
    }
    event_of(side, matter, "household-id", &matter->household);
    struct people_row row = {.id = matter->household,
                             .created_at = matter->proposed_at,
                             .kind = PEOPLE_HOUSEHOLD,
                             .household = &detail};
    event_of(side, matter, "household", &row.event_id);
    side_salt_derive(side, &row.event_id, row.salt);
    matter->has_household = true;
    return people_put(side->people, call->village_code, &row, &commitment);
}

static struct status household_choose(struct call *call, struct side *side, struct matter *matter)
{
    const struct json_node *fresh = call_node(call, "new_household");
    int64_t row = 0;
    if (fresh != NULL) {
        return household_new(call, side, matter, fresh);
    }
    if (!call_id(call, "household", &matter->household)) {
        return matter->kind == MATTER_MOVE ? call_refuse(call, REFUSE(FIELD_MISSING), "household")
                                           : OK;
    }
    const ProtobufCBinaryData household = {ID_BYTES, matter->household.bytes};
    TRY(identity_household(side->identity, call->village.id, &household, &row));
    matter->has_household = true;
    return row != 0 ? OK : call_refuse(call, REFUSE(HOUSEHOLD_UNKNOWN), "household");
}

/* Somebody very alike on the roster is pointed out; who proposes must say that it is not so. */
static struct status alike_check(struct call *call, struct side *side)
{
    struct roster *roster = NULL;
    struct id people[ALIKE_MAX];
    if (call_flag(call, "not_the_same")) {
        return OK;
    }
    TRY(residents__roster(side, call->village_code, &call->village, &roster));
    size_t count = residents__alike(roster, call_text(call, "name"),
                                    call_integer(call, "birth_day", DAY_NEVER),
                                    call_text(call, "phone"), NULL, people);
    return count == 0 ? OK : call_refuse(call, REFUSE(DUPLICATE_LIKELY), "not_the_same");
}

static struct status person_new(struct call *call, struct side *side, struct matter *matter)
{
    Sanbao__V1__PersonDetail detail = SANBAO__V1__PERSON_DETAIL__INIT;
    struct hash commitment;
    const char *phone = call_text(call, "phone");
    const char *needed[] = {"number", "name", "birth_day"};
    for (size_t i = 0; i < COUNT(needed); i++) {
        if (!call_has(call, needed[i])) {
            return call_refuse(call, REFUSE(FIELD_MISSING), needed[i]);
        }
    }
    if (phone != NULL && !residents__phone_good(phone)) {
        return call_refuse(call, REFUSE(FIELD_WRONG), "phone");
    }
    TRY(alike_check(call, side));
    detail.number = (char *)(uintptr_t)call_text(call, "number");
    detail.name = (char *)(uintptr_t)call_text(call, "name");
    detail.has_birth = true;
    detail.birth_day = (int32_t)call_integer(call, "birth_day", 0);
    detail.phone = (char *)(uintptr_t)(phone != NULL ? phone : "");
    if (!text_is_number(detail.number, strlen(detail.number))) {
        return call_refuse(call, REFUSE(FIELD_WRONG), "number");
    }
    if (detail.birth_day > side_today(side, &call->village)) {
        return call_refuse(call, REFUSE(DAY_IN_FUTURE), "birth_day");
    }
    event_of(side, matter, "person-id", &matter->person);
    struct people_row row = {.id = matter->person,
                             .created_at = matter->proposed_at,
                             .kind = PEOPLE_RESIDENT,
                             .person = &detail};
    event_of(side, matter, "person", &row.event_id);
    side_salt_derive(side, &row.event_id, row.salt);
    return people_put(side->people, call->village_code, &row, &commitment);
}

static struct status person_known(struct call *call, struct side *side, struct matter *matter)
{
    struct member member;
    if (!call_id(call, "person", &matter->person)) {
        return call_refuse(call, REFUSE(FIELD_MISSING), "person");
    }
    const ProtobufCBinaryData person = {ID_BYTES, matter->person.bytes};
    TRY(identity_member(side->identity, call->village.id, &person, &member));
    if (member.id == 0) {
        return REFUSE(PERSON_UNKNOWN);
    }
    return residents_look_note(side, call->village_code, &call->village, &matter->person,
                               &call->caller.person, LOOK_HOUSEHOLD);
}

/* Whom the points pass on to: somebody registered in the village, or nobody. */
static struct status heir_choose(struct call *call, struct side *side, struct matter *matter)
{
    struct member heir;
    if (!call_id(call, "heir", &matter->heir)) {
        return OK;
    }
    const ProtobufCBinaryData id = {ID_BYTES, matter->heir.bytes};
    matter->has_heir = true;
    TRY(identity_member(side->identity, call->village.id, &id, &heir));
    bool good = heir.id != 0 && heir.account != 0 && heir.closed_on == DAY_NEVER &&
                memcmp(&matter->heir, &matter->person, sizeof matter->heir) != 0;
    return good ? OK : call_refuse(call, REFUSE(HEIR_WRONG), "heir");
}

static struct status propose_run(struct call *call, struct side *side)
{
    struct residents *residents = residents__state(side);
    struct matter before;
    bool again = false;
    struct matter matter = {.id = call->event,
                            .kind = (int32_t)call_integer(call, "kind", 0) + 1,
                            .access = (int32_t)call_integer(call, "access", -1) + 1,
                            .proposer = call->caller.person,
                            .proposed_at = side->real(),
                            .state = MATTER_OPEN};
    const char *reason = call_text(call, "reason");
    TRY(residents__matter_may(call, matter.kind, false));
    TRY(residents__matter_get(residents, &matter.id, &again, &before));
    if (again) {
        bool same = memcmp(&before.proposer, &matter.proposer, sizeof before.proposer) == 0;
        return same ? OK : REFUSE(ID_TAKEN);
    }
    snprintf(matter.village, sizeof matter.village, "%s", call->village_code);
    TRY(matter.kind == MATTER_ENTER ? person_new(call, side, &matter)
                                    : person_known(call, side, &matter));
    TRY(matter.kind == MATTER_ROLE    ? residents__role_choose(call, side, &matter)
        : matter.kind >= MATTER_LEAVE ? heir_choose(call, side, &matter)
                                      : household_choose(call, side, &matter));
    matter.reason_length = strlen(reason) + SEAL_OVERHEAD_BYTES;
    REQUIRE(matter.reason_length <= sizeof matter.reason); /* the route's table saw to it */
    TRY(people_seal(side->people, &matter.person, "matter", reason, strlen(reason), matter.reason));
    return residents__matter_put(residents, &matter);
}

static struct status proposed(struct call *call)
{
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "matter", id_json(&call->event));
    residents__text(object, "rule",
                    residents__matter_rule((int32_t)call_integer(call, "kind", 0) + 1));
    return call_reply(call, 201, object);
}

struct status residents__propose(struct call *call)
{
    return call_write(call, propose_run, proposed);
}

/* ---- decided ---- */

/* An operation of the matter: proposed by who proposed it, approved by the caller. */
struct status residents__matter_try(struct call *call, struct side *side,
                                    const struct matter *matter, const char *name,
                                    struct hash *commitment, Sanbao__V1__Operation *operation)
{
    struct id event;
    event_of(side, matter, name, &event);
    operation->event_id = (ProtobufCBinaryData){ID_BYTES, event.bytes};
    operation->proposer =
        (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)matter->proposer.bytes};
    operation->approver = (ProtobufCBinaryData){ID_BYTES, call->caller.person.bytes};
    if (commitment != NULL) {
        operation->commitment = (ProtobufCBinaryData){HASH_BYTES, commitment->bytes};
    }
    return call_try(call, side, operation);
}

/* The commitment of a detail that waits: it is put once more as it is. */
static struct status detail_commit(struct call *call, struct side *side, const struct id *id,
                                   struct hash *commitment)
{
    struct people_row row;
    bool found = false;
    TRY(people_get(side->people, id, &found, &row));
    if (!found) {
        return REFUSE(MATTER_EXPIRED);
    }
    struct status status = people_put(side->people, call->village_code, &row, commitment);
    people_row_free(&row);
    return status;
}

/* Where the household is new, it is opened first. */
static struct status household_try(struct call *call, struct side *side,
                                   const struct matter *matter)
{
    Sanbao__V1__HouseholdOpen open = SANBAO__V1__HOUSEHOLD_OPEN__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    struct hash commitment;
    int64_t row = 0;
    open.household = (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)matter->household.bytes};
    TRY(identity_household(side->identity, call->village.id, &open.household, &row));
    if (!matter->has_household || row != 0) {
        return OK;
    }
    TRY(detail_commit(call, side, &matter->household, &commitment));
    operation.household_open = &open;
    operation.action_case = SANBAO__V1__OPERATION__ACTION_HOUSEHOLD_OPEN;
    return residents__matter_try(call, side, matter, "household", &commitment, &operation);
}

static struct status enter_try(struct call *call, struct side *side, const struct matter *matter)
{
    Sanbao__V1__PersonEnter enter = SANBAO__V1__PERSON_ENTER__INIT;
    Sanbao__V1__AccountOpen open = SANBAO__V1__ACCOUNT_OPEN__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    struct hash commitment;
    const ProtobufCBinaryData person = {ID_BYTES, (uint8_t *)(uintptr_t)matter->person.bytes};
    TRY(detail_commit(call, side, &matter->person, &commitment));
    enter.person = person;
    if (matter->has_household) {
        enter.household =
            (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)matter->household.bytes};
    }
    operation.person_enter = &enter;
    operation.action_case = SANBAO__V1__OPERATION__ACTION_PERSON_ENTER;
    TRY(residents__matter_try(call, side, matter, "person", &commitment, &operation));
    if (matter->access == 0) {
        return OK;
    }
    operation = (Sanbao__V1__Operation)SANBAO__V1__OPERATION__INIT;
    open.person = person;
    open.access = (Sanbao__V1__Access)matter->access;
    operation.account_open = &open;
    operation.action_case = SANBAO__V1__OPERATION__ACTION_ACCOUNT_OPEN;
    TRY(residents__matter_try(call, side, matter, "account", NULL, &operation));
    struct welcome welcome = {.person = matter->person,
                              .registered_at = side_now(side),
                              .proposed = true,
                              .proposer = matter->proposer};
    snprintf(welcome.village, sizeof welcome.village, "%s", call->village_code);
    return residents__welcome_put(residents__state(side), &welcome);
}

static struct status move_try(struct call *call, struct side *side, const struct matter *matter)
{
    Sanbao__V1__AccountMove move = SANBAO__V1__ACCOUNT_MOVE__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    move.person = (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)matter->person.bytes};
    move.household = (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)matter->household.bytes};
    operation.account_move = &move;
    operation.action_case = SANBAO__V1__OPERATION__ACTION_ACCOUNT_MOVE;
    return residents__matter_try(call, side, matter, "move", NULL, &operation);
}

/* Who decides is not who proposed, not the person, and not of a household that it is about. */
static struct status decider_check(struct call *call, struct side *side,
                                   const struct matter *matter)
{
    const ProtobufCBinaryData caller = {ID_BYTES, call->caller.person.bytes};
    const ProtobufCBinaryData person = {ID_BYTES, (uint8_t *)(uintptr_t)matter->person.bytes};
    const ProtobufCBinaryData target = {ID_BYTES, (uint8_t *)(uintptr_t)matter->household.bytes};
    struct member decider;
    struct member about;
    int64_t household = 0;
    const struct id *caller_id = &call->caller.person;
    bool same = memcmp(&matter->proposer, caller_id, sizeof *caller_id) == 0 ||
                memcmp(&matter->person, caller_id, sizeof *caller_id) == 0 ||
                (matter->has_heir && memcmp(&matter->heir, caller_id, sizeof *caller_id) == 0);
    if (same) {
        return REFUSE(TWO_EYES_SAME);
    }
    TRY(identity_member(side->identity, call->village.id, &caller, &decider));
    TRY(identity_member(side->identity, call->village.id, &person, &about));
    if (matter->has_household) {
        TRY(identity_household(side->identity, call->village.id, &target, &household));
    }
    bool home = decider.household != 0 &&
                (decider.household == about.household || decider.household == household);
    return home ? REFUSE(TWO_EYES_HOUSEHOLD) : OK;
}

struct status residents__matter_find(struct call *call, struct side *side, struct matter *matter)
{
    struct id id;
    bool found = false;
    call_path_id(call, "matter_id", &id);
    TRY(residents__matter_get(residents__state(side), &id, &found, matter));
    bool sees = found && strcmp(matter->village, call->village_code) == 0 &&
                residents__matter_sees(call, matter->kind);
    return sees ? OK : REFUSE(MATTER_UNKNOWN);
}

/* Whether it is still to be decided; `*again`: it was, the same way by the same official. */
static struct status open_check(struct call *call, struct side *side, struct matter *matter,
                                bool *again)
{
    bool agreed = call_flag(call, "agreed");
    TRY(residents__matter_find(call, side, matter));
    TRY(residents__matter_may(call, matter->kind, true));
    *again = matter->state == (agreed ? MATTER_DONE : MATTER_REFUSED) &&
             memcmp(&matter->decider, &call->caller.person, ID_BYTES) == 0;
    if (*again) {
        return OK;
    }
    if (matter->state != MATTER_OPEN) {
        return REFUSE(MATTER_DECIDED);
    }
    if (side->real() - matter->proposed_at > MATTER_SECONDS) {
        return REFUSE(MATTER_EXPIRED);
    }
    return agreed ? decider_check(call, side, matter) : OK;
}

/* The heir of a death is told of the points when they pass on. */
static struct status matter_tell(struct side *side, const struct matter *matter)
{
    static const struct {
        const char *zh;
        const char *en;
    } names[] = {[MATTER_ENTER] = {"入册", "entering the roster"},
                 [MATTER_MOVE] = {"迁户", "moving to another household"},
                 [MATTER_LEAVE] = {"迁出销户", "leaving, the account closed"},
                 [MATTER_ERASE] = {"删除资料", "erasing your data"}};
    const char *values[NOTIFY_VALUES_MAX] = {NULL};
    bool done = matter->state == MATTER_DONE;
    if (matter->kind == MATTER_DEATH) {
        return OK;
    }
    TRY(notify_pick(side, &matter->person, names[matter->kind].zh, names[matter->kind].en,
                    &values[0]));
    return notify_tell(side, &matter->person, done ? TEXT_MATTER_DONE : TEXT_MATTER_REFUSED,
                       values);
}

static struct status decide_run(struct call *call, struct side *side)
{
    struct matter matter;
    bool again = false;
    bool agreed = call_flag(call, "agreed");
    TRY(open_check(call, side, &matter, &again));
    if (again) {
        return OK;
    }
    if (agreed) {
        TRY(matter.has_household ? household_try(call, side, &matter) : OK);
        TRY(matter.kind == MATTER_ENTER  ? enter_try(call, side, &matter)
            : matter.kind == MATTER_MOVE ? move_try(call, side, &matter)
            : matter.kind == MATTER_ROLE ? residents__role_try(call, side, &matter)
                                         : residents__leave_try(call, side, &matter));
    }
    matter.state = agreed ? MATTER_DONE : MATTER_REFUSED;
    matter.decider = call->caller.person;
    matter.decided_at = side->real();
    TRY(residents__matter_decide(residents__state(side), &matter));
    return matter_tell(side, &matter);
}

/* The matter goes with the person: nothing of it is kept. */
static struct status erase_run(struct call *call, struct side *side)
{
    struct matter matter;
    bool again = false;
    TRY(open_check(call, side, &matter, &again));
    return again ? OK : residents__erase(call, side, &matter.person, true);
}

static struct status decided(struct call *call)
{
    struct json_object *object = json_object_new_object();
    bool recorded = call->answer.day != 0;
    json_object_object_add(object, "record",
                           recorded ? json_object_new_int64((int64_t)call->answer.record) : NULL);
    return call_reply(call, 200, object);
}

struct status residents__decide(struct call *call)
{
    struct matter matter;
    TRY(residents__matter_find(call, call->side, &matter));
    bool erase = matter.kind == MATTER_ERASE && call_flag(call, "agreed");
    return erase ? call_alone(call, erase_run, decided) : call_write(call, decide_run, decided);
}
