/* call.c - what a handler can ask of the request that it answers, and the way to the desk. */
#include "service/call.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "service/service_internal.h"

const struct json_node *call_node(const struct call *call, const char *name)
{
    const struct json_node *node = NULL;
    if (call->body.count > 0) {
        node = json_tree_find(&call->body, &call->body.nodes[0], name);
    }
    if (node == NULL && call->query.count > 0) {
        node = json_tree_find(&call->query, &call->query.nodes[0], name);
    }
    return node;
}

bool call_has(const struct call *call, const char *name)
{
    return call_node(call, name) != NULL;
}

const char *call_text(const struct call *call, const char *name)
{
    const struct json_node *node = call_node(call, name);
    return node == NULL ? NULL : node->member.text;
}

int64_t call_integer(const struct call *call, const char *name, int64_t otherwise)
{
    const struct json_node *node = call_node(call, name);
    return node == NULL ? otherwise : node->member.integer;
}

bool call_flag(const struct call *call, const char *name)
{
    return call_integer(call, name, 0) != 0;
}

static bool id_read(const char *text, struct id *id)
{
    bool good = text != NULL && check__hex(text, id->bytes, ID_BYTES);
    if (!good) {
        memset(id, 0, sizeof *id);
    }
    return good;
}

bool call_id(const struct call *call, const char *name, struct id *id)
{
    return id_read(call_text(call, name), id);
}

const struct json_node *node_first(const struct call *call, const struct json_node *node)
{
    return node == NULL || node->first == 0 ? NULL : &call->body.nodes[node->first];
}

const struct json_node *node_next(const struct call *call, const struct json_node *node)
{
    return node->next == 0 ? NULL : &call->body.nodes[node->next];
}

const struct json_node *node_find(const struct call *call, const struct json_node *object,
                                  const char *name)
{
    return json_tree_find(&call->body, object, name);
}

const char *node_text(const struct call *call, const struct json_node *object, const char *name)
{
    const struct json_node *node = node_find(call, object, name);
    return node == NULL ? NULL : node->member.text;
}

int64_t node_integer(const struct call *call, const struct json_node *object, const char *name,
                     int64_t otherwise)
{
    const struct json_node *node = node_find(call, object, name);
    return node == NULL ? otherwise : node->member.integer;
}

bool node_id(const struct call *call, const struct json_node *object, const char *name,
             struct id *id)
{
    return id_read(node_text(call, object, name), id);
}

const char *call_path(const struct call *call, const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < PATH_NAMES_MAX && call->path[i].name != NULL; i++) {
        if (strncmp(call->path[i].name, name, length) == 0 && call->path[i].name[length] == '}') {
            return call->path[i].text;
        }
    }
    REQUIRE(!"a name that the route's path does not have");
    return NULL;
}

void call_path_id(const struct call *call, const char *name, struct id *id)
{
    REQUIRE(id_read(call_path(call, name), id)); /* match.c saw to it */
}

int64_t call_path_number(const struct call *call, const char *name)
{
    const char *text = call_path(call, name);
    int64_t number = 0;
    REQUIRE(text_integer(text, strlen(text), 0, INT64_MAX, &number));
    return number;
}

size_t call_limit(const struct call *call)
{
    return (size_t)call_integer(call, "limit", PAGE_DEFAULT);
}

const char *call_after(const struct call *call)
{
    const char *after = call_text(call, "after");
    return after == NULL ? "" : after;
}

bool call_may(const struct call *call, uint32_t who)
{
    return (call->caller.roles & who) != 0;
}

int32_t call_today(const struct call *call)
{
    return side_today(call->service->options.reader, &call->village);
}

int64_t call_now(const struct call *call)
{
    return side_now(call->service->options.reader);
}

struct status call_state(struct call *call, size_t size, void (*end)(void *state), void **out)
{
    REQUIRE(call->state == NULL && size > 0);
    call->state = calloc(1, size);
    call->state_end = end;
    *out = call->state;
    return call->state == NULL ? FAULT(OUT_OF_MEMORY) : OK;
}

static struct status job_run(struct desk_job *job, struct side *side)
{
    struct call *call = (struct call *)job; /* its first member */
    return call->run(call, side);
}

static struct status hand_over(struct call *call, enum desk_lane lane, bool private_rows,
                               struct status (*run)(struct call *call, struct side *side),
                               struct status (*then)(struct call *call))
{
    REQUIRE(run != NULL && then != NULL && !call->answered);
    call->run = run;
    call->then = then;
    call->side = NULL;
    call->job.run = job_run;
    call->job.done = call__done;
    call->job.status = OK;
    call->job.lane = lane;
    call->job.private_rows = private_rows;
    call->waits = true;
    struct status status = desk_submit(call->service->desk, &call->job);
    if (!status_ok(status)) {
        call->waits = false;
        call->side = call->service->options.reader;
    }
    return status;
}

struct status call_write(struct call *call,
                         struct status (*run)(struct call *call, struct side *side),
                         struct status (*then)(struct call *call))
{
    return hand_over(call, LANE_WRITER, true, run, then);
}

struct status call_alone(struct call *call,
                         struct status (*run)(struct call *call, struct side *side),
                         struct status (*then)(struct call *call))
{
    call->job.alone = true; /* until it is done */
    return hand_over(call, LANE_WRITER, false, run, then);
}

struct status call_aside(struct call *call,
                         struct status (*run)(struct call *call, struct side *side),
                         struct status (*then)(struct call *call))
{
    return hand_over(call, LANE_ASIDE, false, run, then);
}

struct status call_outbound(struct call *call,
                            struct status (*run)(struct call *call, struct side *side),
                            struct status (*then)(struct call *call))
{
    return hand_over(call, LANE_OUTBOUND, false, run, then);
}

struct status call_operations(struct call *call,
                              struct status (*run)(struct call *call, struct side *side),
                              struct status (*then)(struct call *call))
{
    return hand_over(call, LANE_WRITER, false, run, then);
}

struct status call_operation(struct call *call,
                             struct status (*run)(struct call *call, struct side *side))
{
    return hand_over(call, LANE_WRITER, false, run, call_reply_receipt);
}

struct status call_try(struct call *call, struct side *side, Sanbao__V1__Operation *operation)
{
    operation->version = 1;
    operation->village = call->village_code;
    if (operation->event_id.len == 0) {
        operation->event_id = (ProtobufCBinaryData){ID_BYTES, call->event.bytes};
    }
    if (operation->day == 0) {
        operation->day = side_today(side, &call->village);
    }
    if (operation->proposer.len == 0 && !call->by_server) {
        operation->proposer = (ProtobufCBinaryData){ID_BYTES, call->caller.person.bytes};
    }
    TRY(side_try(side, operation, &call->answer));
    return call->answer.status;
}
