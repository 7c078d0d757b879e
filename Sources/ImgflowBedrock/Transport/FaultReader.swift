import CCurl
import Glibc

/// Turns how a request ended before its response began into what happened.
struct FaultReader {
    /// The endpoint's.
    var address: WebAddress
    var proxy: ProxySetting?
    /// For everything.
    var limit: Duration
    /// Whether the request was on its way; what fails before is no call.
    var departure: Departure

    private var host: String { address.host }
    /// Whose connection was tried: the proxy's, or the endpoint's own.
    private var peer: (host: String, port: Int) {
        proxy.map { ($0.host, $0.port) } ?? (address.host, address.effectivePort)
    }

    private var connectTimeout: TransportError {
        .connectTimeout(host: peer.host, within: min(limit, HTTPTransport.connectLimit))
    }

    func beforeAnswer(_ ending: Ending) -> TransportError {
        let known = read(ending)
        guard departure.hasBegun, !known.mayHaveBeenBilled else { return beforeAnswer(known) }
        // Whatever failed next, as a connection in place of the one that took it.
        return ending.code == CURLE_OUT_OF_MEMORY
            ? .malformedResponse(ending.words) : .connectionClosed(host: host)
    }

    func beforeAnswer(_ known: TransportError) -> TransportError {
        guard !departure.hasBegun, known.mayHaveBeenBilled else { return known }
        let reason =
            switch known {
            case .malformedResponse(let what): "it does not speak HTTP: \(what)"
            default: "the connection ended before the request was sent"
            }
        return .unreachable(host: peer.host, reason: reason)
    }

    private func read(_ ending: Ending) -> TransportError {
        if let problem = ending.distrust { return .tls(host: host, problem) }
        switch ending.code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            return .unresolvedHost(peer.host)
        case CURLE_COULDNT_CONNECT: return unconnected(ending)
        case CURLE_OPERATION_TIMEDOUT:
            return departure.hasBegun ? .readTimeout(limit) : connectTimeout
        case CURLE_SSL_CONNECT_ERROR: return handshake(ending)
        case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_ENGINE_SETFAILED:
            return .tls(host: host, .other(ending.words))
        case _ where proxy != nil && !ending.isBegun: return tunnel(ending)
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
            return .malformedResponse(ending.words)
        case CURLE_URL_MALFORMAT, CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT:
            return .unsendable(ending.words)
        default: return .connectionClosed(host: host)
        }
    }

    private func unconnected(_ ending: Ending) -> TransportError {
        switch ending.systemError {
        case ECONNREFUSED: .refused(host: peer.host, port: peer.port)
        case ETIMEDOUT: connectTimeout
        case 0: .unreachable(host: peer.host, reason: "no address responded")
        default:
            .unreachable(
                host: peer.host, reason: String(cString: strerror(ending.systemError)).lowercased())
        }
    }

    private func handshake(_ ending: Ending) -> TransportError {
        let ends = ["unexpected eof", "SSL_ERROR_SYSCALL", "reset by peer", "Broken pipe"]
        if ends.contains(where: ending.words.contains) {
            return .unreachable(
                host: host, reason: "the connection ended during the TLS handshake")
        }
        // What OpenSSL makes of bytes that are no TLS.
        if ["wrong version number", "packet length too long"].contains(where: ending.words.contains)
        {
            return .tls(host: host, .other("the server does not speak TLS on this port"))
        }
        return .tls(host: host, .other(ending.words))
    }

    private func tunnel(_ ending: Ending) -> TransportError {
        let name = proxy?.description ?? host
        return switch ending.proxyStatus {
        // It went away, which may be over in a moment; what it says itself is not.
        case 0, 200..<300: .connectionClosed(host: host)
        case 407: .proxyNeedsPassword(proxy: name)
        default: .proxyRefused(proxy: name)
        }
    }
}
