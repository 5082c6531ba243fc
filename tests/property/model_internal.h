/* model_internal.h - what the files of the model share. */
#pragma once

#include <stdio.h>
#include <string.h>

#include "property/model.h"

/* One operation being judged. Checks add refusals; it is done only if there are none. */
struct trial {
    struct model *model;
    const Sanbao__V1__Operation *operation;
    struct model_answer *answer;
    int village;
    int32_t day;
};

typedef void (*trial_fn)(struct trial *trial);

static inline void trial_refuse(struct trial *trial, enum status_code code)
{
    trial->answer->refusals[code] = true;
    trial->answer->accepted = false;
}

/* The last second of MODEL_DAY_MAX. */
#define MODEL_INSTANT_MAX INT64_C(253402300799)

static inline int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Whether the instant lies in the trial's day, where the village is. */
bool model__is_day(const struct trial *trial, int64_t instant);

/* Adds the record of an accepted operation; the caller fills in more. */
struct model_record *model__record_add(struct trial *trial);

/* The record that an operation is about, of the trial's village, or NULL and the refusal. */
struct model_record *model__target(struct trial *trial, uint64_t number);

/* Refuses unless the person is registered, from the trial's day or before, and not closed. Gives
 * MODEL_NONE where there is no such person. */
int model__registered(struct trial *trial, ProtobufCBinaryData id);

/* Points come into a lot; or are taken from the lot `first`, then from the oldest, as far as there
 * are any: the answer is how many were. Where `record` is one of a redemption, it is noted down. */
void model__lot_add(struct model *model, int person, int32_t day, int64_t points);
int64_t model__lots_take(struct model *model, int person, int32_t first, int64_t points);
void model__lots_spend(struct model *model, int person, int64_t points, uint64_t record);

/* What is left of the lots under a hold or a bequest. */
int64_t model__hold_left(const struct model *model, uint64_t hold);

/* The person's points after the operation, available, pending and held, for the answer. */
void model__balance_answer(struct trial *trial, int person);

/* Whether the fund bears so many points more. */
bool model__fund_bears(const struct model *model, int village, int64_t points);

void model__village_open(struct trial *trial);
void model__household_open(struct trial *trial);
void model__person_enter(struct trial *trial);
void model__account_open(struct trial *trial);
void model__account_move(struct trial *trial);
void model__account_close(struct trial *trial);
void model__role_set(struct trial *trial);
void model__consent(struct trial *trial);
void model__rule_adopt(struct trial *trial);
void model__fund_deposit(struct trial *trial);
void model__activity_open(struct trial *trial);
void model__activity_close(struct trial *trial);
void model__award(struct trial *trial);
void model__award_unfunded(struct trial *trial);
void model__release(struct trial *trial);
void model__void(struct trial *trial);
void model__reverse(struct trial *trial);
void model__shop_open(struct trial *trial);
void model__goods_set(struct trial *trial);
void model__stock_set(struct trial *trial);
void model__redeem(struct trial *trial);
void model__refund(struct trial *trial);
void model__hold(struct trial *trial);
void model__hold_redeem(struct trial *trial);
void model__hold_release(struct trial *trial);
bool model__bequest_waits(const struct model *model, int heir);
void model__eyes_on(struct trial *trial, const Sanbao__V1__Role *proposes,
                    const Sanbao__V1__Role *approves, const int *people, int count);
void model__bequest(struct trial *trial);
void model__inherit(struct trial *trial);
void model__panel_draw(struct trial *trial);
void model__objection(struct trial *trial);
void model__objection_settle(struct trial *trial);
void model__settle(struct trial *trial);
void model__expire(struct trial *trial);
