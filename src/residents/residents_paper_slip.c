/* residents_paper_slip.c - a slip of a person's last entries and of what they could not be told
 * otherwise; and one entry with its whole proof. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "notify/notify.h"
#include "residents/residents_entry_internal.h"
#include "residents/residents_paper_internal.h"

enum { ENTRY_SIZE = 512, TOLD_BACK = 50 };

struct slips {
    struct print print; /* first */
    struct paper_slip *list;
    size_t count;
    struct call *call; /* while they are gathered */
};

static const char *json_word(struct json_object *object, const char *key)
{
    struct json_object *value = NULL;
    json_object_object_get_ex(object, key, &value);
    return value == NULL ? "" : json_object_get_string(value);
}

/* In a few words, as there is room for on a slip. */
static const char *what_kind(enum entry_kind kind)
{
    switch (kind) {
    case ENTRY_REDEEM:
    case ENTRY_HOLD_REDEEM:
        return lang_pick("兑换", "spent:");
    case ENTRY_REFUND:
        return lang_pick("退货退回", "returned");
    case ENTRY_RELEASE:
        return lang_pick("公示期满", "notice ended");
    case ENTRY_VOID:
    case ENTRY_REVERSE:
        return lang_pick("更正收回", "corrected");
    case ENTRY_EXPIRE:
        return lang_pick("到期", "expired");
    case ENTRY_HOLD:
        return lang_pick("离线兑换留出", "held for a shop");
    case ENTRY_HOLD_RELEASE:
        return lang_pick("留出的放回", "held, and back");
    case ENTRY_BEQUEST:
    case ENTRY_INHERIT:
        return lang_pick("继承", "passed on");
    default:
        return "";
    }
}

/* The entry as the papers print it. */
static struct status entry_fill(struct entry_names *names, struct print *print,
                                const struct entry *entry, struct paper_entry *out)
{
    struct json_object *object = json_object_new_object();
    struct json_object *balance = NULL;
    char what[ENTRY_SIZE];
    struct status status = residents__entry_json(names, entry, object);
    if (status_ok(status)) {
        const char *kind = what_kind(entry->kind);
        const char *name = json_word(object, "name");
        bool both = kind[0] != '\0' && name[0] != '\0';
        snprintf(what, sizeof what, "%s%s%s", kind, both ? " " : "", name);
        json_object_object_get_ex(object, "balance", &balance);
        *out = (struct paper_entry){.day = entry->day,
                                    .points = entry->points,
                                    .balance = json_object_get_int64(balance),
                                    .record = entry->record};
        status = residents__print_text(print, what[0] != '\0' ? what : json_word(object, "code"),
                                       &out->what);
    }
    json_object_put(object);
    return status;
}

/* ---- what could not be told ---- */

struct untold {
    struct print *print;
    const char **list;
    size_t count;
};

static struct status untold_take(void *context, const struct notify_row *row)
{
    struct untold *untold = context;
    if (strcmp(row->state, "unsent") != 0 || untold->count == PAPER_SLIP_TOLD_MAX) {
        return OK;
    }
    return residents__print_text(untold->print, row->text, &untold->list[untold->count++]);
}

static struct status told_fill(struct side *side, struct print *print, const struct id *person,
                               struct paper_slip *slip)
{
    void *room = NULL;
    TRY(arena_alloc(&print->arena, PAPER_SLIP_TOLD_MAX * sizeof(char *), &room));
    struct untold untold = {print, room, 0};
    TRY(notify_each(side, person, TOLD_BACK, untold_take, &untold));
    slip->told = untold.list;
    slip->told_count = untold.count;
    return OK;
}

/* ---- slips ---- */

static struct status entries_fill(struct side *side, const char *village, struct print *print,
                                  int64_t account, struct paper_slip *slip)
{
    size_t max = PAPER_SLIP_ENTRIES_MAX - 2 * slip->told_count;
    struct paper_entry *list = NULL;
    void *room = NULL;
    uint64_t next = 0;
    char url[TEXT_CHARACTERS_MAX + 80];
    SCOPED(residents__entry_names_free)
    struct entry_names names = {.side = side, .village = village};
    TRY(arena_alloc(&print->arena, max * sizeof *list, &room));
    list = room;
    TRY(ledger_last_entry(side->ledger, account, &next));
    if (next != 0) {
        snprintf(url, sizeof url, "%s/api/v1/records/%" PRIu64 "/receipt", print->url, next - 1);
    } else {
        snprintf(url, sizeof url, "%s", print->url);
    }
    while (next != 0 && slip->count < max) {
        struct entry entry;
        TRY(ledger_entry(side->ledger, next - 1, &entry));
        TRY(entry_fill(&names, print, &entry, &list[slip->count++]));
        next = entry.previous;
    }
    slip->entries = list;
    return residents__print_text(print, url, &slip->url);
}

static struct status slip_fill(struct call *call, struct slips *slips, const struct id *person,
                               const struct member *member)
{
    struct paper_slip *slip = &slips->list[slips->count++];
    struct people_row row;
    struct resident_points points = {0};
    bool found = false;
    TRY(people_get(call->side->people, person, &found, &row));
    if (!found || member->account == 0) {
        if (found) {
            people_row_free(&row);
        }
        return REFUSE(NOT_REGISTERED);
    }
    struct status status = residents__print_text(&slips->print, row.person->name, &slip->name);
    if (status_ok(status)) {
        status = residents__print_text(&slips->print, row.person->number, &slip->number);
    }
    people_row_free(&row);
    TRY(status);
    TRY(ledger_resident(call->side->ledger, member->account, &points));
    slip->balance = points.available;
    slip->pending = points.pending;
    TRY(told_fill(call->side, &slips->print, person, slip));
    return entries_fill(call->side, call->village_code, &slips->print, member->account, slip);
}

static struct status slips_draw(struct print *print, struct problem *problem)
{
    const struct slips *slips = (struct slips *)print;
    return paper_slips(&print->from, slips->list, slips->count, &print->paper, problem);
}

static void slips_end(struct print *print)
{
    free(((struct slips *)print)->list);
}

static struct status slips_begin(struct call *call, size_t count, struct slips **out)
{
    struct print *print = NULL;
    TRY(residents__print_begin(call, sizeof(struct slips), &print));
    struct slips *slips = (struct slips *)print;
    *out = slips;
    print->file = "slip.pdf";
    print->draw = slips_draw;
    print->end = slips_end;
    slips->list = calloc(count, sizeof *slips->list);
    if (slips->list == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    return print->url[0] != '\0' ? OK : REFUSE(PUBLIC_URL_NONE);
}

static struct status slip_of(struct call *call, struct id *person)
{
    struct slips *slips = NULL;
    struct member member;
    TRY(slips_begin(call, 1, &slips));
    TRY(residents__print_look(call, &slips->print, person, &member));
    TRY(slip_fill(call, slips, person, &member));
    return residents__print(call, &slips->print);
}

struct status residents__my_slip(struct call *call)
{
    return slip_of(call, &call->caller.person);
}

struct status residents__slip(struct call *call)
{
    struct id person;
    call_path_id(call, "person", &person);
    return slip_of(call, &person);
}

static struct status slip_add(struct call *call, struct print *print,
                              const struct roster_person *person, const struct member *member)
{
    return slip_fill(call, (struct slips *)print, &person->id, member);
}

struct status residents__slips(struct call *call)
{
    struct slips *slips = NULL;
    TRY(slips_begin(call, PRINTED_MAX, &slips));
    TRY(residents__phoneless(call, &slips->print, slip_add));
    return residents__print(call, &slips->print);
}

/* ---- one entry and its proof ---- */

struct receipt_print {
    struct print print; /* first */
    struct paper_receipt receipt;
};

static struct status receipt_draw(struct print *print, struct problem *problem)
{
    const struct receipt_print *made = (struct receipt_print *)print;
    return paper_receipt(&print->from, &made->receipt, &print->paper, problem);
}

/* Whose entry it is; whether there is such a record is told to nobody who may not see it. */
static struct status owner_find(struct call *call, uint64_t record, struct entry *entry,
                                struct id *person)
{
    struct member member;
    TRY(ledger_entry(call->side->ledger, record, entry));
    if (entry->kind == 0 || entry->kind == ENTRY_SETTLE || entry->kind == ENTRY_UNSETTLE) {
        return REFUSE(NOT_ALLOWED);
    }
    return identity_member_by_account(call->side->identity, entry->owner, &member, person->bytes);
}

static struct status receipt_fill(struct call *call, struct receipt_print *made,
                                  const struct entry *entry, const struct id *person)
{
    struct print *print = &made->print;
    struct people_row row;
    char *text = NULL;
    bool found = false;
    TRY(people_get(call->side->people, person, &found, &row));
    if (!found) {
        return REFUSE(PERSON_UNKNOWN);
    }
    struct status status = residents__print_text(print, row.person->name, &made->receipt.name);
    if (status_ok(status)) {
        status = residents__print_text(print, row.person->number, &made->receipt.number);
    }
    people_row_free(&row);
    TRY(status);
    SCOPED(residents__entry_names_free)
    struct entry_names names = {.side = call->side, .village = call->village_code};
    TRY(entry_fill(&names, print, entry, &made->receipt.entry));
    TRY(residents__receipt(call->side, entry->record, &text));
    status = residents__print_text(print, text, &made->receipt.receipt);
    free(text);
    return status;
}

struct status residents__receipt_pdf(struct call *call)
{
    struct print *print = NULL;
    struct entry entry;
    struct id person;
    struct member member;
    TRY(residents__print_begin(call, sizeof(struct receipt_print), &print));
    print->file = "receipt.pdf";
    print->draw = receipt_draw;
    TRY(owner_find(call, (uint64_t)call_path_number(call, "record"), &entry, &person));
    TRY(residents__print_look(call, print, &person, &member));
    if (member.account != entry.owner) {
        return REFUSE(NOT_ALLOWED); /* an account in another village */
    }
    TRY(receipt_fill(call, (struct receipt_print *)print, &entry, &person));
    return residents__print(call, print);
}
