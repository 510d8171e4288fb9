/// libcurl, loaded on first use: linked, it brings 30 shared libraries, 4 ms of CPU and 6 MB to the start of every command,
/// also those that send nothing. The types and constants are curl's own; only calls that Swift cannot make (variadics)
/// or that must wait for the library stand here. All but ccurl_load need a NULL from ccurl_load first.
#ifndef CCURL_H
#define CCURL_H

#include <curl/curl.h>
#include <stddef.h>
#include <stdint.h>

/// Loads and initialises libcurl, once, from whichever thread comes first. Returns NULL when it is ready, otherwise the
/// reason in one line that says what to install; the text lives as long as the process.
const char *ccurl_load(void);

/// curl and what it is built with: "libcurl/7.88.1 OpenSSL/3.0.17 zlib/1.2.13 ...".
const char *ccurl_version(void);

/// What curl calls with `size * count` bytes: received ones, or room for bytes to send.
typedef size_t (*ccurl_data_function)(char *bytes, size_t size, size_t count, void *context);

/// What curl calls when the connection stands, before the request's first byte: 0 lets it go.
typedef int (*ccurl_start_function)(void *context, char *to, char *from, int to_port, int from_port);

CURL *ccurl_easy_init(void);
void ccurl_easy_cleanup(CURL *easy);
CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value);
CURLcode ccurl_set_offset(CURL *easy, CURLoption option, int64_t value);
/// Strings (copied by curl), lists, blobs and callback contexts (kept by reference).
CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, const void *value);
CURLcode ccurl_set_function(CURL *easy, CURLoption option, ccurl_data_function function);
/// Needs curl 7.80; what is older does not call it.
CURLcode ccurl_set_start_function(CURL *easy, ccurl_start_function function);
/// 0 when curl cannot say.
int64_t ccurl_get_offset(CURL *easy, CURLINFO info);
long ccurl_get_long(CURL *easy, CURLINFO info);
const char *ccurl_strerror(CURLcode code);

struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text);
void ccurl_slist_free(struct curl_slist *list);

CURLM *ccurl_multi_init(void);
void ccurl_multi_cleanup(CURLM *multi);
CURLMcode ccurl_multi_add(CURLM *multi, CURL *easy);
CURLMcode ccurl_multi_remove(CURLM *multi, CURL *easy);
CURLMcode ccurl_multi_perform(CURLM *multi, int *running);
/// A descriptor for `ccurl_multi_poll`'s `wake`: an eventfd, which Swift's Glibc module leaves out. -1 when the process
/// has no more descriptors.
int ccurl_make_bell(void);
/// Waits until something happens on one of curl's sockets, `wake` becomes readable, or the time is over. Says in
/// `is_woken` whether `wake` did; it is left unread.
CURLMcode ccurl_multi_poll(CURLM *multi, int wake, int milliseconds, int *is_woken);
/// The next finished transfer and how it ended, or NULL when there is none.
CURL *ccurl_multi_next_done(CURLM *multi, CURLcode *result);

#endif
