/* call.h - the request that is being answered, as a handler sees it: who asks, in which village,
 * what was sent (already checked against the route's table), and the ways to answer.
 *
 * A handler runs on the loop's thread and must not wait. It answers at once, or hands over to the
 * desk (call_write) or to slow work (call_aside) and answers in `then`. A status other than OK from
 * any of these functions becomes a problem+json by itself. */
#pragma once

#include <json-c/json_types.h>

#include "base/json.h"
#include "base/lang.h"
#include "http/http.h"
#include "service/desk.h"
#include "service/route.h"

struct service;

enum { PATH_NAMES_MAX = 4 };

/* Who asks. */
struct caller {
    bool known;   /* there is a session */
    bool strong;  /* logged in with two factors: roles of office count */
    bool at_till; /* a card opened the session at a shop's till */
    bool device;  /* the session is an enrolled device's own; `person` is who holds it */
    struct id person;
    struct id session;
    struct id device_id; /* the enrolled device at which the session was made; zero: none */
    char device_village[CODE_MAX + 1]; /* of a device's own session: it counts there alone */
    uint32_t roles;       /* WHO_ bits in the village of the path; WHO_SESSION outside of one */
    struct member member; /* of the village of the path; id 0 where there is none */
};

struct path_value {
    const char *name;
    char text[64];
};

struct call {
    struct desk_job job;
    struct service *service;
    struct http_request *request;
    const struct route *route;
    struct side *side; /* the reading one; NULL while the desk has the call */
    struct caller caller;
    char village_code[CODE_MAX + 1]; /* "" where the path names none */
    struct village village;
    struct path_value path[PATH_NAMES_MAX];
    struct json_tree query;
    struct json_tree body;
    struct id event; /* the Idempotency-Key */
    enum lang lang;
    struct problem problem;       /* the place, where a refusal can name one */
    struct journal_answer answer; /* of call_try() */
    void *state;                  /* the handler's own: call_state() */
    void (*state_end)(void *state);
    struct status (*run)(struct call *call, struct side *side);
    struct status (*then)(struct call *call);
    int64_t started_us;
    bool streams; /* the request is a listener's now */
    struct call_header {
        const char *name;
        char value[256];
    } header;             /* call_header() */
    int64_t wait_seconds; /* call_wait() */
    bool answered;
    bool waits;     /* with the desk */
    bool by_server; /* operations are proposed by the server's key, not by the caller */
};

/* ---- what was sent; a name that the route's table does not have gives nothing ---- */

bool call_has(const struct call *call, const char *name);
const char *call_text(const struct call *call, const char *name); /* NULL where it was not sent */
int64_t call_integer(const struct call *call, const char *name, int64_t otherwise);
bool call_flag(const struct call *call, const char *name); /* false where it was not sent */
/* Of FIELD_DAY and FIELD_INSTANT as call_integer; of FIELD_WORD its place in the list. */
bool call_id(const struct call *call, const char *name, struct id *id);       /* false: not sent */
const struct json_node *call_node(const struct call *call, const char *name); /* or NULL */
/* A value within an object or a list of the body. */
const struct json_node *node_first(const struct call *call, const struct json_node *node);
const struct json_node *node_next(const struct call *call, const struct json_node *node);
const struct json_node *node_find(const struct call *call, const struct json_node *object,
                                  const char *name);
const char *node_text(const struct call *call, const struct json_node *object, const char *name);
int64_t node_integer(const struct call *call, const struct json_node *object, const char *name,
                     int64_t otherwise);
bool node_id(const struct call *call, const struct json_node *object, const char *name,
             struct id *id);

const char *call_path(const struct call *call, const char *name);
void call_path_id(const struct call *call, const char *name, struct id *id);
int64_t call_path_number(const struct call *call, const char *name);
/* The page asked for: how many, and the cursor ("" at the start). */
size_t call_limit(const struct call *call);
const char *call_after(const struct call *call);

/* Whether the caller has one of these in the village of the path. */
bool call_may(const struct call *call, uint32_t who);
int32_t call_today(const struct call *call);
int64_t call_now(const struct call *call);

/* Zeroed memory that lives as long as the call; `end` (may be NULL) wipes or frees what hangs on
 * it. Once a call. Faults: OUT_OF_MEMORY. */
CHECKED struct status call_state(struct call *call, size_t size, void (*end)(void *state),
                                 void **out);

/* ---- ways to answer ---- */

/* Takes the object over. With status 200 an ETag is made and a 304 given where it fits. */
CHECKED struct status call_reply(struct call *call, int status, struct json_object *body);
CHECKED struct status call_reply_empty(struct call *call, int status);
/* `bytes` is malloc'ed and taken over. `name`: of the file, for a download; NULL: shown. */
CHECKED struct status call_reply_bytes(struct call *call, const char *type, const char *name,
                                       void *bytes, size_t length);
/* Names the field that is wrong: `return call_refuse(call, REFUSE(X), "goods")`. */
CHECKED struct status call_refuse(struct call *call, struct status status, const char *field);
/* Says when to come again: `return call_wait(call, REFUSE(X), seconds)`. */
CHECKED struct status call_wait(struct call *call, struct status status, int64_t seconds);
/* A header for the reply, whatever it is; at most 255 bytes. Once a call. */
void call_header(struct call *call, const char *name, const char *value);
/* What every list answers with: {"items": [...], "next": cursor or null}. Takes `items` over. */
CHECKED struct status call_reply_page(struct call *call, struct json_object *items,
                                      const char *next);

/* Answers with a stream of events: those of a channel alone, which nobody else hears. Its name
 * starts with STREAM_CHANNEL and has less than STREAM_NAME_SIZE bytes. Faults: OUT_OF_MEMORY. */
enum { STREAM_CHANNEL = '*', STREAM_NAME_SIZE = CODE_MAX + 8 };
CHECKED struct status call_stream(struct call *call, const char *channel);

/* `run` on the desk's thread, then, where it was OK, `then` on the loop's. */
CHECKED struct status call_write(struct call *call,
                                 struct status (*run)(struct call *call, struct side *side),
                                 struct status (*then)(struct call *call));
/* The same with nothing open on the writing side: `run` begins and ends what it needs (an import,
 * an erasure). All others wait meanwhile. */
CHECKED struct status call_alone(struct call *call,
                                 struct status (*run)(struct call *call, struct side *side),
                                 struct status (*then)(struct call *call));
/* The same by the thread for slow work: `side` is NULL. Passwords: one after another. */
CHECKED struct status call_aside(struct call *call,
                                 struct status (*run)(struct call *call, struct side *side),
                                 struct status (*then)(struct call *call));
/* By the thread that speaks with other servers: `side` is NULL. */
CHECKED struct status call_outbound(struct call *call,
                                    struct status (*run)(struct call *call, struct side *side),
                                    struct status (*then)(struct call *call));

/* In `run`: tries one operation. Fills in version, event id (the Idempotency-Key where none is),
 * village, day (today where it is 0) and proposer (the caller where none is set, unless `server`).
 * The refusal, if any, is returned; the answer is in call->answer. */
CHECKED struct status call_try(struct call *call, struct side *side,
                               Sanbao__V1__Operation *operation);
/* As `then`: answers 201 with the receipt in short: record, day, granted, balance ... */
CHECKED struct status call_reply_receipt(struct call *call);
/* The plain case of call_write(): operations alone, no private rows; answered by the receipt. */
CHECKED struct status call_operation(struct call *call,
                                     struct status (*run)(struct call *call, struct side *side));
/* The same with an answer of its own: for many operations in one request. */
CHECKED struct status call_operations(struct call *call,
                                      struct status (*run)(struct call *call, struct side *side),
                                      struct status (*then)(struct call *call));
extern const struct field receipt_fields[];
struct json_object *receipt_json(const struct journal_answer *answer);

/* Small helps for answers. */
struct json_object *id_json(const struct id *id);
struct json_object *day_json(int32_t day);
struct json_object *instant_json(int64_t instant, int32_t utc_offset_minutes);
struct json_object *text_json(const char *text); /* null where NULL */
