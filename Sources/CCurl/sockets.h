// The open connections of a client. libcurl does not tell which one a transfer is about to use, but its ports.
#pragma once
#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

/// Used on the client's thread alone.
struct imgflow_sockets {
    curl_socket_t *all;
    size_t count;
    size_t room;
};

/// A socket that no child process inherits, or CURL_SOCKET_BAD.
curl_socket_t imgflow_sockets_open(struct imgflow_sockets *sockets, const struct curl_sockaddr *address);

/// libcurl's `CURLOPT_CLOSESOCKETFUNCTION`; `sockets` is one of the above.
int imgflow_sockets_close(void *sockets, curl_socket_t socket);

/// Whether the connection between these ports is known, and holds nothing: neither bytes nor its end.
bool imgflow_sockets_are_clean(const struct imgflow_sockets *sockets, int local_port, int port);

/// Forgets them, once libcurl has closed them.
void imgflow_sockets_free(struct imgflow_sockets *sockets);
