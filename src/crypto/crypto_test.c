/* crypto_test.c - that the walls around the libraries call them rightly: published vectors, and
 * refusal of whatever was changed. Vectors: FIPS 180-4 examples, RFC 8032 section 7.1; the HMAC
 * ones were computed with Python's hmac, the argon2id one with the reference program `argon2`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "crypto/crypto.h"

static void from_hex(const char *hex, uint8_t *out, size_t length)
{
    assert_int_equal(strlen(hex), length * 2);
    for (size_t i = 0; i < length; i++) {
        char digits[3] = {hex[2 * i], hex[2 * i + 1], '\0'};
        out[i] = (uint8_t)strtoul(digits, NULL, 16);
    }
}

static void assert_hash(const char *hex, const struct hash *hash)
{
    uint8_t expected[HASH_BYTES];
    from_hex(hex, expected, sizeof(expected));
    assert_memory_equal(expected, hash->bytes, HASH_BYTES);
}

/* ---- SHA-256 ---- */

static struct sha_row {
    const char *name;
    const char *text;
    const char *hex;
} sha_rows[] = {
    {"hashes nothing", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"hashes abc", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"hashes two blocks", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

static void sha_check(void **state)
{
    const struct sha_row *row = *state;
    size_t length = strlen(row->text);
    struct hash hash;
    sha256(&hash, row->text, length);
    assert_hash(row->hex, &hash);

    /* Cut in three in every way, one hasher for all: the pieces make no difference. */
    struct hasher *hasher = NULL;
    assert_true(status_ok(hasher_new(&hasher)));
    for (size_t i = 0; i <= length; i++) {
        for (size_t j = i; j <= length; j++) {
            hasher_sha256(hasher, &hash, i == 0 ? NULL : row->text, i, row->text + i, j - i,
                          row->text + j, length - j);
            assert_hash(row->hex, &hash);
        }
    }
    hasher_free(&hasher);
    assert_null(hasher);
    hasher_free(&hasher);
}

/* ---- HMAC ---- */

static struct hmac_row {
    const char *name;
    const char *pieces[2];
    size_t count;
    const char *hex;
} hmac_rows[] = {
    {"authenticates one piece",
     {"Hi There"},
     1,
     "0da617dc34039a352ed6782589e10596171e8e8a4b572ddccbfd4882b05261e9"},
    {"tells two pieces from their sum",
     {"Hi", " There"},
     2,
     "ee4eb4d39725a342aa8af0eec2657ae94f1412c54fbd2729e32fb5c1eb435757"},
    {"authenticates no piece",
     {NULL},
     0,
     "999a901219f032cd497cadb5e6051e97b6a29ab297bd6ae722bd6062a2f59542"},
    {"tells an empty piece from none",
     {""},
     1,
     "52548284a690e5b66f66f70bb9453152ef86554a27bf0eab66681d5fd02054b7"},
    {"counts empty pieces",
     {"", ""},
     2,
     "2b15710baa25c28aee50dd7a0be0ac94e49155f79ca561a05ad43d953494f77c"},
};

static void hmac_check(void **state)
{
    const struct hmac_row *row = *state;
    uint8_t key[20];
    memset(key, 0x0B, sizeof(key));
    struct piece pieces[2];
    for (size_t i = 0; i < row->count; i++) {
        pieces[i] = (struct piece){row->pieces[i], strlen(row->pieces[i])};
    }
    struct hash hash;
    hmac_sha256(&hash, key, sizeof(key), pieces, row->count);
    assert_hash(row->hex, &hash);
}

/* ---- Ed25519 ---- */

static struct sign_row {
    const char *name;
    const char *seed;
    const char *public_key;
    const char *text;
    const char *signature;
} sign_rows[] = {
    {"signs nothing (RFC 8032 test 1)",
     "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"signs two bytes (RFC 8032 test 3)",
     "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "\xaf\x82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
     "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
};

static void sign_check(void **state)
{
    const struct sign_row *row = *state;
    uint8_t seed[SIGN_SEED_BYTES];
    uint8_t expected_key[SIGN_PUBLIC_BYTES];
    uint8_t expected[SIGN_BYTES];
    from_hex(row->seed, seed, sizeof(seed));
    from_hex(row->public_key, expected_key, sizeof(expected_key));
    from_hex(row->signature, expected, sizeof(expected));
    size_t length = strlen(row->text);

    uint8_t key[SIGN_PUBLIC_BYTES];
    sign_public(seed, key);
    assert_memory_equal(expected_key, key, sizeof(key));
    uint8_t signature[SIGN_BYTES];
    sign_ed25519(seed, row->text, length, signature);
    assert_memory_equal(expected, signature, sizeof(signature));
    assert_true(verify_ed25519(key, row->text, length, signature));

    for (size_t bit = 0; bit < SIGN_BYTES * 8; bit++) {
        signature[bit / 8] ^= (uint8_t)(1U << (bit % 8));
        assert_false(verify_ed25519(key, row->text, length, signature));
        signature[bit / 8] ^= (uint8_t)(1U << (bit % 8));
    }
    assert_false(verify_ed25519(key, "other", 5, signature));
}

static void small_order_check(void **state)
{
    (void)state;
    /* The neutral point as key signs everything in a naive verifier. */
    uint8_t key[SIGN_PUBLIC_BYTES] = {1};
    uint8_t signature[SIGN_BYTES] = {1};
    assert_false(verify_ed25519(key, "any", 3, signature));
}

/* ---- sealing ---- */

static void seal_check(void **state)
{
    (void)state;
    uint8_t key[SEAL_KEY_BYTES];
    random_bytes(key, sizeof(key));
    const char plain[] = "张三 13800000000";
    const char context[] = "person 7";
    uint8_t sealed[sizeof(plain) + SEAL_OVERHEAD_BYTES];
    uint8_t again[sizeof(sealed)];
    seal(key, context, sizeof(context), plain, sizeof(plain), sealed);
    seal(key, context, sizeof(context), plain, sizeof(plain), again);
    assert_memory_not_equal(sealed, again, sizeof(sealed)); /* a nonce of its own each time */

    char opened[sizeof(plain)];
    assert_true(seal_open(key, context, sizeof(context), sealed, sizeof(sealed), opened));
    assert_memory_equal(plain, opened, sizeof(plain));

    for (size_t bit = 0; bit < sizeof(sealed) * 8; bit++) {
        sealed[bit / 8] ^= (uint8_t)(1U << (bit % 8));
        assert_false(seal_open(key, context, sizeof(context), sealed, sizeof(sealed), opened));
        sealed[bit / 8] ^= (uint8_t)(1U << (bit % 8));
    }
    for (size_t length = 0; length < sizeof(sealed); length++) {
        assert_false(seal_open(key, context, sizeof(context), sealed, length, opened));
    }
    assert_false(seal_open(key, "person 8", sizeof(context), sealed, sizeof(sealed), opened));
    key[0] ^= 1;
    assert_false(seal_open(key, context, sizeof(context), sealed, sizeof(sealed), opened));
}

static void seal_empty_check(void **state)
{
    (void)state;
    uint8_t key[SEAL_KEY_BYTES] = {7};
    uint8_t sealed[SEAL_OVERHEAD_BYTES];
    seal(key, NULL, 0, NULL, 0, sealed);
    assert_true(seal_open(key, NULL, 0, sealed, sizeof(sealed), NULL));
}

static void passphrase_check(void **state)
{
    (void)state;
    const char passphrase[] = "一把长口令";
    uint8_t key[SEAL_KEY_BYTES];
    struct status status =
        passphrase_key(passphrase, strlen(passphrase), (const uint8_t *)"0123456789abcdef", key);
    assert_true(status_ok(status));
    uint8_t expected[SEAL_KEY_BYTES];
    from_hex("c9685a83d93137035318eb357f099d0d41da1cebac2874a042f5fec241e0db54", expected,
             sizeof(expected));
    assert_memory_equal(expected, key, sizeof(key));
}

static void random_check(void **state)
{
    (void)state;
    uint8_t a[SALT_BYTES] = {0};
    uint8_t b[SALT_BYTES] = {0};
    random_bytes(a, sizeof(a));
    random_bytes(b, sizeof(b));
    assert_memory_not_equal(a, b, sizeof(a));
    wipe(a, sizeof(a));
    uint8_t zero[SALT_BYTES] = {0};
    assert_memory_equal(zero, a, sizeof(a));
}

int main(void)
{
    crypto_init();
    crypto_init(); /* harmless */
    struct CMUnitTest tests[64];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(sha_rows); i++) {
        tests[count++] = (struct CMUnitTest){sha_rows[i].name, sha_check, NULL, NULL, &sha_rows[i]};
    }
    for (size_t i = 0; i < COUNT(hmac_rows); i++) {
        tests[count++] =
            (struct CMUnitTest){hmac_rows[i].name, hmac_check, NULL, NULL, &hmac_rows[i]};
    }
    for (size_t i = 0; i < COUNT(sign_rows); i++) {
        tests[count++] =
            (struct CMUnitTest){sign_rows[i].name, sign_check, NULL, NULL, &sign_rows[i]};
    }
    const struct CMUnitTest others[] = {
        {"refuses a key of small order", small_order_check, NULL, NULL, NULL},
        {"opens what it sealed and nothing else", seal_check, NULL, NULL, NULL},
        {"seals nothing", seal_empty_check, NULL, NULL, NULL},
        {"makes the key of a passphrase", passphrase_check, NULL, NULL, NULL},
        {"gives other bytes each time, and wipes", random_check, NULL, NULL, NULL},
    };
    for (size_t i = 0; i < COUNT(others); i++) {
        tests[count++] = others[i];
    }
    return _cmocka_run_group_tests("crypto", tests, count, NULL, NULL);
}
