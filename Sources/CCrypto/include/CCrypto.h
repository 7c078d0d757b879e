// OpenSSL's libcrypto for Swift: hashes and a P-256 key.
//
// The hashes are linked into the program, 20 kB of libcrypto.a: a `check` hashes too, and opening
// libcrypto.so.3 takes a millisecond. The key, which few sign-ins have, is read by libcrypto.so.3, opened by
// `imgflow_p256_start`.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Hashes

/// The state of a SHA-256 whose bytes come in pieces.
typedef struct {
    uint64_t words[14];
} ImgflowSHA256;

void imgflow_sha256_start(ImgflowSHA256 *_Nonnull state);
void imgflow_sha256_add(
    ImgflowSHA256 *_Nonnull state, const void *_Nullable bytes, size_t count);
/// Writes 32 bytes; the state is of no use after that.
void imgflow_sha256_finish(ImgflowSHA256 *_Nonnull state, uint8_t *_Nonnull hash);

/// Writes 20 bytes. For the names of cache files alone, which AWS's tools chose.
void imgflow_sha1(const void *_Nullable bytes, size_t count, uint8_t *_Nonnull hash);

// A private key on the curve P-256

typedef struct evp_pkey_st ImgflowKey;

/// Opens libcrypto once, from any thread. NULL when it is ready, else the reason. Nothing below may be
/// called before that succeeded.
const char *_Nullable imgflow_p256_start(void);

/// From PEM, SEC 1 or PKCS #8; NULL where that is no private key of this curve, or is locked by a
/// password. The caller releases it with `imgflow_p256_free`.
ImgflowKey *_Nullable imgflow_p256_read(const char *_Nonnull pem, size_t count);
void imgflow_p256_free(ImgflowKey *_Nonnull key);
/// The public key: x and y, 32 bytes each, big-endian.
bool imgflow_p256_point(ImgflowKey *_Nonnull key, uint8_t *_Nonnull point);
/// ECDSA over the SHA-256 of a message: r and s, 32 bytes each, big-endian.
bool imgflow_p256_sign(
    ImgflowKey *_Nonnull key, const void *_Nonnull message, size_t count,
    uint8_t *_Nonnull signature);
