/* claim_holdings.c - what this room holds about a person: their claims, told to them and taken away
 * with them. Awards stand in the journal under a pseudonym, as does who proposed and approved. */
#include <stdlib.h>
#include <string.h>

#include "claim/reversal_internal.h"

struct telling_of {
    struct side *side;
    struct telling *telling;
    const struct id *person;
    const struct claim *claim;
};

static struct status claim_tell(void *context, const struct claim *stored)
{
    struct telling_of *of = context;
    struct claim claim = *stored;
    char text[CLAIM_SEALED_BYTES + 1];
    TRY(claim__judge(of->side, &claim));
    TRY(claim__unseal(of->side, &claim.person, CLAIM_TEXT_PURPOSE, claim.text, claim.text_length,
                      text));
    telling_text(of->telling, claim.village);
    telling_integer(of->telling, claim.number);
    telling_id(of->telling, &claim.id);
    telling_text(of->telling, claim.rule);
    telling_day(of->telling, claim.day);
    telling_text(of->telling, text);
    telling_text(of->telling, claim_state_words[claim.state - CLAIM_FILED]);
    telling_instant(of->telling, claim.filed_at);
    telling_flag(of->telling, memcmp(&claim.filed_by, &claim.person, ID_BYTES) != 0);
    telling_integer(of->telling, claim.grade);
    return OK;
}

static struct status step_tell(void *context, const struct claim_step *step)
{
    struct telling_of *of = context;
    char word[CLAIM_SEALED_BYTES + 1];
    TRY(claim__unseal(of->side, &of->claim->person, CLAIM_STEP_PURPOSE, step->word,
                      step->word_length, word));
    telling_id(of->telling, &of->claim->id);
    telling_instant(of->telling, step->at);
    telling_text(of->telling, claim_act_words[step->what - 1]);
    telling_text(of->telling, word);
    return OK;
}

static struct status steps_tell(void *context, const struct claim *claim)
{
    struct telling_of *of = context;
    of->claim = claim;
    return claim__step_each(claims_of(of->side), &claim->id, step_tell, of);
}

/* The picture itself, as it was handed in, without what the strip took off. */
static struct status photo_tell(void *context, const struct claim_photo *photo)
{
    struct telling_of *of = context;
    struct evidence evidence = {.name = photo->name};
    uint8_t key[SEAL_KEY_BYTES + SEAL_OVERHEAD_BYTES];
    uint8_t *bytes = NULL;
    size_t length = 0;
    bool known = false;
    char name[64] = "claim_photos/";
    size_t used = strlen(name);
    TRY(people_unseal(of->side->people, &of->claim->person, CLAIM_PHOTO_PURPOSE, photo->sealed,
                      sizeof photo->sealed, key, &known));
    if (!known) {
        return OK;
    }
    memcpy(evidence.key, key, sizeof evidence.key);
    wipe(key, sizeof key);
    struct status status = evidence_load(of->side->folder, &evidence, &bytes, &length);
    wipe(evidence.key, sizeof evidence.key);
    if (!status_ok(status)) {
        return OK; /* a file that is gone keeps nobody from the rest */
    }
    for (size_t i = 0; i < ID_BYTES; i++) {
        used += (size_t)snprintf(name + used, sizeof name - used, "%02x", photo->id.bytes[i]);
    }
    telling_file(of->telling, name, bytes, length);
    free(bytes);
    return OK;
}

static struct status photos_tell(void *context, const struct claim *claim)
{
    struct telling_of *of = context;
    of->claim = claim;
    return claim__photo_each(claims_of(of->side), &claim->id, photo_tell, of);
}

/* What somebody else wrote is theirs: of those about an award, only what was decided. */
static struct status objection_tell(void *context, const struct claim_objection *row)
{
    struct telling_of *of = context;
    char text[CLAIM_SEALED_BYTES + 1] = "";
    char word[CLAIM_SEALED_BYTES + 1];
    bool mine = memcmp(&row->person, of->person, ID_BYTES) == 0;
    const struct claim_sealed *sealed = mine ? &row->word : &row->word_about;
    if (mine) {
        TRY(claim__unseal(of->side, &row->person, OBJECTION_TEXT_PURPOSE, row->text.bytes,
                          row->text.length, text));
    }
    TRY(claim__unseal(of->side, of->person, OBJECTION_WORD_PURPOSE, sealed->bytes, sealed->length,
                      word));
    telling_text(of->telling, row->village);
    telling_integer(of->telling, (int64_t)row->record);
    telling_flag(of->telling, mine);
    telling_flag(of->telling, row->appeal);
    telling_instant(of->telling, row->at);
    telling_text(of->telling, text);
    telling_instant(of->telling, row->decided_at);
    telling_flag(of->telling, row->upheld);
    telling_text(of->telling, word);
    return OK;
}

static struct status sealed_tell(const struct telling_of *of, const char *purpose,
                                 const struct claim_sealed *sealed)
{
    char text[CLAIM_SEALED_BYTES + 1];
    TRY(claim__unseal(of->side, of->person, purpose, sealed->bytes, sealed->length, text));
    telling_text(of->telling, text);
    return OK;
}

static struct status reversal_tell(void *context, const struct claim_reversal *row)
{
    const struct telling_of *of = context;
    telling_text(of->telling, row->village);
    telling_integer(of->telling, (int64_t)row->record);
    telling_instant(of->telling, row->at);
    TRY(sealed_tell(of, REVERSAL_REASON_PURPOSE, &row->reason));
    TRY(sealed_tell(of, REVERSAL_ANSWER_PURPOSE, &row->answer));
    telling_instant(of->telling, row->decided_at);
    telling_flag(of->telling, row->reversed);
    return sealed_tell(of, REVERSAL_WORD_PURPOSE, &row->word);
}

static struct status tell(struct side *side, const struct id *person, struct telling *telling)
{
    static const char *const claims[] = {"village", "number",   "claim",    "rule",  "day", "text",
                                         "state",   "filed_at", "by_other", "grade", NULL};
    static const char *const steps[] = {"claim", "at", "what", "word", NULL};
    static const char *const objections[] = {"village", "record",     "mine",   "appeal", "at",
                                             "text",    "decided_at", "upheld", "word",   NULL};
    static const char *const reversals[] = {"village",    "record",   "at",   "reason", "answer",
                                            "decided_at", "reversed", "word", NULL};
    struct claims *own = claims_of(side);
    struct telling_of of = {.side = side, .telling = telling, .person = person};
    telling_table(telling, "claims", claims);
    TRY(claim__own_each(own, person, NULL, INT64_MAX, claim_tell, &of));
    telling_table(telling, "claim_steps", steps);
    TRY(claim__own_each(own, person, NULL, INT64_MAX, steps_tell, &of));
    TRY(claim__own_each(own, person, NULL, INT64_MAX, photos_tell, &of));
    telling_table(telling, "objections", objections);
    TRY(claim__objection_own(own, person, NULL, INT64_MAX, objection_tell, &of));
    telling_table(telling, "reversals", reversals);
    return claim__reversal_own(own, person, NULL, reversal_tell, &of);
}

/* ---- taken away ---- */

static struct status photo_file_drop(void *context, const struct claim_photo *photo)
{
    const struct side *side = context;
    return evidence_drop(side->folder, &photo->name);
}

static struct status photo_files_drop(void *context, const struct claim *claim)
{
    struct side *side = context;
    return claim__photo_each(claims_of(side), &claim->id, photo_file_drop, side);
}

static struct status erase(struct side *side, const struct id *person)
{
    struct claims *own = claims_of(side);
    TRY(claim__own_each(own, person, NULL, INT64_MAX, photo_files_drop, side));
    TRY(claim__objections_drop(own, person));
    TRY(claim__reversals_drop(own, person));
    return claim__person_drop(own, person);
}

const struct holdings claim_holdings = {"claim", tell, erase, NULL};
