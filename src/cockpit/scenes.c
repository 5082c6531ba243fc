/* scenes.c - the scenes of the three domains that exist in this village: each with a figure of its
 * own. A scene without anything in it is left out, and so is a domain without scenes. */
#include <string.h>

#include "cockpit/cockpit_internal.h"

/* Participations by the rules that a scene is made of. */
static const struct scene {
    const char *domain;
    const char *scene;
    const char *rules; /* code prefixes, each followed by a space */
    const char *zh;
    const char *en;
    const char *unit_zh;
    const char *unit_en;
} scenes[] = {
    {"governance", "safe_home", "VOL-02 VOL-03 SAF- ", "平安村社", "A safe village", "人次",
     "turns"},
    {"governance", "meetings", "PUB-01 ", "四议两公开", "Meetings and disclosure", "人次", "turns"},
    {"services", "classes", "LRN- ", "学堂", "Classes", "人次", "turns"},
    {"services", "care", "VOL-04 VOL-05 VOL-06 VOL-07 ", "邻里互助", "Help among neighbours",
     "人次", "turns"},
};

struct scene_sums {
    int64_t sums[COUNT(scenes)];
};

static bool belongs(const char *prefixes, const char *code)
{
    for (const char *at = prefixes; *at != '\0';) {
        size_t length = strcspn(at, " ");
        if (strncmp(code, at, length) == 0) {
            return true;
        }
        at += length + 1;
    }
    return false;
}

static struct status rule_sum(void *context, const char *name, int64_t sum)
{
    struct scene_sums *sums = context;
    for (size_t i = 0; i < COUNT(scenes); i++) {
        sums->sums[i] += belongs(scenes[i].rules, name) ? sum : 0;
    }
    return OK;
}

static void scene_add(struct json_object *list, const struct scene *scene, int64_t value)
{
    if (value <= 0) {
        return;
    }
    struct json_object *item = json_object_new_object();
    json_object_array_add(list, item);
    cockpit__text(item, "scene", scene->scene);
    cockpit__text(item, "domain", scene->domain);
    cockpit__text(item, "name", lang_pick(scene->zh, scene->en));
    cockpit__int(item, "value", value);
    cockpit__text(item, "unit", lang_pick(scene->unit_zh, scene->unit_en));
}

struct status cockpit__scenes(const struct view *view, const struct figures *figures,
                              struct json_object *object)
{
    static const struct scene volunteers = {"governance",      "activities",   NULL,
                                            "志愿活动",        "Volunteering", "人参加过",
                                            "people took part"};
    static const struct scene redeem = {"services",     "redeem", NULL,   "工分兑换",
                                        "Points spent", "笔",     "times"};
    struct scene_sums sums = {{0}};
    struct json_object *list = json_object_new_array();
    json_object_object_add(object, "scenes", list);
    TRY(cockpit__tally_each(cockpit__of(view->side), view->village->id, TALLY_RULE, view->on,
                            rule_sum, &sums));
    scene_add(list, &volunteers, figures->report.participants);
    for (size_t i = 0; i < COUNT(scenes); i++) {
        scene_add(list, &scenes[i], sums.sums[i]);
    }
    scene_add(list, &redeem, figures->report.redemptions);
    return OK;
}
