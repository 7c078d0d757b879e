import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Turns what the network libraries throw into what happened.
struct FaultReader {
    /// The endpoint's.
    var address: WebAddress
    var proxy: ProxySetting?
    /// Whether the request was on its way; what fails before is no call.
    var wasSent: Bool

    private var host: String { address.host }
    /// Whose connection was tried: the proxy's, or the endpoint's own.
    private var peer: (host: String, port: Int) {
        proxy.map { ($0.host, $0.port) } ?? (address.host, address.effectivePort)
    }

    func beforeAnswer(_ error: any Error) -> any Error {
        let fault = read(error)
        guard !wasSent, let known = fault as? TransportError, known.mayHaveBeenBilled else {
            return fault
        }
        let reason =
            switch known {
            case .malformedResponse(let what): "it does not speak HTTP: \(what)"
            default: "the connection ended before the request was sent"
            }
        return TransportError.unreachable(host: peer.host, reason: reason)
    }

    private func read(_ error: any Error) -> any Error {
        switch error {
        case is CancellationError: return error
        case let weak as WeakCertificate: return TransportError.tls(host: host, .weak(weak.reason))
        case let error as HTTPClientError: return client(error)
        case let error as NIOConnectionError: return connection(error)
        case let error as NIOSSLError: return tls(error)
        case let error as NIOSSLExtraError: return extra(error)
        case let error as BoringSSLError: return TransportError.tls(host: host, .of(error))
        case let error as IOError: return system(error.errnoCode)
        case ChannelError.connectTimeout: return TransportError.connectTimeout(host: peer.host)
        case is SocketAddressError: return TransportError.unresolvedHost(peer.host)
        case is HTTPParserError:
            return TransportError.malformedResponse(PlainText.line(String(describing: error)))
        default: return TransportError.connectionClosed(host: host)
        }
    }

    static func duringAnswer(_ error: any Error, received: Int, expected: Int?) -> any Error {
        if error is CancellationError { return error }
        if let error = error as? HTTPClientError, error == .cancelled { return CancellationError() }
        return TransportError.truncatedResponse(received: received, expected: expected)
    }

    private func client(_ error: HTTPClientError) -> any Error {
        switch error {
        case .cancelled: CancellationError()
        case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout,
            .httpProxyHandshakeTimeout:
            TransportError.connectTimeout(host: peer.host)
        case .proxyAuthenticationRequired:
            TransportError.proxyNeedsPassword(proxy: proxy?.description ?? host)
        case .invalidProxyResponse: TransportError.proxyRefused(proxy: proxy?.description ?? host)
        case .remoteConnectionClosed, .uncleanShutdown, .readTimeout, .writeTimeout:
            TransportError.connectionClosed(host: host)
        default: TransportError.malformedResponse(PlainText.line(error.description))
        }
    }

    private func connection(_ error: NIOConnectionError) -> TransportError {
        guard let first = error.connectionErrors.first else {
            return error.dnsAError != nil || error.dnsAAAAError != nil
                ? .unresolvedHost(error.host)
                : .unreachable(host: error.host, reason: "no address answered")
        }
        switch first.error {
        case let failure as IOError:
            return failure.errnoCode == ECONNREFUSED
                ? .refused(host: error.host, port: error.port)
                : .unreachable(host: error.host, reason: Self.words(failure.errnoCode))
        case ChannelError.connectTimeout: return .connectTimeout(host: error.host)
        default:
            return .unreachable(
                host: error.host, reason: PlainText.line(String(describing: first.error)))
        }
    }

    private func system(_ code: CInt) -> TransportError {
        switch code {
        case ECONNREFUSED: .refused(host: peer.host, port: peer.port)
        case ETIMEDOUT: .connectTimeout(host: peer.host)
        case ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL, EACCES, EPERM:
            .unreachable(host: peer.host, reason: Self.words(code))
        default: .connectionClosed(host: host)
        }
    }

    private static func words(_ code: CInt) -> String {
        String(cString: strerror(code)).lowercased()
    }

    private func tls(_ error: NIOSSLError) -> TransportError {
        switch error {
        case .handshakeFailed(let reason)
        where String(describing: reason).contains("EOF during handshake"):
            .unreachable(host: host, reason: "the connection ended during the TLS handshake")
        case .handshakeFailed(let reason): .tls(host: host, .of(reason))
        case .uncleanShutdown: .connectionClosed(host: host)
        default: .tls(host: host, .other(PlainText.line(String(describing: error), limit: 200)))
        }
    }

    private func extra(_ error: NIOSSLExtraError) -> TransportError {
        error == .failedToValidateHostname
            ? .tls(host: host, .wrongHost)
            : .tls(host: host, .other(PlainText.line(String(describing: error), limit: 200)))
    }
}

extension TransportError.TLSProblem {
    fileprivate static func of(_ error: BoringSSLError) -> Self {
        let text = String(describing: error)
        if text.contains("CERTIFICATE_VERIFY_FAILED") { return .unknownAuthority }
        if text.contains("WRONG_VERSION_NUMBER") {
            return .other("the server does not speak TLS on this port")
        }
        return .other(PlainText.line(text, limit: 200))
    }
}
