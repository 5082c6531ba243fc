/* notify_holdings.c - what this room holds about a person: what they were told, what they want to
 * be told, and their WeChat accounts, of which the name is not told again. */
#include "notify/notify_internal.h"

static const char *const message_columns[] = {"at", "kind", "state", "text", NULL};
static const char *const choice_columns[] = {"kind", "wanted", NULL};
static const char *const wechat_columns[] = {"bound_at", NULL};

static struct status message_tell(void *context, const struct notify_row *row)
{
    struct telling *telling = context;
    telling_instant(telling, row->made_at);
    telling_text(telling, notify_kind_words[row->kind - 1]);
    telling_text(telling, row->state);
    telling_text(telling, row->text);
    return OK;
}

static struct status choices_tell(struct side *side, const struct id *person,
                                  struct telling *telling)
{
    struct choice choice;
    TRY(notify__choice_get(side_state(side, &notify_room), person, &choice));
    telling_table(telling, "message_choices", choice_columns);
    for (int kind = NOTIFY_POINTS; kind <= NOTIFY_SHOP; kind++) {
        telling_text(telling, notify_kind_words[kind - 1]);
        telling_flag(telling, (choice.off >> kind & 1) == 0);
    }
    return OK;
}

static struct status tell(struct side *side, const struct id *person, struct telling *telling)
{
    int64_t bound[OPENIDS_MAX];
    size_t count = 0;
    telling_table(telling, "messages", message_columns);
    TRY(notify_each(side, person, MESSAGES_TOLD_MAX, message_tell, telling));
    TRY(choices_tell(side, person, telling));
    telling_table(telling, "wechat", wechat_columns);
    TRY(notify__openids_bound(side_state(side, &notify_room), person, bound, &count));
    for (size_t i = 0; i < count; i++) {
        telling_instant(telling, bound[i]);
    }
    return OK;
}

static struct status erase(struct side *side, const struct id *person)
{
    return notify__person_drop(side_state(side, &notify_room), person);
}

const struct holdings notify_holdings = {"notify", tell, erase, NULL};
