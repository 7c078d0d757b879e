import CCurl

/// How a request ended, as libcurl tells it.
struct Ending: Sendable {
    var code: CURLcode
    var isCanceled = false
    /// `errno` of the last system call that failed, or 0.
    var systemError: Int32 = 0
    /// The connection stood, with its tunnel and TLS: the request was begun on it.
    var isBegun = false
    /// Status of the proxy's response to CONNECT, or 0.
    var proxyStatus = 0
    /// What is wrong with the server's certificate.
    var distrust: TransportError.TLSProblem?
    var words = ""

    /// The client was closed before.
    static let closed = Ending(code: CURLE_ABORTED_BY_CALLBACK, isCanceled: true)
    static let notTaken = Ending(
        code: CURLE_FAILED_INIT, words: "libcurl rejected the request")
}

extension Ending {
    init(_ ending: imgflow_ending) {
        code = ending.code
        isCanceled = ending.is_canceled
        systemError = ending.system_error
        isBegun = ending.is_begun
        proxyStatus = Int(ending.proxy_status)
        words = PlainText.line(String(cString: ending.words), limit: 200)
        distrust = Self.problem(ending, words)
    }

    private static func problem(
        _ ending: imgflow_ending, _ words: String
    ) -> TransportError.TLSProblem? {
        switch ending.distrust {
        // libcurl compares the host when OpenSSL is content with the chain.
        case imgflow_distrust_none:
            ending.code == CURLE_PEER_FAILED_VERIFICATION ? .wrongHost : nil
        case imgflow_distrust_host: .wrongHost
        case imgflow_distrust_unknown_authority: .unknownAuthority
        case imgflow_distrust_self_signed: .selfSigned
        case imgflow_distrust_dates: .expired
        case imgflow_distrust_weak_key:
            .weak("its key has \(ending.bits) bits, expected at least 2048")
        case imgflow_distrust_weak_authority_key:
            .weakAuthority(bits: Int(ending.bits))
        case imgflow_distrust_weak_signature:
            .weak("its certificate is signed with \(hash(ending)), which can be forged")
        default: .other(words)
        }
    }

    private static func hash(_ ending: imgflow_ending) -> String {
        let name = String(cString: ending.hash)
        return name == "SHA1" ? "SHA-1" : name.isEmpty ? "a weak hash" : name
    }
}
