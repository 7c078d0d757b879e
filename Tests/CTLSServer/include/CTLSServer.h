// The server's side of TLS on a socket, for tests: it proves itself with whatever it is given.
#pragma once
#include <stdbool.h>
#include <stddef.h>

/// NULL where these are no certificates (leaf first) and no key, both PEM.
void *_Nullable imgflow_tls_new(const char *_Nonnull certificates, const char *_Nonnull key);

/// Shakes hands on a connected socket. NULL where the client does not go on.
void *_Nullable imgflow_tls_accept(void *_Nonnull context, int socket);

/// As `read` and `write`.
long imgflow_tls_read(void *_Nonnull connection, void *_Nonnull bytes, size_t room);
long imgflow_tls_write(void *_Nonnull connection, const void *_Nonnull bytes, size_t count);

/// Frees it; says first that it ends (`close_notify`), or does not. The socket stays open.
void imgflow_tls_end(void *_Nonnull connection, bool is_told);

void imgflow_tls_free(void *_Nonnull context);
