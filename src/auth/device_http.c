/* device_http.c - the devices of a village: listed, and taken out of use. */
#include <json-c/json.h>
#include <string.h>

#include "auth/auth_internal.h"

#define OFFICE (WHO_SOCIAL_WORKER | WHO_CADRE | WHO_ADMIN | WHO_OVERSIGHT)

static const char *const use_words[] = {"leader", "shop", "office", NULL};

static struct status device_json(struct call *call, const struct device *device,
                                 struct json_object **out)
{
    int32_t offset = call->village.utc_offset_minutes;
    char name[DEVICE_NAME_SIZE];
    TRY(device__name(call->side, device, name));
    struct json_object *item = json_object_new_object();
    json_object_object_add(item, "device", id_json(&device->id));
    json_object_object_add(item, "name", json_object_new_string(name));
    json_object_object_add(item, "use",
                           json_object_new_string(use_words[device->use - DEVICE_LEADER]));
    json_object_object_add(item, "shop", text_json(device->shop[0] != '\0' ? device->shop : NULL));
    json_object_object_add(item, "person", id_json(&device->person));
    json_object_object_add(item, "since", instant_json(device->enrolled_at, offset));
    json_object_object_add(item, "ends_at", instant_json(device->ends_at, offset));
    json_object_object_add(item, "revoked_at", instant_json(device->ended_at, offset));
    json_object_object_add(item, "seen_at", instant_json(device->seen_at, offset));
    *out = item;
    return OK;
}

struct status device__reply(struct call *call, int status, const struct device *device)
{
    struct json_object *body = NULL;
    TRY(device_json(call, device, &body));
    return call_reply(call, status, body);
}

/* ---- listed ---- */

struct listing {
    struct call *call;
    const struct id *person; /* NULL: a shop's, or all */
    const char *shop;
    struct id after;
};

static struct status next_read(const struct listing *listing, bool first, bool *found,
                               struct device *device)
{
    struct call *call = listing->call;
    struct auth *auth = side_state(call->side, &auth_room);
    size_t limit = call_limit(call);
    return listing->person != NULL ? auth__device_of(auth, listing->person, &listing->after, limit,
                                                     first, found, device)
                                   : auth__device_in(auth, call->village_code, listing->shop,
                                                     &listing->after, limit, first, found, device);
}

static struct status items_read(const struct listing *listing, struct json_object *items,
                                char next[2 * ID_BYTES + 1])
{
    struct call *call = listing->call;
    struct device device;
    size_t read = 0;
    bool found = true;
    for (bool first = true; found; first = false) {
        struct json_object *item = NULL;
        TRY(next_read(listing, first, &found, &device));
        read += found;
        if (found && strcmp(device.village, call->village_code) == 0) {
            TRY(device_json(call, &device, &item));
            json_object_array_add(items, item);
        }
    }
    if (read == call_limit(call)) {
        hex__text(device.id.bytes, ID_BYTES, next);
    }
    return OK;
}

/* To officials all of the village; to others what they hold, or what stands in their shop. */
static struct status list(struct call *call)
{
    struct listing listing = {.call = call, .shop = call_text(call, "shop")};
    char own[CODE_MAX + 1] = "";
    char next[2 * ID_BYTES + 1] = "";
    if (listing.shop != NULL && !call_may(call, OFFICE)) {
        TRY(identity_shop_of(call->side->identity, &call->caller.member, own));
        if (!call_may(call, WHO_SHOPKEEPER) || strcmp(own, listing.shop) != 0) {
            return REFUSE(NOT_ALLOWED);
        }
    }
    if (listing.shop == NULL && !call_may(call, OFFICE)) {
        listing.person = &call->caller.person;
    }
    if (call_after(call)[0] != '\0' && !call_id(call, "after", &listing.after)) {
        return REFUSE(CURSOR_WRONG);
    }
    struct json_object *items = json_object_new_array();
    struct status status = items_read(&listing, items, next);
    if (!status_ok(status)) {
        json_object_put(items);
        return status;
    }
    return call_reply_page(call, items, next[0] == '\0' ? NULL : next);
}

/* ---- taken out of use ---- */

/* Its holder, a keeper of its shop, or an official: a phone is lost on a Sunday. */
static struct status end_run(struct call *call, struct side *side)
{
    struct device *device = call->state;
    char shop[CODE_MAX + 1] = "";
    struct id id;
    call_path_id(call, "device_id", &id);
    TRY(auth_device_get(side, call->village_code, DEVICE_ANY, &id, device));
    bool may = call_may(call, OFFICE) ||
               memcmp(&device->person, &call->caller.person, sizeof device->person) == 0;
    if (!may && call_may(call, WHO_SHOPKEEPER)) {
        TRY(identity_shop_of(side->identity, &call->caller.member, shop));
        may = shop[0] != '\0' && strcmp(shop, device->shop) == 0;
    }
    if (!may) {
        return REFUSE(DEVICE_UNKNOWN);
    }
    if (device->ended_at == 0) {
        device->ended_at = side->real();
    }
    TRY(auth__device_end(side_state(side, &auth_room), &id, device->ended_at,
                         &call->caller.person));
    return auth__device_sessions_end(side_state(side, &auth_room), &id);
}

static struct status ended(struct call *call)
{
    return device__reply(call, 200, call->state);
}

static struct status end(struct call *call)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct device), NULL, &state));
    return call_write(call, end_run, ended);
}

/* ---- routes ---- */

static const struct field enrol_body[] = {
    {"use", FIELD_WORD, FIELD_NEEDED, 0, 0, use_words, NULL, "做什么用：带队签到、店里收工分、办公",
     "what for: to lead activities, as a till, in an office"},
    {"public_key", FIELD_BYTES, FIELD_NEEDED, SIGN_PUBLIC_BYTES, SIGN_PUBLIC_BYTES, NULL, NULL,
     "设备自己的 Ed25519 公钥", "its Ed25519 public key; the private one never leaves it"},
    {"proof", FIELD_BYTES, FIELD_NEEDED, SIGN_BYTES, SIGN_BYTES, NULL, NULL,
     "用它签的名，见 docs/devices.md", "signed with it: see docs/devices.md"},
    {"name", FIELD_TEXT, FIELD_NEEDED, 1, DEVICE_NAME_MAX, NULL, NULL, "叫什么，如“店里的平板”",
     "what it is called"},
    FIELDS_END,
};
static const struct field device_fields[] = {
    {"device", FIELD_ID, FIELD_NEEDED, 0, 0, NULL, NULL, "设备编号", "its id"},
    {"name", FIELD_TEXT, FIELD_NEEDED, 0, DEVICE_NAME_MAX, NULL, NULL, "叫什么", "its name"},
    {"use", FIELD_WORD, FIELD_NEEDED, 0, 0, use_words, NULL, "做什么用", "what for"},
    {"shop", FIELD_CODE, FIELD_NEEDED | FIELD_NULLABLE, 0, 0, NULL, NULL, "哪个兑换点",
     "of which shop"},
    {"person", FIELD_ID, FIELD_NEEDED, 0, 0, NULL, NULL, "谁登记、谁负责", "who holds it"},
    {"since", FIELD_INSTANT, FIELD_NEEDED, 0, 0, NULL, NULL, "登记时间", "enrolled since"},
    {"ends_at", FIELD_INSTANT, FIELD_NEEDED, 0, 0, NULL, NULL, "到期要重新登记",
     "until when; then it enrols again"},
    {"revoked_at", FIELD_INSTANT, FIELD_NEEDED | FIELD_NULLABLE, 0, 0, NULL, NULL,
     "停用时间，空：在用", "when taken out of use; null: in use"},
    {"seen_at", FIELD_INSTANT, FIELD_NEEDED | FIELD_NULLABLE, 0, 0, NULL, NULL, "最近登录",
     "when it last asked for a session"},
    FIELDS_END,
};
static const struct field list_query[] = {
    {"shop", FIELD_CODE, 0, 0, 0, NULL, NULL, "只看这家店的", "of this shop"},
    FIELDS_END,
};
static const struct field list_answer[] = {
    {"items", FIELD_LIST, FIELD_NEEDED, 0, PAGE_MAX, NULL, device_fields, "设备", "devices"},
    {"next", FIELD_TEXT, FIELD_NEEDED | FIELD_NULLABLE, 0, 32, NULL, NULL, "下一页", "next page"},
    FIELDS_END,
};

#define DEVICES "/api/v1/villages/{village}/devices"

const struct route auth_device_routes[] = {
    {"POST", DEVICES, "device_enrol", WHO_MEMBER, ROUTE_LASTING, NULL, enrol_body, device_fields,
     NULL, device__enrol, "登记一台设备，公钥由它自己生成",
     "Enrols a device by the key that it made"},
    {"GET", DEVICES, "devices", WHO_MEMBER, ROUTE_CURSOR, list_query, NULL, list_answer, NULL, list,
     "我登记的设备；村里工作人员看全村的", "One's own devices; to officials all of the village"},
    {"POST", DEVICES "/{device_id}/revoke", "device_revoke", WHO_MEMBER, 0, NULL, NULL,
     device_fields, NULL, end, "停用一台设备（登记人、店主或工作人员）",
     "Takes a device out of use: its holder, its shop, or an official"},
    ROUTES_END,
};
