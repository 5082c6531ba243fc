/* shop_http_notice.c - the month's notice for everybody: totals, sums by group, masked names. It
 * was made when the month was over (daily_notice.c) and stays as it was. */
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "shop/shop_internal.h"

static const char *const total_names[] = {"activities", "participations", "issued", "redemptions",
                                          "redeemed",   "expired",        NULL};

static struct status notice_find(struct call *call, struct month *month, struct notice *notice)
{
    bool found = false;
    TRY(shop__month(call, month));
    TRY(shop__notice_get(shop__till(call->side), call->village_code, month->first, &found, notice));
    return found ? OK : REFUSE(NOTICE_NONE);
}

static struct status groups_json(struct call *call, const struct notice *notice,
                                 struct json_object *body)
{
    struct notice_group groups[NOTICE_GROUPS_MAX];
    size_t count = 0;
    TRY(shop__notice_groups(shop__till(call->side), call->village_code, notice->month, groups,
                            &count));
    struct json_object *list = json_object_new_array();
    json_object_object_add(body, "groups", list);
    for (size_t i = 0; i < count; i++) {
        struct json_object *group = json_object_new_object();
        bool named = groups[i].name[0] != '\0';
        json_object_array_add(list, group);
        json_object_object_add(group, "group", text_json(named ? groups[i].name : NULL));
        put_int(group, "people", groups[i].sum.people);
        put_int(group, "points", groups[i].sum.points);
    }
    return OK;
}

static struct status notice_fill(struct call *call, struct json_object *body)
{
    struct month month;
    struct notice notice;
    TRY(notice_find(call, &month, &notice));
    for (size_t i = 0; total_names[i] != NULL; i++) {
        int64_t sum = 0;
        TRY(shop__span_sum(call, total_names[i], "", month.first, month.next - 1, &sum));
        put_int(body, total_names[i], sum);
    }
    json_object_object_add(body, "month", day_json(notice.month));
    json_object_object_add(body, "made_on", day_json(notice.made_on));
    json_object_object_add(body, "objections_until", day_json(notice.made_on + NOTICE_DAYS));
    put_int(body, "earners", notice.people);
    put_int(body, "earned", notice.points);
    return groups_json(call, &notice, body);
}

struct status shop__notice(struct call *call)
{
    struct json_object *body = json_object_new_object();
    struct status status = notice_fill(call, body);
    if (!status_ok(status)) {
        json_object_put(body);
        return status;
    }
    return call_reply(call, 200, body);
}

static struct status people_add(struct call *call, const struct earned *list, size_t count,
                                struct json_object *items)
{
    for (size_t i = 0; i < count; i++) {
        struct json_object *item = json_object_new_object();
        char *name = NULL;
        json_object_array_add(items, item);
        TRY(shop__masked(call->side, &list[i].person, &name));
        put_text(item, "name", name);
        put_int(item, "points", list[i].points);
        free(name);
    }
    return OK;
}

/* In the order of pseudonyms, which is none. */
struct status shop__notice_people(struct call *call)
{
    struct earned list[PAGE_MAX + 1];
    struct month month;
    struct notice notice;
    struct id after = {{0}};
    char next[ID_TEXT_SIZE] = "";
    size_t count = 0;
    size_t limit = call_limit(call);
    TRY(notice_find(call, &month, &notice));
    if (call_after(call)[0] != '\0' && !shop__id_parse(call_after(call), &after)) {
        return REFUSE(CURSOR_WRONG);
    }
    TRY(shop__earned_find(shop__till(call->side), call->village_code, notice.month, &after, list,
                          limit + 1, &count));
    bool more = count > limit;
    struct json_object *items = json_object_new_array();
    struct status status = people_add(call, list, more ? limit : count, items);
    if (!status_ok(status)) {
        json_object_put(items);
        return status;
    }
    if (more) {
        shop__id_text(&list[limit - 1].person, next);
    }
    return call_reply_page(call, items, more ? next : NULL);
}
