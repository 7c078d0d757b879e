import Glibc

/// A connection with one client. One task at a time uses it.
final class Line {
    private let file: Int32
    private let watch: SocketWatch
    /// What came and was not taken yet: `bytes[start...]`.
    private var bytes: [UInt8] = []
    private var start = 0

    /// What ends a connection without an answer.
    enum Break: Error { case ended, late, cancelled }

    private static let piece = 1 << 17

    init(_ file: Int32, _ watch: SocketWatch) {
        self.file = file
        self.watch = watch
        _ = fcntl(file, F_SETFL, O_NONBLOCK)
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        Self.set(file, Int32(IPPROTO_TCP), TCP_NODELAY)
    }

    deinit { close(file) }

    static func set(_ file: Int32, _ level: Int32, _ option: Int32) {
        var yes: Int32 = 1
        setsockopt(file, level, option, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    /// What is there and was not taken.
    var pending: ArraySlice<UInt8> { bytes[start...] }

    func take(_ count: Int) {
        start += count
        guard start == bytes.count else { return }
        bytes.removeAll(keepingCapacity: bytes.capacity <= 2 * Self.piece)
        start = 0
    }

    /// Waits for more of `pending`.
    func more(until end: ContinuousClock.Instant) async throws(Break) {
        if start > 0 {
            bytes.removeSubrange(..<start)
            start = 0
        }
        while true {
            let got = withUnsafeTemporaryAllocation(byteCount: Self.piece, alignment: 16) { piece in
                let got = recv(file, piece.baseAddress, piece.count, 0)
                if got > 0 { bytes.append(contentsOf: piece[..<got]) }
                return got
            }
            if got > 0 { return }
            guard got < 0, errno == EAGAIN || errno == EINTR else { throw .ended }
            try await wait(for: .readable, until: end)
        }
    }

    /// - Parameters:
    ///   - more: whether something follows at once, that may share a packet with it.
    ///   - patience: how long the client may take no byte of it.
    func write(
        _ part: ArraySlice<UInt8>, more: Bool = false, patience: Duration
    ) async throws(Break) {
        var rest = part
        let flags = Int32(MSG_NOSIGNAL) | (more ? Int32(MSG_MORE) : 0)
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { send(file, $0.baseAddress, $0.count, flags) }
            if sent > 0 {
                rest = rest.dropFirst(sent)
            } else if errno == EAGAIN || errno == EINTR {
                try await wait(for: .writable, until: .now + patience)
            } else {
                throw .ended
            }
        }
    }

    /// Says nothing until the client gives up or the server stops.
    func untilGone() async { _ = await watch.wait(for: .gone, on: file) }

    /// Says that nothing more comes, and hears the client out for a while: closed at once, what it still
    /// sends would take the answer away from it (RFC 9112, section 9.6).
    func sayGoodbye(until end: ContinuousClock.Instant) async {
        guard shutdown(file, Int32(SHUT_WR)) == 0 else { return }
        take(pending.count)
        while (try? await more(until: end)) != nil { take(pending.count) }
    }

    private func wait(
        for event: SocketWatch.Event, until end: ContinuousClock.Instant
    ) async throws(Break) {
        switch await watch.wait(for: event, on: file, until: end) {
        case .ready: return
        case .late: throw .late
        case .cancelled: throw .cancelled
        }
    }
}
