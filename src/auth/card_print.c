/* card_print.c - cards on paper: what stands on them is read on the desk, which notes that they
 * were printed, and drawn aside. */
#include <stdlib.h>
#include <string.h>

#include "auth/auth_internal.h"
#include "paper/paper.h"

enum { PRINT_MAX = 200, NUMBER_SPACED_SIZE = CARD_NUMBER_SIZE + 2 };

struct print_card {
    struct card_paper paper;
    char number[NUMBER_SPACED_SIZE]; /* "123 456 789" */
    char *name;
    const char *kin; /* of the call's body */
};

struct print {
    struct print_card cards[PRINT_MAX];
    size_t count;
    char *village;
    char *town;
    int32_t today;
    bool backs;
    enum lang lang;
    struct paper paper;
};

static void print_end(void *state)
{
    struct print *print = state;
    for (size_t i = 0; i < print->count; i++) {
        free(print->cards[i].name);
    }
    free(print->village);
    free(print->town);
    paper_free(&print->paper);
    wipe(print->cards, sizeof print->cards);
}

static struct status name_read(struct side *side, const struct id *person, char **name)
{
    struct people_row row = {.person = NULL};
    bool found = false;
    TRY(people_get(side->people, person, &found, &row));
    *name = strdup(found ? row.person->name : "");
    if (found) {
        people_row_free(&row);
    }
    return *name != NULL ? OK : FAULT(OUT_OF_MEMORY);
}

static struct status card_read(struct call *call, struct side *side, const struct id *id,
                               struct print_card *card)
{
    struct auth *auth = side_state(side, &auth_room);
    struct card_row row;
    bool found = false;
    TRY(auth__card_get(auth, id, &found, &row));
    if (!found || strcmp(row.card.village, call->village_code) != 0) {
        return call_refuse(call, REFUSE(CARD_UNKNOWN), "cards");
    }
    TRY(card__paper(side, id, &found, &card->paper));
    if (!found) {
        return call_refuse(call, REFUSE(CARD_BLOCKED), "cards");
    }
    char number[CARD_NUMBER_SIZE];
    memcpy(number, card->paper.number, sizeof number);
    snprintf(card->number, sizeof card->number, "%.3s %.3s %.3s", number, number + 3, number + 6);
    TRY(name_read(side, &row.card.person, &card->name));
    return auth__card_printed(auth, id, side->real());
}

static struct status read_run(struct call *call, struct side *side)
{
    struct print *print = call->state;
    const struct json_node *list = call_node(call, "cards");
    for (const struct json_node *node = node_first(call, list); node != NULL;
         node = node_next(call, node)) {
        struct id id;
        REQUIRE(node_id(call, node, "id", &id));
        struct print_card *card = &print->cards[print->count++];
        card->kin = node_text(call, node, "kin");
        TRY(card_read(call, side, &id, card));
    }
    TRY(texts_get(side->people, call->village_code, "village", call->village_code, "name",
                  &print->village));
    return texts_get(side->people, call->village_code, "village", call->village_code, "town",
                     &print->town);
}

static struct status draw_run(struct call *call, struct side *side)
{
    struct print *print = call->state;
    struct paper_card cards[PRINT_MAX];
    const struct paper_from from = {print->town, print->village, "", print->today};
    (void)side;
    lang_set(print->lang);
    for (size_t i = 0; i < print->count; i++) {
        const struct print_card *card = &print->cards[i];
        cards[i] = (struct paper_card){card->name, card->number, card->paper.qr, card->kin};
    }
    return paper_cards(&from, cards, print->count, print->backs, &print->paper, &call->problem);
}

static struct status drawn(struct call *call)
{
    struct print *print = call->state;
    uint8_t *bytes = print->paper.bytes;
    size_t length = print->paper.length;
    print->paper = (struct paper){NULL, 0};
    return call_reply_bytes(call, "application/pdf", "cards.pdf", bytes, length);
}

static struct status read_done(struct call *call)
{
    return call_aside(call, draw_run, drawn);
}

struct status card__print(struct call *call)
{
    struct print *print = NULL;
    TRY(call_state(call, sizeof *print, print_end, (void **)&print));
    print->today = call_today(call);
    print->backs = call_flag(call, "backs");
    print->lang = call->lang;
    return call_write(call, read_run, read_done);
}

static const struct field print_one[] = {
    {"id", FIELD_ID, FIELD_NEEDED, 0, 0, NULL, NULL, "卡的编号", "the card's id"},
    {"kin", FIELD_TEXT, 0, 1, 20, NULL, NULL, "印上的家人电话（不保存）",
     "a phone of the family, to be printed; it is not kept"},
    FIELDS_END,
};
const struct field card__print_body[] = {
    {"cards", FIELD_LIST, FIELD_NEEDED, 1, PRINT_MAX, NULL, print_one, "打印哪些卡", "which cards"},
    {"backs", FIELD_BOOLEAN, 0, 0, 0, NULL, NULL, "背面印挂失办法", "with their backs"},
    FIELDS_END,
};
