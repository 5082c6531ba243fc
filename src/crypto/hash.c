/* hash.c - SHA-256 by OpenSSL, and HMAC-SHA-256 (RFC 2104) from it.
 *
 * SHA-256 is called directly and not through EVP: in OpenSSL 3.0 EVP frees and allocates a context
 * at every begin, which costs half as much again as hashing a record
 * (docs/adr/0009-two-crypto-libraries.md); its HMAC costs four times its hashes. A failure of
 * OpenSSL inside a hash can only mean that the program misuses it, hence REQUIRE. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/crypto_internal.h"

struct hasher {
    SHA256_CTX context;
};

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
    struct hasher hasher;
    hasher_sha256(&hasher, out, data, length, NULL, 0, NULL, 0);
}

/* Begins one of HMAC's two hashes: with the key, padded and masked (RFC 2104, section 2). */
static void masked_begin(struct hasher *hasher, const uint8_t key[SHA256_CBLOCK], uint8_t mask)
{
    uint8_t block[SHA256_CBLOCK];
    for (size_t i = 0; i < sizeof block; i++) {
        block[i] = key[i] ^ mask;
    }
    hasher_begin(hasher);
    hasher_add(hasher, block, sizeof block);
    wipe(block, sizeof block);
}

void hmac_sha256(struct hash *out, const uint8_t *key, size_t key_length,
                 const struct piece *pieces, size_t count)
{
    struct hasher hasher;
    struct hash inner;
    uint8_t padded[SHA256_CBLOCK] = {0};
    REQUIRE(out != NULL && key != NULL && key_length > 0 && key_length <= sizeof padded);
    REQUIRE(count <= CRYPTO_PIECES_MAX);
    memcpy(padded, key, key_length);
    masked_begin(&hasher, padded, 0x36);
    for (size_t i = 0; i < count; i++) {
        size_t length = pieces[i].length;
        REQUIRE(length <= UINT32_MAX);
        const uint8_t prefix[4] = {(uint8_t)length, (uint8_t)(length >> 8), (uint8_t)(length >> 16),
                                   (uint8_t)(length >> 24)};
        hasher_add(&hasher, prefix, sizeof prefix);
        hasher_add(&hasher, pieces[i].data, length);
    }
    hasher_end(&hasher, &inner);
    masked_begin(&hasher, padded, 0x5c);
    hasher_add(&hasher, inner.bytes, sizeof inner.bytes);
    hasher_end(&hasher, out);
    wipe(padded, sizeof padded);
    wipe(&hasher, sizeof hasher);
}
