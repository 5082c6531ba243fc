/* answer.c - what goes back: JSON, files, pages of a list, and problems (RFC 9457) with a stable
 * code and a sentence in the caller's language. */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/lang.h"
#include "service/service_internal.h"

static const struct {
    enum status_code code;
    int status;
} statuses[] = {
    {STATUS_ROUTE_UNKNOWN, 404},     //
    {STATUS_METHOD_UNKNOWN, 405},    //
    {STATUS_SESSION_NEEDED, 401},    //
    {STATUS_SESSION_ENDED, 401},     //
    {STATUS_NOT_AT_TILL, 403},       //
    {STATUS_NOT_ALLOWED, 403},       //
    {STATUS_BODY_TOO_LARGE, 413},    //
    {STATUS_LIMIT_EXCEEDED, 413},    //
    {STATUS_BODY_TYPE, 415},         //
    {STATUS_FIELD_MISSING, 400},     //
    {STATUS_FIELD_UNKNOWN, 400},     //
    {STATUS_FIELD_WRONG, 400},       //
    {STATUS_IDEMPOTENCY_KEY, 400},   //
    {STATUS_CURSOR_WRONG, 400},      //
    {STATUS_JSON_MALFORMED, 400},    //
    {STATUS_JSON_KEY_TWICE, 400},    //
    {STATUS_JSON_NESTED, 400},       //
    {STATUS_JSON_NUMBER, 400},       //
    {STATUS_TEXT_ENCODING, 400},     //
    {STATUS_DESK_FULL, 503},         //
    {STATUS_VILLAGE_UNKNOWN, 404},   //
    {STATUS_PERSON_UNKNOWN, 404},    //
    {STATUS_HOUSEHOLD_UNKNOWN, 404}, //
    {STATUS_RECORD_NOT_FOUND, 404},  //
    {STATUS_RULE_UNKNOWN, 404},      //
    {STATUS_ACTIVITY_UNKNOWN, 404},  //
    {STATUS_SHOP_UNKNOWN, 404},      //
    {STATUS_PANEL_UNKNOWN, 404},     //
    {STATUS_OBJECTION_JUDGE, 403},   //
    {STATUS_DRAFT_UNKNOWN, 404},     //
    {STATUS_TRIAL_UNKNOWN, 404},     //
    {STATUS_DEVICE_UNKNOWN, 404},    //
    {STATUS_BUNDLE_UNKNOWN, 404},    //
    {STATUS_BATCH_FORGED, 403},      //
    {STATUS_PHOTO_KIND, 415},        //
    {STATUS_PHOTO_HEIC, 415},        //
    {STATUS_PHOTO_DAMAGED, 400},     //
    {STATUS_PHOTO_LARGE, 413},       //
    {STATUS_PHOTO_UNKNOWN, 404},     //
    {STATUS_STAY_UNKNOWN, 404},      //
    {STATUS_CLAIM_UNKNOWN, 404},     //
    {STATUS_CLAIM_RELATED, 403},     //
    {STATUS_CLAIM_SEAT, 403},        //
    {STATUS_CLAIM_SAME, 403},        //
    {STATUS_REVERSAL_UNKNOWN, 404},  //
    {STATUS_GOODS_UNKNOWN, 404},     //
    {STATUS_LOGIN_WRONG, 401},       //
    {STATUS_TRY_LATER, 429},         //
    {STATUS_CROSS_SITE, 403},        //
    {STATUS_SESSION_UNKNOWN, 404},   //
    {STATUS_PASSWORD_WEAK, 400},     //
    {STATUS_ENROLMENT_WRONG, 400},   //
    {STATUS_TOTP_WRONG, 400},        //
    {STATUS_OFFICE_ELSEWHERE, 403},  //
    {STATUS_CHECKPOINT_BEHIND, 503}, //
    {STATUS_MATTER_UNKNOWN, 404},    //
    {STATUS_SETUP_CODE_WRONG, 403},  //
    {STATUS_SETUP_CODE_LOCKED, 429}, //
    {STATUS_TIE_UNKNOWN, 404},       //
    {STATUS_WELCOME_UNKNOWN, 404},   //
    {STATUS_POWER_MISSING, 403},     //
    {STATUS_TIE_OFFICIAL, 403},      //
    {STATUS_PURPOSE_UNKNOWN, 404},   //
    {STATUS_CONSENT_GUARDIAN, 403},  //
    {STATUS_MOTION_UNKNOWN, 404},    //
    {STATUS_DISPUTE_UNKNOWN, 404},   //
    {STATUS_SIGNAL_UNKNOWN, 404},    //
    {STATUS_SIGNAL_NEAR, 403},       //
    {STATUS_SPOT_UNKNOWN, 404},      //
    {STATUS_SPOT_MEANS, 400},        //
    {STATUS_NOTICE_NONE, 404},       //
    {STATUS_TILL_FORGED, 403},       //
    {STATUS_PHONE_WRONG, 400},       //
    {STATUS_PHONE_CODE_WRONG, 401},  //
    {STATUS_PHONE_NOT_YOURS, 403},   //
    {STATUS_SMS_NONE, 503},          //
    {STATUS_BIND_WRONG, 400},        //
    {STATUS_WECHAT_CODE, 401},       //
    {STATUS_CARD_MALFORMED, 400},    //
    {STATUS_CARD_UNKNOWN, 404},      //
    {STATUS_CARD_BLOCKED, 410},      //
    {STATUS_PIN_WEAK, 400},          //
    {STATUS_PIN_NONE, 403},          //
    {STATUS_PIN_WRONG, 403},         //
    {STATUS_PIN_LOCKED, 403},        //
    {STATUS_DEVICE_ENDED, 403},      //
    {STATUS_DEVICE_SIGNATURE, 403},  //
    {STATUS_WECHAT_BLOCKED, 403},    //
    {STATUS_WECHAT_LATER, 429},      //
    {STATUS_WECHAT_BUSY, 503},       //
    {STATUS_WECHAT_SETUP, 503},      //
};

/* A refusal that is in no table is a conflict with what is so already. */
int answer__status(struct status status)
{
    for (size_t i = 0; i < COUNT(statuses); i++) {
        if (statuses[i].code == status.code) {
            return statuses[i].status;
        }
    }
    return status_is_fault(status) ? 503 : 409;
}

/* What we send is data and one page without scripts: a browser need load nothing for it. */
static void headers_common(const struct call *call, struct http_reply *reply)
{
    static const struct http_pair common[] = {
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"X-Frame-Options", "DENY"},
        {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"},
        {"Strict-Transport-Security", "max-age=31536000"}, /* last: over TLS alone */
    };
    bool tls = call != NULL && call->service->options.http.tls_certificate != NULL;
    size_t count = COUNT(common) - (tls ? 0 : 1);
    size_t used = 0;
    while (reply->headers[used].name != NULL) {
        used++;
    }
    for (size_t i = 0; i < count && used + 1 < HTTP_HEADERS_MAX; i++) {
        reply->headers[used++] = common[i];
    }
}

static void header_add(struct http_reply *reply, const char *name, const char *value)
{
    size_t used = 0;
    while (reply->headers[used].name != NULL) {
        used++;
    }
    REQUIRE(used + 1 < HTTP_HEADERS_MAX);
    reply->headers[used] = (struct http_pair){name, value};
}

static void send(struct http_request *request, struct http_reply *reply)
{
    const struct call *call = http_attached(request);
    if (call != NULL && call->header.name != NULL) {
        header_add(reply, call->header.name, call->header.value);
    }
    headers_common(call, reply);
    http_reply(request, reply);
}

/* The text of an object, malloc'ed; the object is given back. */
static char *object_text(struct json_object *object, size_t *length)
{
    const char *text = json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN |
                                                                  JSON_C_TO_STRING_NOSLASHESCAPE);
    char *copy = text == NULL ? NULL : strdup(text);
    *length = copy == NULL ? 0 : strlen(copy);
    json_object_put(object);
    return copy;
}

static struct json_object *problem_json(struct status status, const struct problem *problem)
{
    struct json_object *object = json_object_new_object();
    json_object_object_add(object, "type", json_object_new_string("about:blank"));
    json_object_object_add(object, "status", json_object_new_int(answer__status(status)));
    json_object_object_add(object, "code", json_object_new_string(status_name(status.code)));
    json_object_object_add(object, "title", json_object_new_string(status_text(status.code)));
    if (problem != NULL && problem->column[0] != '\0') {
        json_object_object_add(object, "field", json_object_new_string(problem->column));
    }
    if (problem != NULL && problem->value[0] != '\0') {
        json_object_object_add(object, "value", json_object_new_string(problem->value));
    }
    if (problem != NULL && problem->expected[0] != '\0') {
        json_object_object_add(object, "expected", json_object_new_string(problem->expected));
    }
    if (problem != NULL && problem->line > 0) {
        json_object_object_add(object, "line", json_object_new_int64(problem->line));
    }
    return object;
}

static void problem_send(struct http_request *request, struct status status,
                         const struct problem *problem)
{
    struct http_reply reply = {.status = answer__status(status),
                               .type = "application/problem+json",
                               .headers = {{"Cache-Control", "no-store"}}};
    const struct call *call = http_attached(request);
    char seconds[24] = "1";
    if (call != NULL && call->wait_seconds > 0) {
        snprintf(seconds, sizeof seconds, "%lld", (long long)call->wait_seconds);
    }
    if (reply.status == 503 || reply.status == 429) {
        reply.headers[1] = (struct http_pair){"Retry-After", seconds};
    } else if (reply.status == 401) {
        reply.headers[1] = (struct http_pair){"WWW-Authenticate", "Bearer"};
    }
    reply.body = object_text(problem_json(status, problem), &reply.length);
    send(request, &reply);
}

void answer__problem(struct call *call, struct status status)
{
    REQUIRE(!call->answered);
    call->answered = true;
    problem_send(call->request, status, &call->problem);
}

void answer__problem_plain(struct http_request *request, struct status status)
{
    problem_send(request, status, NULL);
}

struct status call_refuse(struct call *call, struct status status, const char *field)
{
    snprintf(call->problem.column, sizeof call->problem.column, "%s", field);
    return status;
}

struct status call_wait(struct call *call, struct status status, int64_t seconds)
{
    call->wait_seconds = seconds < 1 ? 1 : seconds;
    return status;
}

void call_header(struct call *call, const char *name, const char *value)
{
    REQUIRE(call->header.name == NULL && strlen(value) < sizeof call->header.value);
    call->header.name = name;
    snprintf(call->header.value, sizeof call->header.value, "%s", value);
}

/* Equal bytes, equal tag: what the reader has already is not sent again. */
static bool unchanged(struct call *call, const char *text, size_t length, char etag[24])
{
    struct hash hash;
    sha256(&hash, text, length);
    snprintf(etag, 24, "\"%02x%02x%02x%02x%02x%02x%02x%02x\"", hash.bytes[0], hash.bytes[1],
             hash.bytes[2], hash.bytes[3], hash.bytes[4], hash.bytes[5], hash.bytes[6],
             hash.bytes[7]);
    const char *known = http_header(call->request, "If-None-Match");
    return known != NULL && strstr(known, etag) != NULL;
}

struct status call_reply(struct call *call, int status, struct json_object *body)
{
    REQUIRE(!call->answered);
    size_t length = 0;
    char etag[24] = "";
    char *text = object_text(body, &length);
    if (text == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    call->answered = true;
    struct http_reply reply = {.status = status,
                               .type = "application/json",
                               .body = text,
                               .length = length,
                               .headers = {{"Cache-Control", "private, no-cache"}}};
    if (status == 200 && strcmp(call->route->method, "GET") == 0) {
        if (unchanged(call, text, length, etag)) {
            free(text);
            reply = (struct http_reply){.status = 304};
        }
        reply.headers[reply.status == 304 ? 0 : 1] = (struct http_pair){"ETag", etag};
    }
    send(call->request, &reply);
    return OK;
}

struct status call_reply_empty(struct call *call, int status)
{
    REQUIRE(!call->answered);
    call->answered = true;
    struct http_reply reply = {.status = status};
    send(call->request, &reply);
    return OK;
}

struct status call_reply_bytes(struct call *call, const char *type, const char *name, void *bytes,
                               size_t length)
{
    REQUIRE(!call->answered && bytes != NULL);
    call->answered = true;
    char disposition[160];
    struct http_reply reply = {.status = 200,
                               .type = type,
                               .body = bytes,
                               .length = length,
                               .headers = {{"Cache-Control", "private, no-cache"}}};
    if (name != NULL) {
        snprintf(disposition, sizeof disposition, "attachment; filename=\"%s\"", name);
        reply.headers[1] = (struct http_pair){"Content-Disposition", disposition};
    }
    send(call->request, &reply);
    return OK;
}

struct status call_reply_page(struct call *call, struct json_object *items, const char *next)
{
    struct json_object *page = json_object_new_object();
    json_object_object_add(page, "items", items);
    json_object_object_add(page, "next", text_json(next));
    return call_reply(call, 200, page);
}

const struct field receipt_fields[] = {
    {.name = "record",
     .kind = FIELD_INTEGER,
     .flags = FIELD_NEEDED,
     .min = 0,
     .max = INT64_MAX,
     .zh = "记录号",
     .en = "number of the record in the log"},
    {.name = "day", .kind = FIELD_DAY, .flags = FIELD_NEEDED, .zh = "生效日", .en = "its day"},
    {.name = "again",
     .kind = FIELD_BOOLEAN,
     .flags = FIELD_NEEDED,
     .zh = "重复提交，返回第一次的结果",
     .en = "sent before; this is the first answer"},
    {.name = "granted",
     .kind = FIELD_INTEGER,
     .flags = FIELD_NEEDED,
     .min = 0,
     .max = INT64_MAX,
     .zh = "变动的工分",
     .en = "points moved"},
    {.name = "balance",
     .kind = FIELD_INTEGER,
     .flags = FIELD_NEEDED,
     .min = 0,
     .max = INT64_MAX,
     .zh = "之后的余额",
     .en = "the person's balance after it"},
    {.name = "capped",
     .kind = FIELD_BOOLEAN,
     .flags = FIELD_NEEDED,
     .zh = "因封顶而减少",
     .en = "less because of a cap"},
    {.name = "reason",
     .kind = FIELD_TEXT,
     .flags = FIELD_NULLABLE,
     .max = 64,
     .zh = "没有给分的原因",
     .en = "why no points were given"},
    FIELDS_END,
};

struct json_object *receipt_json(const struct journal_answer *answer)
{
    struct json_object *object = json_object_new_object();
    bool unfunded = answer->outcome.reason == SANBAO__V1__REASON__REASON_FUND_EXHAUSTED;
    json_object_object_add(object, "record", json_object_new_int64((int64_t)answer->record));
    json_object_object_add(object, "day", day_json(answer->day));
    json_object_object_add(object, "again", json_object_new_boolean(answer->again));
    json_object_object_add(object, "granted",
                           json_object_new_int64((int64_t)answer->outcome.granted));
    json_object_object_add(object, "balance",
                           json_object_new_int64((int64_t)answer->outcome.balance));
    json_object_object_add(object, "capped", json_object_new_boolean(answer->outcome.capped));
    json_object_object_add(object, "reason", text_json(unfunded ? "FUND_EXHAUSTED" : NULL));
    return object;
}

struct status call_reply_receipt(struct call *call)
{
    return call_reply(call, 201, receipt_json(&call->answer));
}

struct json_object *text_json(const char *text)
{
    return text == NULL ? NULL : json_object_new_string(text);
}

struct json_object *id_json(const struct id *id)
{
    char hex[2 * ID_BYTES + 1];
    for (size_t i = 0; i < ID_BYTES; i++) {
        snprintf(hex + 2 * i, 3, "%02x", id->bytes[i]);
    }
    return json_object_new_string(hex);
}

struct json_object *day_json(int32_t day)
{
    char text[DAY_TEXT_SIZE];
    if (day < DAY_FIRST || day > DAY_MAX) {
        return NULL;
    }
    day_format(day, text);
    return json_object_new_string(text);
}

struct json_object *instant_json(int64_t instant, int32_t utc_offset_minutes)
{
    char day[DAY_TEXT_SIZE];
    char text[DAY_TEXT_SIZE + 24];
    if (instant <= 0 || instant > INSTANT_MAX) {
        return NULL;
    }
    int64_t local = instant + (int64_t)utc_offset_minutes * 60;
    int second = (int)(local % 86400);
    int offset = utc_offset_minutes < 0 ? -utc_offset_minutes : utc_offset_minutes;
    day_format(instant_day(instant, utc_offset_minutes), day);
    snprintf(text, sizeof text, "%sT%02d:%02d:%02d%c%02d:%02d", day, second / 3600,
             second / 60 % 60, second % 60, utc_offset_minutes < 0 ? '-' : '+', offset / 60,
             offset % 60);
    return json_object_new_string(text);
}
