/* motion.c - how many eyes a decision about shops and money needs. See motion.h. */
#include "shop/motion.h"

#include <string.h>

#include "service/route.h"

const struct terms terms_default = {
    .one_fen = 0,
    .two_fen = 500000,      /* CNY 5,000 */
    .meeting_fen = 2000000, /* CNY 20,000 */
    .pay_day = 10,
    .refund_days = 7,
    .warn_weeks = 8,
    .lease_card = 100,
    .lease_device = 5000,
    .lease_hours = 72,
};

uint32_t motion_proposers(enum motion_kind kind)
{
    switch (kind) {
    case MOTION_SHOP:
        return WHO_CADRE | WHO_SOCIAL_WORKER | WHO_ADMIN;
    case MOTION_DEPOSIT:
    case MOTION_PAYMENT:
        return WHO_ACCOUNTANT;
    default:
        return WHO_CADRE;
    }
}

uint32_t motion_signers(enum motion_kind kind)
{
    return kind == MOTION_PAYMENT ? WHO_CADRE : WHO_CADRE | WHO_OVERSIGHT;
}

void motion_weigh(struct motion *motion, const struct terms *terms)
{
    motion->needed = 1;
    motion->meeting_needed = false;
    if (motion->kind == MOTION_PAYMENT) {
        motion->needed = (motion->fen >= terms->one_fen) + (motion->fen >= terms->two_fen);
        motion->meeting_needed = motion->fen >= terms->meeting_fen;
    }
}

static bool has_signed(const struct word *words, size_t count, const struct id *person)
{
    for (size_t i = 0; i < count; i++) {
        if (words[i].what == WORD_SIGNS && memcmp(&words[i].person, person, sizeof *person) == 0) {
            return true;
        }
    }
    return false;
}

int64_t motion_signed(const struct word *words, size_t count)
{
    int64_t people = 0;
    for (size_t i = 0; i < count; i++) {
        people += words[i].what == WORD_SIGNS && !has_signed(words, i, &words[i].person);
    }
    return people;
}

static struct status sign_judge(const struct motion *motion, const struct word *words, size_t count,
                                const struct word *next, enum motion_state *state)
{
    if (memcmp(&motion->proposer, &next->person, sizeof next->person) == 0) {
        return REFUSE(MOTION_EYES);
    }
    bool again = has_signed(words, count, &next->person);
    if (motion_signed(words, count) + !again < motion->needed) {
        return again ? REFUSE(MOTION_SIGNED) : OK;
    }
    if (motion->meeting_needed && motion->meeting[0] == '\0') {
        return REFUSE(MEETING_NEEDED);
    }
    *state = MOTION_DONE;
    return OK;
}

struct status motion_judge(const struct motion *motion, const struct word *words, size_t count,
                           const struct word *next, enum motion_state *state)
{
    *state = motion->state;
    bool lifts = next->what == WORD_LIFTS;
    if (motion->state != (lifts ? MOTION_STOPPED : MOTION_OPEN)) {
        return REFUSE(MOTION_STATE);
    }
    switch (next->what) {
    case WORD_SIGNS:
        return sign_judge(motion, words, count, next, state);
    case WORD_STOPS:
        *state = MOTION_STOPPED;
        return OK;
    case WORD_LIFTS:
        *state = MOTION_OPEN;
        return OK;
    default:
        *state = MOTION_WITHDRAWN;
        return memcmp(&motion->proposer, &next->person, sizeof next->person) == 0
                   ? OK
                   : REFUSE(NOT_ALLOWED);
    }
}
