import Synchronization

/// HTTP/1.1 on this machine's loopback address, for programs that are tried against it: what a client does
/// wrong is answered or ends its connection, nobody else's.
struct WebServer: Sendable {
    /// How long is waited for a client.
    struct Pace: Sendable {
        /// From the first byte of a request to the end of its headers.
        var head = Duration.seconds(30)
        /// Between two requests.
        var idle = Duration.seconds(120)
        /// From the headers to the end of the body.
        var body = Duration.seconds(300)
        /// Until some of an answer is taken.
        var write = Duration.seconds(60)
        /// For what is still sent after an answer.
        var goodbye = Duration.seconds(10)
    }

    /// Ends a connection without an answer.
    struct Hangup: Error {}

    /// 0 takes any free port.
    var port: Int
    var pace = Pace()
    /// Connections at once; those beyond are told so.
    var limit = 500

    /// Serves until the task is cancelled. What is worked on then is still answered, if it can be at once.
    ///
    /// - Parameters:
    ///   - onReady: gets the port once connections are accepted.
    ///   - answer: throws `Hangup` where nothing is to be answered.
    /// - Throws: `SocketFailure` where the port cannot be had.
    func run(
        onReady: @Sendable (_ port: Int) async -> Void,
        answer: @escaping @Sendable (HTTPVisit) async throws -> HTTPAnswer
    ) async throws {
        let watch = try SocketWatch()
        defer { watch.stop() }
        let door = try Door(port: port)
        await onReady(door.port)
        let guests = Guests()
        try await withThrowingDiscardingTaskGroup { group in
            while let file = try await door.next(watch) {
                let isFull = guests.enter() > limit
                group.addTask {
                    await serve(Line(file, watch), isFull: isFull, answer)
                    guests.leave()
                }
            }
        }
    }

    private func serve(
        _ line: Line, isFull: Bool,
        _ answer: @escaping @Sendable (HTTPVisit) async throws -> HTTPAnswer
    ) async {
        do {
            if isFull { throw HTTPRefusal.busy }
            var patience = pace.head
            while let head = try await nextHead(line, patience: patience) {
                let visit = HTTPVisit(head, line, pace)
                let found = try await answer(visit)
                let closes = !head.persists || !visit.isRead || found.cut != nil || Task.isCancelled
                try await send(found, to: line, withBody: head.method != "HEAD", closing: closes)
                if found.cut != nil { return }
                if closes { break }
                patience = pace.idle
            }
            await line.sayGoodbye(until: .now + pace.goodbye)
        } catch let refusal as HTTPRefusal {
            await refuse(HTTPAnswer(refusal), line)
        } catch Line.Break.late {
            await refuse(HTTPAnswer(.late), line)
        } catch is Line.Break, is Hangup, is CancellationError {
            return
        } catch {
            await refuse(.json(#"{"message":"the sandbox failed"}"#, status: 500), line)
        }
    }

    private func refuse(_ answer: HTTPAnswer, _ line: Line) async {
        guard (try? await send(answer, to: line, closing: true)) != nil else { return }
        await line.sayGoodbye(until: .now + pace.goodbye)
    }

    /// Nil where the client has nothing more to ask.
    private func nextHead(_ line: Line, patience: Duration) async throws -> HTTPHead? {
        do {
            if line.pending.isEmpty { try await line.more(until: .now + patience) }
        } catch Line.Break.ended, Line.Break.late {
            return nil
        }
        var scan = HeadScan()
        let end = ContinuousClock.now + pace.head
        while true {
            if let found = try scan.head(in: line.pending) {
                line.take(found.count)
                return found.head
            }
            try await line.more(until: end)
        }
    }

    private func send(
        _ answer: HTTPAnswer, to line: Line, withBody: Bool = true, closing: Bool
    ) async throws {
        let body = withBody ? answer.body.prefix(answer.cut ?? .max) : []
        try await line.write(
            answer.head(closing: closing)[...], more: !body.isEmpty, patience: pace.write)
        try await line.write(body, patience: pace.write)
    }
}

/// How many connections there are.
private final class Guests: Sendable {
    private let count = Atomic(0)

    func enter() -> Int { count.add(1, ordering: .relaxed).newValue }

    func leave() { count.subtract(1, ordering: .relaxed) }
}
