/* hash.c - SHA-256 and HMAC-SHA-256 by OpenSSL.
 *
 * Fetching a digest by name costs more than hashing a record, so it is done once in crypto_init().
 * Contexts are reused: a hasher owns one, and each thread keeps a pair for one-off calls, freed
 * when the thread ends. A failure of OpenSSL inside a hash can only mean that the program misuses
 * it, hence REQUIRE. */
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>

#include "crypto/crypto_internal.h"

struct hasher {
    EVP_MD_CTX *context;
};

struct thread_hashes {
    struct hasher *hasher;
    EVP_MAC_CTX *mac;
};

static EVP_MD *sha256_digest;
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
    sha256_digest = EVP_MD_fetch(NULL, "SHA256", NULL);
    hmac_algorithm = EVP_MAC_fetch(NULL, "HMAC", NULL);
    REQUIRE(sha256_digest != NULL && hmac_algorithm != NULL);
    REQUIRE(pthread_key_create(&thread_key, thread_hashes_free) == 0);
}

struct status hasher_new(struct hasher **out)
{
    REQUIRE(out != NULL && sha256_digest != NULL);
    *out = NULL;
    struct hasher *hasher = calloc(1, sizeof(*hasher));
    if (hasher == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    hasher->context = EVP_MD_CTX_new();
    if (hasher->context == NULL || EVP_DigestInit_ex2(hasher->context, sha256_digest, NULL) != 1) {
        hasher_free(&hasher);
        return FAULT(OUT_OF_MEMORY);
    }
    *out = hasher;
    return OK;
}

void hasher_free(struct hasher **hasher)
{
    if (*hasher != NULL) {
        EVP_MD_CTX_free((*hasher)->context);
        free(*hasher);
        *hasher = NULL;
    }
}

void hasher_begin(struct hasher *hasher)
{
    REQUIRE(hasher != NULL);
    REQUIRE(EVP_DigestInit_ex2(hasher->context, NULL, NULL) == 1); /* begins anew, digest kept */
}

void hasher_add(struct hasher *hasher, const void *data, size_t length)
{
    REQUIRE(hasher != NULL);
    if (length > 0) {
        REQUIRE(data != NULL);
        REQUIRE(EVP_DigestUpdate(hasher->context, data, length) == 1);
    }
}

void hasher_end(struct hasher *hasher, struct hash *out)
{
    REQUIRE(hasher != NULL && out != NULL);
    REQUIRE(EVP_DigestFinal_ex(hasher->context, out->bytes, NULL) == 1);
}

void hasher_sha256(struct hasher *hasher, struct hash *out, const void *a, size_t a_length,
                   const void *b, size_t b_length, const void *c, size_t c_length)
{
    hasher_begin(hasher);
    hasher_add(hasher, a, a_length);
    hasher_add(hasher, b, b_length);
    hasher_add(hasher, c, c_length);
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
