/* notify_http.c - what a person was told, and what they want to be told; how sending stands; and
 * the outbox, for trying out. */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "notify/notify_internal.h"

enum { MESSAGES_SHOWN = 100 };

/* ---- what I was told ---- */

static struct status message_add(void *context, const struct notify_row *row)
{
    struct json_object *item = json_object_new_object();
    json_object_object_add(item, "id", id_json(&row->id));
    json_object_object_add(item, "kind", json_object_new_string(notify_kind_words[row->kind - 1]));
    json_object_object_add(item, "at", instant_json(row->made_at, 0));
    json_object_object_add(item, "state", json_object_new_string(row->state));
    json_object_object_add(item, "text", json_object_new_string(row->text));
    json_object_array_add(context, item);
    return OK;
}

static struct status messages(struct call *call)
{
    struct json_object *items = json_object_new_array();
    struct status status =
        notify_each(call->side, &call->caller.person, MESSAGES_SHOWN, message_add, items);
    if (!status_ok(status)) {
        json_object_put(items);
        return status;
    }
    return call_reply_page(call, items, NULL);
}

/* ---- what I want to be told ---- */

static struct status choices(struct call *call)
{
    struct choice choice;
    TRY(notify__choice_get(side_state(call->side, &notify_room), &call->caller.person, &choice));
    struct json_object *body = json_object_new_object();
    for (int kind = NOTIFY_POINTS; kind <= NOTIFY_SHOP; kind++) {
        json_object_object_add(body, notify_kind_words[kind - 1],
                               json_object_new_boolean((choice.off >> kind & 1) == 0));
    }
    json_object_object_add(body, "language", json_object_new_string(choice.english ? "en" : "zh"));
    return call_reply(call, 200, body);
}

static struct status choose_run(struct call *call, struct side *side)
{
    struct notify *notify = side_state(side, &notify_room);
    struct choice choice;
    TRY(notify__choice_get(notify, &call->caller.person, &choice));
    for (int kind = NOTIFY_POINTS; kind <= NOTIFY_SHOP; kind++) {
        if (call_has(call, notify_kind_words[kind - 1])) {
            choice.off &= ~(INT64_C(1) << kind);
            choice.off |= call_flag(call, notify_kind_words[kind - 1]) ? 0 : INT64_C(1) << kind;
        }
    }
    choice.english = call_integer(call, "language", choice.english) != 0;
    return notify__choice_put(notify, &call->caller.person, &choice);
}

static struct status choose(struct call *call)
{
    if (call->caller.device) {
        return REFUSE(NOT_ALLOWED); /* the person's own matter */
    }
    return call_write(call, choose_run, choices);
}

/* ---- how sending stands ---- */

static struct status sending(struct call *call)
{
    struct notify *notify = side_state(call->side, &notify_room);
    int64_t waiting = 0;
    int64_t today = 0;
    TRY(notify__waiting(notify, &waiting));
    TRY(notify__sms_count(notify, notify__day(call->side->real()), &today));
    struct json_object *body = json_object_new_object();
    const char *way = notify->options->sms_url[0] != '\0' ? "gateway"
                      : notify->options->outbox           ? "outbox"
                                                          : "none";
    json_object_object_add(body, "sms", json_object_new_string(way));
    json_object_object_add(body, "waiting", json_object_new_int64(waiting));
    json_object_object_add(body, "sms_today", json_object_new_int64(today));
    json_object_object_add(body, "sms_per_day",
                           json_object_new_int64(notify->options->sms_per_day));
    json_object_object_add(body, "codes_failed", json_object_new_int64(notify->failed));
    return call_reply(call, 200, body);
}

/* ---- the outbox ---- */

static const struct outbox_entry *outbox_at(const struct notify *notify, size_t back)
{
    if (back >= OUTBOX_MAX || back >= notify->outbox_next) {
        return NULL;
    }
    return &notify->outbox[(notify->outbox_next - 1 - back) % OUTBOX_MAX];
}

static struct status outbox(struct call *call)
{
    struct notify *notify = side_state(call->side, &notify_room);
    if (!notify->options->outbox) {
        return REFUSE(ROUTE_UNKNOWN);
    }
    struct json_object *items = json_object_new_array();
    const struct outbox_entry *entry = NULL;
    for (size_t i = 0; (entry = outbox_at(notify, i)) != NULL; i++) {
        struct json_object *item = json_object_new_object();
        json_object_object_add(item, "at", instant_json(entry->at, 0));
        json_object_object_add(item, "channel", json_object_new_string(entry->channel));
        json_object_object_add(item, "to", json_object_new_string(entry->to));
        json_object_object_add(item, "text", json_object_new_string(entry->text));
        json_object_array_add(items, item);
    }
    return call_reply_page(call, items, NULL);
}

static void html_put(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '&':
            fputs("&amp;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        default:
            fputc(*text, out);
            break;
        }
    }
}

static void page_print(FILE *out, const struct notify *notify)
{
    const struct outbox_entry *entry = NULL;
    static const char head[] = "<!doctype html><meta charset=utf-8><meta name=viewport "
                               "content=\"width=device-width\"><title>";
    static const char list[] = "</p><ol reversed>";
    fputs(head, out);
    SAY(out, "试用发件箱", "Outbox for trying out");
    fputs("</title><h1>", out);
    SAY(out, "试用发件箱", "Outbox for trying out");
    fputs("</h1><p>", out);
    SAY(out, "没有设短信网关，这里显示本来要发出的短信。只有本机能看到；正式使用时没有这一页。",
        "No SMS gateway is set: what would have been sent is shown here, to this machine alone. "
        "In earnest use there is no such page.");
    fputs(list, out);
    for (size_t i = 0; (entry = outbox_at(notify, i)) != NULL; i++) {
        fputs("<li><b>", out);
        html_put(out, entry->to);
        fputs("</b> ", out);
        html_put(out, entry->text);
        fputs("</li>", out);
    }
    fputs("</ol>", out);
}

static struct status outbox_page(struct call *call)
{
    struct notify *notify = side_state(call->side, &notify_room);
    char *text = NULL;
    size_t length = 0;
    if (!notify->options->outbox) {
        return REFUSE(ROUTE_UNKNOWN);
    }
    FILE *out = open_memstream(&text, &length);
    if (out == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    page_print(out, notify);
    if (fclose(out) != 0) {
        free(text);
        return FAULT(OUT_OF_MEMORY);
    }
    return call_reply_bytes(call, "text/html; charset=utf-8", NULL, text, length);
}

/* ---- routes ---- */

static const char *const state_words[] = {"waiting", "sent", "unsent", NULL};
static const char *const language_words[] = {"zh", "en", NULL};
static const char *const way_words[] = {"gateway", "outbox", "none", NULL};
static const char *const channel_words[] = {"sms", "wechat", NULL};

#define NEXT_FIELD                                                                                 \
    {                                                                                              \
        .name = "next", .kind = FIELD_TEXT, .flags = FIELD_NEEDED | FIELD_NULLABLE, .max = 1,      \
        .zh = "总是空", .en = "always null"                                                        \
    }

static const struct field message_fields[] = {
    {"id", FIELD_ID, FIELD_NEEDED, 0, 0, NULL, NULL, "编号", "its id"},
    {"kind", FIELD_WORD, FIELD_NEEDED, 0, 0, notify_kind_words, NULL, "关于什么", "about what"},
    {"at", FIELD_INSTANT, FIELD_NEEDED, 0, 0, NULL, NULL, "时间", "when"},
    {"state", FIELD_WORD, FIELD_NEEDED, 0, 0, state_words, NULL, "是否发出（没有手机的看这里）",
     "whether it was sent; who has no phone reads it here"},
    {"text", FIELD_TEXT, FIELD_NEEDED, 0, MESSAGE_BYTES_MAX, NULL, NULL, "内容", "what"},
    FIELDS_END,
};
static const struct field messages_answer[] = {
    {"items", FIELD_LIST, FIELD_NEEDED, 0, MESSAGES_SHOWN, NULL, message_fields,
     "三个月内的消息，新的在前", "messages of three months, the newest first"},
    NEXT_FIELD,
    FIELDS_END,
};

#define CHOICE_FIELDS(FLAGS)                                                                       \
    {"points",                                                                                     \
     FIELD_BOOLEAN,                                                                                \
     FLAGS,                                                                                        \
     0,                                                                                            \
     0,                                                                                            \
     NULL,                                                                                         \
     NULL,                                                                                         \
     "工分到期、更正",                                                                             \
     "points: expiry, "                                                                            \
     "corrections"},                                                                               \
        {"activity",                                                                               \
         FIELD_BOOLEAN,                                                                            \
         FLAGS,                                                                                    \
         0,                                                                                        \
         0,                                                                                        \
         NULL,                                                                                     \
         NULL,                                                                                     \
         "报名的活动有变化",                                                                       \
         "changes of activities signed up for"},                                                   \
        {"claim", FIELD_BOOLEAN, FLAGS, 0, 0, NULL, NULL, "申报的结果", "what became of claims"},  \
        {"shop", FIELD_BOOLEAN, FLAGS, 0, 0, NULL, NULL, "兑换和退回", "points spent and back"},   \
    {                                                                                              \
        "language", FIELD_WORD, FLAGS, 0, 0, language_words, NULL, "消息的语言",                   \
            "the language of messages"                                                             \
    }

static const struct field choice_answer[] = {CHOICE_FIELDS(FIELD_NEEDED), FIELDS_END};
static const struct field choice_body[] = {CHOICE_FIELDS(0), FIELDS_END};

static const struct field sending_answer[] = {
    {"sms", FIELD_WORD, FIELD_NEEDED, 0, 0, way_words, NULL, "短信怎样发出", "how SMS go out"},
    {"waiting", FIELD_INTEGER, FIELD_NEEDED, 0, INT64_MAX, NULL, NULL, "等待发出的消息",
     "messages that wait"},
    {"sms_today", FIELD_INTEGER, FIELD_NEEDED, 0, INT64_MAX, NULL, NULL, "今天发了几条短信",
     "SMS sent today"},
    {"sms_per_day", FIELD_INTEGER, FIELD_NEEDED, 0, INT64_MAX, NULL, NULL, "一天最多几条",
     "and at most a day"},
    {"codes_failed", FIELD_INTEGER, FIELD_NEEDED, 0, INT64_MAX, NULL, NULL,
     "启动以来没有发出的验证码", "codes that could not be sent since the start"},
    FIELDS_END,
};

static const struct field outbox_fields[] = {
    {"at", FIELD_INSTANT, FIELD_NEEDED, 0, 0, NULL, NULL, "时间", "when"},
    {"channel", FIELD_WORD, FIELD_NEEDED, 0, 0, channel_words, NULL, "怎样发", "by which way"},
    {"to", FIELD_TEXT, FIELD_NEEDED, 0, OPENID_MAX, NULL, NULL, "发给谁", "to whom"},
    {"text", FIELD_TEXT, FIELD_NEEDED, 0, MESSAGE_BYTES_MAX, NULL, NULL, "内容", "what"},
    FIELDS_END,
};
static const struct field outbox_answer[] = {
    {"items", FIELD_LIST, FIELD_NEEDED, 0, OUTBOX_MAX, NULL, outbox_fields, "新的在前",
     "the newest first"},
    NEXT_FIELD,
    FIELDS_END,
};

const struct route notify_routes[] = {
    {"GET", "/api/v1/messages", "messages", WHO_SESSION, 0, NULL, NULL, messages_answer, NULL,
     messages, "告诉过我的事", "What the caller was told"},
    {"GET", "/api/v1/messages/choices", "message_choices", WHO_SESSION, 0, NULL, NULL,
     choice_answer, NULL, choices, "我要收哪些消息", "Which messages the caller wants"},
    {"PUT", "/api/v1/messages/choices", "message_choose", WHO_SESSION, ROUTE_LASTING, NULL,
     choice_body, choice_answer, NULL, choose, "选择收哪些消息（登录和卡的安全消息总会发）",
     "Chooses them; what concerns the safety of log-in and card is always told"},
    {"GET", "/api/v1/villages/{village}/sending", "sending", WHO_ADMIN, 0, NULL, NULL,
     sending_answer, NULL, sending, "消息发送的情况", "How the sending of messages stands"},
    {"GET", "/api/v1/dev/outbox", "outbox", WHO_PUBLIC, 0, NULL, NULL, outbox_answer, NULL, outbox,
     "试用发件箱（没有短信网关、只在本机监听时才有）",
     "The outbox for trying out; only without a gateway, listening to this machine alone"},
    {"GET", "/dev/outbox", "outbox_page", WHO_PUBLIC, ROUTE_RAW, NULL, NULL, NULL, "text/html",
     outbox_page, "试用发件箱，网页", "The same as a page"},
    ROUTES_END,
};
