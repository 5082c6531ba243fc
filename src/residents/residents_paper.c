/* residents_paper.c - papers for people's hands and the poster: who may have them printed, the look
 * noted before, the drawing aside. What is on them: residents_paper_slip.c, _year.c. */
#include <stdlib.h>
#include <string.h>

#include "residents/residents_paper_internal.h"

static void print_end(void *state)
{
    struct print *print = state;
    if (print->end != NULL) {
        print->end(print);
    }
    arena_free(&print->arena);
    paper_free(&print->paper);
}

struct status residents__print_text(struct print *print, const char *text, const char **out)
{
    return arena_text(&print->arena, text == NULL ? "" : text, text == NULL ? 0 : strlen(text),
                      out);
}

static struct status public_text(struct call *call, struct print *print, const char *field,
                                 const char **out)
{
    char *text = NULL;
    TRY(texts_get(call->side->people, call->village_code, "village", call->village_code, field,
                  &text));
    struct status status = residents__print_text(print, text, out);
    free(text);
    return status;
}

struct status residents__print_begin(struct call *call, size_t size, struct print **out)
{
    const struct residents_options *options = side_options(call->side, &residents_room);
    void *state = NULL;
    TRY(call_state(call, size, print_end, &state));
    struct print *print = state;
    *out = print;
    print->url = options != NULL && options->public_url != NULL ? options->public_url : "";
    print->from.day = call_today(call);
    print->from.contact = call_text(call, "contact");
    TRY(public_text(call, print, "name", &print->from.village));
    return public_text(call, print, "town", &print->from.town);
}

/* ---- noted, drawn, answered ---- */

static struct status drawn(struct call *call)
{
    struct print *print = call->state;
    uint8_t *bytes = print->paper.bytes;
    print->paper.bytes = NULL;
    return call_reply_bytes(call, "application/pdf", print->file, bytes, print->paper.length);
}

static struct status draw_run(struct call *call, struct side *side)
{
    struct print *print = call->state;
    (void)side;
    lang_set(call->lang);
    return print->draw(print, &call->problem);
}

static struct status draw(struct call *call)
{
    return call_aside(call, draw_run, drawn);
}

static struct status looks_note(struct call *call, struct side *side)
{
    struct print *print = call->state;
    for (size_t i = 0; i < print->shown_count; i++) {
        TRY(residents_look_note(side, call->village_code, &call->village, &print->shown[i],
                                &call->caller.person, print->purpose));
    }
    return OK;
}

struct status residents__print(struct call *call, struct print *print)
{
    return print->shown_count == 0 ? draw(call) : call_write(call, looks_note, draw);
}

struct status residents__print_look(struct call *call, struct print *print, struct id *person,
                                    struct member *member)
{
    enum sight sight = SIGHT_NONE;
    TRY(residents__look_at(call, person, member, &sight, &print->purpose));
    if (sight == SIGHT_MASKED) {
        return REFUSE(NOT_ALLOWED);
    }
    if (memcmp(person, &call->caller.person, sizeof *person) != 0) {
        print->shown[print->shown_count++] = *person;
    }
    return OK;
}

/* ---- who has no phone ---- */

static bool in_group(const struct call *call, const struct roster *roster,
                     const struct member *member)
{
    const char *group = call_text(call, "group");
    const struct roster_household *home = roster_household(roster, member->household);
    return group == NULL || (home != NULL && strcmp(home->group, group) == 0);
}

struct status residents__phoneless(struct call *call, struct print *print, phoneless_fn each)
{
    struct roster *roster = NULL;
    TRY(residents__roster(call->side, call->village_code, &call->village, &roster));
    print->purpose = LOOK_LIST;
    for (size_t i = 0; i < roster->count; i++) {
        const struct roster_person *person = &roster->people[i];
        const ProtobufCBinaryData id = {ID_BYTES, (uint8_t *)(uintptr_t)person->id.bytes};
        struct member member;
        TRY(identity_member(call->side->identity, call->village.id, &id, &member));
        bool card = member.access == SANBAO__V1__ACCESS__ACCESS_CARD;
        bool there = member.account != 0 && member.closed_on == DAY_NEVER;
        if (!there || !(card || person->phone[0] == '\0') || !in_group(call, roster, &member)) {
            continue;
        }
        if (print->shown_count == PRINTED_MAX) {
            return call_refuse(call, REFUSE(LIMIT_EXCEEDED), "group");
        }
        print->shown[print->shown_count++] = person->id;
        TRY(each(call, print, person, &member));
    }
    return OK;
}

/* ---- the poster ---- */

struct poster {
    struct print print; /* first */
    const char *url;
    enum paper_size size;
};

static struct status poster_draw(struct print *print, struct problem *problem)
{
    const struct poster *poster = (struct poster *)print;
    return paper_poster(&print->from, poster->url, poster->size, &print->paper, problem);
}

static struct status poster(struct call *call)
{
    struct print *print = NULL;
    TRY(residents__print_begin(call, sizeof(struct poster), &print));
    struct poster *made = (struct poster *)print;
    made->url = call_has(call, "url") ? call_text(call, "url") : print->url;
    made->size = call_integer(call, "size", 0) == 1 ? PAPER_A3 : PAPER_A4;
    print->file = "poster.pdf";
    print->draw = poster_draw;
    return made->url[0] != '\0' ? residents__print(call, print) : REFUSE(PUBLIC_URL_NONE);
}

/* ---- routes ---- */

static const char *const size_words[] = {"a4", "a3", NULL};

#define CONTACT_FIELD TEXT_FIELD("contact", 0, NAME_CHARACTERS_MAX, "找谁、电话", "whom to ask")
#define PURPOSE_FIELD                                                                              \
    WORD_FIELD("purpose", 0, &look_purpose_words[LOOK_VISIT - 1], "用途，工作人员必填，本人可见",  \
               "what for: needed from officials, shown to the person")
#define GROUP_FIELD TEXT_FIELD("group", 0, NAME_CHARACTERS_MAX, "村民小组", "of one villager group")
#define YEAR_FIELD                                                                                 \
    {                                                                                              \
        .name = "year", .kind = FIELD_INTEGER, .min = 2000, .max = 2200,                           \
        .zh = "哪一年，不填：去年", .en = "which year; left out: the last one"                     \
    }

static const struct field poster_query[] = {
    TEXT_FIELD("url", 0, TEXT_CHARACTERS_MAX, "二维码指到哪里，不填：本服务的网址",
               "where the code leads; left out: this service"),
    WORD_FIELD("size", 0, size_words, "纸张，不填：A4", "the paper; left out: A4"),
    CONTACT_FIELD,
    FIELDS_END,
};
static const struct field my_query[] = {CONTACT_FIELD, FIELDS_END};
static const struct field one_query[] = {PURPOSE_FIELD, CONTACT_FIELD, FIELDS_END};
static const struct field group_query[] = {GROUP_FIELD, CONTACT_FIELD, FIELDS_END};
static const struct field my_year_query[] = {YEAR_FIELD, CONTACT_FIELD, FIELDS_END};
static const struct field year_query[] = {YEAR_FIELD, PURPOSE_FIELD, CONTACT_FIELD, FIELDS_END};
static const struct field years_query[] = {YEAR_FIELD, GROUP_FIELD, CONTACT_FIELD, FIELDS_END};

#define AT "/api/v1/villages/{village}"
#define PDF ROUTE_RAW
#define PRINTED(PATH, NAME, WHO, QUERY, HANDLE, ZH, EN)                                            \
    {                                                                                              \
        "GET", AT PATH, NAME, WHO, PDF, QUERY, NULL, NULL, "application/pdf", HANDLE, ZH, EN       \
    }

const struct route residents_paper_routes[] = {
    PRINTED("/poster.pdf", "poster", WHO_SOCIAL_WORKER | WHO_CADRE, poster_query, poster,
            "贴在村口的扫码海报", "The poster for the square's wall"),
    PRINTED("/me/slip.pdf", "my_slip", WHO_MEMBER, my_query, residents__my_slip,
            "我的工分单：最近几笔，没能告诉我的事",
            "My slip: the last entries, and what I could not be told"),
    PRINTED("/residents/{person}/slip.pdf", "slip", WHO_SESSION, one_query, residents__slip,
            "一个人的工分单：本人、代办人，或说明用途的工作人员",
            "A person's slip: for themselves, who acts for them, an official who says what for"),
    PRINTED("/slips.pdf", "slips", WHO_SOCIAL_WORKER | WHO_CADRE, group_query, residents__slips,
            "没有手机的人的工分单，按小组", "The slips of all without a phone, by group"),
    PRINTED("/me/year.pdf", "my_year", WHO_MEMBER, my_year_query, residents__my_year,
            "我的年度积分单", "My year on paper"),
    PRINTED("/residents/{person}/year.pdf", "year", WHO_SESSION, year_query, residents__year,
            "一个人的年度积分单", "A person's year on paper"),
    PRINTED("/years.pdf", "years", WHO_SOCIAL_WORKER | WHO_CADRE, years_query, residents__years,
            "没有手机的人的年度积分单，按小组", "The year of all without a phone, by group"),
    PRINTED("/records/{record}/receipt.pdf", "receipt_paper", WHO_SESSION, one_query,
            residents__receipt_pdf, "一笔工分的凭证，印在纸上，不联网也能验",
            "The receipt of one entry on paper, to be checked without a network"),
    ROUTES_END,
};
