/// Why no answer, or no whole answer, came back.
package enum TransportError: Error, Hashable, Sendable {
    package enum TLSProblem: Hashable, Sendable {
        /// The chain ends at an authority that this machine does not trust.
        case unknownAuthority
        /// It is nobody's but its own, and this machine does not trust it.
        case selfSigned
        case expired
        case wrongHost
        /// It could be forged.
        case weak(String)
        /// The key of an authority in its chain could be found out.
        case weakAuthority(bits: Int)
        case other(String)
    }

    /// Nothing can be sent from this machine, or not this: another try comes to the same.
    case unsendable(String)
    case unresolvedHost(String)
    case refused(host: String, port: Int)
    case unreachable(host: String, reason: String)
    case connectTimeout(host: String, within: Duration)
    case tls(host: String, TLSProblem)
    case proxyRefused(proxy: String)
    case proxyNeedsPassword(proxy: String)
    /// The connection ended before an answer began.
    case connectionClosed(host: String)
    case readTimeout(Duration)
    case truncatedResponse(received: Int, expected: Int?)
    case responseTooLarge(limit: Int)
    case malformedResponse(String)

    /// Whether the service may have done the work, so that it may be on the bill.
    package var mayHaveBeenBilled: Bool {
        switch self {
        case .unsendable, .unresolvedHost, .refused, .unreachable, .connectTimeout, .tls,
            .proxyRefused, .proxyNeedsPassword:
            false
        case .connectionClosed, .readTimeout, .truncatedResponse, .responseTooLarge,
            .malformedResponse:
            true
        }
    }
}

extension TransportError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unsendable(let reason): "the request cannot be sent: \(reason)"
        case .unresolvedHost(let host): "cannot find the host `\(host)`"
        case .refused(let host, let port): "`\(host)` refuses connections on port \(port)"
        case .unreachable(let host, let reason): "cannot connect to `\(host)`: \(reason)"
        case .connectTimeout(let host, let limit):
            "no connection to `\(host)` within \(limit.formattedSeconds) s"
        case .tls(let host, let problem): "no secure connection to `\(host)`: \(problem.words)"
        case .proxyRefused(let proxy): "the proxy \(proxy) refused to connect"
        case .proxyNeedsPassword(let proxy): "the proxy \(proxy) requires a user and a password"
        case .connectionClosed(let host):
            "`\(host)` closed the connection before responding"
        case .readTimeout(let limit):
            "no complete response within \(limit.formattedSeconds) s"
        case .truncatedResponse(let received, let expected):
            expected.map { "the response ended after \(received) of \($0) bytes" }
                ?? "the response ended after \(received) bytes"
        case .responseTooLarge(let limit): "the response exceeds \(limit) bytes"
        case .malformedResponse(let reason): "the response is not HTTP: \(reason)"
        }
    }

    package var hints: [String] {
        switch self {
        case .unresolvedHost:
            ["is the network up, and is the region or the endpoint spelled right?"]
        case .refused(let host, _) where Loopback.contains(host):
            ["is the server started? `imgflow sandbox` starts one"]
        case .refused, .unreachable, .connectTimeout:
            ["behind a firewall, set HTTPS_PROXY; use --endpoint-url for a VPC endpoint"]
        case .tls(_, .unknownAuthority), .tls(_, .selfSigned):
            [
                "if a company proxy or a test server has certificates of its own, name them in"
                    + " AWS_CA_BUNDLE"
            ]
        case .tls(_, .expired): ["is this machine's clock right?"]
        case .tls(_, .wrongHost): ["use the host name of the certificate"]
        case .tls(_, .weak):
            ["its operator needs a new certificate: RSA 2048 bits or ECDSA, with SHA-256"]
        case .tls(_, .weakAuthority):
            ["AWS_CA_BUNDLE lists the trusted authorities: one of them needs a new key"]
        case .proxyRefused:
            ["check HTTPS_PROXY; NO_PROXY lists hosts to reach without it"]
        case .proxyNeedsPassword: ["HTTPS_PROXY=http://user:password@host:port"]
        case .readTimeout: ["--timeout raises the limit"]
        case .unsendable, .tls, .connectionClosed, .truncatedResponse, .responseTooLarge,
            .malformedResponse:
            []
        }
    }
}

extension TransportError.TLSProblem {
    fileprivate var words: String {
        switch self {
        case .unknownAuthority:
            "its certificate is from an authority that this machine does not trust"
        case .selfSigned: "its certificate is self-signed, and this machine does not trust it"
        case .expired: "its certificate has expired or is not valid yet"
        case .wrongHost: "its certificate is for another host"
        case .weak(let reason): reason
        case .weakAuthority(let bits):
            "the key of its certificate's authority has \(bits) bits, expected at least 2048"
        case .other(let text): text
        }
    }
}

extension Duration {
    /// `300`, or `0.25` where there are fractions.
    var formattedSeconds: String {
        let (seconds, attoseconds) = components
        guard attoseconds != 0 else { return "\(seconds)" }
        let thousandths = Int64((Double(attoseconds) / 1e15).rounded())
        var text = "\(seconds + thousandths / 1000).\(1000 + thousandths % 1000)"
        text.remove(at: text.index(text.lastIndex(of: ".") ?? text.startIndex, offsetBy: 1))
        while text.hasSuffix("0") { text.removeLast() }
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }
}
