/* device.c - enrolled devices: which are in use, what their keys signed, and how they get a
 * session: by their key, without anybody's password. What is signed is lines of text whose first
 * says what for, so that a signature for one thing is no good for another. */
#include <inttypes.h>
#include <string.h>

#include "auth/auth_internal.h"

/* The first names were sealed for this purpose. */
#define NAME_PURPOSE "leader-device"

enum { SIGNED_SECONDS = 120, SIGNED_TEXT_MAX = 200 };

void hex__text(const uint8_t *bytes, size_t length, char *text)
{
    for (size_t i = 0; i < length; i++) {
        snprintf(text + 2 * i, 3, "%02x", bytes[i]);
    }
}

void hex__read(const char *text, uint8_t *out, size_t bytes)
{
    for (size_t i = 0; i < 2 * bytes; i++) {
        char c = text[i];
        uint8_t digit = (uint8_t)(c <= '9' ? c - '0' : c - 'a' + 10);
        out[i / 2] = (uint8_t)(i % 2 == 0 ? digit << 4 : out[i / 2] | digit);
    }
}

/* ---- found ---- */

struct status auth_device_get(struct side *side, const char *village, enum device_use use,
                              const struct id *id, struct device *device)
{
    bool found = false;
    TRY(auth__device_get(side_state(side, &auth_room), id, &found, device));
    bool here =
        found && strcmp(device->village, village) == 0 && (use == DEVICE_ANY || use == device->use);
    return here ? OK : REFUSE(DEVICE_UNKNOWN);
}

/* Whether the holder still has what the device was enrolled for. */
static struct status holder_check(struct side *side, const struct device *device)
{
    const ProtobufCBinaryData person = {ID_BYTES, (uint8_t *)(uintptr_t)device->person.bytes};
    struct village village;
    struct member member;
    char shop[CODE_MAX + 1] = "";
    TRY(identity_village(side->identity, device->village, &village));
    TRY(identity_member(side->identity, village.id, &person, &member));
    bool holds = member.id != 0 && member.closed_on == DAY_NEVER;
    if (device->use == DEVICE_OFFICE) {
        holds = holds && (member_has_role(&member, SANBAO__V1__ROLE__ROLE_SOCIAL_WORKER) ||
                          member_has_role(&member, SANBAO__V1__ROLE__ROLE_CADRE));
    } else if (device->use == DEVICE_SHOP && holds) {
        TRY(identity_shop_of(side->identity, &member, shop));
        holds = member_has_role(&member, SANBAO__V1__ROLE__ROLE_SHOPKEEPER) &&
                strcmp(shop, device->shop) == 0;
    }
    return holds ? OK : REFUSE(DEVICE_ENDED);
}

struct status auth_device_good(struct side *side, const struct device *device)
{
    if (device->ended_at != 0) {
        return REFUSE(DEVICE_REVOKED);
    }
    return device->ends_at > side->real() ? holder_check(side, device) : REFUSE(DEVICE_ENDED);
}

struct status auth_device_here(const struct call *call, struct side *side, enum device_use use,
                               struct device *device)
{
    static const struct id none;
    if (memcmp(&call->caller.device_id, &none, sizeof none) == 0) {
        return REFUSE(NOT_ALLOWED);
    }
    TRY(auth_device_get(side, call->village_code, use, &call->caller.device_id, device));
    return auth_device_good(side, device);
}

struct status device__name(struct side *side, const struct device *device,
                           char name[DEVICE_NAME_SIZE])
{
    bool known = false;
    if (device->name_length > 0) {
        TRY(people_unseal(side->people, &device->person, NAME_PURPOSE, device->name,
                          device->name_length, name, &known));
    }
    name[known ? device->name_length - SEAL_OVERHEAD_BYTES : 0] = '\0';
    return OK;
}

struct status device__proof(const char *village, const uint8_t key[SIGN_PUBLIC_BYTES],
                            const uint8_t proof[SIGN_BYTES])
{
    char hex[2 * SIGN_PUBLIC_BYTES + 1];
    char text[SIGNED_TEXT_MAX];
    hex__text(key, SIGN_PUBLIC_BYTES, hex);
    int length = snprintf(text, sizeof text, "sanbao-device/v1\n%s\n%s\n", village, hex);
    return verify_ed25519(key, text, (size_t)length, proof) ? OK : REFUSE(DEVICE_SIGNATURE);
}

/* ---- a session ---- */

struct session_state {
    struct opened opened;
    uint8_t signature[SIGN_BYTES];
    struct id device;
};

static bool session_signed(const struct device *device, int64_t at,
                           const uint8_t signature[SIGN_BYTES])
{
    char hex[2 * ID_BYTES + 1];
    char text[SIGNED_TEXT_MAX];
    hex__text(device->id.bytes, ID_BYTES, hex);
    int length =
        snprintf(text, sizeof text, "sanbao-device-session/v1\n%s\n%" PRId64 "\n", hex, at);
    return verify_ed25519(device->public_key, text, (size_t)length, signature);
}

static struct status session_run(struct call *call, struct side *side)
{
    struct session_state *state = call->state;
    struct auth *auth = side_state(side, &auth_room);
    struct device device;
    bool found = false;
    int64_t at = call_integer(call, "signed_at", 0);
    int64_t now = side->real();
    TRY(auth__device_get(auth, &state->device, &found, &device));
    if (!found || !session_signed(&device, at, state->signature)) {
        return call_refuse(call, REFUSE(DEVICE_SIGNATURE), "signature"); /* tells not which */
    }
    TRY(auth_device_good(side, &device));
    if (at < now - SIGNED_SECONDS || at > now + SIGNED_SECONDS || at <= device.seen_at) {
        snprintf(call->problem.expected, sizeof call->problem.expected, "%" PRId64, now);
        return call_refuse(call, REFUSE(DEVICE_CLOCK), "signed_at");
    }
    TRY(auth__device_seen(auth, &device.id, at));
    TRY(auth__device_sessions_end(auth, &device.id)); /* the one before, and cards left in it */
    state->opened.session = (struct session){
        .person = device.person, .device = true, .way = SESSION_DEVICE, .device_id = device.id};
    return auth_session_make(side, &state->opened.session, state->opened.token);
}

static struct status session_answer(struct call *call)
{
    struct session_state *state = call->state;
    return login__reply(call, &state->opened);
}

static void session_state_end(void *state)
{
    wipe(state, sizeof(struct session_state));
}

struct status login__device(struct call *call)
{
    struct session_state *state = NULL;
    TRY(call_state(call, sizeof *state, session_state_end, (void **)&state));
    REQUIRE(call_id(call, "device", &state->device));
    hex__read(call_text(call, "signature"), state->signature, SIGN_BYTES);
    return call_write(call, session_run, session_answer);
}

/* ---- enrolled ---- */

static struct status holder_may(const struct call *call, struct side *side, struct device *device)
{
    if (device->use == DEVICE_SHOP) {
        TRY(identity_shop_of(side->identity, &call->caller.member, device->shop));
        return call_may(call, WHO_SHOPKEEPER) && device->shop[0] != '\0' ? OK : REFUSE(NOT_ALLOWED);
    }
    bool office = call_may(call, WHO_SOCIAL_WORKER | WHO_CADRE);
    return device->use == DEVICE_LEADER || office ? OK : REFUSE(NOT_ALLOWED);
}

/* The same key again, by the same person, for the same use: the same device. */
static struct status enrol_run(struct call *call, struct side *side)
{
    struct device *device = call->state;
    struct auth *auth = side_state(side, &auth_room);
    const char *name = call_text(call, "name");
    const char *const values[NOTIFY_VALUES_MAX] = {name};
    struct device known;
    int64_t count = 0;
    bool found = false;
    TRY(holder_may(call, side, device));
    TRY(auth__device_by_key(auth, device->public_key, &found, &known));
    if (found) {
        bool same = known.ended_at == 0 && known.use == device->use &&
                    strcmp(known.village, device->village) == 0 &&
                    memcmp(&known.person, &device->person, sizeof known.person) == 0;
        *device = known;
        return same ? OK : call_refuse(call, REFUSE(DEVICE_KEY_TAKEN), "public_key");
    }
    device->enrolled_at = side->real();
    device->ends_at = device->enrolled_at + auth->options->device_seconds;
    TRY(auth__device_count(auth, device, &count));
    if (count >= DEVICES_MAX) {
        return REFUSE(DEVICE_COUNT);
    }
    random_bytes(device->id.bytes, ID_BYTES);
    device->name_length = strlen(name) + SEAL_OVERHEAD_BYTES;
    TRY(people_seal(side->people, &device->person, NAME_PURPOSE, name, strlen(name), device->name));
    TRY(auth__device_put(auth, device));
    return notify_tell(side, &device->person, TEXT_DEVICE, values);
}

static struct status enrol_answer(struct call *call)
{
    return device__reply(call, 201, call->state);
}

struct status device__enrol(struct call *call)
{
    struct device *device = NULL;
    uint8_t proof[SIGN_BYTES];
    TRY(call_state(call, sizeof *device, NULL, (void **)&device));
    device->person = call->caller.person;
    device->use = (enum device_use)(DEVICE_LEADER + call_integer(call, "use", 0));
    snprintf(device->village, sizeof device->village, "%s", call->village_code);
    hex__read(call_text(call, "public_key"), device->public_key, SIGN_PUBLIC_BYTES);
    hex__read(call_text(call, "proof"), proof, SIGN_BYTES);
    struct status proved = device__proof(device->village, device->public_key, proof);
    return status_ok(proved) ? call_write(call, enrol_run, enrol_answer)
                             : call_refuse(call, proved, "proof");
}
