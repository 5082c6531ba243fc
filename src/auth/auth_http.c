/* auth_http.c - the routes of this room, and those that need no more than a list: the sessions of
 * the caller, seen and ended. */
#include <json-c/json.h>
#include <string.h>

#include "auth/auth_internal.h"

/* ---- what is sent and what comes back ---- */

static const char *const way_words[] = {"machine", "password", "phone", "wechat",
                                        "card",    "device",   NULL};

#define NUMBER_FIELD                                                                               \
    {                                                                                              \
        .name = "number", .kind = FIELD_TEXT, .min = 1, .max = CODE_MAX,                           \
        .zh = "工作人员编号（或村民编号）", .en = "the number of staff (or of a resident)"         \
    }
#define TOTP_FIELD                                                                                 \
    {                                                                                              \
        .name = "totp", .kind = FIELD_TEXT, .min = TOTP_DIGITS, .max = TOTP_DIGITS,                \
        .zh = "动态口令，6 位", .en = "the one-time code, 6 digits"                                \
    }
#define COOKIE_FIELD                                                                               \
    {                                                                                              \
        .name = "cookie", .kind = FIELD_BOOLEAN, .zh = "浏览器：令牌放进 Cookie，不在回答里给出",  \
        .en = "for a browser: the token goes into a cookie and not into the answer"                \
    }
#define PASSWORD_FIELD(NAME, FLAGS, ZH, EN)                                                        \
    {                                                                                              \
        .name = NAME, .kind = FIELD_TEXT, .flags = FLAGS, .min = 1,                                \
        .max = PASSWORD_CHARACTERS_MAX, .zh = ZH, .en = EN                                         \
    }
#define CODE_FIELD                                                                                 \
    {                                                                                              \
        .name = "code", .kind = FIELD_TEXT, .flags = FIELD_NEEDED, .min = 16, .max = 24,           \
        .zh = "发给本人的一次性开通码", .en = "the enrolment code that was given out"              \
    }

#define PHONE_FIELD(FLAGS)                                                                         \
    {                                                                                              \
        .name = "phone", .kind = FIELD_TEXT, .flags = FLAGS, .min = PHONE_DIGITS,                  \
        .max = PHONE_DIGITS, .zh = "手机号，11 位", .en = "the phone number, 11 digits"            \
    }
#define OPENED_FIELDS(FLAGS)                                                                       \
    {"session",                                                                                    \
     FIELD_ID,                                                                                     \
     FLAGS,                                                                                        \
     0,                                                                                            \
     0,                                                                                            \
     NULL,                                                                                         \
     NULL,                                                                                         \
     "会话编号（不是令牌）",                                                                       \
     "the session's id (not its token)"},                                                          \
        {"person", FIELD_ID, FLAGS, 0, 0, NULL, NULL, "谁", "who"},                                \
        {"way", FIELD_WORD, FLAGS, 0, 0, way_words, NULL, "怎样登录的", "how it was got"},         \
        {"strong",                                                                                 \
         FIELD_BOOLEAN,                                                                            \
         FLAGS,                                                                                    \
         0,                                                                                        \
         0,                                                                                        \
         NULL,                                                                                     \
         NULL,                                                                                     \
         "有第二道凭证，可以履行职务",                                                             \
         "with a second factor: offices count"},                                                   \
        {"ends_at", FIELD_INSTANT, FLAGS, 0, 0, NULL, NULL, "到期时间", "when it ends"},           \
    {                                                                                              \
        "token", FIELD_TEXT, 0, TOKEN_TEXT_SIZE - 1, TOKEN_TEXT_SIZE - 1, NULL, NULL,              \
            "令牌，只给这一次", "the token; it is told this once"                                  \
    }

static const struct field login_body[] = {
    {.name = "village", .kind = FIELD_CODE, .zh = "村的编号", .en = "the village's code"},
    NUMBER_FIELD,
    PASSWORD_FIELD("password", 0, "密码", "the password"),
    TOTP_FIELD,
    PHONE_FIELD(0),
    {.name = "code",
     .kind = FIELD_TEXT,
     .min = CODE_DIGITS,
     .max = CODE_DIGITS,
     .zh = "短信验证码，6 位",
     .en = "the code from the SMS, 6 digits"},
    {.name = "person",
     .kind = FIELD_ID,
     .zh = "一家共用一个手机号时，是哪一位",
     .en = "where a family shares the phone: which of them"},
    {.name = "wechat",
     .kind = FIELD_TEXT,
     .min = 1,
     .max = 128,
     .zh = "微信小程序 wx.login 得到的 code",
     .en = "the code that wx.login gave to the mini program"},
    {.name = "bind",
     .kind = FIELD_TEXT,
     .min = 1,
     .max = BIND_TEXT_SIZE - 1,
     .zh = "微信登录回答的 bind，和手机验证码一起交，绑定这个微信",
     .en = "what the log-in by WeChat answered, to be bound by a phone code"},
    {.name = "device",
     .kind = FIELD_ID,
     .zh = "登记过的设备，凭自己的签名登录",
     .en = "an enrolled device, by its own signature"},
    {.name = "signed_at",
     .kind = FIELD_INTEGER,
     .min = 0,
     .max = INSTANT_MAX,
     .zh = "签名时的秒数（1970 年起）",
     .en = "when it signed, in seconds since 1970"},
    {.name = "signature",
     .kind = FIELD_BYTES,
     .min = SIGN_BYTES,
     .max = SIGN_BYTES,
     .zh = "设备的签名，见 docs/devices.md",
     .en = "its signature: see docs/devices.md"},
    COOKIE_FIELD,
    FIELDS_END,
};

static const struct field choice_fields[] = {
    {.name = "person", .kind = FIELD_ID, .flags = FIELD_NEEDED, .zh = "哪一位", .en = "who"},
    {.name = "name",
     .kind = FIELD_TEXT,
     .flags = FIELD_NEEDED | FIELD_NULLABLE,
     .max = NAME_CHARACTERS_MAX,
     .zh = "姓名",
     .en = "the name"},
    {.name = "village", .kind = FIELD_CODE, .flags = FIELD_NEEDED, .zh = "村", .en = "village"},
    {.name = "village_name",
     .kind = FIELD_TEXT,
     .flags = FIELD_NEEDED | FIELD_NULLABLE,
     .max = NAME_CHARACTERS_MAX,
     .zh = "村名",
     .en = "its name"},
    FIELDS_END,
};

static const struct field login_answer[] = {
    OPENED_FIELDS(0),
    {.name = "choices",
     .kind = FIELD_LIST,
     .max = PHONE_PEOPLE_MAX,
     .fields = choice_fields,
     .zh = "一家共用的手机号：请选一位，带上 person 再交一次",
     .en = "a shared phone: send it again with `person`"},
    {.name = "bind",
     .kind = FIELD_TEXT,
     .max = BIND_TEXT_SIZE - 1,
     .zh = "这个微信还没有绑定：请带上它和手机验证码再登录一次",
     .en = "an account bound to nobody: log in with it and a phone code"},
    FIELDS_END,
};

const struct field auth__opened_fields[] = {OPENED_FIELDS(FIELD_NEEDED), FIELDS_END};

static const char *const purpose_words[] = {"login", "prove", NULL};
static const struct field code_body[] = {
    PHONE_FIELD(FIELD_NEEDED),
    {.name = "purpose",
     .kind = FIELD_WORD,
     .words = purpose_words,
     .zh = "做什么用：登录（不写就是），或证明手机号是自己的",
     .en = "to log in (when left out), or to prove that the phone is one's own"},
    FIELDS_END,
};
static const struct field code_answer[] = {
    {.name = "good_seconds",
     .kind = FIELD_INTEGER,
     .flags = FIELD_NEEDED,
     .min = CODE_SECONDS,
     .max = CODE_SECONDS,
     .zh = "验证码有效几秒",
     .en = "for how long a code is good"},
    {.name = "again_seconds",
     .kind = FIELD_INTEGER,
     .flags = FIELD_NEEDED,
     .min = CODE_AGAIN_SECONDS,
     .max = CODE_AGAIN_SECONDS,
     .zh = "几秒后可以再要一个",
     .en = "after which another one may be asked for"},
    FIELDS_END,
};

static const struct field session_fields[] = {
    {.name = "id", .kind = FIELD_ID, .flags = FIELD_NEEDED, .zh = "会话编号", .en = "its id"},
    {.name = "way",
     .kind = FIELD_WORD,
     .flags = FIELD_NEEDED,
     .words = way_words,
     .zh = "怎样登录的",
     .en = "how it was got"},
    {.name = "here",
     .kind = FIELD_BOOLEAN,
     .flags = FIELD_NEEDED,
     .zh = "就是现在用的这个",
     .en = "it is the one that asks"},
    {.name = "created_at",
     .kind = FIELD_INSTANT,
     .flags = FIELD_NEEDED,
     .zh = "登录时间",
     .en = "when it began"},
    {.name = "seen_at",
     .kind = FIELD_INSTANT,
     .flags = FIELD_NEEDED,
     .zh = "最近使用（可能晚记一分钟）",
     .en = "last used, up to a minute ago"},
    {.name = "ends_at",
     .kind = FIELD_INSTANT,
     .flags = FIELD_NEEDED,
     .zh = "到期时间",
     .en = "when it ends"},
    FIELDS_END,
};

static const struct field sessions_answer[] = {
    {.name = "items",
     .kind = FIELD_LIST,
     .flags = FIELD_NEEDED,
     .max = SESSIONS_PER_PERSON_MAX,
     .fields = session_fields,
     .zh = "我的登录，新的在前",
     .en = "my sessions, the newest first"},
    {.name = "next",
     .kind = FIELD_TEXT,
     .flags = FIELD_NEEDED | FIELD_NULLABLE,
     .max = 1,
     .zh = "总是空",
     .en = "always null"},
    FIELDS_END,
};

static const struct field end_query[] = {
    {.name = "others",
     .kind = FIELD_BOOLEAN,
     .zh = "只结束别处的登录，保留这一个",
     .en = "end all but the one that asks"},
    FIELDS_END,
};

static const struct field give_body[] = {
    {.name = "person", .kind = FIELD_ID, .flags = FIELD_NEEDED, .zh = "给谁", .en = "for whom"},
    FIELDS_END,
};
static const struct field give_answer[] = {
    CODE_FIELD,
    {.name = "ends_at",
     .kind = FIELD_INSTANT,
     .flags = FIELD_NEEDED,
     .zh = "三天内有效",
     .en = "good for three days"},
    FIELDS_END,
};
static const struct field look_body[] = {CODE_FIELD, FIELDS_END};
static const struct field look_answer[] = {
    {.name = "number",
     .kind = FIELD_TEXT,
     .flags = FIELD_NEEDED,
     .max = CODE_MAX,
     .zh = "给哪个编号的",
     .en = "whose number it is"},
    {.name = "secret",
     .kind = FIELD_TEXT,
     .flags = FIELD_NEEDED,
     .max = TOTP_TEXT_SIZE - 1,
     .zh = "动态口令的密钥（Base32）",
     .en = "the secret for the authenticator app, in base 32"},
    {.name = "uri",
     .kind = FIELD_TEXT,
     .flags = FIELD_NEEDED,
     .max = 512,
     .zh = "同上，给二维码用",
     .en = "the same for a QR code"},
    {.name = "ends_at",
     .kind = FIELD_INSTANT,
     .flags = FIELD_NEEDED,
     .zh = "有效到",
     .en = "until when"},
    FIELDS_END,
};
static const struct field use_body[] = {
    CODE_FIELD,
    PASSWORD_FIELD("password", FIELD_NEEDED, "新密码，至少 12 个字符",
                   "the new password, at least 12 characters"),
    {.name = "totp",
     .kind = FIELD_TEXT,
     .flags = FIELD_NEEDED,
     .min = TOTP_DIGITS,
     .max = TOTP_DIGITS,
     .zh = "动态口令，证明已经设好",
     .en = "a one-time code, to show that it works"},
    COOKIE_FIELD,
    FIELDS_END,
};
static const struct field change_body[] = {
    PASSWORD_FIELD("old", FIELD_NEEDED, "现在的密码", "the password so far"),
    PASSWORD_FIELD("password", FIELD_NEEDED, "新密码，至少 12 个字符",
                   "the new password, at least 12 characters"),
    {.name = "totp",
     .kind = FIELD_TEXT,
     .flags = FIELD_NEEDED,
     .min = TOTP_DIGITS,
     .max = TOTP_DIGITS,
     .zh = "动态口令",
     .en = "the one-time code"},
    FIELDS_END,
};

/* ---- log in: which way, by what was sent ---- */

static const struct way {
    const char *needed[5]; /* the first one tells the way; ends with NULL */
    const char *allowed[4];
    struct status (*begin)(struct call *call);
} ways[] = {
    {{"password", "village", "number", "totp", NULL}, {"cookie", NULL}, login__password},
    {{"phone", "code", NULL}, {"person", "bind", "cookie", NULL}, login__phone},
    {{"wechat", NULL}, {"cookie", NULL}, login__wechat},
    {{"device", "signed_at", "signature", NULL}, {NULL}, login__device},
};

static bool among(const char *const *names, const char *name)
{
    while (*names != NULL && strcmp(*names, name) != 0) {
        names++;
    }
    return *names != NULL;
}

static struct status login(struct call *call)
{
    const struct way *way = NULL;
    for (size_t i = 0; i < COUNT(ways) && way == NULL; i++) {
        way = call_has(call, ways[i].needed[0]) ? &ways[i] : NULL;
    }
    if (way == NULL) {
        return call_refuse(call, REFUSE(FIELD_MISSING), "password");
    }
    for (size_t i = 0; way->needed[i] != NULL; i++) {
        if (!call_has(call, way->needed[i])) {
            return call_refuse(call, REFUSE(FIELD_MISSING), way->needed[i]);
        }
    }
    for (const struct field *field = login_body; field->kind != FIELD_END; field++) {
        if (call_has(call, field->name) && !among(way->needed, field->name) &&
            !among(way->allowed, field->name)) {
            return call_refuse(call, REFUSE(FIELD_UNKNOWN), field->name);
        }
    }
    return way->begin(call);
}

/* ---- the caller's sessions ---- */

static struct json_object *session_json(const struct session *session, const struct call *call)
{
    struct json_object *item = json_object_new_object();
    bool here = memcmp(&session->id, &call->caller.session, sizeof session->id) == 0;
    json_object_object_add(item, "id", id_json(&session->id));
    json_object_object_add(item, "way", json_object_new_string(login__way_name(session->way)));
    json_object_object_add(item, "here", json_object_new_boolean(here));
    json_object_object_add(item, "created_at", instant_json(session->created_at, 0));
    json_object_object_add(item, "seen_at", instant_json(session->seen_at, 0));
    json_object_object_add(item, "ends_at", instant_json(session->ends_at, 0));
    return item;
}

static struct status sessions(struct call *call)
{
    struct auth *auth = side_state(call->side, &auth_room);
    struct json_object *items = json_object_new_array();
    struct session session;
    bool found = true;
    for (bool first = true; found; first = false) {
        struct status status =
            auth__session_next(auth, &call->caller.person, first, &found, &session);
        if (!status_ok(status)) {
            json_object_put(items);
            return status;
        }
        if (found && session.ends_at > call->side->real()) {
            json_object_array_add(items, session_json(&session, call));
        }
    }
    return call_reply_page(call, items, NULL);
}

/* The browser forgets its cookie with the session. */
static struct status ended(struct call *call)
{
    struct auth *auth = side_state(call->side, &auth_room);
    char cookie[COOKIE_TEXT_SIZE];
    if (http_header(call->request, "Cookie") != NULL) {
        token__cookie("", 0, auth->options->secure, cookie);
        call_header(call, "Set-Cookie", cookie);
    }
    return call_reply_empty(call, 204);
}

static struct status others_ended(struct call *call)
{
    return call_reply_empty(call, 204);
}

static struct status end_all_run(struct call *call, struct side *side)
{
    return auth_sessions_end(side, &call->caller.person,
                             call_flag(call, "others") ? &call->caller.session : NULL);
}

static struct status end_all(struct call *call)
{
    return call_write(call, end_all_run, call_flag(call, "others") ? others_ended : ended);
}

static struct status end_one_run(struct call *call, struct side *side)
{
    struct id session;
    bool known = false;
    call_path_id(call, "session_id", &session);
    TRY(auth__session_end(side_state(side, &auth_room), &call->caller.person, &session, &known));
    return known ? OK : REFUSE(SESSION_UNKNOWN);
}

static struct status end_one(struct call *call)
{
    struct id session;
    call_path_id(call, "session_id", &session);
    bool here = memcmp(&session, &call->caller.session, sizeof session) == 0;
    return call_write(call, end_one_run, here ? ended : others_ended);
}

const struct route auth_routes[] = {
    {"POST", "/api/v1/sessions", "log_in", WHO_PUBLIC, 0, NULL, login_body, login_answer, NULL,
     login, "登录：密码和动态口令，或手机验证码，或微信，或登记过的设备",
     "Logs in: password and one-time code, phone code, WeChat, or an enrolled device"},
    {"POST", "/api/v1/codes", "code_send", WHO_PUBLIC, 0, NULL, code_body, code_answer, NULL,
     codes__send, "发短信验证码（无论手机号是否在册，回答都一样）",
     "Sends a code by SMS; the answer is the same whether the phone is known or not"},
    {"GET", "/api/v1/sessions", "sessions", WHO_SESSION, 0, NULL, NULL, sessions_answer, NULL,
     sessions, "我的登录", "The caller's sessions"},
    {"DELETE", "/api/v1/sessions", "log_out", WHO_SESSION, 0, end_query, NULL, NULL, NULL, end_all,
     "退出全部登录", "Ends all of the caller's sessions"},
    {"DELETE", "/api/v1/sessions/{session_id}", "log_out_one", WHO_SESSION, 0, NULL, NULL, NULL,
     NULL, end_one, "退出其中一个登录", "Ends one of the caller's sessions"},
    {"POST", "/api/v1/enrolments/look", "enrolment_look", WHO_PUBLIC, 0, NULL, look_body,
     look_answer, NULL, login__enrolment_look, "用开通码取得动态口令的密钥",
     "What an authenticator app needs, for an enrolment code"},
    {"POST", "/api/v1/enrolments", "enrol", WHO_PUBLIC, 0, NULL, use_body, auth__opened_fields,
     NULL, login__enrolment_use, "用开通码设密码和动态口令，并登录",
     "Sets password and one-time codes by an enrolment code, and logs in"},
    {"POST", "/api/v1/password", "password_change", WHO_SESSION, 0, NULL, change_body, NULL, NULL,
     login__password_change, "改密码，别处的登录全部结束",
     "Changes the password; all other sessions end"},
    {"POST", "/api/v1/villages/{village}/enrolments", "enrolment_give", WHO_ADMIN, 0, NULL,
     give_body, give_answer, NULL, login__enrolment_give, "给工作人员发开通码（新设、忘记、遗失）",
     "Gives an enrolment code to a person: new, or password or app lost"},
    ROUTES_END,
};
