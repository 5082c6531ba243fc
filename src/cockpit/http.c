/* http.c - the handlers. */
#include "cockpit/cockpit_internal.h"

/* The day that is asked for, not before the village was there and not after its today. */
static struct view view_of(const struct call *call)
{
    int32_t today = call_today(call);
    int32_t on = (int32_t)call_integer(call, "on", today);
    on = on < call->village.opened_on ? call->village.opened_on : on;
    on = on > today ? today : on;
    return (struct view){.side = call->side,
                         .code = call->village_code,
                         .village = &call->village,
                         .on = on,
                         .live = on == today};
}

struct status cockpit__show(struct call *call)
{
    const struct view view = view_of(call);
    struct json_object *object = NULL;
    TRY(cockpit__snapshot(&view, &object));
    return call_reply(call, 200, object);
}
