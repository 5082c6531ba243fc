/* login_wechat.c - log in from the WeChat mini program: its code is exchanged for the account's
 * openid (code2session, developers.weixin.qq.com), and that for the person it was bound to. An
 * account that is bound to nobody gets a ticket, to be shown once beside a phone code. */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "auth/auth_internal.h"
#include "base/json.h"
#include "outbound/outbound.h"

enum { BIND_SECONDS = 600, WECHAT_WAIT_SECONDS = 60 };

/* ---- the ticket ---- */

static void bind_key(struct side *side, uint8_t key[SEAL_KEY_BYTES])
{
    struct hash hash;
    const struct piece pieces[] = {{"sanbao-bind/v1", 14}};
    keys_hmac(side->keys, pieces, COUNT(pieces), &hash);
    memcpy(key, hash.bytes, SEAL_KEY_BYTES);
    wipe(&hash, sizeof hash);
}

void wechat__bind_make(struct side *side, const char *openid, char text[BIND_TEXT_SIZE])
{
    uint8_t key[SEAL_KEY_BYTES];
    uint8_t plain[8 + OPENID_MAX];
    uint8_t sealed[sizeof plain + SEAL_OVERHEAD_BYTES];
    size_t length = strlen(openid);
    int64_t until = side->real() + BIND_SECONDS;
    REQUIRE(length <= OPENID_MAX);
    for (size_t i = 0; i < 8; i++) {
        plain[i] = (uint8_t)(until >> (8 * i));
    }
    memcpy(plain + 8, openid, length);
    bind_key(side, key);
    seal(key, "bind", 4, plain, 8 + length, sealed);
    wipe(key, sizeof key);
    for (size_t i = 0; i < 8 + length + SEAL_OVERHEAD_BYTES; i++) {
        snprintf(text + 2 * i, 3, "%02x", sealed[i]);
    }
}

static int hex_value(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool wechat__bind_open(struct side *side, const char *text, char openid[OPENID_MAX + 1])
{
    uint8_t key[SEAL_KEY_BYTES];
    uint8_t sealed[8 + OPENID_MAX + SEAL_OVERHEAD_BYTES];
    uint8_t plain[8 + OPENID_MAX];
    size_t length = strlen(text) / 2;
    int64_t until = 0;
    if (strlen(text) % 2 != 0 || length <= 8 + SEAL_OVERHEAD_BYTES || length > sizeof sealed) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        int high = hex_value(text[2 * i]);
        int low = hex_value(text[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        sealed[i] = (uint8_t)(high << 4 | low);
    }
    bind_key(side, key);
    bool good = seal_open(key, "bind", 4, sealed, length, plain);
    wipe(key, sizeof key);
    for (size_t i = 0; good && i < 8; i++) {
        until |= (int64_t)plain[i] << (8 * i);
    }
    if (!good || until <= side->real()) {
        return false;
    }
    size_t rest = length - SEAL_OVERHEAD_BYTES - 8;
    memcpy(openid, plain + 8, rest);
    openid[rest] = '\0';
    return true;
}

/* ---- what WeChat answers ---- */

static struct status code_judge(int64_t code)
{
    switch (code) {
    case 0:
        return OK;
    case 40029: /* no such code */
    case 40163: /* used before */
        return REFUSE(WECHAT_CODE);
    case 40226: /* an account that WeChat holds back */
        return REFUSE(WECHAT_BLOCKED);
    case 45011: /* more than a hundred a minute */
        return REFUSE(WECHAT_LATER);
    case -1:
        return REFUSE(WECHAT_BUSY);
    default: /* 40013, 40125 ...: appid or secret */
        return REFUSE(WECHAT_SETUP);
    }
}

struct status wechat__answer_read(const char *text, size_t length, char openid[OPENID_MAX + 1])
{
    struct json_tree tree = {.nodes = NULL};
    if (!status_ok(json_tree_read(text, length, 4, &tree, NULL))) {
        json_tree_free(&tree);
        return REFUSE(WECHAT_SETUP);
    }
    const struct json_node *code = json_tree_find(&tree, &tree.nodes[0], "errcode");
    const struct json_node *found = json_tree_find(&tree, &tree.nodes[0], "openid");
    bool number = code == NULL || code->member.kind == JSON_INTEGER;
    struct status status = !number        ? REFUSE(WECHAT_SETUP)
                           : code == NULL ? OK
                                          : code_judge(code->member.integer);
    if (status_ok(status)) {
        bool good = found != NULL && found->member.kind == JSON_TEXT &&
                    found->member.text_length > 0 && found->member.text_length <= OPENID_MAX;
        status = good ? OK : REFUSE(WECHAT_SETUP);
        snprintf(openid, OPENID_MAX + 1, "%s", good ? found->member.text : "");
    }
    json_tree_free(&tree);
    return status;
}

/* ---- the log-in ---- */

struct wechat_state {
    struct opened opened;
    char address[ATTEMPT_ADDRESS_SIZE];
    char url[OUTBOUND_URL_MAX];
    char openid[OPENID_MAX + 1];
    char bind[BIND_TEXT_SIZE];
    bool known;
};

static void state_end(void *state)
{
    wipe(state, sizeof(struct wechat_state));
}

static bool url_make(const struct auth_options *options, const char *code, char *url)
{
    snprintf(url, OUTBOUND_URL_MAX, "%s/sns/jscode2session?appid=", options->wechat_base_url);
    bool good = outbound_encode(url, OUTBOUND_URL_MAX, options->wechat_appid);
    const char *const more[][2] = {{"&secret=", options->wechat_secret}, {"&js_code=", code}};
    for (size_t i = 0; good && i < COUNT(more); i++) {
        size_t used = strlen(url);
        good = used + strlen(more[i][0]) < OUTBOUND_URL_MAX;
        if (good) {
            snprintf(url + used, OUTBOUND_URL_MAX - used, "%s", more[i][0]);
            good = outbound_encode(url, OUTBOUND_URL_MAX, more[i][1]);
        }
    }
    static const char end[] = "&grant_type=authorization_code";
    size_t used = strlen(url);
    if (!good || used + sizeof end > OUTBOUND_URL_MAX) {
        return false;
    }
    memcpy(url + used, end, sizeof end);
    return true;
}

static struct status count_run(struct call *call, struct side *side)
{
    struct wechat_state *state = call->state;
    return attempt__count(side, &attempt_address, state->address, &call->wait_seconds);
}

/* On the outbound thread. */
static struct status exchange(struct call *call, struct side *side)
{
    struct wechat_state *state = call->state;
    struct outbound_request request = {.url = state->url};
    struct outbound_answer answer;
    (void)side;
    struct status status = outbound_send(&request, &answer);
    if (status_ok(status) && answer.status != 200) {
        status = REFUSE(WECHAT_BUSY);
    } else if (status_ok(status)) {
        status = wechat__answer_read(answer.body, answer.length, state->openid);
    } else if (!status_is_fault(status)) {
        status = REFUSE(WECHAT_BUSY);
    }
    outbound_answer_free(&answer);
    return status.code == STATUS_WECHAT_LATER ? call_wait(call, status, WECHAT_WAIT_SECONDS)
                                              : status;
}

static struct status find_run(struct call *call, struct side *side)
{
    struct wechat_state *state = call->state;
    TRY(attempt__forget(side, &attempt_address, state->address, false));
    TRY(notify_openid_find(side, state->openid, &state->known, &state->opened.session.person));
    if (!state->known) {
        wechat__bind_make(side, state->openid, state->bind);
        return OK;
    }
    state->opened.session.way = SESSION_WECHAT;
    return login__open(call, side, &state->opened);
}

static struct status answer_give(struct call *call)
{
    struct wechat_state *state = call->state;
    if (state->known) {
        return login__reply(call, &state->opened);
    }
    struct json_object *body = json_object_new_object();
    json_object_object_add(body, "bind", json_object_new_string(state->bind));
    return call_reply(call, 200, body);
}

static struct status exchanged(struct call *call)
{
    return call_write(call, find_run, answer_give);
}

static struct status counted(struct call *call)
{
    return call_outbound(call, exchange, exchanged);
}

struct status login__wechat(struct call *call)
{
    struct auth *auth = side_state(call->side, &auth_room);
    const struct auth_options *options = auth->options;
    struct wechat_state *state = NULL;
    if (options->wechat_appid == NULL || options->wechat_appid[0] == '\0') {
        return REFUSE(WECHAT_SETUP);
    }
    TRY(call_state(call, sizeof *state, state_end, (void **)&state));
    if (!url_make(options, call_text(call, "wechat"), state->url)) {
        return REFUSE(WECHAT_SETUP);
    }
    state->opened.cookie = call_flag(call, "cookie");
    attempt__address(http_address(call->request), state->address);
    return call_write(call, count_run, counted);
}
