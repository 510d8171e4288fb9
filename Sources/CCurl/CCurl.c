#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/eventfd.h>

static struct {
    CURLcode (*global_init)(long);
    CURL *(*easy_init)(void);
    void (*easy_cleanup)(CURL *);
    CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
    CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
    const char *(*easy_strerror)(CURLcode);
    struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
    void (*slist_free_all)(struct curl_slist *);
    CURLM *(*multi_init)(void);
    CURLMcode (*multi_cleanup)(CURLM *);
    CURLMcode (*multi_add_handle)(CURLM *, CURL *);
    CURLMcode (*multi_remove_handle)(CURLM *, CURL *);
    CURLMcode (*multi_perform)(CURLM *, int *);
    CURLMcode (*multi_poll)(CURLM *, struct curl_waitfd *, unsigned int, int, int *);
    CURLMsg *(*multi_info_read)(CURLM *, int *);
    char *(*version)(void);
} curl;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char failure[512];

static void fail(const char *reason) {
    if (failure[0] == '\0')
        snprintf(failure, sizeof failure, "libcurl is needed to reach the service and cannot be used: %s "
                 "(Debian: apt install libcurl4)", reason != NULL ? reason : "libcurl.so.4");
}

static void find(void *library, const char *name, void **symbol) {
    *symbol = dlsym(library, name);
    if (*symbol == NULL) fail(dlerror());
}

static void find_all(void *library) {
    find(library, "curl_global_init", (void **)&curl.global_init);
    find(library, "curl_easy_init", (void **)&curl.easy_init);
    find(library, "curl_easy_cleanup", (void **)&curl.easy_cleanup);
    find(library, "curl_easy_setopt", (void **)&curl.easy_setopt);
    find(library, "curl_easy_getinfo", (void **)&curl.easy_getinfo);
    find(library, "curl_easy_strerror", (void **)&curl.easy_strerror);
    find(library, "curl_slist_append", (void **)&curl.slist_append);
    find(library, "curl_slist_free_all", (void **)&curl.slist_free_all);
    find(library, "curl_multi_init", (void **)&curl.multi_init);
    find(library, "curl_multi_cleanup", (void **)&curl.multi_cleanup);
    find(library, "curl_multi_add_handle", (void **)&curl.multi_add_handle);
    find(library, "curl_multi_remove_handle", (void **)&curl.multi_remove_handle);
    find(library, "curl_multi_perform", (void **)&curl.multi_perform);
    find(library, "curl_multi_poll", (void **)&curl.multi_poll);
    find(library, "curl_multi_info_read", (void **)&curl.multi_info_read);
    find(library, "curl_version", (void **)&curl.version);
}

// OpenSSL frees its tables in an exit handler; the transfer thread may still be inside it then. It has to be asked to
// leave that out before anything else initialises it.
static void keep_openssl_until_the_end(void) {
    const uint64_t no_atexit = 0x00080000;
    void *crypto = dlopen("libcrypto.so.3", RTLD_NOW | RTLD_NOLOAD);
    if (crypto == NULL) crypto = dlopen("libcrypto.so.1.1", RTLD_NOW | RTLD_NOLOAD);
    int (*initialise)(uint64_t, const void *) = crypto != NULL ? dlsym(crypto, "OPENSSL_init_crypto") : NULL;
    if (initialise != NULL) initialise(no_atexit, NULL);
}

static void load(void) {
    // Lazily, because most of the functions that its libraries want of each other (Kerberos, RTMP) are never called. curl's
    // own and OpenSSL's are found at once all the same, as Debian links them: what is missing shows before anything is sent.
    void *library = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL) {
        fail(dlerror());
        return;
    }
    find_all(library);
    if (failure[0] != '\0') return;
    keep_openssl_until_the_end();
    if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) fail("curl_global_init failed");
}

const char *ccurl_load(void) {
    pthread_once(&once, load);
    return failure[0] == '\0' ? NULL : failure;
}

const char *ccurl_version(void) { return curl.version(); }

CURL *ccurl_easy_init(void) { return curl.easy_init(); }
void ccurl_easy_cleanup(CURL *easy) { curl.easy_cleanup(easy); }

CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) { return curl.easy_setopt(easy, option, value); }

CURLcode ccurl_set_offset(CURL *easy, CURLoption option, int64_t value) {
    return curl.easy_setopt(easy, option, (curl_off_t)value);
}

CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, const void *value) {
    return curl.easy_setopt(easy, option, value);
}

CURLcode ccurl_set_function(CURL *easy, CURLoption option, ccurl_data_function function) {
    return curl.easy_setopt(easy, option, function);
}

CURLcode ccurl_set_start_function(CURL *easy, ccurl_start_function function) {
    return curl.easy_setopt(easy, CURLOPT_PREREQFUNCTION, function);
}

int64_t ccurl_get_offset(CURL *easy, CURLINFO info) {
    curl_off_t value = 0;
    return curl.easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

long ccurl_get_long(CURL *easy, CURLINFO info) {
    long value = 0;
    return curl.easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

const char *ccurl_strerror(CURLcode code) { return curl.easy_strerror(code); }

struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text) {
    return curl.slist_append(list, text);
}

void ccurl_slist_free(struct curl_slist *list) { curl.slist_free_all(list); }

CURLM *ccurl_multi_init(void) { return curl.multi_init(); }
void ccurl_multi_cleanup(CURLM *multi) { curl.multi_cleanup(multi); }
CURLMcode ccurl_multi_add(CURLM *multi, CURL *easy) { return curl.multi_add_handle(multi, easy); }
CURLMcode ccurl_multi_remove(CURLM *multi, CURL *easy) { return curl.multi_remove_handle(multi, easy); }
CURLMcode ccurl_multi_perform(CURLM *multi, int *running) { return curl.multi_perform(multi, running); }

int ccurl_make_bell(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

CURLMcode ccurl_multi_poll(CURLM *multi, int wake, int milliseconds, int *is_woken) {
    struct curl_waitfd descriptor = {.fd = wake, .events = CURL_WAIT_POLLIN};
    CURLMcode code = curl.multi_poll(multi, &descriptor, 1, milliseconds, NULL);
    *is_woken = descriptor.revents != 0;
    return code;
}

CURL *ccurl_multi_next_done(CURLM *multi, CURLcode *result) {
    int left = 0;
    for (CURLMsg *message; (message = curl.multi_info_read(multi, &left)) != NULL;) {
        if (message->msg != CURLMSG_DONE) continue;
        *result = message->data.result;
        return message->easy_handle;
    }
    return NULL;
}
