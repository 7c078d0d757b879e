// One request on its way.
#pragma once
#include "Functions.h"

struct imgflow_transfer {
    uint64_t id;
    CURL *easy;
    struct curl_slist *headers;
    struct imgflow_receiver receiver;
    /// The thread's alone: libcurl has it.
    bool is_added;
    /// Under the client's lock.
    bool is_canceled;
    /// A connection stands for it.
    bool is_begun;
    /// A part of the body was asked for.
    bool is_given;
    enum imgflow_distrust distrust;
    int bits;
    const char *hash;
    const char *distrust_words;
    char words[CURL_ERROR_SIZE];
    struct imgflow_transfer *next;
};

/// NULL where memory is short.
struct imgflow_transfer *imgflow_transfer_new(const struct imgflow_request *request, uint64_t id);

/// Tells its receiver how it ended, and frees it.
void imgflow_transfer_end(struct imgflow_transfer *transfer, CURLcode code, bool is_canceled);

/// Holds a new TLS connection to what cannot be forged today, and finds out what is wrong with a certificate.
CURLcode imgflow_harden(CURL *easy, void *context, void *transfer);
