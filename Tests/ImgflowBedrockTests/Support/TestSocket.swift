import CTLSServer
import Glibc
import Synchronization

/// A socket of a test server's; each call blocks its thread.
final class TestSocket: Sendable {
    enum Host: Sendable { case v4, v6 }

    struct Failure: Error {
        var code: Int32
    }

    private let socket: Int32
    let port: Int
    private let isOpen = Mutex(true)
    nonisolated(unsafe) private var connection: UnsafeMutableRawPointer?

    private init(_ socket: Int32, port: Int = 0) {
        self.socket = socket
        self.port = port
    }

    /// On 127.0.0.1 or ::1, on a port that is free.
    static func listening(on host: Host) throws -> TestSocket {
        let listener = Glibc.socket(
            host == .v4 ? AF_INET : AF_INET6, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0
        )
        guard listener >= 0 else { throw Failure(code: errno) }
        var (four, six) = (sockaddr_in(), sockaddr_in6())
        four.sin_family = sa_family_t(AF_INET)
        four.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        six.sin6_family = sa_family_t(AF_INET6)
        six.sin6_addr = in6addr_loopback
        let bound =
            host == .v4
            ? withAddress(&four) { bind(listener, $0, $1) }
            : withAddress(&six) { bind(listener, $0, $1) }
        guard bound == 0, listen(listener, 256) == 0 else { throw Failure(code: errno) }
        var size = socklen_t(MemoryLayout<sockaddr_in6>.size)
        // The port stands in the same place in both.
        _ = withAddress(&six) { address, _ in getsockname(listener, address, &size) }
        return TestSocket(listener, port: Int(UInt16(bigEndian: six.sin6_port)))
    }

    private static func withAddress<Address>(
        _ address: inout Address, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }

    /// Nil when it was woken.
    func accepted() -> TestSocket? {
        let taken = accept(socket, nil, nil)
        guard taken >= 0 else { return nil }
        _ = fcntl(taken, F_SETFD, FD_CLOEXEC)
        return TestSocket(taken)
    }

    /// Ends every wait of its thread's.
    func wake() {
        isOpen.withLock { isOpen in
            if isOpen { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    func close() {
        end(isTold: false)
        isOpen.withLock { isOpen in
            if isOpen { Glibc.close(socket) }
            isOpen = false
        }
    }

    /// Closing with nothing left to linger for sends RST.
    func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }

    func startTLS(_ tls: TestTLS) -> Bool {
        connection = imgflow_tls_accept(tls.context, socket)
        return connection != nil
    }

    /// Ends its TLS, if it has one: with `close_notify`, or without.
    func end(isTold: Bool) {
        if let connection { imgflow_tls_end(connection, isTold) }
        connection = nil
    }

    /// Empty at its end.
    func read() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count =
            connection.map { imgflow_tls_read($0, &buffer, buffer.count) }
            ?? recv(socket, &buffer, buffer.count, 0)
        return Array(buffer.prefix(max(0, count)))
    }

    /// Until the other side goes or `wake` is called; reads nothing.
    func waitForEnd() {
        // A closed or reset connection is told without being asked for.
        var wait = pollfd(fd: socket, events: 0, revents: 0)
        poll(&wait, 1, 30_000)
    }

    func write(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { rest -> Int in
                guard let start = rest.baseAddress else { return 0 }
                return connection.map { imgflow_tls_write($0, start, rest.count) }
                    ?? send(socket, start, rest.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}

/// What a server proves itself with.
final class TestTLS: Sendable {
    struct Failure: Error {}

    nonisolated(unsafe) let context: UnsafeMutableRawPointer

    init(_ certificates: String, key: String) throws {
        guard let context = imgflow_tls_new(certificates, key) else { throw Failure() }
        self.context = context
    }

    deinit { imgflow_tls_free(context) }
}
