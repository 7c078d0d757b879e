/// One request on a connection, whose body is read when it is wanted.
final class HTTPVisit {
    let head: HTTPHead
    let line: Line
    private let pace: WebServer.Pace
    private var frame: BodyFrame
    private var isPermitted: Bool
    /// Bytes of the line's that were given to whoever reads the body.
    private var given = 0

    init(_ head: HTTPHead, _ line: Line, _ pace: WebServer.Pace) {
        self.head = head
        self.line = line
        self.pace = pace
        frame = BodyFrame(head.framing)
        isPermitted = !head.expectsContinue
    }

    /// Whether the connection is where the next request begins.
    var isRead: Bool { frame.isOver }

    /// All of it; nil where it is longer than the limit.
    ///
    /// - Throws: `Line.Break`, or `HTTPRefusal` where its pieces are none.
    func body(upTo limit: Int) async throws -> [UInt8]? {
        var promised = 0
        if case .length(let count) = head.framing { promised = count }
        guard promised <= limit else { return nil }
        if !isPermitted {
            isPermitted = true
            try await line.write(
                Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)[...], patience: pace.write)
        }
        var body: [UInt8] = []
        let end = ContinuousClock.now + pace.body
        while let piece = try await next(until: end) {
            guard piece.count <= limit - body.count else { return nil }
            // Memory is taken for what comes, not for what was promised.
            if body.count + piece.count > body.capacity, body.count >= 1 << 20 {
                body.reserveCapacity(promised)
            }
            body += piece
        }
        return body
    }

    /// What has come of the body; nil at its end.
    private func next(until end: ContinuousClock.Instant) async throws -> ArraySlice<UInt8>? {
        line.take(given)
        given = 0
        while true {
            switch try frame.step(line.pending) {
            case .over: return nil
            case .framing(let count): line.take(count)
            case .piece(let count):
                given = count
                return line.pending.prefix(count)
            case .more: try await line.more(until: end)
            }
        }
    }
}
