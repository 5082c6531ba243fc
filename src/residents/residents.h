/* residents.h - people: who is in a village, what they see of themselves, who may look at them or
 * act for them, how they come, move and go. */
#pragma once

#include "service/holdings.h"
#include "service/service.h"

extern const struct side_room residents_room; /* what each side of the service keeps for it */
extern const struct holdings residents_holdings;
/* What app hands to both sides as the option of residents_room. */
enum { SETUP_CODE_SIZE = 12 };
struct residents_options {
    char setup_code[SETUP_CODE_SIZE]; /* of the first run; "": there is a village already */
    const char *public_url;           /* where codes on paper lead; "" or NULL: not set */
};
/* A new setup code, "ABCD-EFGH". */
void residents_setup_code(char code[SETUP_CODE_SIZE]);

/* On the loop's thread, as often as it likes: tells people what the books did for them. */
void residents_tick(struct service *service, struct side *reader, int64_t now_ms);

/* All tables of routes of this room, for the list of the service. */
#define RESIDENTS_ROUTES                                                                           \
    residents_village_routes, residents_person_routes, residents_list_routes,                      \
        residents_entry_routes, residents_look_routes, residents_proof_routes,                     \
        residents_export_routes, residents_registration_routes, residents_visit_routes,            \
        residents_welcome_routes, residents_tie_routes, residents_act_routes,                      \
        residents_first_routes, residents_matter_routes, residents_erase_routes,                   \
        residents_import_routes, residents_purpose_routes, residents_consent_routes,               \
        residents_paper_routes, residents_staff_routes
extern const struct route residents_village_routes[];
extern const struct route residents_person_routes[];
extern const struct route residents_list_routes[];
extern const struct route residents_entry_routes[];
extern const struct route residents_look_routes[];
extern const struct route residents_proof_routes[];
extern const struct route residents_export_routes[];
extern const struct route residents_registration_routes[];
extern const struct route residents_visit_routes[];
extern const struct route residents_welcome_routes[];
extern const struct route residents_tie_routes[];
extern const struct route residents_act_routes[];
extern const struct route residents_first_routes[];
extern const struct route residents_matter_routes[];
extern const struct route residents_erase_routes[];
extern const struct route residents_import_routes[];
extern const struct route residents_purpose_routes[];
extern const struct route residents_consent_routes[];
extern const struct route residents_paper_routes[];
extern const struct route residents_staff_routes[];

/* ---- who looked at whose data ---- */

/* What for. The numbers are stored. */
enum look_purpose {
    LOOK_LIST = 1, /* a page of the roster */
    LOOK_HELP = 2, /* by who acts for the person */
    LOOK_VISIT = 3,
    LOOK_REGISTRATION = 4,
    LOOK_AWARD = 5,
    LOOK_REDEMPTION = 6,
    LOOK_COMPLAINT = 7,
    LOOK_OVERSIGHT = 8,
    LOOK_CORRECTION = 9,
    LOOK_HOUSEHOLD = 10,
};
/* Their names, from 1 on, ending with NULL; those from LOOK_VISIT on an official may name. */
extern const char *const look_purpose_words[];

/* Notes that somebody saw a person's data; the person can read it (GET me/looks). In `run`, before
 * the data is shown. Looks at oneself are not noted. One row a day for each looker and purpose. */
CHECKED struct status residents_look_note(struct side *side, const char *village_code,
                                          const struct village *village, const struct id *person,
                                          const struct id *looker, enum look_purpose purpose);

/* ---- who may act for whom ---- */

enum tie_power { POWER_SEE = 1, POWER_SIGN_UP = 2, POWER_REDEEM = 4 };

/* Whether `helper` may do this for the person today: there is a tie with the power, agreed to by
 * both sides or confirmed by an official, not ended; and, to redeem, what was redeemed for the
 * person through it today and `points` stay within its daily limit. A guardian of a child under 14
 * holds every power. Refuses: POWER_MISSING, POWER_LIMIT. */
CHECKED struct status residents_act_check(struct side *side, const char *village_code,
                                          const struct village *village, const struct id *person,
                                          const struct id *helper, enum tie_power power,
                                          int64_t points);
/* Whether one of the two may act for the other today, whatever for: they do not decide about each
 * other's points. */
CHECKED struct status residents_tied(struct side *side, const char *village_code,
                                     const struct village *village, const struct id *one,
                                     const struct id *other, bool *tied);
/* Notes what was done for the person by somebody else, for the person to see; counts against the
 * limit. In `run`, with the operation. `what` is a public code or ""; `id` is its event. */
CHECKED struct status residents_act_note(struct side *side, const char *village_code,
                                         const struct village *village, const struct id *id,
                                         const struct id *person, const struct id *helper,
                                         enum tie_power power, const char *what, int64_t points);

/* Whether the person is under 14 today, by the day of birth on the roster; where that is not known
 * they are not. Under-14s are never scored. */
CHECKED struct status residents_minor(struct side *side, const struct village *village,
                                      const struct id *person, bool *minor);
/* Under-14s register and earn only where a guardian approved it. Ask before each operation that
 * registers. Refuses: GUARDIAN_MISSING. */
CHECKED struct status residents_minor_check(struct side *side, const char *village_code,
                                            const struct village *village, const struct id *person);
/* Whether the person has agreed to the purpose, by a text of any version. */
CHECKED struct status residents_agreed(struct side *side, const struct village *village,
                                       const struct id *person, const char *purpose, bool *agreed);
/* Ask before somebody begins what earns points: who took back that they take part begins nothing
 * new. What was done before is still awarded. Refuses: CONSENT_WITHDRAWN. */
CHECKED struct status residents_earn_check(struct side *side, const struct member *member);
