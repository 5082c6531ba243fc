/* residents_tell.c - people are told what the books did for them: points given, put on notice,
 * taken back, spent, returned, expired, inherited. The entries are read after they were committed,
 * some at a time, so that booking waits for nobody to be told; how far is kept with the messages,
 * so that nothing is told twice or left out. What a claim came to its own room tells. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "notify/notify.h"
#include "residents/residents_internal.h"

enum {
    LOOK_MS = 2000,
    TURN = 64,
    OLD_DAYS = 7, /* what is older was brought in, and is no news */
};

struct teller {
    struct desk_job job; /* first: a job is a teller */
    struct service *service;
    bool busy;
    bool more;
    int64_t looked_ms;
    uint64_t seen; /* records when there was nothing left to tell */
    uint64_t size; /* when the job was handed in */
};

/* ---- one entry ---- */

/* What the values of a message are made of. Texts are malloc'ed. */
struct news {
    struct side *side;
    struct entry entry;
    struct id person;
    char village[CODE_MAX + 1];
    char *name;  /* of activity, rule or shop */
    bool quiet;  /* told by another room */
    int64_t fen; /* paid by a settlement */
};

static struct status award_name(struct news *news, const Sanbao__V1__Award *award)
{
    const char *field = NULL;
    if (award->activity[0] != '\0') {
        return texts_get(news->side->people, news->village, "activity", award->activity, "title",
                         &news->name);
    }
    news->quiet = strncmp(award->rule, "REG-", 4) != 0; /* a claim */
    TRY(notify_pick(news->side, &news->person, "name_zh", "name_en", &field));
    return texts_get(news->side->people, news->village, "rule", award->rule, field, &news->name);
}

static struct status record_name(struct news *news, uint64_t index)
{
    const uint8_t *bytes = NULL;
    size_t length = 0;
    Sanbao__V1__Record *record = NULL;
    Sanbao__V1__Operation *operation = NULL;
    TRY(journal_record(news->side->journal, index, &bytes, &length));
    TRY(record_decode(bytes, length, &record));
    struct status status =
        operation_decode(record->envelope.data, record->envelope.len, &operation);
    if (status_ok(status)) {
        snprintf(news->village, sizeof news->village, "%s", operation->village);
        if (operation->action_case == SANBAO__V1__OPERATION__ACTION_AWARD) {
            status = award_name(news, operation->award);
        } else if (operation->action_case == SANBAO__V1__OPERATION__ACTION_SETTLE) {
            news->fen = (int64_t)operation->settle->fen;
        }
        sanbao__v1__operation__free_unpacked(operation, NULL);
    }
    sanbao__v1__record__free_unpacked(record, NULL);
    return status;
}

static struct status shop_name(struct news *news)
{
    char shop[CODE_MAX + 1];
    TRY(record_name(news, news->entry.record));
    TRY(points_shop_code(news->side->points, news->entry.subject, shop));
    return texts_get(news->side->people, news->village, "shop", shop, "name", &news->name);
}

/* A refund names the redemption, whose entry names the shop. */
static struct status refund_name(struct news *news)
{
    struct entry redemption;
    TRY(ledger_entry(news->side->ledger, (uint64_t)news->entry.subject, &redemption));
    news->entry.subject = redemption.subject;
    return shop_name(news);
}

static struct status message(struct news *news, enum notify_text text, int64_t points)
{
    char number[24];
    char balance[24];
    struct resident_points now = {0};
    TRY(ledger_resident(news->side->ledger, news->entry.owner, &now));
    snprintf(number, sizeof number, "%" PRId64, points);
    snprintf(balance, sizeof balance, "%" PRId64, now.available + now.pending);
    const char *const values[NOTIFY_VALUES_MAX] = {news->name != NULL ? news->name : "", number,
                                                   balance};
    return notify_tell(news->side, &news->person, text, values);
}

static struct status award_tell(struct news *news)
{
    TRY(record_name(news, news->entry.record));
    if (news->quiet) {
        return OK;
    }
    if (news->entry.kind == ENTRY_AWARD_UNFUNDED) {
        return message(news, TEXT_AWARD_UNFUNDED, 0);
    }
    bool waits = news->entry.kind == ENTRY_AWARD_PENDING;
    return message(news, waits ? TEXT_AWARD_WAITS : TEXT_AWARDED, news->entry.amount);
}

static struct status kind_tell(struct news *news)
{
    switch (news->entry.kind) {
    case ENTRY_AWARD:
    case ENTRY_AWARD_PENDING:
    case ENTRY_AWARD_UNFUNDED:
        return award_tell(news);
    case ENTRY_VOID:
    case ENTRY_REVERSE:
        TRY(record_name(news, (uint64_t)news->entry.subject));
        return news->quiet ? OK : message(news, TEXT_AWARD_VOID, news->entry.amount);
    case ENTRY_REDEEM:
    case ENTRY_HOLD_REDEEM:
        TRY(shop_name(news));
        return message(news, TEXT_SPENT, news->entry.amount);
    case ENTRY_REFUND:
        TRY(refund_name(news));
        return message(news, TEXT_REFUNDED, news->entry.amount);
    case ENTRY_EXPIRE:
        return message(news, TEXT_EXPIRED, news->entry.amount);
    case ENTRY_INHERIT:
        return message(news, TEXT_INHERITED, news->entry.amount);
    default:
        return OK;
    }
}

/* ---- a settlement: whoever keeps the shop ---- */

struct keepers {
    struct news *news;
    struct village village;
    char shop[CODE_MAX + 1];
};

static struct status keeper_tell(const struct keepers *keepers, const struct id *person)
{
    struct side *side = keepers->news->side;
    const ProtobufCBinaryData id = {ID_BYTES, (uint8_t *)(uintptr_t)person->bytes};
    int64_t fen = keepers->news->fen;
    struct member member;
    char own[CODE_MAX + 1] = "";
    char yuan[32];
    TRY(identity_member(side->identity, keepers->village.id, &id, &member));
    if (member_has_role(&member, SANBAO__V1__ROLE__ROLE_SHOPKEEPER)) {
        TRY(identity_shop_of(side->identity, &member, own));
    }
    if (strcmp(own, keepers->shop) != 0) {
        return OK;
    }
    const char *name = keepers->news->name;
    snprintf(yuan, sizeof yuan, "%" PRId64 ".%02d", fen / 100, (int)(fen % 100));
    const char *const values[NOTIFY_VALUES_MAX] = {name != NULL ? name : own, yuan};
    return notify_tell(side, person, TEXT_SETTLED, values);
}

static struct status staff_tell(void *context, const struct people_row *row)
{
    return keeper_tell(context, &row->id);
}

/* Staff from outside, and residents who keep a shop. */
static struct status settlement_tell(struct news *news)
{
    struct keepers keepers = {.news = news};
    struct member_row list[TURN];
    size_t count = TURN;
    int64_t after = 0;
    TRY(record_name(news, news->entry.record));
    TRY(points_shop_code(news->side->points, news->entry.owner, keepers.shop));
    TRY(texts_get(news->side->people, news->village, "shop", keepers.shop, "name", &news->name));
    TRY(identity_village(news->side->identity, news->village, &keepers.village));
    TRY(people_each(news->side->people, news->village, PEOPLE_STAFF, staff_tell, &keepers));
    while (count == TURN) {
        TRY(identity_members(news->side->identity, keepers.village.id, after, list, TURN, &count));
        for (size_t i = 0; i < count; i++) {
            struct id person;
            memcpy(person.bytes, list[i].person, ID_BYTES);
            TRY(keeper_tell(&keepers, &person));
            after = list[i].id;
        }
    }
    return OK;
}

static struct status entry_tell(struct side *side, const struct entry *entry)
{
    struct news news = {.side = side, .entry = *entry};
    struct member member;
    struct status status = OK;
    bool old = entry->day < journal_last_day(side->journal) - OLD_DAYS;
    if (old || entry->kind == ENTRY_UNSETTLE) {
        return OK;
    }
    if (entry->kind == ENTRY_SETTLE) {
        status = settlement_tell(&news);
    } else {
        TRY(identity_member_by_account(side->identity, entry->owner, &member, news.person.bytes));
        status = kind_tell(&news);
    }
    free(news.name);
    return status;
}

/* ---- turn by turn ---- */

struct turn {
    struct entry entries[TURN];
    size_t count;
};

static struct status entry_take(void *context, const struct entry *entry)
{
    struct turn *turn = context;
    turn->entries[turn->count++] = *entry;
    return OK;
}

static struct status turn_run(struct desk_job *job, struct side *side)
{
    struct teller *teller = (struct teller *)job; /* its first member */
    struct residents *residents = residents__state(side);
    struct turn turn = {.count = 0};
    bool known = false;
    uint64_t next = 0;
    teller->more = false;
    TRY(residents__told_get(residents, &known, &next));
    if (!known) {
        return residents__told_put(residents, teller->size); /* from now on */
    }
    TRY(ledger_entry_each(side->ledger, next, TURN, entry_take, &turn));
    for (size_t i = 0; i < turn.count; i++) {
        struct status status = entry_tell(side, &turn.entries[i]);
        if (status_is_fault(status)) {
            return status; /* a refusal (nobody's account) is no reason to stop here for ever */
        }
        next = turn.entries[i].record + 1;
    }
    teller->more = turn.count == TURN;
    return turn.count > 0 ? residents__told_put(residents, next) : OK;
}

static void turn_done(struct desk_job *job)
{
    struct teller *teller = (struct teller *)job;
    teller->busy = false;
    if (status_ok(job->status) && !teller->more) {
        teller->seen = teller->size;
    }
}

void residents_tick(struct service *service, struct side *reader, int64_t now_ms)
{
    struct residents *residents = residents__state(reader);
    if (residents->teller == NULL) {
        residents->teller = calloc(1, sizeof *residents->teller);
    }
    struct teller *teller = residents->teller;
    if (teller == NULL || teller->busy || now_ms - teller->looked_ms < LOOK_MS) {
        return;
    }
    teller->looked_ms = now_ms;
    teller->size = journal_records(reader->journal);
    if (teller->size == teller->seen) {
        return;
    }
    teller->job = (struct desk_job){.run = turn_run, .done = turn_done, .private_rows = true};
    struct desk *desk = service_desk(service);
    teller->busy = desk != NULL && status_ok(desk_submit(desk, &teller->job));
}
