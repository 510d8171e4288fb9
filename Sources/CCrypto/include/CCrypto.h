/// What the project needs of OpenSSL's libcrypto, which is loaded on first use: a command that signs
/// nothing does not pay for it, and a binary built here starts on a machine without it.
#ifndef CCRYPTO_H
#define CCRYPTO_H

#include <stddef.h>
#include <stdint.h>

#define CCRYPTO_SHA256_BYTES 32

/// Loads libcrypto, once, from whichever thread comes first. Returns NULL when it is ready, otherwise the reason in one
/// line that says what to install; the text lives as long as the process. The functions below need a NULL from it.
const char *ccrypto_load(void);

/// SHA-256 of `length` bytes. Returns 1, or 0 when libcrypto refuses.
int ccrypto_sha256(const void *bytes, size_t length, uint8_t digest[CCRYPTO_SHA256_BYTES]);

/// HMAC-SHA256 of `length` bytes under a key of any length. Returns 1, or 0 when libcrypto refuses.
int ccrypto_hmac_sha256(const void *key, size_t key_length, const void *bytes, size_t length,
                        uint8_t digest[CCRYPTO_SHA256_BYTES]);

/// Fills `bytes` from libcrypto's seeded generator. Returns 1, or 0 when it has no entropy.
int ccrypto_random(void *bytes, size_t length);

/// Such as "OpenSSL 3.0.17 1 Jul 2025".
const char *ccrypto_version(void);

/// Whether the text, from its BEGIN to its END, is a certificate that OpenSSL can read.
int ccrypto_is_certificate(const void *pem, size_t length);

#endif
