/* bench_postgres.c - PostgreSQL takes the bare posting of each attendance: one entry with two
 * indexes, two balances.
 *
 *   bench_postgres CONNECTION COUNT
 *
 * One pipelined connection, a prepared statement, binary parameters. 512 postings lie between two
 * syncs, which makes them one transaction, and the next 512 are sent before the answers of the last
 * are read, so that the server is never without work. Prints one line of JSON. */
#include <arpa/inet.h>
#include <endian.h>
#include <inttypes.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "workload.h"

enum { POINTS = 4, GROUPS_IN_FLIGHT = 2 };

static const char *const schema[] = {
    "SET client_min_messages = warning",
    "DROP TABLE IF EXISTS entry, account",
    "CREATE TABLE account (id integer PRIMARY KEY, village integer NOT NULL, points bigint NOT "
    "NULL) WITH (fillfactor=50)",
    "CREATE TABLE entry (event_id uuid NOT NULL, resident integer NOT NULL, issue integer NOT NULL,"
    " posted_at bigint NOT NULL, day integer NOT NULL, points integer NOT NULL, rule integer NOT "
    "NULL)",
    "CREATE UNIQUE INDEX entry_event ON entry (event_id)",
    "CREATE INDEX entry_time ON entry (resident, posted_at)",
    "INSERT INTO account SELECT i, i, 0 FROM generate_series(1, 60) i",
    "INSERT INTO account SELECT 60 + i, 1 + (i - 1) / 1667, 0 FROM generate_series(1, 60 * 1667) i",
    "VACUUM ANALYZE",
    "CHECKPOINT",
};

/* The answer to each must be a command that went well; says what did not. */
static bool went_well(PGconn *connection, PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    bool well = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (!well) {
        fprintf(stderr, "bench_postgres: %s", PQerrorMessage(connection));
    }
    PQclear(result);
    return well;
}

/* One statement for all three changes: faster than three statements by a quarter. */
static bool prepared(PGconn *connection)
{
    return went_well(
        connection,
        PQprepare(connection, "posting",
                  "WITH entered AS (INSERT INTO entry VALUES ($1::uuid, $2::integer, $3::integer, "
                  "$4::bigint, $5::integer, $6::integer, $7::integer)), issued AS (UPDATE account "
                  "SET points = points - $6::integer WHERE id = $3::integer) UPDATE account SET "
                  "points = points + $6::integer WHERE id = $2::integer",
                  7, NULL));
}

static bool posting_send(PGconn *connection, int64_t number)
{
    struct bench_award award;
    bench_award(number, &award);
    uint32_t issue = (uint32_t)(1 + award.village);
    uint32_t resident =
        (uint32_t)(1 + BENCH_VILLAGES + award.village * BENCH_RESIDENTS + award.resident);
    uint32_t numbers[] = {htonl(resident), htonl(issue), htonl((uint32_t)award.day), htonl(POINTS),
                          htonl((uint32_t)award.activity)};
    uint64_t posted_at = htobe64((uint64_t)award.checked_in_at);
    const char *values[] = {(const char *)award.event_id, (const char *)&numbers[0],
                            (const char *)&numbers[1],    (const char *)&posted_at,
                            (const char *)&numbers[2],    (const char *)&numbers[3],
                            (const char *)&numbers[4]};
    static const int lengths[] = {16, 4, 4, 8, 4, 4, 4};
    static const int binary[] = {1, 1, 1, 1, 1, 1, 1};
    return PQsendQueryPrepared(connection, "posting", 7, values, lengths, binary, 0) == 1;
}

static bool group_send(PGconn *connection, int64_t first, int64_t end)
{
    for (int64_t number = first; number < end; number++) {
        if (!posting_send(connection, number)) {
            fprintf(stderr, "bench_postgres: %s", PQerrorMessage(connection));
            return false;
        }
    }
    return PQpipelineSync(connection) == 1;
}

/* Sends what is waiting and reads until a result is whole, so that neither side ever waits for the
 * other to read. */
static bool result_wait(PGconn *connection)
{
    for (;;) {
        int left = PQflush(connection);
        if (left < 0) {
            return false;
        }
        if (PQisBusy(connection) == 0) {
            return true;
        }
        struct pollfd wait = {.fd = PQsocket(connection),
                              .events = (short)(left > 0 ? POLLIN | POLLOUT : POLLIN)};
        if (poll(&wait, 1, -1) < 0) {
            return false;
        }
        if ((wait.revents & POLLIN) != 0 && PQconsumeInput(connection) == 0) {
            return false;
        }
    }
}

/* Reads the answers of one group up to its sync: after it the group is durable. */
static bool group_answer(PGconn *connection, int64_t postings)
{
    int64_t good = 0;
    for (;;) {
        if (!result_wait(connection)) {
            fprintf(stderr, "bench_postgres: %s", PQerrorMessage(connection));
            return false;
        }
        PGresult *result = PQgetResult(connection);
        if (result == NULL) {
            continue; /* the end of one statement's results */
        }
        if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
            PQclear(result);
            return good == postings;
        }
        if (!went_well(connection, result)) {
            return false;
        }
        good++;
    }
}

static bool all_post(PGconn *connection, int64_t count)
{
    int64_t sent = 0;
    int64_t answered = 0;
    while (answered < count) {
        while (sent < count && sent - answered < GROUPS_IN_FLIGHT * BENCH_GROUP) {
            int64_t end = sent + BENCH_GROUP < count ? sent + BENCH_GROUP : count;
            if (!group_send(connection, sent, end)) {
                return false;
            }
            sent = end;
        }
        int64_t group = answered + BENCH_GROUP < count ? BENCH_GROUP : count - answered;
        if (!group_answer(connection, group)) {
            return false;
        }
        answered += group;
    }
    return true;
}

/* Every point that left a village's source has reached a resident, and every entry is there. */
static bool sums_right(PGconn *connection, int64_t count)
{
    PGresult *result =
        PQexec(connection,
               "SELECT (SELECT sum(points) FROM account)::bigint, (SELECT sum(points) FROM "
               "account WHERE id > 60)::bigint, (SELECT count(*) FROM entry), (SELECT count(*) "
               "FROM account a JOIN (SELECT resident, sum(points) AS points FROM entry GROUP BY "
               "resident) e ON e.resident = a.id WHERE a.points <> e.points)");
    bool right = PQresultStatus(result) == PGRES_TUPLES_OK &&
                 strtoll(PQgetvalue(result, 0, 0), NULL, 10) == 0 &&
                 strtoll(PQgetvalue(result, 0, 1), NULL, 10) == count * POINTS &&
                 strtoll(PQgetvalue(result, 0, 2), NULL, 10) == count &&
                 strtoll(PQgetvalue(result, 0, 3), NULL, 10) == 0;
    PQclear(result);
    return right;
}

/* User and system time of the server's process for this connection; 0 where it cannot be read. */
static double server_cpu_seconds(PGconn *connection)
{
    char path[64];
    char line[1024] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", PQbackendPID(connection));
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return 0;
    }
    size_t length = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    line[length] = '\0';
    unsigned long user = 0;
    unsigned long system_time = 0;
    const char *rest = strrchr(line, ')');
    if (rest == NULL || sscanf(rest + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
                               &user, &system_time) != 2) {
        return 0;
    }
    return (double)(user + system_time) / (double)sysconf(_SC_CLK_TCK);
}

static bool measured(PGconn *connection, int64_t count)
{
    for (size_t i = 0; i < sizeof schema / sizeof schema[0]; i++) {
        if (!went_well(connection, PQexec(connection, schema[i]))) {
            return false;
        }
    }
    if (!prepared(connection) || PQsetnonblocking(connection, 1) != 0 ||
        PQenterPipelineMode(connection) != 1) {
        return false;
    }
    double cpu = server_cpu_seconds(connection);
    double begun = bench_seconds();
    if (!all_post(connection, count)) {
        return false;
    }
    double seconds = bench_seconds() - begun;
    cpu = server_cpu_seconds(connection) - cpu;
    if (PQexitPipelineMode(connection) != 1 || PQsetnonblocking(connection, 0) != 0 ||
        !sums_right(connection, count)) {
        fprintf(stderr, "bench_postgres: the sums do not agree\n");
        return false;
    }
    printf("{\"postings\": %" PRId64 ", \"seconds\": %.3f, \"per_second\": %.0f, "
           "\"server_cpu_us\": %.2f, \"client_cpu_us\": %.2f}\n",
           count, seconds, (double)count / seconds, 1e6 * cpu / (double)count,
           1e6 * bench_cpu_seconds() / (double)count);
    return true;
}

int main(int argc, char **argv)
{
    int64_t count = argc == 3 ? strtoll(argv[2], NULL, 10) : 0;
    if (count < 1) {
        fprintf(stderr, "bench_postgres CONNECTION COUNT\n");
        return 2;
    }
    PGconn *connection = PQconnectdb(argv[1]);
    bool well = PQstatus(connection) == CONNECTION_OK;
    if (!well) {
        fprintf(stderr, "bench_postgres: %s", PQerrorMessage(connection));
    }
    well = well && measured(connection, count);
    PQfinish(connection);
    return well ? 0 : 1;
}
