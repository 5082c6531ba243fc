/* hash.c - SHA-256 and HMAC-SHA-256 by OpenSSL.
 *
 * SHA-256 is called directly and not through EVP: in OpenSSL 3.0 EVP frees and allocates a context
 * at every begin, which costs half as much again as hashing a record
 * (docs/adr/0009-two-crypto-libraries.md). HMAC is rare: its algorithm is fetched once, each thread
 * keeps a context. A failure of OpenSSL inside a hash can only mean that the program misuses it,
 * hence REQUIRE. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/crypto_internal.h"

struct hasher {
    SHA256_CTX context;
};

struct thread_hashes {
    struct hasher *hasher;
    EVP_MAC_CTX *mac;
};

static EVP_MAC *hmac_algorithm;
static pthread_key_t thread_key;

static void thread_hashes_free(void *memory)
{
    struct thread_hashes *hashes = memory;
    hasher_free(&hashes->hasher);
    EVP_MAC_CTX_free(hashes->mac);
    free(hashes);
}

void crypto__hash_init(void)
{
    hmac_algorithm = EVP_MAC_fetch(NULL, "HMAC", NULL);
    REQUIRE(hmac_algorithm != NULL);
    REQUIRE(pthread_key_create(&thread_key, thread_hashes_free) == 0);
}

struct status hasher_new(struct hasher **out)
{
    REQUIRE(out != NULL);
    *out = calloc(1, sizeof(**out));
    return *out != NULL ? OK : FAULT(OUT_OF_MEMORY);
}

void hasher_free(struct hasher **hasher)
{
    free(*hasher);
    *hasher = NULL;
}

void hasher_begin(struct hasher *hasher)
{
    REQUIRE(hasher != NULL);
    REQUIRE(SHA256_Init(&hasher->context) == 1);
}

void hasher_add(struct hasher *hasher, const void *data, size_t length)
{
    REQUIRE(hasher != NULL);
    if (length > 0) {
        REQUIRE(data != NULL);
        REQUIRE(SHA256_Update(&hasher->context, data, length) == 1);
    }
}

void hasher_end(struct hasher *hasher, struct hash *out)
{
    REQUIRE(hasher != NULL && out != NULL);
    REQUIRE(SHA256_Final(out->bytes, &hasher->context) == 1);
}

static size_t gather(uint8_t *whole, size_t used, const void *piece, size_t length)
{
    if (length > 0) {
        memcpy(whole + used, piece, length);
    }
    return used + length;
}

void hasher_sha256(struct hasher *hasher, struct hash *out, const void *a, size_t a_length,
                   const void *b, size_t b_length, const void *c, size_t c_length)
{
    /* Leaves and nodes are small: one copy is cheaper than three calls. */
    uint8_t whole[512];
    hasher_begin(hasher);
    if (a_length <= sizeof(whole) && b_length <= sizeof(whole) - a_length &&
        c_length <= sizeof(whole) - a_length - b_length) {
        size_t length = gather(whole, 0, a, a_length);
        length = gather(whole, length, b, b_length);
        hasher_add(hasher, whole, gather(whole, length, c, c_length));
    } else {
        hasher_add(hasher, a, a_length);
        hasher_add(hasher, b, b_length);
        hasher_add(hasher, c, c_length);
    }
    hasher_end(hasher, out);
}

/* This thread's contexts. Out of memory here ends the program: the callers cannot fail. */
static struct thread_hashes *thread_hashes_get(void)
{
    static _Thread_local struct thread_hashes *mine;
    if (mine == NULL) {
        REQUIRE(hmac_algorithm != NULL); /* crypto_init() was called */
        struct thread_hashes *hashes = calloc(1, sizeof(*hashes));
        REQUIRE(hashes != NULL);
        REQUIRE(status_ok(hasher_new(&hashes->hasher)));
        hashes->mac = EVP_MAC_CTX_new(hmac_algorithm);
        REQUIRE(hashes->mac != NULL);
        char name[] = "SHA256";
        OSSL_PARAM parameters[] = {
            OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
            OSSL_PARAM_construct_end(),
        };
        REQUIRE(EVP_MAC_CTX_set_params(hashes->mac, parameters) == 1);
        REQUIRE(pthread_setspecific(thread_key, hashes) == 0);
        mine = hashes;
    }
    return mine;
}

void hmac_sha1(uint8_t out[SHA1_BYTES], const uint8_t *key, size_t key_length, const void *text,
               size_t length)
{
    size_t written = 0;
    REQUIRE(EVP_Q_mac(NULL, "HMAC", NULL, "SHA1", NULL, key, key_length, text, length, out,
                      SHA1_BYTES, &written) != NULL);
    REQUIRE(written == SHA1_BYTES);
}

void sha256(struct hash *out, const void *data, size_t length)
{
    hasher_sha256(thread_hashes_get()->hasher, out, data, length, NULL, 0, NULL, 0);
}

void hmac_sha256(struct hash *out, const uint8_t *key, size_t key_length,
                 const struct piece *pieces, size_t count)
{
    REQUIRE(out != NULL && key != NULL && key_length > 0);
    REQUIRE(count <= CRYPTO_PIECES_MAX);
    EVP_MAC_CTX *mac = thread_hashes_get()->mac;
    REQUIRE(EVP_MAC_init(mac, key, key_length, NULL) == 1);
    for (size_t i = 0; i < count; i++) {
        size_t length = pieces[i].length;
        REQUIRE(length <= UINT32_MAX);
        const uint8_t prefix[4] = {(uint8_t)length, (uint8_t)(length >> 8), (uint8_t)(length >> 16),
                                   (uint8_t)(length >> 24)};
        REQUIRE(EVP_MAC_update(mac, prefix, sizeof(prefix)) == 1);
        if (length > 0) {
            REQUIRE(EVP_MAC_update(mac, pieces[i].data, length) == 1);
        }
    }
    size_t written = 0;
    REQUIRE(EVP_MAC_final(mac, out->bytes, &written, sizeof(out->bytes)) == 1);
    REQUIRE(written == sizeof(out->bytes));
}
