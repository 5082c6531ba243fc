/* last_one_test.c - the last bag of rice, asked for by a thousand at once: the desk gives it to
 * one, and takes points from nobody else. The jobs come from eight threads (pthread_create). */
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/folder.h"
#include "app/serve.h"
#include "crypto/crypto.h"
#include "service/desk.h"
#include "testing/village.h"

enum { PEOPLE = 1000, THREADS = 8 };

static char scratch[SCRATCH_PATH_MAX];
static struct folder *folder;
static struct side side;
static struct desk *desk;

static void woke(void *context)
{
    (void)context;
}

static void told(void *context, uint64_t records)
{
    (void)context;
    (void)records;
}

static void must(struct status status)
{
    assert_string_equal("OK", status_name(status.code));
}

/* A thousand people with ten points each, and `stock` bags of rice at ten points. */
static void village_make(int stock)
{
    char line[160];
    struct problem problem;
    scratch_make(scratch);
    must(folder_init(scratch, NULL, &problem));
    must(folder_open(scratch, true, &folder, &problem));
    struct fixture fixture = {.journal = folder->journal,
                              .script = {.proposer = "lead", .approver = "sue"}};
    fixture_village(&fixture);
    fixture_run(&fixture, "rule_adopt T 1 TIME 10 0 0 0 0 0 RESIDENT DOCUMENT SOCIAL_WORKER;"
                          "shop_open S1; goods_set S1 RICE 10; household_open crowd");
    snprintf(line, sizeof line, "stock_set S1 RICE %d", stock);
    fixture_run(&fixture, line);
    for (int i = 0; i < PEOPLE; i++) {
        snprintf(line, sizeof line, "person_enter p%d crowd; account_open p%d PHONE; award p%d T",
                 i, i, i);
        fixture_run(&fixture, line);
    }
    serve_side(folder, &side);
    must(side_open(&side));
    must(desk_open(&(struct desk_options){&side, woke, told, NULL}, &desk));
}

static void village_end(void)
{
    desk_close(&desk);
    side_close(&side);
    must(folder_close(&folder));
    scratch_remove(scratch);
}

struct buyer {
    struct desk_job job;
    int number;
    struct journal_answer answer;
    bool done;
};

static struct buyer buyers[PEOPLE];

static struct status buyer_run(struct desk_job *job, struct side *at)
{
    struct buyer *buyer = (struct buyer *)job;
    Sanbao__V1__Operation operation = SANBAO__V1__OPERATION__INIT;
    Sanbao__V1__Redeem redeem = SANBAO__V1__REDEEM__INIT;
    char name[16];
    uint8_t person[ID_BYTES];
    uint8_t event[ID_BYTES] = {0xBB, (uint8_t)(buyer->number >> 8), (uint8_t)buyer->number};
    char village[] = "village";
    char shop[] = "S1";
    char goods[] = "RICE";
    snprintf(name, sizeof name, "p%d", buyer->number);
    script_id(name, person);
    operation.version = 1;
    operation.event_id = (ProtobufCBinaryData){ID_BYTES, event};
    operation.village = village;
    operation.day = journal_last_day(at->journal);
    redeem.person = (ProtobufCBinaryData){ID_BYTES, person};
    redeem.shop = shop;
    redeem.goods = goods;
    redeem.quantity = 1;
    redeem.points = 10;
    operation.action_case = SANBAO__V1__OPERATION__ACTION_REDEEM;
    operation.redeem = &redeem;
    TRY(side_try(at, &operation, &buyer->answer));
    return buyer->answer.status;
}

static void buyer_done(struct desk_job *job)
{
    ((struct buyer *)job)->done = true;
}

static void *crowd(void *context)
{
    for (int i = *(const int *)context; i < PEOPLE; i += THREADS) {
        while (!status_ok(desk_submit(desk, &buyers[i].job))) {
            poll(NULL, 0, 1);
        }
    }
    return NULL;
}

static void everybody_asks(void)
{
    pthread_t threads[THREADS];
    int starts[THREADS];
    for (int i = 0; i < PEOPLE; i++) {
        buyers[i] = (struct buyer){.number = i, .job = {.run = buyer_run, .done = buyer_done}};
    }
    for (int i = 0; i < THREADS; i++) {
        starts[i] = i;
        assert_int_equal(0, pthread_create(&threads[i], NULL, crowd, &starts[i]));
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    for (int i = 0; i < PEOPLE; i++) {
        while (!buyers[i].done) {
            desk_collect(desk);
            poll(NULL, 0, 1);
        }
    }
}

static void goods_go_to(void **state)
{
    const int stock = *(const int *)*state;
    int served = 0;
    struct shop shop;
    struct goods goods;
    struct village village;
    int64_t unsettled = 0;
    village_make(stock);
    everybody_asks();
    for (int i = 0; i < PEOPLE; i++) {
        bool ok = status_ok(buyers[i].answer.status);
        served += ok;
        assert_string_equal(ok ? "OK" : "OUT_OF_STOCK", status_name(buyers[i].answer.status.code));
    }
    assert_int_equal(stock, served);
    must(identity_village(side.identity, "village", &village));
    must(points_shop(side.points, village.id, "S1", &shop));
    must(points_goods(side.points, shop.id, "RICE", &goods));
    must(ledger_shop(side.ledger, shop.account, &unsettled));
    assert_int_equal(0, goods.stock);
    assert_int_equal(10 * stock, unsettled);
    village_end();
}

int main(void)
{
    crypto_init();
    if (access("/dev/shm", W_OK) == 0) {
        setenv("TMPDIR", "/dev/shm", 0); /* This is about answers, not about disks. */
    }
    static int one = 1;
    static int some = 37;
    const struct CMUnitTest tests[] = {
        {"the last one goes to exactly one of a thousand", goods_go_to, NULL, NULL, &one},
        {"thirty-seven go to thirty-seven of a thousand", goods_go_to, NULL, NULL, &some},
    };
    return cmocka_run_group_tests_name("the last one", tests, NULL, NULL);
}
