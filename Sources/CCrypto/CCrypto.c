#include "CCrypto.h"

#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

// Declared here rather than taken from <openssl/…>: these have kept their signatures since OpenSSL 0.9.8 (and SHA256_CTX its
// size), and without the headers a build needs no libssl-dev.
//
// The plain SHA256 and HMAC look their algorithm up among OpenSSL 3's providers. Before the first look-up it reads its
// configuration and makes tables of all that it can do: half a millisecond and 300 kB of a short run. These three are the
// hash itself.
typedef int (*sha256_init_function)(void *);
typedef int (*sha256_update_function)(void *, const void *, size_t);
typedef int (*sha256_final_function)(unsigned char *, void *);
typedef int (*rand_bytes_function)(unsigned char *, int);
typedef const char *(*version_function)(int);
typedef void *(*bio_new_function)(const void *, int);
typedef int (*bio_free_function)(void *);
typedef void *(*pem_read_function)(void *, void **, void *, void *);
typedef void (*x509_free_function)(void *);

static struct {
    sha256_init_function sha256_init;
    sha256_update_function sha256_update;
    sha256_final_function sha256_final;
    rand_bytes_function rand_bytes;
    version_function version;
    bio_new_function bio_new;
    bio_free_function bio_free;
    pem_read_function pem_read;
    x509_free_function x509_free;
} openssl;

// OpenSSL's SHA256_CTX is 112 bytes, and not ours to look into.
typedef union {
    uint64_t words[32];
} sha256_state;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char failure[512];

static void *find(void *library, const char *name) {
    void *symbol = dlsym(library, name);
    if (symbol == NULL && failure[0] == '\0')
        snprintf(failure, sizeof failure, "libcrypto has no %s: it is neither OpenSSL 3 nor 1.1 (Debian: apt install libssl3)",
                 name);
    return symbol;
}

// OpenSSL frees its tables in an exit handler, when other threads may still be signing or sending.
static void keep_until_the_end(void *library) {
    const uint64_t no_atexit = 0x00080000;
    int (*initialise)(uint64_t, const void *) = dlsym(library, "OPENSSL_init_crypto");
    if (initialise != NULL) initialise(no_atexit, NULL);
}

// OpenSSL 3, or 1.1 where that is all there is: openEuler 22.03, Huawei Cloud EulerOS 2.0. NULL sets `failure`.
static void *open_library(void) {
    // RTLD_LOCAL keeps its symbols out of the way of whatever a Lua C module brings along.
    void *library = dlopen("libcrypto.so.3", RTLD_NOW | RTLD_LOCAL);
    if (library != NULL) return library;
    const char *reason = dlerror();
    snprintf(failure, sizeof failure, "OpenSSL's libcrypto is needed for signing and cannot be loaded: %s "
             "(Debian: apt install libssl3)", reason != NULL ? reason : "libcrypto.so.3");
    library = dlopen("libcrypto.so.1.1", RTLD_NOW | RTLD_LOCAL);
    if (library != NULL) failure[0] = '\0';
    return library;
}

static void load(void) {
    void *library = open_library();
    if (library == NULL) return;
    openssl.sha256_init = (sha256_init_function)find(library, "SHA256_Init");
    openssl.sha256_update = (sha256_update_function)find(library, "SHA256_Update");
    openssl.sha256_final = (sha256_final_function)find(library, "SHA256_Final");
    openssl.rand_bytes = (rand_bytes_function)find(library, "RAND_bytes");
    openssl.version = (version_function)find(library, "OpenSSL_version");
    openssl.bio_new = (bio_new_function)find(library, "BIO_new_mem_buf");
    openssl.bio_free = (bio_free_function)find(library, "BIO_free");
    openssl.pem_read = (pem_read_function)find(library, "PEM_read_bio_X509");
    openssl.x509_free = (x509_free_function)find(library, "X509_free");
    keep_until_the_end(library);
}

const char *ccrypto_load(void) {
    pthread_once(&once, load);
    return failure[0] == '\0' ? NULL : failure;
}

// The hash of `block` (none when `block_length` is 0) and `bytes`, one after the other.
static int hash(const uint8_t *block, size_t block_length, const void *bytes, size_t length,
                uint8_t digest[CCRYPTO_SHA256_BYTES]) {
    sha256_state state;
    int is_done = openssl.sha256_init(&state) && openssl.sha256_update(&state, block, block_length) &&
                  openssl.sha256_update(&state, bytes, length) && openssl.sha256_final(digest, &state);
    explicit_bzero(&state, sizeof state);
    return is_done;
}

int ccrypto_sha256(const void *bytes, size_t length, uint8_t digest[CCRYPTO_SHA256_BYTES]) {
    return hash(NULL, 0, bytes, length, digest);
}

// RFC 2104: H(key ^ opad, H(key ^ ipad, bytes)).
int ccrypto_hmac_sha256(const void *key, size_t key_length, const void *bytes, size_t length,
                        uint8_t digest[CCRYPTO_SHA256_BYTES]) {
    enum { block_bytes = 64 };
    uint8_t block[block_bytes] = {0};
    if (key_length > block_bytes) {
        if (!hash(NULL, 0, key, key_length, block)) return 0;
    } else if (key_length > 0) {
        memcpy(block, key, key_length);
    }
    uint8_t inner[CCRYPTO_SHA256_BYTES];
    for (size_t i = 0; i < block_bytes; i++) block[i] ^= 0x36;
    int is_done = hash(block, block_bytes, bytes, length, inner);
    for (size_t i = 0; i < block_bytes; i++) block[i] ^= 0x36 ^ 0x5C;
    is_done = is_done && hash(block, block_bytes, inner, sizeof inner, digest);
    explicit_bzero(block, sizeof block);
    explicit_bzero(inner, sizeof inner);
    return is_done;
}

int ccrypto_random(void *bytes, size_t length) {
    if (length > INT_MAX) return 0;
    return openssl.rand_bytes(bytes, (int)length) == 1;
}

int ccrypto_is_certificate(const void *pem, size_t length) {
    if (length > INT_MAX) return 0;
    void *bio = openssl.bio_new(pem, (int)length);
    if (bio == NULL) return 0;
    void *certificate = openssl.pem_read(bio, NULL, NULL, NULL);
    if (certificate != NULL) openssl.x509_free(certificate);
    openssl.bio_free(bio);
    return certificate != NULL;
}

const char *ccrypto_version(void) { return openssl.version(0); }
