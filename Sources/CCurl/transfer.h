// One request on its way.
#pragma once
#include "functions.h"
#include "sockets.h"

struct imgflow_transfer {
    uint64_t id;
    CURL *easy;
    struct curl_slist *headers;
    /// The client's.
    struct imgflow_sockets *sockets;
    struct imgflow_receiver receiver;
    /// The thread's alone: libcurl has it.
    bool is_added;
    /// Under the client's lock.
    bool is_canceled;
    /// A connection stands for it.
    bool is_begun;
    /// A part of the body was asked for.
    bool is_given;
    /// A connection was opened for it: it is not on one that was idle.
    bool is_fresh;
    /// The idle connection held bytes or its end, and got nothing of the body.
    bool is_unclean;
    /// An answer was not taken that came before the whole body was given.
    bool is_refused;
    /// Bytes of the body that were not given.
    int64_t left;
    enum imgflow_distrust distrust;
    int bits;
    const char *hash;
    const char *distrust_words;
    char words[CURL_ERROR_SIZE];
    struct imgflow_transfer *next;
};

/// NULL where memory is short.
struct imgflow_transfer *imgflow_transfer_new(
    const struct imgflow_request *request, uint64_t id, struct imgflow_sockets *sockets);

/// Whether it is sent once more, on a new connection: nothing of its body was given.
bool imgflow_transfer_again(struct imgflow_transfer *transfer);

/// Tells its receiver how it ended, and frees it.
void imgflow_transfer_end(struct imgflow_transfer *transfer, CURLcode code, bool is_canceled);

/// Holds a new TLS connection to what cannot be forged today, and finds out what is wrong with a certificate.
CURLcode imgflow_harden(CURL *easy, void *context, void *transfer);
