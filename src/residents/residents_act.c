/* residents_act.c - what others did for a person: the person reads all of it. */
#include <stdlib.h>
#include <string.h>

#include "residents/residents_internal.h"

static const char *power_word(int32_t power)
{
    return power == POWER_REDEEM ? "redeem" : power == POWER_SIGN_UP ? "sign_up" : "see";
}

static struct status act_json(struct call *call, const struct act *act, struct json_object *item)
{
    struct village village = {0};
    TRY(identity_village(call->side->identity, act->village, &village));
    residents__text(item, "village", act->village);
    residents__day(item, "day", act->day);
    json_object_object_add(item, "at", instant_json(act->done_at, village.utc_offset_minutes));
    TRY(residents__name(call, item, "helper", &act->helper));
    residents__text(item, "power", power_word(act->power));
    residents__text(item, "what", act->what[0] != '\0' ? act->what : NULL);
    residents__integer(item, "points", act->points);
    return OK;
}

static struct status acts_add(struct call *call, struct act *act, struct json_object *items,
                              char next[CURSOR_SIZE])
{
    struct residents *residents = residents__state(call->side);
    bool found = false;
    TRY(residents__act_next(residents, act, &found));
    for (size_t i = 0; found && i < call_limit(call); i++) {
        struct json_object *item = json_object_new_object();
        json_object_array_add(items, item);
        TRY(act_json(call, act, item));
        residents__cursor_write(act->done_at, &act->id, next);
        TRY(residents__act_next(residents, act, &found));
    }
    if (!found) {
        next[0] = '\0';
    }
    return OK;
}

static struct status my_acts(struct call *call)
{
    struct act act = {.person = call->caller.person, .done_at = INT64_MAX};
    char next[CURSOR_SIZE] = "";
    if (call_after(call)[0] != '\0' &&
        !residents__cursor_read(call_after(call), &act.done_at, &act.id)) {
        return REFUSE(CURSOR_WRONG);
    }
    struct json_object *items = json_object_new_array();
    struct status status = acts_add(call, &act, items, next);
    if (!status_ok(status)) {
        json_object_put(items);
        return status;
    }
    return call_reply_page(call, items, next[0] != '\0' ? next : NULL);
}

static const char *const power_words[] = {"see", "sign_up", "redeem", NULL};
static const struct field act_fields[] = {
    KIND_FIELD("village", FIELD_CODE, FIELD_NEEDED, "村代码", "the village's code"),
    KIND_FIELD("day", FIELD_DAY, FIELD_NEEDED, "日期", "the day"),
    KIND_FIELD("at", FIELD_INSTANT, FIELD_NEEDED | FIELD_NULLABLE, "时间", "when"),
    TEXT_FIELD("helper", FIELD_NEEDED | FIELD_NULLABLE, NAME_CHARACTERS_MAX, "谁办的", "by whom"),
    WORD_FIELD("power", FIELD_NEEDED, power_words, "办了什么", "what was done"),
    TEXT_FIELD("what", FIELD_NEEDED | FIELD_NULLABLE, 2 * CODE_MAX + 1, "活动或商品的编号",
               "code of the activity or the goods"),
    NUMBER_FIELD("points", FIELD_NEEDED, "工分", "points"),
    FIELDS_END,
};
static const struct field act_page[] = {
    LIST_FIELD("items", FIELD_NEEDED, PAGE_MAX, act_fields, "最新的在前", "the newest first"),
    TEXT_FIELD("next", FIELD_NEEDED | FIELD_NULLABLE, 128, "下一页", "cursor of the next page"),
    FIELDS_END,
};

const struct route residents_act_routes[] = {
    {"GET", "/api/v1/me/acts", "my_acts", WHO_SESSION, ROUTE_CURSOR, NULL, NULL, act_page, NULL,
     my_acts, "别人替我办了什么", "What was done for me"},
    ROUTES_END,
};
