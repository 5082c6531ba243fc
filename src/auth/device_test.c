/* device_test.c - until when a device may do something new: not after it was taken out of use, its
 * time is over, or its holder has the office or the shop no more. A row each, in real books. */
#include <string.h>

#include "app/folder.h"
#include "app/serve.h"
#include "auth/auth_internal.h"
#include "testing/village.h"

static char scratch[SCRATCH_PATH_MAX];
static struct folder *folder;
static struct fixture fixture;
static struct side side;
static int64_t clock_now = 1700000000;

static int64_t clock_read(void)
{
    return clock_now;
}

static void must(struct status status)
{
    assert_string_equal("OK", status_name(status.code));
}

struct device_row {
    const char *name;
    enum device_use use;
    const char *holder;
    const char *shop;
    int64_t age; /* seconds since its enrolment, which holds 1,000 */
    bool ended;
    const char *later; /* what happens in the village after it */
    enum status_code code;
};

/* The rows stand in the order of time: a role that was taken away stays so. */
static struct device_row rows[] = {
    {"any member's phone may lead", DEVICE_LEADER, "eve", "", 999, false, "", STATUS_OK},
    {"an enrolment ends with its time", DEVICE_LEADER, "eve", "", 1000, false, "",
     STATUS_DEVICE_ENDED},
    {"what was taken out of use is out", DEVICE_LEADER, "eve", "", 1, true, "",
     STATUS_DEVICE_REVOKED},
    {"a stranger to the village holds nothing", DEVICE_LEADER, "nobody", "", 1, false, "",
     STATUS_DEVICE_ENDED},
    {"who left the village holds nothing", DEVICE_LEADER, "bob", "", 1, false, "account_close bob",
     STATUS_DEVICE_ENDED},
    {"a social worker holds an office's", DEVICE_OFFICE, "sid", "", 1, false, "", STATUS_OK},
    {"a reviewer holds none of the office", DEVICE_OFFICE, "rev", "", 1, false, "",
     STATUS_DEVICE_ENDED},
    {"an office's ends with the office", DEVICE_OFFICE, "sid", "", 1, false,
     "role_set sid SOCIAL_WORKER 1", STATUS_DEVICE_ENDED},
    {"a keeper holds a till of the shop", DEVICE_SHOP, "key", "S1", 1, false, "", STATUS_OK},
    {"a keeper holds no till of another shop", DEVICE_SHOP, "key", "S2", 1, false, "",
     STATUS_DEVICE_ENDED},
    {"who keeps no shop holds no till", DEVICE_SHOP, "ann", "S1", 1, false, "",
     STATUS_DEVICE_ENDED},
    {"a till ends with its keeper's role", DEVICE_SHOP, "key", "S1", 1, false,
     "role_set key SHOPKEEPER 1 S1", STATUS_DEVICE_ENDED},
};

static void device_check(void **state)
{
    const struct device_row *row = *state;
    struct device device = {.use = row->use,
                            .enrolled_at = clock_now - row->age,
                            .ends_at = clock_now - row->age + 1000,
                            .ended_at = row->ended ? clock_now : 0};
    script_id(row->holder, device.person.bytes);
    snprintf(device.village, sizeof device.village, "village");
    snprintf(device.shop, sizeof device.shop, "%s", row->shop);
    if (row->later[0] != '\0') {
        fixture_run(&fixture, row->later);
    }
    assert_string_equal(status_name(row->code), status_name(auth_device_good(&side, &device).code));
}

/* ---- stored ---- */

static void stored_check(void **state)
{
    struct auth *auth = side_state(&side, &auth_room);
    struct device device = {.use = DEVICE_SHOP, .enrolled_at = clock_now, .ends_at = clock_now + 9};
    struct device found_device;
    struct id other = {{9}};
    int64_t count = 0;
    bool found = false;
    (void)state;
    script_id("ann", device.person.bytes);
    snprintf(device.village, sizeof device.village, "village");
    snprintf(device.shop, sizeof device.shop, "S1");
    for (uint8_t i = 1; i <= 3; i++) {
        device.id.bytes[0] = i;
        device.public_key[0] = i;
        must(auth__device_put(auth, &device));
    }
    must(auth_device_get(&side, "village", DEVICE_SHOP, &device.id, &found_device));
    assert_int_equal(STATUS_DEVICE_UNKNOWN,
                     auth_device_get(&side, "v2", DEVICE_SHOP, &device.id, &found_device).code);
    assert_int_equal(
        STATUS_DEVICE_UNKNOWN,
        auth_device_get(&side, "village", DEVICE_OFFICE, &device.id, &found_device).code);
    assert_int_equal(STATUS_DEVICE_UNKNOWN,
                     auth_device_get(&side, "village", DEVICE_ANY, &other, &found_device).code);
    must(auth__device_end(auth, &device.id, clock_now, &other));
    must(auth__device_count(auth, &device, &count));
    assert_int_equal(2, count); /* of the shop, whoever holds them */
    clock_now += 9;
    device.enrolled_at = clock_now;
    must(auth__device_count(auth, &device, &count));
    assert_int_equal(0, count); /* those whose time is over do not count */
    must(auth__device_forget(auth, &device.person, clock_now));
    must(auth__device_by_key(auth, device.public_key, &found, &found_device));
    assert_true(found && found_device.person.bytes[0] == 0 && found_device.ended_at != 0);
}

static int village_make(void **state)
{
    struct problem problem;
    (void)state;
    scratch_make(scratch);
    must(folder_init(scratch, NULL, &problem));
    must(folder_open(scratch, true, &folder, &problem));
    fixture = (struct fixture){.journal = folder->journal,
                               .script = {.proposer = "lead", .approver = "sue"}};
    fixture_village(&fixture);
    fixture_run(&fixture, "shop_open S1; shop_open S2; person_enter key;"
                          "role_set key SHOPKEEPER 0 S1");
    serve_side(folder, &side);
    side.real = clock_read;
    must(side_open(&side));
    return 0;
}

static int village_end(void **state)
{
    (void)state;
    side_close(&side);
    must(folder_close(&folder));
    scratch_remove(scratch);
    return 0;
}

int main(void)
{
    crypto_init();
    struct CMUnitTest tests[COUNT(rows) + 1];
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] = (struct CMUnitTest){rows[i].name, device_check, NULL, NULL, &rows[i]};
    }
    tests[COUNT(rows)] = (struct CMUnitTest){
        "a device is found for its use, counted while it is good, and forgotten with its holder",
        stored_check, NULL, NULL, NULL};
    return _cmocka_run_group_tests("device", tests, COUNT(tests), village_make, village_end);
}
