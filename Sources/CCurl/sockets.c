#define _GNU_SOURCE // SOCK_CLOEXEC
#include "sockets.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

curl_socket_t imgflow_sockets_open(struct imgflow_sockets *sockets, const struct curl_sockaddr *address) {
    if (sockets->count == sockets->room) {
        const size_t room = sockets->room ? 2 * sockets->room : 16;
        curl_socket_t *all = realloc(sockets->all, room * sizeof *all);
        if (!all) return CURL_SOCKET_BAD;
        sockets->all = all;
        sockets->room = room;
    }
    const curl_socket_t opened = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (opened >= 0) sockets->all[sockets->count++] = opened;
    return opened;
}

int imgflow_sockets_close(void *data, curl_socket_t closed) {
    struct imgflow_sockets *sockets = data;
    for (size_t at = sockets->count; at-- > 0;)
        if (sockets->all[at] == closed) sockets->all[at] = sockets->all[--sockets->count];
    return close(closed);
}

/// Of an address of IPv4 or IPv6.
static int port_of(const struct sockaddr_storage *address) {
    return ntohs(
        address->ss_family == AF_INET6 ? ((const struct sockaddr_in6 *)address)->sin6_port
                                       : ((const struct sockaddr_in *)address)->sin_port);
}

static bool is_between(curl_socket_t connection, int local_port, int port) {
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    if (getsockname(connection, (struct sockaddr *)&address, &size) != 0 || port_of(&address) != local_port)
        return false;
    size = sizeof address;
    // Where the other side has gone, nobody can be asked for its port.
    return getpeername(connection, (struct sockaddr *)&address, &size) != 0 || port_of(&address) == port;
}

static bool is_clean(curl_socket_t connection) {
    char byte = 0;
    ssize_t count = 0;
    do count = recv(connection, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    while (count < 0 && errno == EINTR);
    return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

bool imgflow_sockets_are_clean(const struct imgflow_sockets *sockets, int local_port, int port) {
    bool is_known = false;
    for (size_t at = 0; at < sockets->count; at++) {
        const curl_socket_t each = sockets->all[at];
        if (!is_between(each, local_port, port)) continue;
        // Two of them lead to two hosts: each must be clean then.
        if (!is_clean(each)) return false;
        is_known = true;
    }
    return is_known;
}

void imgflow_sockets_free(struct imgflow_sockets *sockets) { free(sockets->all); }
