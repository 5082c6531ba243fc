/* rate.c - how many requests one address may send: a bucket of tokens for each, in a table of fixed
 * size. IPv6 addresses count by their first 64 bits, which is what one customer gets. A crowd of
 * addresses can only push out the buckets that are fullest, so nobody gains by being many. */
#include <stdlib.h>
#include <string.h>

#include "http/http_internal.h"

enum {
    SLOTS = 1 << 14,
    PROBES = 8,
    TOKEN = 1000, /* thousandths: a slow rate fills a bucket evenly */
};

struct bucket {
    uint64_t address; /* hash of the part that counts; 0: free */
    int64_t tokens;
    int64_t filled_ms;
};

struct rate_table {
    int64_t per_second;
    int64_t burst;
    struct bucket buckets[SLOTS];
};

struct rate_table *rate__make(unsigned per_second, unsigned burst)
{
    struct rate_table *table = calloc(1, sizeof *table);
    if (table != NULL) {
        table->per_second = per_second;
        table->burst = burst > per_second ? burst : per_second;
    }
    return table;
}

void rate__free(struct rate_table *table)
{
    free(table);
}

/* FNV-1a of an IPv4 address, or of the first four groups of an IPv6 one. */
static uint64_t address_hash(const char *address)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    bool six = strchr(address, ':') != NULL;
    int colons = 0;
    for (const char *c = address; *c != '\0'; c++) {
        colons += *c == ':';
        if (six && (colons == 4 || (c[0] == ':' && c[1] == ':'))) {
            break;
        }
        hash = (hash ^ (unsigned char)*c) * UINT64_C(1099511628211);
    }
    return hash == 0 ? 1 : hash;
}

static void bucket_fill(const struct rate_table *table, struct bucket *bucket, int64_t now_ms)
{
    int64_t passed = now_ms - bucket->filled_ms;
    bucket->tokens += passed * table->per_second * TOKEN / 1000;
    bucket->filled_ms = now_ms;
    if (bucket->tokens > table->burst * TOKEN) {
        bucket->tokens = table->burst * TOKEN;
    }
}

/* The address's bucket; a new one takes the place of the fullest nearby. */
static struct bucket *bucket_find(struct rate_table *table, const char *address, int64_t now_ms)
{
    uint64_t hash = address_hash(address);
    struct bucket *fullest = NULL;
    for (size_t i = 0; i < PROBES; i++) {
        struct bucket *bucket = &table->buckets[(hash + i) % SLOTS];
        if (bucket->address != 0) {
            bucket_fill(table, bucket, now_ms);
        }
        if (bucket->address == hash) {
            return bucket;
        }
        if (fullest == NULL || bucket->address == 0 ||
            (fullest->address != 0 && bucket->tokens > fullest->tokens)) {
            fullest = bucket;
        }
    }
    *fullest = (struct bucket){hash, table->burst * TOKEN, now_ms};
    return fullest;
}

bool rate__take(struct rate_table *table, const char *address, int64_t now_ms,
                unsigned *wait_seconds)
{
    if (table->per_second == 0) {
        return true;
    }
    struct bucket *bucket = bucket_find(table, address, now_ms);
    if (bucket->tokens >= TOKEN) {
        bucket->tokens -= TOKEN;
        return true;
    }
    int64_t missing = TOKEN - bucket->tokens;
    *wait_seconds = (unsigned)(missing / (table->per_second * TOKEN) + 1);
    return false;
}
