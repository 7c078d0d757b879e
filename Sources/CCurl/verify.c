#include "transfer.h"

static enum imgflow_distrust kind(int error) {
    switch (error) {
        case X509_V_ERR_CERT_NOT_YET_VALID:
        case X509_V_ERR_CERT_HAS_EXPIRED: return imgflow_distrust_dates;
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: return imgflow_distrust_self_signed;
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        case X509_V_ERR_CERT_UNTRUSTED:
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN: return imgflow_distrust_unknown_authority;
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH: return imgflow_distrust_host;
        case X509_V_ERR_EE_KEY_TOO_SMALL: return imgflow_distrust_weak_key;
        case X509_V_ERR_CA_KEY_TOO_SMALL: return imgflow_distrust_weak_authority_key;
        case X509_V_ERR_CA_MD_TOO_WEAK: return imgflow_distrust_weak_signature;
        default: return imgflow_distrust_other;
    }
}

/// Called by OpenSSL for each certificate of a chain, and for each fault that it finds.
static int judge(int is_good, X509_STORE_CTX *chain) {
    if (is_good) return 1;
    SSL *connection = C(X509_STORE_CTX_get_ex_data)(chain, C(SSL_get_ex_data_X509_STORE_CTX_idx)());
    struct imgflow_transfer *transfer =
        connection ? C(SSL_CTX_get_ex_data)(C(SSL_get_SSL_CTX)(connection), 0) : NULL;
    X509 *certificate = C(X509_STORE_CTX_get_current_cert)(chain);
    if (!transfer) return 0;
    const int error = C(X509_STORE_CTX_get_error)(chain);
    transfer->distrust = kind(error);
    transfer->distrust_words = C(X509_verify_cert_error_string)(error);
    if (!certificate) return 0;
    int hash = NID_undef;
    if (C(X509_get_signature_info)(certificate, &hash, NULL, NULL, NULL) && hash != NID_undef)
        transfer->hash = C(OBJ_nid2sn)(hash);
    EVP_PKEY *key = C(X509_get0_pubkey)(certificate);
    if (key) transfer->bits = C(EVP_PKEY_get_bits)(key);
    return 0;
}

CURLcode imgflow_harden(CURL *easy, void *context, void *transfer) {
    (void)easy;
    // Level 2 refuses keys below 112 bits of strength (RSA of 2048 bits) and signatures by SHA-1 and MD5, in
    // every certificate of a chain and in the handshake, whatever openssl.cnf of this machine says.
    C(SSL_CTX_set_security_level)(context, 2);
    // `judge` has no transfer to tell once the handshake is over.
    C(SSL_CTX_set_options)(context, SSL_OP_NO_RENEGOTIATION);
    C(SSL_CTX_set_verify)(context, SSL_VERIFY_PEER, judge);
    return C(SSL_CTX_set_ex_data)(context, 0, transfer) ? CURLE_OK : CURLE_OUT_OF_MEMORY;
}
