#include "transfer.h"
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct imgflow_client {
    CURLM *multi;
    struct imgflow_sockets sockets;
    pthread_t thread;
    pthread_mutex_t lock;
    /// Under the lock, as is what follows.
    struct imgflow_transfer *transfers;
    bool stops;
};

/// Takes the first transfer out of the list that `is_wanted`; under the lock.
static struct imgflow_transfer *pull(
    struct imgflow_client *client, bool (*is_wanted)(const struct imgflow_transfer *, const void *),
    const void *data) {
    for (struct imgflow_transfer **place = &client->transfers; *place; place = &(*place)->next) {
        if (!is_wanted(*place, data)) continue;
        struct imgflow_transfer *found = *place;
        *place = found->next;
        return found;
    }
    return NULL;
}

static bool is_canceled(const struct imgflow_transfer *transfer, const void *client) {
    return transfer->is_canceled || ((const struct imgflow_client *)client)->stops;
}

static bool is_same(const struct imgflow_transfer *transfer, const void *other) { return transfer == other; }

static void end(
    struct imgflow_client *client, struct imgflow_transfer *transfer, CURLcode code, bool canceled) {
    pthread_mutex_lock(&client->lock);
    pull(client, is_same, transfer);
    pthread_mutex_unlock(&client->lock);
    if (transfer->is_added) C(curl_multi_remove_handle)(client->multi, transfer->easy);
    imgflow_transfer_end(transfer, code, canceled);
}

/// Ends the transfers that were canceled, and begins those that wait. False when the client stops.
static bool look(struct imgflow_client *client) {
    while (true) {
        pthread_mutex_lock(&client->lock);
        struct imgflow_transfer *gone = pull(client, is_canceled, client);
        struct imgflow_transfer *next = client->transfers;
        while (!gone && next && next->is_added) next = next->next;
        const bool stops = client->stops;
        pthread_mutex_unlock(&client->lock);
        if (gone) {
            end(client, gone, CURLE_ABORTED_BY_CALLBACK, true);
        } else if (next) {
            next->is_added = C(curl_multi_add_handle)(client->multi, next->easy) == CURLM_OK;
            if (!next->is_added) end(client, next, CURLE_OUT_OF_MEMORY, false);
        } else {
            return !stops;
        }
    }
}

/// Sends on a new connection what was not given to an idle one. Canceled ones are ended by `look`.
static bool send_again(struct imgflow_client *client, struct imgflow_transfer *transfer) {
    if (!imgflow_transfer_again(transfer)) return false;
    C(curl_multi_remove_handle)(client->multi, transfer->easy);
    transfer->is_added = C(curl_multi_add_handle)(client->multi, transfer->easy) == CURLM_OK;
    return transfer->is_added;
}

static bool is_any(const struct imgflow_transfer *transfer, const void *data) {
    (void)data;
    return transfer != NULL;
}

/// Ends every transfer, where libcurl can carry none: to try on would take a core and come to nothing.
static void fail(struct imgflow_client *client, CURLMcode code) {
    while (true) {
        pthread_mutex_lock(&client->lock);
        struct imgflow_transfer *transfer = pull(client, is_any, NULL);
        pthread_mutex_unlock(&client->lock);
        if (!transfer) break;
        snprintf(transfer->words, sizeof transfer->words, "libcurl: %s", C(curl_multi_strerror)(code));
        end(client, transfer, CURLE_FAILED_INIT, false);
    }
    // For those to come.
    nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
}

static void *carry(void *data) {
    struct imgflow_client *client = data;
    while (look(client)) {
        int count = 0;
        bool is_again = false;
        CURLMcode failure = C(curl_multi_perform)(client->multi, &count);
        for (CURLMsg *message; (message = C(curl_multi_info_read)(client->multi, &count));) {
            if (message->msg != CURLMSG_DONE) continue;
            // The message goes with its handle.
            const CURLcode code = message->data.result;
            struct imgflow_transfer *transfer = NULL;
            C(curl_easy_getinfo)(message->easy_handle, CURLINFO_PRIVATE, &transfer);
            if (send_again(client, transfer)) is_again = true;
            else end(client, transfer, code, false);
        }
        if (failure == CURLM_OK && !is_again)
            failure = C(curl_multi_poll)(client->multi, NULL, 0, 60000, NULL);
        if (failure != CURLM_OK) fail(client, failure);
    }
    return NULL;
}

struct imgflow_client *imgflow_client_new(void) {
    if (imgflow_curl_start()) return NULL;
    struct imgflow_client *client = calloc(1, sizeof *client);
    if (!client) return NULL;
    client->multi = C(curl_multi_init)();
    if (!client->multi) {
        free(client);
        return NULL;
    }
    // How many transfers run at a time is the caller's choice, and all their connections are kept.
    C(curl_multi_setopt)(client->multi, CURLMOPT_MAXCONNECTS, 512L);
    C(curl_multi_setopt)(client->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
    pthread_mutex_init(&client->lock, NULL);
    // Signals are the program's: also SIGPIPE, which a write to a closed connection raises.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const int code = pthread_create(&client->thread, NULL, carry, client);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (code == 0) return client;
    C(curl_multi_cleanup)(client->multi);
    pthread_mutex_destroy(&client->lock);
    free(client);
    return NULL;
}

bool imgflow_client_send(struct imgflow_client *client, const struct imgflow_request *request, uint64_t id) {
    struct imgflow_transfer *transfer = imgflow_transfer_new(request, id, &client->sockets);
    if (!transfer) return false;
    pthread_mutex_lock(&client->lock);
    struct imgflow_transfer **last = &client->transfers;
    while (*last) last = &(*last)->next;
    *last = transfer;
    pthread_mutex_unlock(&client->lock);
    C(curl_multi_wakeup)(client->multi);
    return true;
}

void imgflow_client_cancel(struct imgflow_client *client, uint64_t id) {
    pthread_mutex_lock(&client->lock);
    for (struct imgflow_transfer *each = client->transfers; each; each = each->next)
        if (each->id == id) each->is_canceled = true;
    pthread_mutex_unlock(&client->lock);
    C(curl_multi_wakeup)(client->multi);
}

void imgflow_client_free(struct imgflow_client *client) {
    pthread_mutex_lock(&client->lock);
    client->stops = true;
    pthread_mutex_unlock(&client->lock);
    C(curl_multi_wakeup)(client->multi);
    pthread_join(client->thread, NULL);
    C(curl_multi_cleanup)(client->multi);
    imgflow_sockets_free(&client->sockets);
    pthread_mutex_destroy(&client->lock);
    free(client);
}
