#include "transfer.h"
#include <stdlib.h>
#include <string.h>

static size_t give_body(char *bytes, size_t size, size_t count, void *data) {
    struct imgflow_transfer *transfer = data;
    transfer->is_given = true;
    const size_t given = transfer->receiver.body(transfer->receiver.context, bytes, size * count);
    transfer->left -= (int64_t)given;
    return given ? given : CURL_READFUNC_ABORT;
}

static size_t take_line(char *bytes, size_t size, size_t count, void *data) {
    struct imgflow_transfer *transfer = data;
    if (!transfer->is_fresh && transfer->left > 0) {
        // It may be of nobody's request, as what a gateway says of an idle connection: taken for the answer,
        // it would be another one's. A server that saw nothing of the body has begun nothing.
        transfer->is_unclean = !transfer->is_given;
        transfer->is_refused = transfer->is_given;
        return 0;
    }
    return transfer->receiver.line(transfer->receiver.context, bytes, size * count) ? size * count : 0;
}

static size_t take_piece(char *bytes, size_t size, size_t count, void *data) {
    struct imgflow_transfer *transfer = data;
    return transfer->receiver.piece(transfer->receiver.context, bytes, size * count) ? size * count : 0;
}

/// No socket for a request that a connection took a part of.
static curl_socket_t open_socket(void *data, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)purpose;
    struct imgflow_transfer *transfer = data;
    if (transfer->is_given) return CURL_SOCKET_BAD;
    transfer->is_fresh = true;
    return imgflow_sockets_open(transfer->sockets, address);
}

/// Called when a connection stands, new or idle before, and nothing of the request was sent on it.
static int begin(void *data, char *ip, char *local_ip, int port, int local_port) {
    (void)ip, (void)local_ip;
    struct imgflow_transfer *transfer = data;
    // libcurl takes an idle connection that holds bytes for a live one, and would read them as the answer to
    // what it sends next.
    if (!transfer->is_given && !transfer->is_fresh
        && !imgflow_sockets_are_clean(transfer->sockets, local_port, port)) {
        transfer->is_unclean = true;
        return CURL_PREREQFUNC_ABORT;
    }
    transfer->is_begun = true;
    // Where a part of the body has gone the service may have begun: it is never sent again.
    return transfer->is_given ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

static bool add_headers(struct imgflow_transfer *transfer, const char *const *headers) {
    for (; *headers; headers++) {
        struct curl_slist *longer = C(curl_slist_append)(transfer->headers, *headers);
        if (!longer) return false;
        transfer->headers = longer;
    }
    return true;
}

static bool set_up(struct imgflow_transfer *transfer, const struct imgflow_request *request) {
    CURL *easy = transfer->easy;
    CURLcode code = CURLE_OK;
#define SET(option, value) \
    if (code == CURLE_OK) code = C(curl_easy_setopt)(easy, option, value)
    SET(CURLOPT_PRIVATE, transfer);
    SET(CURLOPT_ERRORBUFFER, transfer->words);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_NOPROGRESS, 1L);
    // A transfer that is taken back does not wait until its name is looked up.
    SET(CURLOPT_QUICK_EXIT, 1L);
    SET(CURLOPT_CONNECTTIMEOUT_MS, request->connect_milliseconds);
    SET(CURLOPT_TIMEOUT_MS, request->milliseconds);

    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_URL, request->url);
    SET(CURLOPT_REQUEST_TARGET, request->target);
    SET(CURLOPT_HTTPHEADER, transfer->headers);
    if (request->body_count > 0 || strcmp(request->method, "GET") != 0) {
        SET(CURLOPT_POST, 1L);
        SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_count);
        SET(CURLOPT_CUSTOMREQUEST, request->method);
        // No seek function: libcurl itself cannot send a body twice.
        if (request->body_count > 0) {
            SET(CURLOPT_READFUNCTION, give_body);
            SET(CURLOPT_READDATA, transfer);
            SET(CURLOPT_UPLOAD_BUFFERSIZE, 128L << 10);
        } else {
            SET(CURLOPT_POSTFIELDS, "");
        }
    }
    SET(CURLOPT_BUFFERSIZE, 128L << 10);
    SET(CURLOPT_HEADERFUNCTION, take_line);
    SET(CURLOPT_HEADERDATA, transfer);
    SET(CURLOPT_WRITEFUNCTION, take_piece);
    SET(CURLOPT_WRITEDATA, transfer);
    SET(CURLOPT_PREREQFUNCTION, begin);
    SET(CURLOPT_PREREQDATA, transfer);

    SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
    SET(CURLOPT_OPENSOCKETDATA, transfer);
    // A connection outlives the transfer that opened it.
    SET(CURLOPT_CLOSESOCKETFUNCTION, imgflow_sockets_close);
    SET(CURLOPT_CLOSESOCKETDATA, transfer->sockets);
    // Gateways drop a connection that is silent for 350 s; a response may take that long.
    SET(CURLOPT_TCP_KEEPALIVE, 1L);
    SET(CURLOPT_TCP_KEEPIDLE, 60L);
    SET(CURLOPT_TCP_KEEPINTVL, 60L);
    // Seconds; shorter than servers keep idle connections, so that few calls meet a closed one.
    SET(CURLOPT_MAXAGE_CONN, 15L);

    // Both are always set: left out, libcurl reads its own variables.
    SET(CURLOPT_PROXY, request->proxy);
    SET(CURLOPT_NOPROXY, "");
    if (*request->proxy) {
        SET(CURLOPT_HTTPPROXYTUNNEL, 1L);
        SET(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
        SET(CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE);
        if (request->proxy_user) {
            SET(CURLOPT_PROXYAUTH, (long)CURLAUTH_BASIC);
            SET(CURLOPT_PROXYUSERNAME, request->proxy_user);
            SET(CURLOPT_PROXYPASSWORD, request->proxy_password ? request->proxy_password : "");
        }
    }

    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    SET(CURLOPT_SSL_CTX_FUNCTION, imgflow_harden);
    SET(CURLOPT_SSL_CTX_DATA, transfer);
    // A file of authorities alone is read once for all connections, a folder would be looked into as well.
    SET(CURLOPT_CAPATH, NULL);
    if (request->authorities) SET(CURLOPT_CAINFO, request->authorities);
#undef SET
    return code == CURLE_OK;
}

static void free_transfer(struct imgflow_transfer *transfer) {
    if (transfer->easy) C(curl_easy_cleanup)(transfer->easy);
    C(curl_slist_free_all)(transfer->headers);
    free(transfer);
}

struct imgflow_transfer *imgflow_transfer_new(
    const struct imgflow_request *request, uint64_t id, struct imgflow_sockets *sockets) {
    struct imgflow_transfer *transfer = calloc(1, sizeof *transfer);
    if (!transfer) return NULL;
    transfer->id = id;
    transfer->sockets = sockets;
    transfer->receiver = request->receiver;
    transfer->left = request->body_count;
    transfer->hash = "";
    transfer->easy = C(curl_easy_init)();
    if (transfer->easy && add_headers(transfer, request->headers) && set_up(transfer, request)) return transfer;
    free_transfer(transfer);
    return NULL;
}

bool imgflow_transfer_again(struct imgflow_transfer *transfer) {
    if (!transfer->is_unclean) return false;
    transfer->is_unclean = transfer->is_begun = false;
    *transfer->words = 0;
    return C(curl_easy_setopt)(transfer->easy, CURLOPT_FRESH_CONNECT, 1L) == CURLE_OK;
}

void imgflow_transfer_end(struct imgflow_transfer *transfer, CURLcode code, bool is_canceled) {
    long system_error = 0, proxy_status = 0;
    C(curl_easy_getinfo)(transfer->easy, CURLINFO_OS_ERRNO, &system_error);
    C(curl_easy_getinfo)(transfer->easy, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
    if (transfer->is_refused) {
        code = CURLE_WEIRD_SERVER_REPLY;
        strcpy(transfer->words, "it came before the request was sent");
    }
    const char *words = *transfer->words ? transfer->words : C(curl_easy_strerror)(code);
    const struct imgflow_ending ending = {
        .code = code,
        .is_begun = transfer->is_begun,
        .is_canceled = is_canceled,
        .system_error = (int)system_error,
        .proxy_status = (int)proxy_status,
        .distrust = transfer->distrust,
        .bits = transfer->bits,
        .hash = transfer->hash,
        .words = transfer->distrust_words ? transfer->distrust_words : words,
    };
    transfer->receiver.ended(transfer->receiver.context, &ending);
    free_transfer(transfer);
}
