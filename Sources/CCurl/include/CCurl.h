// Requests over libcurl: one thread carries all transfers of a client.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Plain functions instead of macros that look at the types of their arguments.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

/// Opens libcurl on the first call. Returns NULL, or why it cannot be used: a text for the life of the process.
const char *_Nullable imgflow_curl_start(void);

/// What is wrong with a certificate of the server's chain.
enum imgflow_distrust {
    imgflow_distrust_none,
    imgflow_distrust_unknown_authority,
    imgflow_distrust_self_signed,
    imgflow_distrust_dates,
    imgflow_distrust_host,
    /// RSA below 2048 bits, or as little of another kind.
    imgflow_distrust_weak_key,
    imgflow_distrust_weak_authority_key,
    /// SHA-1 or MD5, anywhere in the chain but the trusted authority's signature of itself.
    imgflow_distrust_weak_signature,
    imgflow_distrust_other,
};

/// How a transfer ended. Its texts live as long as the call that it is given to.
struct imgflow_ending {
    CURLcode code;
    /// The connection stood, with its tunnel and TLS, and the request was begun on it.
    bool is_begun;
    /// Ended by `imgflow_client_cancel` or `imgflow_client_free`, whatever `code` is.
    bool is_canceled;
    /// `errno` of the last system call that failed, or 0.
    int system_error;
    /// Status of the proxy's response to CONNECT, or 0.
    int proxy_status;
    enum imgflow_distrust distrust;
    /// Of the key, where that is weak.
    int bits;
    /// Of the signature, where that is weak: `SHA1`.
    const char *_Nonnull hash;
    /// libcurl's or OpenSSL's words for it; may be empty.
    const char *_Nonnull words;
};

/// Called on the client's thread, one transfer at a time. What returns a bool ends the transfer with false.
struct imgflow_receiver {
    void *_Nullable context;
    /// Fills `room` bytes at most with what comes next of the body; called when the connection stands and
    /// the headers have been sent. Returns how many; 0 ends the transfer.
    size_t (*_Nonnull body)(void *_Nullable context, char *_Nonnull bytes, size_t room);
    /// A line of the head with its line end, of interim responses too.
    bool (*_Nonnull line)(void *_Nullable context, const char *_Nonnull bytes, size_t count);
    /// A piece of the response's body.
    bool (*_Nonnull piece)(void *_Nullable context, const char *_Nonnull bytes, size_t count);
    /// The last call, exactly one.
    void (*_Nonnull ended)(void *_Nullable context, const struct imgflow_ending *_Nonnull ending);
};

/// What to send. Everything but the receiver's context is copied.
struct imgflow_request {
    const char *_Nonnull method;
    const char *_Nonnull url;
    /// Path and query exactly as they are sent.
    const char *_Nonnull target;
    /// `name: value`, or `name;` for an empty value; ends with NULL. libcurl adds none of its own but
    /// `content-length` and, to a proxy, `proxy-authorization`.
    const char *_Nullable const *_Nonnull headers;
    int64_t body_count;
    /// `http://host:port`, or an empty text for none.
    const char *_Nonnull proxy;
    const char *_Nullable proxy_user;
    const char *_Nullable proxy_password;
    /// A PEM file in place of the system's authorities, or NULL.
    const char *_Nullable authorities;
    /// For the lookup of the name, the connection, the proxy's tunnel and the TLS handshake together.
    long connect_milliseconds;
    /// For everything.
    long milliseconds;
    struct imgflow_receiver receiver;
};

struct imgflow_client;

/// Starts a thread that waits for transfers. NULL where it cannot.
struct imgflow_client *_Nullable imgflow_client_new(void);

/// Begins a transfer. `id` is the caller's, for `imgflow_client_cancel`. False where memory is short: then the
/// receiver is not called.
bool imgflow_client_send(
    struct imgflow_client *_Nonnull client, const struct imgflow_request *_Nonnull request, uint64_t id);

/// Ends a transfer; nothing happens where it has ended.
void imgflow_client_cancel(struct imgflow_client *_Nonnull client, uint64_t id);

/// Cancels every transfer, closes the connections, and ends the thread.
void imgflow_client_free(struct imgflow_client *_Nonnull client);
