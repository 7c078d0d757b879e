// The functions of libcurl and of the OpenSSL behind it, each opened by its name with its own type.
#pragma once
#include "CCurl.h"
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#define IMGFLOW_FUNCTIONS(F) \
    F(curl_global_init) F(curl_version_info) F(curl_easy_init) F(curl_easy_setopt) F(curl_easy_getinfo) \
    F(curl_easy_cleanup) F(curl_easy_strerror) F(curl_slist_append) F(curl_slist_free_all) \
    F(curl_multi_init) F(curl_multi_setopt) F(curl_multi_add_handle) F(curl_multi_remove_handle) \
    F(curl_multi_perform) F(curl_multi_info_read) F(curl_multi_poll) F(curl_multi_wakeup) \
    F(curl_multi_cleanup) F(curl_multi_strerror) \
    F(SSL_CTX_set_verify) F(SSL_CTX_set_ex_data) F(SSL_CTX_get_ex_data) F(SSL_CTX_set_options) \
    F(SSL_CTX_set_security_level) F(SSL_get_SSL_CTX) F(SSL_get_ex_data_X509_STORE_CTX_idx) \
    F(X509_STORE_CTX_get_ex_data) F(X509_STORE_CTX_get_error) F(X509_STORE_CTX_get_current_cert) \
    F(X509_verify_cert_error_string) F(X509_get_signature_info) F(X509_get0_pubkey) F(EVP_PKEY_get_bits) \
    F(OBJ_nid2sn)

struct imgflow_curl_functions {
#define F(name) __typeof__(&name) name;
    IMGFLOW_FUNCTIONS(F)
#undef F
};

/// Filled by `imgflow_curl_start`.
extern struct imgflow_curl_functions imgflow_curl;

#define C(name) imgflow_curl.name
