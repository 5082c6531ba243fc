/* residents_role.c - roles as matters: an administrator or the town proposes that somebody is given
 * one or loses it, a cadre or the town decides. */
#include <string.h>

#include "residents/residents_internal.h"

const char *const role_words[] = {"social_worker", "cadre",      "reviewer", "oversight",
                                  "shopkeeper",    "accountant", "town",     "auditor",
                                  "admin",         "leader",     NULL};

enum {
    PROPOSES_ROLES = WHO_ADMIN | WHO_TOWN,
    DECIDES_ROLES = WHO_CADRE | WHO_TOWN,
    HANDLES_OTHERS = WHO_SOCIAL_WORKER | WHO_CADRE,
};

bool residents__matter_sees(const struct call *call, int32_t kind)
{
    uint32_t who = kind == MATTER_ROLE ? PROPOSES_ROLES | DECIDES_ROLES : HANDLES_OTHERS;
    return (call->caller.roles & who) != 0;
}

struct status residents__matter_may(const struct call *call, int32_t kind, bool decides)
{
    uint32_t who = kind != MATTER_ROLE ? HANDLES_OTHERS : decides ? DECIDES_ROLES : PROPOSES_ROLES;
    return (call->caller.roles & who) != 0 ? OK : REFUSE(NOT_ALLOWED);
}

/* A shopkeeper's shop, which must be there. */
static struct status shop_choose(struct call *call, struct side *side, struct matter *matter)
{
    const char *code = call_text(call, "shop");
    struct shop shop;
    if (matter->role != SANBAO__V1__ROLE__ROLE_SHOPKEEPER || matter->revoked) {
        return code == NULL ? OK : call_refuse(call, REFUSE(FIELD_WRONG), "shop");
    }
    if (code == NULL) {
        return call_refuse(call, REFUSE(FIELD_MISSING), "shop");
    }
    TRY(points_shop(side->points, call->village.id, code, &shop));
    snprintf(matter->shop, sizeof matter->shop, "%s", code);
    return shop.id != 0 ? OK : call_refuse(call, REFUSE(SHOP_UNKNOWN), "shop");
}

struct status residents__role_choose(struct call *call, struct side *side, struct matter *matter)
{
    const ProtobufCBinaryData person = {ID_BYTES, matter->person.bytes};
    struct member member;
    if (!call_has(call, "role")) {
        return call_refuse(call, REFUSE(FIELD_MISSING), "role");
    }
    matter->role = (int32_t)call_integer(call, "role", 0) + 1;
    matter->revoked = call_flag(call, "revoked");
    if (memcmp(&matter->person, &matter->proposer, sizeof matter->person) == 0) {
        return REFUSE(TWO_EYES_SAME);
    }
    TRY(shop_choose(call, side, matter));
    TRY(identity_member(side->identity, call->village.id, &person, &member));
    bool held = member_has_role(&member, (Sanbao__V1__Role)matter->role);
    if (held != matter->revoked) {
        return call_refuse(call, held ? REFUSE(ROLE_HELD) : REFUSE(ROLE_NOT_HELD), "role");
    }
    return OK;
}

struct status residents__role_try(struct call *call, struct side *side, const struct matter *matter)
{
    Sanbao__V1__RoleSet set = SANBAO__V1__ROLE_SET__INIT;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    set.person = (ProtobufCBinaryData){ID_BYTES, (uint8_t *)(uintptr_t)matter->person.bytes};
    set.role = (Sanbao__V1__Role)matter->role;
    set.revoked = matter->revoked;
    set.shop = (char *)(uintptr_t)matter->shop;
    operation.role_set = &set;
    operation.action_case = SANBAO__V1__OPERATION__ACTION_ROLE_SET;
    return residents__matter_try(call, side, matter, "role", NULL, &operation);
}
