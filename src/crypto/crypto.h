/* crypto.h - the only door to cryptography: thin walls around vetted libraries, nothing invented.
 *
 * SHA-256 and HMAC are OpenSSL's (SHA-NI, called directly).
 * Ed25519, random bytes, authenticated encryption and argon2id are libsodium's.
 * crypto_init() is called once by main() and by each test before anything else here. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "base/status.h"

enum {
    SIGN_SEED_BYTES = 32,
    SIGN_PUBLIC_BYTES = 32,
    SIGN_BYTES = 64,
    SEAL_KEY_BYTES = 32,
    SEAL_OVERHEAD_BYTES = 40, /* 24 nonce + 16 tag */
    SALT_BYTES = 32,
};

struct hash {
    uint8_t bytes[HASH_BYTES];
};

/* Aborts the process where the libraries cannot be started. May be called again. */
void crypto_init(void);

/* A hasher owns one context; it serves one thread at a time. */
struct hasher;
CHECKED struct status hasher_new(struct hasher **out);
void hasher_free(struct hasher **hasher); /* Sets to NULL; NULL is welcome. */

/* SHA-256 of up to three pieces one after the other; a NULL piece has length 0. */
void hasher_sha256(struct hasher *hasher, struct hash *out, const void *a, size_t a_length,
                   const void *b, size_t b_length, const void *c, size_t c_length);

/* SHA-256 in as many pieces as come: begin, add, end. */
void hasher_begin(struct hasher *hasher);
void hasher_add(struct hasher *hasher, const void *data, size_t length);
void hasher_end(struct hasher *hasher, struct hash *out);

/* One-off SHA-256, with a context per thread. */
void sha256(struct hash *out, const void *data, size_t length);

/* HMAC-SHA-256 (RFC 2104) over up to 8 pieces, each preceded by its length as u32 LE, so that two
 * lists of pieces never give the same input. The key has 1 to 64 bytes. */
struct piece {
    const void *data;
    size_t length;
};
void hmac_sha256(struct hash *out, const uint8_t *key, size_t key_length,
                 const struct piece *pieces, size_t count);

/* HMAC-SHA-1 (RFC 2104) of plain bytes: for one-time codes (RFC 6238) and nothing else. */
enum { SHA1_BYTES = 20 };
void hmac_sha1(uint8_t out[SHA1_BYTES], const uint8_t *key, size_t key_length, const void *text,
               size_t length);

/* What a TLS certificate in PEM says, and whether the private key is its own. Where the text holds
 * several certificates the first counts. Refuses: CERTIFICATE_MALFORMED (no certificate or no key),
 * CERTIFICATE_KEY (the key of another). */
struct certificate {
    int64_t ends_at; /* seconds since 1970 */
};
CHECKED struct status certificate_read(const void *cert, size_t cert_length, const void *key,
                                       size_t key_length, struct certificate *out);

/* From the system's random source, fit for keys. */
void random_bytes(void *out, size_t length);

/* Ed25519 (RFC 8032). The public key follows from the seed. */
void sign_public(const uint8_t seed[SIGN_SEED_BYTES], uint8_t public_key[SIGN_PUBLIC_BYTES]);
void sign_ed25519(const uint8_t seed[SIGN_SEED_BYTES], const void *text, size_t length,
                  uint8_t signature[SIGN_BYTES]);
CHECKED bool verify_ed25519(const uint8_t public_key[SIGN_PUBLIC_BYTES], const void *text,
                            size_t length, const uint8_t signature[SIGN_BYTES]);

/* XChaCha20-Poly1305 with a random nonce in front. `sealed` has room for length +
 * SEAL_OVERHEAD_BYTES; `context` is bound to it (additional data) and must be the same to open.
 * seal_open answers false where key, context or bytes are not the ones sealed. */
void seal(const uint8_t key[SEAL_KEY_BYTES], const void *context, size_t context_length,
          const void *plain, size_t length, uint8_t *sealed);
CHECKED bool seal_open(const uint8_t key[SEAL_KEY_BYTES], const void *context,
                       size_t context_length, const uint8_t *sealed, size_t sealed_length,
                       void *plain);

/* A key from a passphrase: argon2id (RFC 9106), 64 MiB, 3 passes. Refuses: OUT_OF_MEMORY. */
CHECKED struct status passphrase_key(const char *passphrase, size_t length, const uint8_t salt[16],
                                     uint8_t key[SEAL_KEY_BYTES]);

/* What is kept of a password or PIN: argon2id (RFC 9106) with a random salt, cost and salt beside
 * the hash, as a text ("$argon2id$v=19$m=...$"). 19 MiB and 2 passes, given back afterwards: some
 * 50 ms of an old PC. Callers let one run at a time. Faults: OUT_OF_MEMORY. */
enum { PASSWORD_TEXT_SIZE = 128 };
CHECKED struct status password_hash(const void *password, size_t length,
                                    char text[PASSWORD_TEXT_SIZE]);
/* `*good`: this is the password. It takes as long as password_hash(), right or wrong. */
CHECKED struct status password_check(const void *password, size_t length, const char *text,
                                     bool *good);
/* Whether two secrets are equal, in a time that does not tell where they differ. */
bool secret_equal(const void *a, const void *b, size_t length);

/* Wipes memory that held a secret, so that the compiler cannot leave it out. */
void wipe(void *memory, size_t length);
