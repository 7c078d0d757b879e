#include "CTLSServer.h"
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <signal.h>

static bool use(SSL_CTX *context, BIO *certificates, BIO *key) {
    X509 *leaf = PEM_read_bio_X509(certificates, NULL, NULL, NULL);
    bool is_good = leaf && SSL_CTX_use_certificate(context, leaf) == 1;
    X509_free(leaf);
    for (X509 *next; is_good && (next = PEM_read_bio_X509(certificates, NULL, NULL, NULL));)
        is_good = SSL_CTX_add0_chain_cert(context, next) == 1;
    EVP_PKEY *own = PEM_read_bio_PrivateKey(key, NULL, NULL, NULL);
    is_good = is_good && own && SSL_CTX_use_PrivateKey(context, own) == 1;
    EVP_PKEY_free(own);
    return is_good;
}

void *imgflow_tls_new(const char *certificates, const char *key) {
    signal(SIGPIPE, SIG_IGN);
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    if (!context) return NULL;
    SSL_CTX_set_security_level(context, 0);
    BIO *first = BIO_new_mem_buf(certificates, -1), *second = BIO_new_mem_buf(key, -1);
    const bool is_good = first && second && use(context, first, second);
    BIO_free(first);
    BIO_free(second);
    if (is_good) return context;
    SSL_CTX_free(context);
    return NULL;
}

void *imgflow_tls_accept(void *context, int socket) {
    SSL *connection = SSL_new(context);
    if (connection && SSL_set_fd(connection, socket) == 1 && SSL_accept(connection) == 1) return connection;
    SSL_free(connection);
    return NULL;
}

long imgflow_tls_read(void *connection, void *bytes, size_t room) {
    return SSL_read(connection, bytes, (int)room);
}

long imgflow_tls_write(void *connection, const void *bytes, size_t count) {
    return SSL_write(connection, bytes, (int)count);
}

void imgflow_tls_end(void *connection, bool is_told) {
    if (is_told) SSL_shutdown(connection);
    SSL_free(connection);
}

void imgflow_tls_free(void *context) { SSL_CTX_free(context); }
