#include "CCrypto.h"
#include <dlfcn.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FUNCTIONS(F) \
    F(BIO_free) \
    F(BIO_new_mem_buf) \
    F(BN_bn2binpad) \
    F(ECDSA_SIG_free) \
    F(ECDSA_SIG_get0) \
    F(ERR_clear_error) \
    F(EVP_DigestSign) \
    F(EVP_DigestSignInit) \
    F(EVP_MD_CTX_free) \
    F(EVP_MD_CTX_new) \
    F(EVP_PKEY_free) \
    F(EVP_PKEY_get_bn_param) \
    F(EVP_PKEY_get_utf8_string_param) \
    F(EVP_sha256) \
    F(BN_free) \
    F(PEM_read_bio_PrivateKey) \
    F(d2i_ECDSA_SIG)

static struct {
#define F(name) __typeof__(&name) name;
    FUNCTIONS(F)
#undef F
} crypto;

static char failure[512];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void start(void) {
    void *library = dlopen("libcrypto.so.3", RTLD_LAZY | RTLD_LOCAL);
    if (!library) {
        snprintf(
            failure, sizeof failure,
            "libcrypto is missing (%s): install it with `apt-get install libssl3`", dlerror());
        return;
    }
#define F(name) \
    if (!(crypto.name = (__typeof__(&name))dlsym(library, #name))) { \
        snprintf( \
            failure, sizeof failure, \
            "libcrypto is too old (no " #name "): expected 3.0 or newer, `apt-get install libssl3`"); \
        return; \
    }
    FUNCTIONS(F)
#undef F
}

const char *imgflow_p256_start(void) {
    pthread_once(&once, start);
    return *failure ? failure : NULL;
}

/// OpenSSL would ask for a password at the terminal.
static int no_password(char *buffer, int size, int writes, void *data) {
    (void)buffer, (void)size, (void)writes, (void)data;
    return -1;
}

static bool is_p256(EVP_PKEY *key) {
    char name[64];
    size_t count;
    return crypto.EVP_PKEY_get_utf8_string_param(
               key, OSSL_PKEY_PARAM_GROUP_NAME, name, sizeof name, &count)
        && strcmp(name, "prime256v1") == 0;
}

ImgflowKey *imgflow_p256_read(const char *pem, size_t count) {
    if (count > 1 << 20) return NULL;
    BIO *text = crypto.BIO_new_mem_buf(pem, (int)count);
    if (!text) return NULL;
    EVP_PKEY *key = crypto.PEM_read_bio_PrivateKey(text, NULL, no_password, NULL);
    crypto.BIO_free(text);
    if (key && !is_p256(key)) {
        crypto.EVP_PKEY_free(key);
        key = NULL;
    }
    // What went wrong is kept for each thread, and would be taken for that of its next call.
    crypto.ERR_clear_error();
    return key;
}

void imgflow_p256_free(ImgflowKey *key) { crypto.EVP_PKEY_free(key); }

static bool coordinate(EVP_PKEY *key, const char *name, uint8_t *bytes) {
    BIGNUM *number = NULL;
    bool is_there = crypto.EVP_PKEY_get_bn_param(key, name, &number)
        && crypto.BN_bn2binpad(number, bytes, 32) == 32;
    crypto.BN_free(number);
    return is_there;
}

bool imgflow_p256_point(ImgflowKey *key, uint8_t *point) {
    bool is_there = coordinate(key, OSSL_PKEY_PARAM_EC_PUB_X, point)
        && coordinate(key, OSSL_PKEY_PARAM_EC_PUB_Y, point + 32);
    crypto.ERR_clear_error();
    return is_there;
}

/// From the DER that OpenSSL makes.
static bool split(const uint8_t *der, size_t count, uint8_t *signature) {
    ECDSA_SIG *pair = crypto.d2i_ECDSA_SIG(NULL, &der, (long)count);
    if (!pair) return false;
    const BIGNUM *r, *s;
    crypto.ECDSA_SIG_get0(pair, &r, &s);
    bool fits = crypto.BN_bn2binpad(r, signature, 32) == 32
        && crypto.BN_bn2binpad(s, signature + 32, 32) == 32;
    crypto.ECDSA_SIG_free(pair);
    return fits;
}

bool imgflow_p256_sign(
    ImgflowKey *key, const void *message, size_t count, uint8_t *signature) {
    uint8_t der[80];
    size_t length = sizeof der;
    EVP_MD_CTX *context = crypto.EVP_MD_CTX_new();
    bool is_signed = context
        && crypto.EVP_DigestSignInit(context, NULL, crypto.EVP_sha256(), NULL, key) == 1
        && crypto.EVP_DigestSign(context, der, &length, message, count) == 1
        && split(der, length, signature);
    crypto.EVP_MD_CTX_free(context);
    crypto.ERR_clear_error();
    return is_signed;
}
