/* shop_http_word.c - what offices say to a motion: sign, stop with a reason, lift the stop,
 * withdraw. The last signature that was needed carries it out. */
#include <string.h>

#include "shop/shop_internal.h"

struct saying {
    struct motion motion;
    struct word word;
};

/* Who keeps the shop that is paid, or lives with who does, does not sign for it. */
static struct status kin_judge(struct call *call, struct side *side, const struct motion *motion)
{
    char own[CODE_MAX + 1];
    bool kin = false;
    if (motion->kind != MOTION_PAYMENT) {
        return OK;
    }
    TRY(identity_shop_of(side->identity, &call->caller.member, own));
    TRY(identity_keeper_in(side->identity, call->village.id, motion->shop,
                           call->caller.member.household, &kin));
    return kin || strcmp(own, motion->shop) == 0 ? REFUSE(MOTION_EYES) : OK;
}

static uint32_t who_may(enum word_kind what, const struct motion *motion)
{
    switch (what) {
    case WORD_SIGNS:
        return motion_signers(motion->kind);
    case WORD_STOPS:
    case WORD_LIFTS:
        return WHO_OVERSIGHT;
    default:
        return motion_proposers(motion->kind);
    }
}

static void meeting_take(struct call *call, struct motion *motion)
{
    const char *meeting = call_text(call, "meeting");
    if (meeting != NULL && motion->meeting[0] == '\0') {
        snprintf(motion->meeting, sizeof motion->meeting, "%s", meeting);
    }
}

static struct status say_run(struct call *call, struct side *side)
{
    struct saying *saying = call->state;
    struct motion *motion = &saying->motion;
    struct till *till = shop__till(side);
    struct word words[WORDS_MAX];
    size_t count = 0;
    struct id id;
    enum motion_state state = MOTION_OPEN;
    call_path_id(call, "motion_id", &id);
    TRY(shop__motion_see(side, &id, motion));
    if (strcmp(motion->village, call->village_code) != 0) {
        return REFUSE(MOTION_UNKNOWN);
    }
    if (!call_may(call, who_may(saying->word.what, motion))) {
        return REFUSE(NOT_ALLOWED);
    }
    TRY(shop__words(till, &id, words, &count));
    meeting_take(call, motion);
    TRY(motion_judge(motion, words, count, &saying->word, &state));
    if (saying->word.what == WORD_SIGNS) {
        TRY(kin_judge(call, side, motion));
    }
    if (count == WORDS_MAX) {
        return REFUSE(MOTION_STATE);
    }
    TRY(shop__word_insert(till, &id, count + 1, &saying->word));
    if (state == MOTION_DONE) {
        return shop__motion_do(call, side, motion, &saying->word.person);
    }
    motion->state = state;
    motion->changed_at = side_now(side);
    return shop__motion_save(till, motion);
}

static struct status say_then(struct call *call)
{
    const struct saying *saying = call->state;
    struct json_object *body = NULL;
    TRY(shop__motion_json(call, &saying->motion, &body));
    return call_reply(call, 200, body);
}

static struct status say(struct call *call, enum word_kind what)
{
    void *state = NULL;
    TRY(call_state(call, sizeof(struct saying), NULL, &state));
    struct word *word = &((struct saying *)state)->word;
    const char *reason = call_text(call, "reason");
    *word = (struct word){.person = call->caller.person, .at = call_now(call), .what = what};
    snprintf(word->reason, sizeof word->reason, "%s", reason != NULL ? reason : "");
    return call_write(call, say_run, say_then);
}

struct status shop__motion_sign(struct call *call)
{
    return say(call, WORD_SIGNS);
}

struct status shop__motion_stop(struct call *call)
{
    return say(call, WORD_STOPS);
}

struct status shop__motion_lift(struct call *call)
{
    return say(call, WORD_LIFTS);
}

struct status shop__motion_withdraw(struct call *call)
{
    return say(call, WORD_WITHDRAWS);
}

/* ---- reading ---- */

struct list {
    struct call *call;
    struct json_object *items;
    size_t room;
    bool more;
    char last[CURSOR_SIZE];
};

static struct status motion_take(void *context, const struct motion *stored)
{
    struct list *list = context;
    struct motion motion = *stored;
    struct json_object *item = NULL;
    if (list->room == 0) {
        list->more = true;
        return OK;
    }
    TRY(shop__motion_settle(list->call->side, &motion));
    TRY(shop__motion_json(list->call, &motion, &item));
    json_object_array_add(list->items, item);
    list->room--;
    shop__cursor_text(&(struct cursor){motion.created_at, motion.id}, list->last);
    return OK;
}

static struct status list_answer(struct call *call, struct motion_query *query)
{
    struct list list = {.call = call, .room = call_limit(call)};
    query->village = call->village_code;
    query->limit = (int64_t)list.room + 1;
    TRY(shop__cursor_read(call, &query->before));
    list.items = json_object_new_array();
    struct status status = shop__motion_each(shop__till(call->side), query, motion_take, &list);
    if (!status_ok(status)) {
        json_object_put(list.items);
        return status;
    }
    return call_reply_page(call, list.items, list.more ? list.last : NULL);
}

struct status shop__motions(struct call *call)
{
    struct motion_query query = {.shop = ""};
    return list_answer(call, &query);
}

struct status shop__payments(struct call *call)
{
    struct motion_query query = {.shop = call_path(call, "shop"), .kind = MOTION_PAYMENT};
    struct shop shop;
    TRY(shop__may_see(call));
    TRY(shop__find(call, call->side, &shop));
    return list_answer(call, &query);
}
