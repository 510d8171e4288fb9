#include "CCrypto.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>

// Declared here rather than taken from <openssl/…>: these five have kept their signatures since OpenSSL 1.0, and
// without the headers a build needs no libssl-dev.
typedef unsigned char *(*sha256_function)(const unsigned char *, size_t, unsigned char *);
typedef const void *(*evp_sha256_function)(void);
typedef unsigned char *(*hmac_function)(const void *, const void *, int, const unsigned char *, size_t, unsigned char *,
                                        unsigned int *);
typedef int (*rand_bytes_function)(unsigned char *, int);
typedef const char *(*version_function)(int);

static struct {
    sha256_function sha256;
    evp_sha256_function evp_sha256;
    hmac_function hmac;
    rand_bytes_function rand_bytes;
    version_function version;
} openssl;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char failure[512];

static void *find(void *library, const char *name) {
    void *symbol = dlsym(library, name);
    if (symbol == NULL && failure[0] == '\0')
        snprintf(failure, sizeof failure, "libcrypto.so.3 has no %s: it is not OpenSSL 3 (Debian: apt install libssl3)", name);
    return symbol;
}

// OpenSSL frees its tables in an exit handler, when other threads may still be signing or sending.
static void keep_until_the_end(void *library) {
    const uint64_t no_atexit = 0x00080000;
    int (*initialise)(uint64_t, const void *) = dlsym(library, "OPENSSL_init_crypto");
    if (initialise != NULL) initialise(no_atexit, NULL);
}

static void load(void) {
    // RTLD_LOCAL keeps its symbols out of the way of whatever a Lua C module brings along.
    void *library = dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        const char *reason = dlerror();
        snprintf(failure, sizeof failure, "OpenSSL's libcrypto is needed for signing and cannot be loaded: %s "
                 "(Debian: apt install libssl3)", reason != NULL ? reason : "libcrypto.so.3");
        return;
    }
    openssl.sha256 = (sha256_function)find(library, "SHA256");
    openssl.evp_sha256 = (evp_sha256_function)find(library, "EVP_sha256");
    openssl.hmac = (hmac_function)find(library, "HMAC");
    openssl.rand_bytes = (rand_bytes_function)find(library, "RAND_bytes");
    openssl.version = (version_function)find(library, "OpenSSL_version");
    keep_until_the_end(library);
}

const char *ccrypto_load(void) {
    pthread_once(&once, load);
    return failure[0] == '\0' ? NULL : failure;
}

int ccrypto_sha256(const void *bytes, size_t length, uint8_t digest[CCRYPTO_SHA256_BYTES]) {
    return openssl.sha256(length > 0 ? bytes : "", length, digest) != NULL;
}

int ccrypto_hmac_sha256(const void *key, size_t key_length, const void *bytes, size_t length,
                        uint8_t digest[CCRYPTO_SHA256_BYTES]) {
    unsigned int digest_length = CCRYPTO_SHA256_BYTES;
    if (key_length > INT_MAX) return 0;
    // A NULL key means "the key of the call before" to HMAC, so an empty one is passed as an empty string.
    return openssl.hmac(openssl.evp_sha256(), key_length > 0 ? key : "", (int)key_length, length > 0 ? bytes : "", length,
                        digest, &digest_length) != NULL;
}

int ccrypto_random(void *bytes, size_t length) {
    if (length > INT_MAX) return 0;
    return openssl.rand_bytes(bytes, (int)length) == 1;
}

const char *ccrypto_version(void) { return openssl.version(0); }
