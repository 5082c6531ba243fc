/* draw_test.c - the same lots, whoever draws: the expected ones come from another program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "crypto/draw.h"

enum { DRAWS = 6 };

/* Root 00 01 .. 1f, id 64 65 .. 73. */
static const struct lots_row {
    const char *name;
    const char *label;
    uint64_t lots;
    uint64_t expected[DRAWS];
} rows[] = {
    {"of one lot it is that one", "sanbao-spot/v1", 1, {0, 0, 0, 0, 0, 0}},
    {"heads or tails", "sanbao-spot/v1", 2, {1, 1, 1, 1, 0, 1}},
    {"ten lots; the fifth number is of the second block", "sanbao-spot/v1", 10, {3, 5, 3, 9, 4, 1}},
    {"a year of awards", "sanbao-spot/v1", 5153, {4326, 485, 2663, 66, 949, 751}},
    {"another label draws others", "sanbao-draw/v1", 5153, {1698, 2849, 2707, 3683, 2009, 4855}},
    {"numbers beyond the last multiple are passed over",
     "sanbao-draw/v1",
     UINT64_C(9223372036854775809),
     {UINT64_C(6773358354933150417), UINT64_C(999522143075218688), UINT64_C(3383613840101457528),
      UINT64_C(1808408095814256450), UINT64_C(2009095366040738776), UINT64_C(1543266200612307921)}},
};

static void lots_check(void **state)
{
    const struct lots_row *row = *state;
    struct draw draw;
    struct hash root;
    uint8_t id[ID_BYTES];
    for (size_t i = 0; i < HASH_BYTES; i++) {
        root.bytes[i] = (uint8_t)i;
    }
    for (size_t i = 0; i < ID_BYTES; i++) {
        id[i] = (uint8_t)(100 + i);
    }
    draw_begin(&draw, row->label, &root, id);
    for (size_t i = 0; i < DRAWS; i++) {
        assert_true(row->expected[i] == draw_below(&draw, row->lots));
    }
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows)];
    crypto_init();
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] = (struct CMUnitTest){rows[i].name, lots_check, NULL, NULL, (void *)&rows[i]};
    }
    return cmocka_run_group_tests_name("drawing lots", tests, NULL, NULL);
}
