// The functions of old: the new ones (EVP) look their algorithm up and read OpenSSL's settings first, two
// milliseconds for a hash of a line.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "CCrypto.h"
#include <openssl/sha.h>

_Static_assert(sizeof(SHA256_CTX) <= sizeof(ImgflowSHA256), "its state fits");

void imgflow_sha256_start(ImgflowSHA256 *state) { SHA256_Init((SHA256_CTX *)state); }

void imgflow_sha256_add(ImgflowSHA256 *state, const void *bytes, size_t count) {
    if (count > 0) SHA256_Update((SHA256_CTX *)state, bytes, count);
}

void imgflow_sha256_finish(ImgflowSHA256 *state, uint8_t *hash) {
    SHA256_Final(hash, (SHA256_CTX *)state);
}

void imgflow_sha1(const void *bytes, size_t count, uint8_t *hash) {
    SHA_CTX state;
    SHA1_Init(&state);
    if (count > 0) SHA1_Update(&state, bytes, count);
    SHA1_Final(hash, &state);
}
