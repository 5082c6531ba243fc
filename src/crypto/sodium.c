/* sodium.c - start-up, random bytes, Ed25519, sealing and passphrases by libsodium.
 *
 * libsodium's own random source and key check are kept as they are; nothing here chooses a
 * parameter but the cost of a passphrase. */
#include <errno.h>
#include <pthread.h>
#include <sodium.h>

#include "crypto/crypto_internal.h"

/* Half a second on an old PC: slow for a guesser, bearable for the one who knows it. */
static const unsigned long long passphrase_passes = 3;
static const size_t passphrase_memory_bytes = (size_t)64 * 1024 * 1024;

_Static_assert(SIGN_SEED_BYTES == crypto_sign_SEEDBYTES, "seed");
_Static_assert(SIGN_PUBLIC_BYTES == crypto_sign_PUBLICKEYBYTES, "public key");
_Static_assert(SIGN_BYTES == crypto_sign_BYTES, "signature");
_Static_assert(SEAL_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "seal key");
_Static_assert(SEAL_OVERHEAD_BYTES == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES +
                                          crypto_aead_xchacha20poly1305_ietf_ABYTES,
               "seal overhead");
_Static_assert(crypto_pwhash_SALTBYTES == 16, "salt of a passphrase");

enum { NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES };

static void init_once(void)
{
    REQUIRE(sodium_init() >= 0);
}

void crypto_init(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    REQUIRE(pthread_once(&once, init_once) == 0);
}

void random_bytes(void *out, size_t length)
{
    REQUIRE(out != NULL || length == 0);
    randombytes_buf(out, length);
}

void sign_public(const uint8_t seed[SIGN_SEED_BYTES], uint8_t public_key[SIGN_PUBLIC_BYTES])
{
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
    REQUIRE(crypto_sign_seed_keypair(public_key, secret, seed) == 0);
    wipe(secret, sizeof(secret));
}

void sign_ed25519(const uint8_t seed[SIGN_SEED_BYTES], const void *text, size_t length,
                  uint8_t signature[SIGN_BYTES])
{
    uint8_t public_key[SIGN_PUBLIC_BYTES];
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
    REQUIRE(crypto_sign_seed_keypair(public_key, secret, seed) == 0);
    REQUIRE(crypto_sign_detached(signature, NULL, text, length, secret) == 0);
    wipe(secret, sizeof(secret));
}

bool verify_ed25519(const uint8_t public_key[SIGN_PUBLIC_BYTES], const void *text, size_t length,
                    const uint8_t signature[SIGN_BYTES])
{
    return crypto_sign_verify_detached(signature, text, length, public_key) == 0;
}

void seal(const uint8_t key[SEAL_KEY_BYTES], const void *context, size_t context_length,
          const void *plain, size_t length, uint8_t *sealed)
{
    randombytes_buf(sealed, NONCE_BYTES);
    unsigned long long written = 0;
    REQUIRE(crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + NONCE_BYTES, &written, plain,
                                                       length, context, context_length, NULL,
                                                       sealed, key) == 0);
    REQUIRE(written + NONCE_BYTES == length + SEAL_OVERHEAD_BYTES);
}

bool seal_open(const uint8_t key[SEAL_KEY_BYTES], const void *context, size_t context_length,
               const uint8_t *sealed, size_t sealed_length, void *plain)
{
    if (sealed_length < SEAL_OVERHEAD_BYTES) {
        return false;
    }
    return crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, sealed + NONCE_BYTES,
                                                      sealed_length - NONCE_BYTES, context,
                                                      context_length, sealed, key) == 0;
}

struct status passphrase_key(const char *passphrase, size_t length, const uint8_t salt[16],
                             uint8_t key[SEAL_KEY_BYTES])
{
    if (crypto_pwhash(key, SEAL_KEY_BYTES, passphrase, length, salt, passphrase_passes,
                      passphrase_memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return FAULT(OUT_OF_MEMORY);
    }
    return OK;
}

/* What OWASP asks at least of argon2id: a guess costs a thief of the file 19 MiB and 50 ms, and a
 * log-in costs a small server no more than that. */
static const unsigned long long password_passes = 2;
static const size_t password_memory_bytes = (size_t)19 * 1024 * 1024;

_Static_assert(PASSWORD_TEXT_SIZE >= crypto_pwhash_STRBYTES, "password text");

struct status password_hash(const void *password, size_t length, char text[PASSWORD_TEXT_SIZE])
{
    return crypto_pwhash_str_alg(text, password, length, password_passes, password_memory_bytes,
                                 crypto_pwhash_ALG_ARGON2ID13) == 0
               ? OK
               : FAULT(OUT_OF_MEMORY);
}

struct status password_check(const void *password, size_t length, const char *text, bool *good)
{
    errno = 0;
    *good = crypto_pwhash_str_verify(text, password, length) == 0;
    return !*good && errno == ENOMEM ? FAULT(OUT_OF_MEMORY) : OK;
}

bool secret_equal(const void *a, const void *b, size_t length)
{
    return sodium_memcmp(a, b, length) == 0;
}

void wipe(void *memory, size_t length)
{
    sodium_memzero(memory, length);
}
