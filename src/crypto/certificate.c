/* certificate.c - what a TLS certificate says: until when it holds, and whose key it is. */
#include <limits.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <time.h>

#include "crypto/crypto.h"

static void bio_free(BIO **bio)
{
    BIO_free(*bio);
}

static void x509_free(X509 **cert)
{
    X509_free(*cert);
}

static void key_free(EVP_PKEY **key)
{
    EVP_PKEY_free(*key);
}

/* Asks nobody for a passphrase: a sealed key is no key here. */
static int no_passphrase(char *out, int size, int writes, void *context)
{
    (void)out;
    (void)size;
    (void)writes;
    (void)context;
    return -1;
}

struct status certificate_read(const void *cert, size_t cert_length, const void *key,
                               size_t key_length, struct certificate *out)
{
    REQUIRE(cert != NULL && key != NULL && out != NULL);
    REQUIRE(cert_length <= INT_MAX && key_length <= INT_MAX);
    SCOPED(bio_free) BIO *cert_text = BIO_new_mem_buf(cert, (int)cert_length);
    SCOPED(bio_free) BIO *key_text = BIO_new_mem_buf(key, (int)key_length);
    if (cert_text == NULL || key_text == NULL) {
        return FAULT(OUT_OF_MEMORY);
    }
    SCOPED(x509_free) X509 *x509 = PEM_read_bio_X509(cert_text, NULL, no_passphrase, NULL);
    SCOPED(key_free)
    EVP_PKEY *private_key = PEM_read_bio_PrivateKey(key_text, NULL, no_passphrase, NULL);
    struct tm ends;
    bool read = x509 != NULL && private_key != NULL &&
                ASN1_TIME_to_tm(X509_get0_notAfter(x509), &ends) == 1;
    bool own = read && X509_check_private_key(x509, private_key) == 1;
    ERR_clear_error();
    if (!own) {
        return read ? REFUSE(CERTIFICATE_KEY) : REFUSE(CERTIFICATE_MALFORMED);
    }
    out->ends_at = (int64_t)timegm(&ends);
    return OK;
}
