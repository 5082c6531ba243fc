/* identity_refuse_test.c - every refusal of the operations about villages, households, people and
 * roles: what is sent, why it must not be taken, and by which name it is refused. After each row
 * the books are compared with a copy taken before. */
#include "testing/judge.h"

static const char common[] =
    "2024-01-05 account_move dan two;"
    "2024-01-10 account_move dan three;"
    "person_enter adm; role_set adm ADMIN; person_enter boss; role_set boss CADRE;"
    "person_enter kim three; 2024-05-01 account_open kim PHONE;"
    "person_enter zed three; 2024-01-10 account_open zed PHONE; account_close zed;"
    "rule_adopt T 1 TIME 4 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER;"
    "rule_adopt P 1 TIME 4 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER 0 7;"
    "shop_open S1; goods_set S1 RICE 1;"
    "2024-02-01 consent ann CREDIT 2; consent bob CREDIT 2; consent bob CREDIT 2 1; 2024-01-10"
    " award ann T; award bob P; a: award cai T; redeem cai S1 RICE 4; reverse a";

static const struct judge_row rows[] = {
    /* village_open */
    {"a village needs a rate", "village_open 0 480 village=v2", STATUS_OPERATION_MALFORMED},
    {"a rate has a limit", "village_open 10001 480 village=v2", STATUS_OPERATION_MALFORMED},
    {"the highest rate is taken", "village_open 10000 840 1000 village=v2", STATUS_OK},
    {"no clock is 14 hours and a minute ahead", "village_open 10 841 village=v2",
     STATUS_OPERATION_MALFORMED},
    {"nor as much behind", "village_open 10 -841 village=v2", STATUS_OPERATION_MALFORMED},
    {"an allowance beyond the fund itself", "village_open 10 480 1001 village=v2",
     STATUS_OPERATION_MALFORMED},
    {"a village opens once", "village_open 10 480", STATUS_VILLAGE_EXISTS},

    /* household_open */
    {"a household in no village", "household_open new village=v2", STATUS_VILLAGE_UNKNOWN},
    {"a household without an id", "household_open -", STATUS_OPERATION_MALFORMED},
    {"a household opens once", "household_open one", STATUS_HOUSEHOLD_EXISTS},

    /* person_enter */
    {"a person in no village", "person_enter new one village=v2", STATUS_VILLAGE_UNKNOWN},
    {"a person without an id", "person_enter - one", STATUS_OPERATION_MALFORMED},
    {"a person enters once", "person_enter ann one", STATUS_PERSON_EXISTS},
    {"also with another household", "person_enter ann two", STATUS_PERSON_EXISTS},
    {"also staff without one", "person_enter sue", STATUS_PERSON_EXISTS},
    {"a person of an unknown household", "person_enter new ten", STATUS_HOUSEHOLD_UNKNOWN},

    /* account_open */
    {"an account in no village", "account_open eve PHONE village=v2", STATUS_VILLAGE_UNKNOWN},
    {"an account of nobody", "account_open - PHONE", STATUS_OPERATION_MALFORMED},
    {"an account of a stranger", "account_open new PHONE", STATUS_PERSON_UNKNOWN},
    {"neither phone nor card", "account_open eve 0", STATUS_OPERATION_MALFORMED},
    {"a third way in", "account_open eve 3", STATUS_OPERATION_MALFORMED},
    {"one account a person", "account_open ann PHONE", STATUS_ALREADY_REGISTERED},
    {"a closed account stays closed", "account_open zed PHONE", STATUS_ALREADY_REGISTERED},

    /* account_move */
    {"a move in no village", "account_move ann two village=v2", STATUS_VILLAGE_UNKNOWN},
    {"a move of nobody", "account_move - two", STATUS_OPERATION_MALFORMED},
    {"a move of a stranger", "account_move new two", STATUS_PERSON_UNKNOWN},
    {"a move to nowhere", "account_move ann -", STATUS_HOUSEHOLD_UNKNOWN},
    {"a move to an unknown household", "account_move ann ten", STATUS_HOUSEHOLD_UNKNOWN},
    {"staff from outside have no household to leave", "account_move sue two",
     STATUS_HOUSEHOLD_UNKNOWN},
    {"a move to where one lives", "account_move ann one", STATUS_HOUSEHOLD_SAME},
    {"a move before the last one", "2024-01-09 account_move dan one", STATUS_DAY_WRONG},
    {"a move on the day of the last one", "2024-01-10 account_move dan one", STATUS_OK},

    /* account_close */
    {"a closing in no village", "account_close ann village=v2", STATUS_VILLAGE_UNKNOWN},
    {"a closing of nobody", "account_close -", STATUS_OPERATION_MALFORMED},
    {"a closing of a stranger", "account_close new", STATUS_PERSON_UNKNOWN},
    {"nothing to close", "account_close eve", STATUS_NOT_REGISTERED},
    {"closed already", "account_close zed", STATUS_ACCOUNT_CLOSED},
    {"a closing before the opening", "2024-04-30 account_close kim", STATUS_BEFORE_REGISTRATION},
    {"a closing on the day of the opening", "2024-05-01 account_close kim", STATUS_OK},
    {"points are left", "2024-05-02 account_close ann", STATUS_ACCOUNT_NOT_EMPTY},
    {"points are waiting", "account_close bob", STATUS_ACCOUNT_NOT_EMPTY},
    {"points are owed", "account_close cai", STATUS_ACCOUNT_NOT_EMPTY},
    {"an empty account closes", "account_close dan", STATUS_OK},

    /* role_set */
    {"a role in no village", "role_set ann LEADER village=v2", STATUS_VILLAGE_UNKNOWN},
    {"a role of nobody", "role_set - LEADER", STATUS_OPERATION_MALFORMED},
    {"a role of a stranger", "role_set new LEADER", STATUS_PERSON_UNKNOWN},
    {"no role at all", "role_set ann 0", STATUS_OPERATION_MALFORMED},
    {"an unknown role", "role_set ann 11", STATUS_OPERATION_MALFORMED},
    {"a role below all", "role_set ann -1", STATUS_OPERATION_MALFORMED},
    {"a role is given once", "role_set sue SOCIAL_WORKER", STATUS_ROLE_HELD},
    {"a role that is not held cannot be lost", "role_set ann LEADER 1", STATUS_ROLE_NOT_HELD},
    {"another role is taken", "role_set sue REVIEWER", STATUS_OK},
    {"a role is lost", "role_set sue SOCIAL_WORKER 1", STATUS_OK},
    {"a shop is kept by its keeper alone", "role_set ann LEADER 0 S1", STATUS_OPERATION_MALFORMED},
    {"a keeper has one", "role_set ann SHOPKEEPER 0 S1", STATUS_OK},
    {"one person alone gives a role", "role_set eve LEADER by=adm/-", STATUS_TWO_EYES_APPROVER},
    {"one approves what nobody put forward", "role_set eve LEADER by=-/boss",
     STATUS_TWO_EYES_PROPOSER},
    {"two give it", "role_set eve LEADER by=adm/boss", STATUS_OK},

    /* consent */
    {"a consent in no village", "2024-02-02 consent ann PHOTO 1 village=v2",
     STATUS_VILLAGE_UNKNOWN},
    {"a consent of nobody", "consent - PHOTO 1", STATUS_OPERATION_MALFORMED},
    {"a consent of a stranger", "consent new PHOTO 1", STATUS_PERSON_UNKNOWN},
    {"a consent to nothing", "consent ann - 1", STATUS_OPERATION_MALFORMED},
    {"a consent to no text", "consent ann PHOTO 0", STATUS_OPERATION_MALFORMED},
    {"a consent", "consent ann PHOTO 1", STATUS_OK},
    {"of one who is not registered", "consent eve PHOTO 1", STATUS_OK},
    {"of staff", "consent sue PHOTO 1", STATUS_OK},
    {"agreed to already", "consent ann CREDIT 2", STATUS_CONSENT_GIVEN},
    {"an older text than that agreed to", "consent ann CREDIT 1", STATUS_CONSENT_VERSION},
    {"a newer one", "consent ann CREDIT 3", STATUS_OK},
    {"a newer one before the older", "2024-01-31 consent ann CREDIT 3", STATUS_DAY_WRONG},
    {"taken back on the same day", "2024-02-01 consent ann CREDIT 2 1", STATUS_OK},
    {"taken back before", "2024-01-31 consent ann CREDIT 2 1", STATUS_DAY_WRONG},
    {"another text taken back", "2024-02-02 consent ann CREDIT 3 1", STATUS_CONSENT_VERSION},
    {"what was never given is taken back", "consent ann PHOTO 1 1", STATUS_CONSENT_NOT_GIVEN},
    {"taken back twice", "consent bob CREDIT 2 1", STATUS_CONSENT_NOT_GIVEN},
    {"given again", "consent bob CREDIT 2", STATUS_OK},
    {"given again in an older text", "consent bob CREDIT 1", STATUS_CONSENT_VERSION},
};

int main(void)
{
    return judge_rows_run("identity_refuse", common, rows, COUNT(rows));
}
