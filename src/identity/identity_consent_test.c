/* identity_consent_test.c - what a person agreed to last is what stands, purpose by purpose. Each
 * row happens in a village of its own (tests/testing/village.h); after each the journal alone
 * leads to the same books. */
#include "testing/village.h"

static const struct script_row rows[] = {
    {"nothing is agreed to until it is", "? consent ann CREDIT 0"},
    {"a text is agreed to", "consent ann CREDIT 1; ? consent ann CREDIT 1; ? consent ann PHOTO 0;"
                            "? consent bob CREDIT 0"},
    {"a newer text takes its place", "consent ann CREDIT 1; 2024-03-05 consent ann CREDIT 4;"
                                     "? consent ann CREDIT 4"},
    {"it is taken back", "consent ann CREDIT 1; consent ann CREDIT 1 1; ? consent ann CREDIT -1"},
    {"and given again", "consent ann CREDIT 1; consent ann CREDIT 1 1; consent ann CREDIT 1;"
                        "? consent ann CREDIT 1"},
    {"purposes stand by themselves", "consent ann CREDIT 1; consent ann PHOTO 2;"
                                     "consent ann CREDIT 1 1; ? consent ann PHOTO 2"},
    {"in each village by itself",
     "village_open 10 480 village=other; person_enter ann village=other;"
     "consent ann CREDIT 3 village=other; ? consent ann CREDIT 0"},
};

int main(void)
{
    return script_rows_run("identity_consent",
                           "2024-03-01 rule_adopt T 1 TIME 4 0 0 0 0 0 "
                           "RESIDENT DOCUMENT SOCIAL_WORKER;",
                           rows, COUNT(rows));
}
