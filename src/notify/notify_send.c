/* notify_send.c - the way of a message out: taken by the desk, a few at a time and with the next
 * try's hour already written; sent by the outbound thread; settled by the desk. A crash between
 * loses nothing: it is tried again. */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "notify/notify_internal.h"
#include "outbound/outbound.h"

enum { LOOK_MS = 1000, SWEEP_MS = 3600 * 1000, TOKEN_SPARE_SECONDS = 300 };

/* What WeChat answers, as its documentation lists it. */
enum {
    WECHAT_TOKEN_WRONG = 40001,
    WECHAT_TOKEN_INVALID = 40014,
    WECHAT_TOKEN_OVER = 42001,
    WECHAT_BUSY = -1,
    WECHAT_TOO_OFTEN = 45009,
    WECHAT_MINUTE_LIMIT = 45011,
};

/* ---- SMS ---- */

static char *json_text(struct json_object *object)
{
    const char *text = json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN);
    char *copy = text == NULL ? NULL : strdup(text);
    json_object_put(object);
    return copy;
}

static void json_text_free(char *text)
{
    if (text != NULL) {
        wipe(text, strlen(text));
        free(text);
    }
}

/* 2xx: taken. 4xx but 408 and 429: never will be. Anything else: another time. */
static enum parcel_end sms_send(const struct notify_options *options, const char *phone,
                                const char *text)
{
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "phone", json_object_new_string(phone));
    json_object_object_add(object, "template", json_object_new_string(options->sms_template));
    json_object_object_add(object, "text", json_object_new_string(text));
    char *json = json_text(object);
    struct outbound_request request = {options->sms_url, options->sms_secret, json};
    struct outbound_answer answer = {.status = 0};
    struct status status = json != NULL ? outbound_send(&request, &answer) : FAULT(OUT_OF_MEMORY);
    int code = status_ok(status) ? answer.status : 0;
    outbound_answer_free(&answer);
    json_text_free(json);
    if (code >= 200 && code < 300) {
        return END_SENT;
    }
    bool never = code >= 400 && code < 500 && code != 408 && code != 429;
    return never ? END_UNSENT : END_RETRY;
}

/* ---- WeChat ---- */

static int64_t integer_of(const struct json_tree *tree, const char *name, int64_t otherwise)
{
    const struct json_node *node = json_tree_find(tree, &tree->nodes[0], name);
    return node != NULL && node->member.kind == JSON_INTEGER ? node->member.integer : otherwise;
}

/* Posts and reads the answer's object. */
static bool wechat_post(const char *url, struct json_object *body, struct json_tree *tree)
{
    char *json = json_text(body);
    struct outbound_request request = {url, NULL, json};
    struct outbound_answer answer = {.status = 0};
    struct status status = json != NULL ? outbound_send(&request, &answer) : FAULT(OUT_OF_MEMORY);
    bool good = status_ok(status) && answer.status == 200 &&
                status_ok(json_tree_read(answer.body, answer.length, 4, tree, NULL));
    outbound_answer_free(&answer);
    json_text_free(json);
    return good;
}

static bool token_fetch(struct sender *sender)
{
    const struct notify_options *options = sender->notify->options;
    char url[OUTBOUND_URL_MAX];
    struct json_tree tree = {.nodes = NULL};
    struct json_object *body = json_object_new_object();
    snprintf(url, sizeof url, "%s/cgi-bin/stable_token", options->wechat_base_url);
    json_object_object_add(body, "grant_type", json_object_new_string("client_credential"));
    json_object_object_add(body, "appid", json_object_new_string(options->wechat_appid));
    json_object_object_add(body, "secret", json_object_new_string(options->wechat_secret));
    sender->token[0] = '\0';
    if (wechat_post(url, body, &tree)) {
        const struct json_node *token = json_tree_find(&tree, &tree.nodes[0], "access_token");
        if (token != NULL && token->member.kind == JSON_TEXT &&
            token->member.text_length < sizeof sender->token / 3) {
            snprintf(sender->token, sizeof sender->token, "%s", token->member.text);
            sender->token_until =
                sender->now + integer_of(&tree, "expires_in", 0) - TOKEN_SPARE_SECONDS;
        }
    }
    json_tree_free(&tree);
    return sender->token[0] != '\0';
}

/* The first twenty characters: more WeChat does not take in a "thing". */
static void thing_add(struct json_object *data, const char *name, const char *text)
{
    char value[81];
    size_t length = 0;
    for (size_t characters = 0; text[length] != '\0' && length < sizeof value - 1; length++) {
        if (((unsigned char)text[length] & 0xC0) != 0x80 && characters++ == 20) {
            break;
        }
    }
    snprintf(value, sizeof value, "%.*s", (int)length, text);
    struct json_object *thing = json_object_new_object();
    json_object_object_add(thing, "value", json_object_new_string(value));
    json_object_object_add(data, name, thing);
}

static int64_t wechat_try(struct sender *sender, const struct parcel *parcel)
{
    const struct notify_options *options = sender->notify->options;
    char url[OUTBOUND_URL_MAX];
    struct json_tree tree = {.nodes = NULL};
    snprintf(url, sizeof url,
             "%s/cgi-bin/message/subscribe/send?access_token=", options->wechat_base_url);
    if (!outbound_encode(url, sizeof url, sender->token)) {
        return WECHAT_BUSY;
    }
    struct json_object *body = json_object_new_object();
    struct json_object *data = json_object_new_object();
    json_object_object_add(body, "touser", json_object_new_string(parcel->openid));
    json_object_object_add(body, "template_id", json_object_new_string(options->wechat_template));
    json_object_object_add(body, "lang", json_object_new_string("zh_CN"));
    thing_add(data, "thing1", parcel->title);
    thing_add(data, "thing2", parcel->text);
    json_object_object_add(body, "data", data);
    int64_t code = wechat_post(url, body, &tree) ? integer_of(&tree, "errcode", 0) : WECHAT_BUSY;
    json_tree_free(&tree);
    wipe(url, sizeof url);
    return code;
}

static enum parcel_end wechat_send(struct sender *sender, const struct parcel *parcel)
{
    int64_t code = WECHAT_TOKEN_OVER;
    for (int i = 0; i < 2 && (code == WECHAT_TOKEN_OVER || code == WECHAT_TOKEN_WRONG ||
                              code == WECHAT_TOKEN_INVALID);
         i++) {
        bool fresh = i == 0 && sender->token[0] != '\0' && sender->token_until > sender->now;
        if (!fresh && !token_fetch(sender)) {
            return END_RETRY;
        }
        code = wechat_try(sender, parcel);
    }
    if (code == 0) {
        return END_SENT;
    }
    bool later = code == WECHAT_BUSY || code == WECHAT_TOO_OFTEN || code == WECHAT_MINUTE_LIMIT;
    return later ? END_RETRY : END_BY_SMS; /* not subscribed, blocked, unknown: by phone, then */
}

/* ---- the round ---- */

static struct status send_run(struct desk_job *job, struct side *side)
{
    struct sender *sender = (struct sender *)job; /* its first member */
    (void)side;
    for (size_t i = 0; i < sender->count; i++) {
        struct parcel *parcel = &sender->parcels[i];
        if (sender->notify->options->outbox) {
            parcel->end = END_SENT; /* shown when settled */
        } else if (parcel->channel == CHANNEL_WECHAT) {
            parcel->end = wechat_send(sender, parcel);
        } else {
            parcel->end = sms_send(sender->notify->options, parcel->phone, parcel->text);
        }
    }
    return OK;
}

static struct status settle_run(struct desk_job *job, struct side *side)
{
    struct sender *sender = (struct sender *)job;
    struct notify *notify = side_state(side, &notify_room);
    for (size_t i = 0; i < sender->count; i++) {
        struct parcel *parcel = &sender->parcels[i];
        if (parcel->end == END_BY_SMS) {
            parcel->channel = CHANNEL_SMS;
            parcel->next_at = sender->now;
        } else if (parcel->end != END_RETRY) {
            parcel->state = parcel->end == END_SENT ? MESSAGE_SENT : MESSAGE_UNSENT;
        } else if (parcel->tries >= TRIES_MAX) {
            parcel->state = MESSAGE_UNSENT;
        }
        TRY(notify__mark(notify, parcel));
    }
    return OK;
}

/* By which way: WeChat, where there is an account and a template; else the phone; else none. */
static struct status way_find(struct side *side, struct parcel *parcel)
{
    struct notify *notify = side_state(side, &notify_room);
    struct people_row row = {.person = NULL};
    uint8_t sealed[OPENID_SEALED_MAX];
    char plain[OPENID_SEALED_MAX + 1];
    size_t length = 0;
    bool known = false;
    if (parcel->channel == CHANNEL_WECHAT && notify->options->wechat_template[0] != '\0') {
        TRY(notify__openid_newest(notify, &parcel->person, sealed, &length));
    }
    if (length > 0) {
        TRY(people_unseal(side->people, &parcel->person, "openid", sealed, length, plain, &known));
        plain[length - SEAL_OVERHEAD_BYTES] = '\0';
        snprintf(parcel->openid, sizeof parcel->openid, "%s", known ? plain : "");
        return OK;
    }
    parcel->channel = CHANNEL_SMS;
    TRY(people_get(side->people, &parcel->person, &known, &row));
    if (known) {
        snprintf(parcel->phone, sizeof parcel->phone, "%s", row.person->phone);
        people_row_free(&row);
    }
    return OK;
}

/* Whether they took back that phone and texts may be given to others. */
static struct status outside_refused(struct side *side, const struct id *person, bool *refused)
{
    const ProtobufCBinaryData id = {ID_BYTES, (uint8_t *)(uintptr_t)person->bytes};
    static const enum people_kind kinds[] = {PEOPLE_RESIDENT, PEOPLE_STAFF};
    *refused = false;
    for (size_t i = 0; i < COUNT(kinds) && !*refused; i++) {
        char code[CODE_MAX + 1];
        struct village village;
        struct member member;
        struct consent consent;
        TRY(people_village(side->people, person, kinds[i], code));
        if (code[0] == '\0') {
            continue;
        }
        struct status status = identity_village(side->identity, code, &village);
        if (status.code == STATUS_VILLAGE_UNKNOWN) {
            continue; /* its operation is on its way */
        }
        TRY(status);
        TRY(identity_member(side->identity, village.id, &id, &member));
        TRY(identity_consent(side->identity, member.id, "MESSAGES", &consent));
        *refused = consent.withdrawn;
    }
    return OK;
}

/* One due message: ready to go (`*go`), put off, or given up. */
static struct status take_one(struct side *side, struct parcel *parcel, int64_t now, bool *go)
{
    struct notify *notify = side_state(side, &notify_room);
    int64_t quiet = parcel->kind == NOTIFY_SAFETY ? 0 : notify__quiet(notify->options, now);
    bool known = false;
    bool allowed = true;
    bool refused = false;
    *go = false;
    if (quiet > 0) {
        parcel->next_at = now + quiet;
        return notify__mark(notify, parcel);
    }
    TRY(notify__unseal(side, parcel, &known));
    if (!known) {
        return notify__drop(notify, &parcel->id); /* erased meanwhile */
    }
    TRY(way_find(side, parcel));
    if (parcel->kind != NOTIFY_SAFETY) {
        TRY(outside_refused(side, &parcel->person, &refused));
    }
    bool none = parcel->channel == CHANNEL_SMS &&
                (parcel->phone[0] == '\0' || !notify_reaches_phones(side));
    if (none || refused || parcel->made_at < now - AGE_SECONDS_MAX) {
        parcel->state = MESSAGE_UNSENT; /* on their page and paper slip */
        return notify__mark(notify, parcel);
    }
    if (parcel->channel == CHANNEL_SMS) {
        TRY(notify_sms_take(side, &allowed));
    }
    parcel->next_at = now + notify__backoff(parcel->tries);
    parcel->tries += allowed;
    *go = allowed;
    return notify__mark(notify, parcel);
}

static struct status take_run(struct desk_job *job, struct side *side)
{
    struct sender *sender = (struct sender *)job;
    struct notify *notify = side_state(side, &notify_room);
    size_t due = 0;
    bool found = true;
    while (found && due < BATCH_MAX) {
        TRY(notify__due(notify, sender->now, due == 0, &found, &sender->parcels[due]));
        due += found;
    }
    store_reset(notify->due);
    sender->count = 0;
    for (size_t i = 0; i < due; i++) {
        bool go = false;
        TRY(take_one(side, &sender->parcels[i], sender->now, &go));
        if (go) {
            sender->parcels[sender->count++] = sender->parcels[i];
        }
    }
    return sender->sweep ? notify__old(notify, sender->now - KEEP_SECONDS) : OK;
}

static void round_done(struct desk_job *job);

static void stage_start(struct sender *sender, int stage)
{
    static struct status (*const runs[])(struct desk_job *, struct side *) = {NULL, take_run,
                                                                              send_run, settle_run};
    sender->stage = stage;
    sender->job = (struct desk_job){
        .run = runs[stage],
        .done = round_done,
        .lane = stage == SENDER_SENDS ? LANE_OUTBOUND : LANE_WRITER,
        .private_rows = stage != SENDER_SENDS,
    };
    if (!status_ok(desk_submit(service_desk(sender->service), &sender->job))) {
        sender->stage = SENDER_IDLE; /* the next try's hour is written already */
    }
}

static void round_done(struct desk_job *job)
{
    struct sender *sender = (struct sender *)job;
    bool good = status_ok(job->status);
    if (good && sender->stage == SENDER_TAKES && sender->count > 0) {
        stage_start(sender, SENDER_SENDS);
    } else if (good && sender->stage == SENDER_SENDS) {
        for (size_t i = 0; i < sender->count && sender->notify->options->outbox; i++) {
            const struct parcel *parcel = &sender->parcels[i];
            bool wechat = parcel->channel == CHANNEL_WECHAT;
            notify__outbox_add(sender->notify, sender->now, wechat ? "wechat" : "sms",
                               wechat ? parcel->openid : parcel->phone, parcel->text);
        }
        stage_start(sender, SENDER_SETTLES);
    } else {
        wipe(sender->parcels, sizeof sender->parcels);
        sender->stage = SENDER_IDLE;
    }
}

void notify_tick(struct service *service, struct side *reader, int64_t now_ms)
{
    struct notify *notify = side_state(reader, &notify_room);
    struct sender *sender = notify->sender;
    bool any = false;
    if (sender->stage != SENDER_IDLE || now_ms - notify->looked_ms < LOOK_MS) {
        return;
    }
    notify->looked_ms = now_ms;
    sender->sweep = now_ms - notify->swept_ms >= SWEEP_MS;
    struct status status = notify__due_any(notify, reader->real(), &any);
    if (!status_ok(status) || (!any && !sender->sweep)) {
        return;
    }
    if (sender->sweep) {
        notify->swept_ms = now_ms;
    }
    sender->service = service;
    sender->notify = notify;
    sender->now = reader->real();
    stage_start(sender, SENDER_TAKES);
}

/* ---- codes: from memory, at once ---- */

struct errand {
    struct desk_job job; /* first: a job is an errand */
    struct notify *notify;
    char phone[PHONE_SIZE];
    char text[MESSAGE_BYTES_MAX];
    enum parcel_end end;
};

static struct status errand_run(struct desk_job *job, struct side *side)
{
    struct errand *errand = (struct errand *)job;
    (void)side;
    errand->end = END_RETRY;
    for (int i = 0; i < 2 && errand->end == END_RETRY; i++) {
        errand->end = sms_send(errand->notify->options, errand->phone, errand->text);
    }
    return OK;
}

static void errand_done(struct desk_job *job)
{
    struct errand *errand = (struct errand *)job;
    errand->notify->failed += errand->end != END_SENT;
    wipe(errand, sizeof *errand);
    free(errand);
}

void notify_sms_now(struct service *service, struct side *reader, const char *phone,
                    const char *text)
{
    struct notify *notify = side_state(reader, &notify_room);
    if (notify->options->outbox) {
        notify__outbox_add(notify, reader->real(), "sms", phone, text);
        return;
    }
    struct errand *errand = calloc(1, sizeof *errand);
    if (errand == NULL) {
        notify->failed++;
        return;
    }
    errand->notify = notify;
    errand->job = (struct desk_job){.run = errand_run, .done = errand_done, .lane = LANE_OUTBOUND};
    snprintf(errand->phone, sizeof errand->phone, "%s", phone);
    snprintf(errand->text, sizeof errand->text, "%s", text);
    if (!status_ok(desk_submit(service_desk(service), &errand->job))) {
        errand_done(&errand->job);
    }
}
