/* residents_purpose.c - what people may agree to: each purpose with the text of each of its
 * versions. A text that was in use is never changed: a newer version is added below it. */
#include <string.h>

#include "residents/residents_internal.h"

/* By purpose, then by version from 1 on: the newest is what is asked for now. */
static const struct purpose purposes[] = {
    {"MESSAGES", 1, "短信和微信消息", "Messages by SMS and WeChat",
     "同意把我的手机号和消息内容交给短信公司，把消息内容交给微信，用来告诉我与我有关的事："
     "工分、活动、申报、兑换。不同意也可以：消息照样写在“我的消息”和纸条上，工分和权利不受影响。"
     "收回同意后，不再往外发；我自己要的验证码、登录和卡的安全提醒除外。",
     "My phone number and the text of messages may be given to the SMS company, the text to "
     "WeChat, to tell me what concerns me: points, activities, claims, redemptions. I may say "
     "no: all of it "
     "still stands on my own page and on my paper slip, and my points and rights stay the same. "
     "Once I take this back nothing more goes out, but for codes that I ask for and warnings about "
     "my log-in and card."},
    {"PHOTO", 1, "活动照片里有我", "Being seen in photos of activities",
     "同意活动照片里出现我，照片只用来证明活动做过，去掉拍摄地点等信息，加密保存，不公开、"
     "不作人脸识别。不同意也可以：领队拍照时避开我，工分和权利不受影响。收回同意后，以后的照片避"
     "开我。",
     "I may be seen in photos of activities. They only show that the work was done; the place and "
     "all else that is written into a photo is taken out, they are sealed, not made public, and no "
     "face is ever looked for in them. I may say no: the leader then keeps me out of the picture, "
     "and my points and rights stay the same. Once I take this back, later photos leave me out."},
    {"POINTS", 1, "参加工分宝", "Taking part in work points",
     "同意村里用我的姓名、编号、户和参加活动、兑换的记录来记工分。参加是自愿的，不参加也不影响任何"
     "权利（分红、土地、低保、医疗、选举等）。收回同意后，不再为我记新的活动（已经做完的照样记）；"
     "已有的工分还是我的，到期以前照样可以兑换。",
     "The village may use my name, number, household and what I took part in and spent, to keep my "
     "work points. Taking part is of my own free will; not taking part costs me no right "
     "(dividends, land, subsistence, medical care, elections). Once I take this back nothing new "
     "is "
     "entered for me, but what I have done already is; the points that I have stay mine and can be "
     "spent until they expire."},
};

const struct purpose *residents__purposes(size_t *count)
{
    *count = COUNT(purposes);
    return purposes;
}

const struct purpose *residents__purpose(const char *code)
{
    const struct purpose *newest = NULL;
    for (size_t i = 0; i < COUNT(purposes); i++) {
        if (strcmp(purposes[i].code, code) == 0) {
            newest = &purposes[i];
        }
    }
    return newest;
}

/* ---- GET purposes ---- */

static struct status purposes_show(struct call *call)
{
    struct json_object *items = json_object_new_array();
    for (size_t i = 0; i < COUNT(purposes); i++) {
        const struct purpose *purpose = &purposes[i];
        struct json_object *item = json_object_new_object();
        residents__text(item, "purpose", purpose->code);
        residents__integer(item, "version", purpose->version);
        residents__flag(item, "newest", residents__purpose(purpose->code) == purpose);
        residents__text(item, "title", lang_pick(purpose->title_zh, purpose->title_en));
        residents__text(item, "text", lang_pick(purpose->text_zh, purpose->text_en));
        json_object_array_add(items, item);
    }
    return call_reply_page(call, items, NULL);
}

static const struct field purpose_fields[] = {
    KIND_FIELD("purpose", FIELD_CODE, FIELD_NEEDED, "用途代码", "the purpose's code"),
    NUMBER_FIELD("version", FIELD_NEEDED, "版本", "its version"),
    KIND_FIELD("newest", FIELD_BOOLEAN, FIELD_NEEDED, "现在用的版本", "the version asked for now"),
    TEXT_FIELD("title", FIELD_NEEDED, TEXT_CHARACTERS_MAX, "用途", "what for"),
    TEXT_FIELD("text", FIELD_NEEDED, PURPOSE_CHARACTERS_MAX, "全文", "the whole text"),
    FIELDS_END,
};
static const struct field purpose_page[] = {
    LIST_FIELD("items", FIELD_NEEDED, 0, purpose_fields, "按用途和版本排",
               "by purpose and version"),
    TEXT_FIELD("next", FIELD_NEEDED | FIELD_NULLABLE, 128, "总是空", "always null"),
    FIELDS_END,
};

const struct route residents_purpose_routes[] = {
    {"GET", "/api/v1/purposes", "purposes", WHO_PUBLIC, 0, NULL, NULL, purpose_page, NULL,
     purposes_show, "可以同意的用途，每一版的全文",
     "What can be agreed to: the text of every purpose and version"},
    ROUTES_END,
};
