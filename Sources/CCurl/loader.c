#include "functions.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

struct imgflow_curl_functions imgflow_curl;

static char failure[512];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void start(void) {
    void *library = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL);
    if (!library) {
        snprintf(
            failure, sizeof failure, "libcurl is missing (%s): install it with `apt-get install libcurl4`",
            dlerror());
        return;
    }
    // OpenSSL's functions are found behind libcurl: the same library that makes its connections.
#define F(name) \
    if (!(imgflow_curl.name = (__typeof__(&name))dlsym(library, #name))) { \
        snprintf( \
            failure, sizeof failure, \
            "libcurl cannot be used (no " #name \
            "): expected 7.87 or newer with OpenSSL 3, `apt-get install libcurl4`"); \
        return; \
    }
    IMGFLOW_FUNCTIONS(F)
#undef F
    if (C(curl_global_init)(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        snprintf(failure, sizeof failure, "libcurl does not start");
        return;
    }
    const curl_version_info_data *facts = C(curl_version_info)(CURLVERSION_NOW);
    const bool is_openssl = facts->ssl_version && strncmp(facts->ssl_version, "OpenSSL/3", 9) == 0;
    if (facts->version_num < 0x075700 || !is_openssl || !(facts->features & CURL_VERSION_ASYNCHDNS))
        snprintf(
            failure, sizeof failure,
            "libcurl %s with %s cannot be used: expected 7.87 or newer with OpenSSL 3", facts->version,
            facts->ssl_version ? facts->ssl_version : "no TLS");
}

const char *imgflow_curl_start(void) {
    pthread_once(&once, start);
    return *failure ? failure : NULL;
}
