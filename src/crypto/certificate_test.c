/* certificate_test.c - what is read of certificates, each made here with a key of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "crypto/crypto.h"

enum { ENDS_AT = 1893456000, PEM_MAX = 4096 }; /* 2030-01-01 */
static char cert[2 * PEM_MAX];
static char key[PEM_MAX];
static char other_key[PEM_MAX];
static char sealed_key[PEM_MAX];

static void pem_take(BIO *bio, char *out)
{
    int length = BIO_read(bio, out, PEM_MAX - 1);
    assert_true(length > 0);
    out[length] = '\0';
    BIO_free(bio);
}

static void key_write(EVP_PKEY *made, const char *passphrase, char *out)
{
    BIO *bio = BIO_new(BIO_s_mem());
    int length = passphrase == NULL ? 0 : (int)strlen(passphrase);
    assert_int_equal(1,
                     PEM_write_bio_PKCS8PrivateKey(bio, made, length > 0 ? EVP_aes_128_cbc() : NULL,
                                                   passphrase, length, NULL, NULL));
    pem_take(bio, out);
}

static int begin(void **state)
{
    (void)state;
    EVP_PKEY *made = EVP_EC_gen("P-256");
    EVP_PKEY *other = EVP_EC_gen("P-256");
    X509 *x509 = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
    ASN1_TIME_set(X509_getm_notBefore(x509), 0);
    ASN1_TIME_set(X509_getm_notAfter(x509), ENDS_AT);
    assert_int_equal(1, X509_set_pubkey(x509, made));
    assert_true(X509_sign(x509, made, EVP_sha256()) > 0);
    BIO *bio = BIO_new(BIO_s_mem());
    assert_int_equal(1, PEM_write_bio_X509(bio, x509));
    pem_take(bio, cert);
    key_write(made, NULL, key);
    key_write(made, "word", sealed_key);
    key_write(other, NULL, other_key);
    X509_free(x509);
    EVP_PKEY_free(made);
    EVP_PKEY_free(other);
    return 0;
}

static const struct row {
    const char *name;
    const char *cert;
    const char *key;
    enum status_code code;
} rows[] = {
    {"a certificate and its key", cert, key, STATUS_OK},
    {"the key of another", cert, other_key, STATUS_CERTIFICATE_KEY},
    {"a key behind a passphrase asks nobody", cert, sealed_key, STATUS_CERTIFICATE_MALFORMED},
    {"a key for a certificate", key, key, STATUS_CERTIFICATE_MALFORMED},
    {"a certificate for a key", cert, cert, STATUS_CERTIFICATE_MALFORMED},
    {"nothing", "", key, STATUS_CERTIFICATE_MALFORMED},
    {"no PEM", "what is this", key, STATUS_CERTIFICATE_MALFORMED},
};

static void row_check(void **state)
{
    const struct row *row = *state;
    struct certificate found = {.ends_at = 0};
    struct status status =
        certificate_read(row->cert, strlen(row->cert), row->key, strlen(row->key), &found);
    assert_string_equal(status_name(row->code), status_name(status.code));
    assert_int_equal(row->code == STATUS_OK ? ENDS_AT : 0, found.ends_at);
}

static void of_several_the_first_counts(void **state)
{
    (void)state;
    struct certificate found;
    char chain[2 * sizeof cert];
    snprintf(chain, sizeof chain, "%s%s", cert, cert);
    assert_true(status_ok(certificate_read(chain, strlen(chain), key, strlen(key), &found)));
    assert_int_equal(ENDS_AT, found.ends_at);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows) + 1];
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] =
            (struct CMUnitTest){rows[i].name, row_check, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    }
    tests[COUNT(rows)] = (struct CMUnitTest)cmocka_unit_test(of_several_the_first_counts);
    return cmocka_run_group_tests_name("certificate", tests, begin, NULL);
}
