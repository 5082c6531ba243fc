/* engine_compare.c - the books beside the model, number by number. */
#include "property/engine.h"

#include <string.h>

struct comparison {
    struct wire *wire; /* the writer's or the reader's */
    const struct model *model;
    char *what;
    bool equal;
};

static void compare(struct comparison *with, const char *name, int who, int64_t books,
                    int64_t model)
{
    if (with->equal && books != model) {
        with->equal = false;
        snprintf(with->what, DIFFERENCE_MAX, "%s of %d: the books say %lld, the model %lld", name,
                 who, (long long)books, (long long)model);
    }
}

static bool had(struct comparison *with, struct status status, const char *name)
{
    if (with->equal && !status_ok(status)) {
        with->equal = false;
        snprintf(with->what, DIFFERENCE_MAX, "%s cannot be read: %s", name,
                 status_name(status.code));
    }
    return with->equal;
}

/* What was said last about each purpose is what the books say. */
static void consents_compare(struct comparison *with, int64_t member, int person)
{
    const struct model *model = with->model;
    for (int i = model->consent_count - 1; i >= 0 && with->equal; i--) {
        const struct model_consent *said = &model->consents[i];
        struct consent consent = {.version = 0};
        bool last = said->person == person;
        for (int j = i + 1; j < model->consent_count && last; j++) {
            last = model->consents[j].person != person ||
                   strcmp(model->consents[j].purpose, said->purpose) != 0;
        }
        if (last &&
            had(with, identity_consent(with->wire->identity, member, said->purpose, &consent),
                "a consent")) {
            compare(with, "version of a consent", person, consent.version, said->version);
            compare(with, "withdrawal of a consent", person, consent.withdrawn, said->withdrawn);
            compare(with, "day of a consent", person, consent.day, said->day);
        }
    }
}

static void person_compare(struct comparison *with, int64_t village, int person,
                           const int32_t *days, size_t day_count)
{
    struct wire *wire = with->wire;
    const struct model *model = with->model;
    const struct model_person *about = &model->persons[person];
    ProtobufCBinaryData id = {.len = ID_BYTES, .data = (uint8_t *)about->id};
    struct member member = {0};
    if (!had(with, identity_member(wire->identity, village, &id, &member), "a member")) {
        return;
    }
    compare(with, "registration", person, member.account != 0, about->registered);
    consents_compare(with, member.id, person);
    if (!about->registered || member.account == 0) {
        return;
    }
    struct resident_points points = {0};
    if (!had(with, ledger_resident(wire->ledger, member.account, &points), "an account")) {
        return;
    }
    compare(with, "available", person, points.available, model_available(model, person));
    compare(with, "pending", person, points.pending, model_pending(model, person));
    compare(with, "owed", person, points.owed, about->owed);
    compare(with, "held", person, points.held, model_held(model, person));
    for (int i = 0; i < model->lot_count && with->equal; i++) {
        if (model->lots[i].person == person) {
            int64_t left = 0;
            had(with, ledger_lot(wire->ledger, member.account, model->lots[i].day, &left), "a lot");
            compare(with, "a lot", person, left, model->lots[i].points);
        }
    }
    for (size_t i = 0; i < day_count && with->equal; i++) {
        int64_t balance = 0;
        had(with, ledger_balance_on(wire->ledger, member.account, days[i], &balance), "a balance");
        compare(with, "balance on a day", person, balance,
                model_balance_on(model, person, days[i]));
    }
}

/* Every claim has the panel that the model drew, and knows whether it gave its points. */
static void panels_compare(struct comparison *with, int64_t village, int model_village)
{
    const struct model *model = with->model;
    for (int i = 0; i < model->panel_count && with->equal; i++) {
        const struct model_panel *about = &model->panels[i];
        struct panel panel = {.record = 0};
        bool known = false;
        if (about->village != model_village ||
            !had(with, points_panel(with->wire->points, village, about->id, &panel, &known),
                 "a panel")) {
            continue;
        }
        compare(with, "panel", i, known, true);
        compare(with, "award of a panel", i, panel.awarded, about->used);
        for (int k = 0; k < 3 && with->equal; k++) {
            struct member member = {.id = 0};
            uint8_t person[ID_BYTES] = {0};
            if (had(with,
                    identity_member_by_id(with->wire->identity, panel.members[k], &member, person),
                    "a panel's member")) {
                compare(with, "panel member", i,
                        memcmp(person, model->persons[about->members[k]].id, ID_BYTES), 0);
            }
        }
    }
}

static void goods_compare(struct comparison *with, int64_t shop_id, int shop)
{
    for (int i = 0; i < with->model->goods_count && with->equal; i++) {
        const struct model_goods *about = &with->model->goods[i];
        struct goods goods = {.known = false};
        if (about->shop == shop &&
            had(with, points_goods(with->wire->points, shop_id, about->code, &goods), "goods")) {
            compare(with, "price", i, goods.points, about->points);
            compare(with, "cash price", i, goods.cash_fen, about->cash_fen);
            compare(with, "counted", i, goods.counted, about->counted);
            compare(with, "stock", i, goods.stock, about->stock);
        }
    }
}

static void cash_compare(struct comparison *with, int64_t village, int shop, const char *code,
                         int32_t day)
{
    char name[CODE_MAX + 16];
    int64_t fen = 0;
    snprintf(name, sizeof(name), METRIC_CASH_PREFIX "%s", code);
    if (had(with, books_metric_sum(with->wire->books, village, name, day, &fen), "cash")) {
        compare(with, "cash of a shop", shop, fen, model_shop_cash(with->model, shop, day));
    }
}

static void shops_compare(struct comparison *with, int64_t village, int model_village,
                          const int32_t *days, size_t day_count)
{
    struct wire *wire = with->wire;
    for (int i = 0; i < with->model->shop_count && with->equal; i++) {
        const struct model_shop *about = &with->model->shops[i];
        if (about->village != model_village) {
            continue;
        }
        struct shop shop = {0};
        int64_t unsettled = 0;
        if (had(with, points_shop(wire->points, village, about->code, &shop), "a shop") &&
            had(with, ledger_shop(wire->ledger, shop.account, &unsettled), "a shop's account")) {
            compare(with, "points of a shop", i, unsettled, model_shop_unsettled(with->model, i));
            goods_compare(with, shop.id, i);
        }
        for (size_t j = 0; j < day_count && with->equal; j++) {
            cash_compare(with, village, i, about->code, days[j]);
        }
    }
}

static void report_compare(struct comparison *with, int64_t id, int village, int32_t day)
{
    struct points_report books = {0};
    struct model_report model = model_report(with->model, village, day);
    if (!had(with, points_report(with->wire->points, id, day, &books), "the report")) {
        return;
    }
    int64_t pairs[][2] = {
        {books.residents, model.residents},
        {books.households, model.households},
        {books.registered, model.registered},
        {books.activities, model.activities},
        {books.participations, model.participations},
        {books.participants, model.participants},
        {books.issued, model.issued},
        {books.capped, model.capped},
        {books.unfunded, model.unfunded},
        {books.redemptions, model.redemptions},
        {books.redeemed, model.redeemed},
        {books.expired, model.expired},
        {books.outstanding, model.issued - model.redeemed - model.expired},
        {books.saving_fen, model.saving_fen},
        {books.card_users, model.card_users},
        {books.fund_fen, model.fund_fen},
    };
    static const char *const names[] = {
        "residents",   "households", "registered", "activities",  "participations", "participants",
        "issued",      "capped",     "unfunded",   "redemptions", "redeemed",       "expired",
        "outstanding", "saving_fen", "card_users", "fund_fen",
    };
    for (size_t i = 0; i < COUNT(pairs); i++) {
        compare(with, names[i], (int)day, pairs[i][0], pairs[i][1]);
    }
}

/* A roll-up by rule or by shop, name by name. */
struct names_comparison {
    struct comparison *with;
    int village;
    int32_t day;
    bool shops;
    int64_t seen;
};

static struct status name_compare(void *context, const char *rest, int64_t sum)
{
    struct names_comparison *names = context;
    const struct model *model = names->with->model;
    bool known = false;
    int64_t points = 0;
    if (names->shops) {
        int shop = model_shop_find(model, names->village, rest);
        points = model_shop_taken(model, shop, names->day, &known);
    } else {
        points = model_rule_issued(model, names->village, rest, names->day, &known);
    }
    compare(names->with, rest, (int)names->day, sum, points);
    names->seen += known;
    return OK;
}

/* How many rules or shops the model has anything of. */
static int64_t names_known(const struct names_comparison *names)
{
    const struct model *model = names->with->model;
    int64_t count = 0;
    bool known = false;
    for (int i = 0; i < model->rule_count && !names->shops; i++) {
        const struct model_rule *rule = &model->rules[i];
        if (rule->village == names->village && rule->version == 1) {
            model_rule_issued(model, names->village, rule->code, names->day, &known);
            count += known;
        }
    }
    for (int i = 0; i < model->shop_count && names->shops; i++) {
        if (model->shops[i].village == names->village) {
            model_shop_taken(model, i, names->day, &known);
            count += known;
        }
    }
    return count;
}

static void names_compare(struct comparison *with, int64_t id, int village, int32_t day, bool shops)
{
    struct names_comparison names = {with, village, day, shops, 0};
    const char *prefix = shops ? METRIC_SHOP_PREFIX : METRIC_ISSUED_PREFIX;
    struct books *books = with->wire->books;
    if (had(with, books_metric_each(books, id, prefix, day, name_compare, &names), prefix)) {
        compare(with, shops ? "shops with points" : "rules with awards", (int)day, names.seen,
                names_known(&names));
    }
}

static void books_compare(struct comparison *with, const int32_t *days, size_t day_count)
{
    const struct model *model = with->model;
    for (int i = 0; i < model->village_count && with->equal; i++) {
        struct village village = {0};
        struct status known =
            identity_village(with->wire->identity, model->villages[i].code, &village);
        if (!had(with, known, "a village")) {
            break;
        }
        for (int j = 0; j < model->person_count && with->equal; j++) {
            if (model->persons[j].village == i) {
                person_compare(with, village.id, j, days, day_count);
            }
        }
        shops_compare(with, village.id, i, days, day_count);
        panels_compare(with, village.id, i);
        for (size_t j = 0; j < day_count && with->equal; j++) {
            report_compare(with, village.id, i, days[j]);
            names_compare(with, village.id, i, days[j], false);
            names_compare(with, village.id, i, days[j], true);
        }
    }
}

bool engine_equals(struct engine *engine, const struct model *model, const int32_t *days,
                   size_t day_count, char what[DIFFERENCE_MAX])
{
    struct comparison with = {&engine->wire, model, what, true};
    bool moved = false;
    had(&with, journal_commit(engine->journal), "the commit");
    compare(&with, "records", 0, (int64_t)journal_records(engine->journal),
            (int64_t)model->record_count);
    books_compare(&with, days, day_count);
    with.wire = &engine->reader_wire;
    had(&with, journal_follow(engine->reader, &moved), "what the writer committed");
    compare(&with, "records of the reader", 0, (int64_t)journal_records(engine->reader),
            (int64_t)model->record_count);
    books_compare(&with, days, day_count);
    return with.equal;
}
