import CCurl
import Synchronization

/// Whether a request was begun to be sent: what failed before is no call, and costs nothing.
final class Departure: Sendable {
    private let state = Mutex(false)
    var hasBegun: Bool { state.withLock { $0 } }
    func begin() { state.withLock { $0 = true } }
}

/// Gives a request's body to libcurl's thread and takes what comes back, one request a courier.
final class Courier: Sendable {
    private struct State {
        /// Bytes of the body that were given.
        var given = 0
        var head = ResponseHead()
        /// Its body ended, and trailers came: they hold nothing, and a server need not end them.
        var isComplete = false
        var continuation: CheckedContinuation<Ending, Never>?
    }

    private let body: [UInt8]
    private let departure: Departure
    private let arrival: Arrival
    private let state = Mutex(State())
    private let problem = Mutex<TransportError?>(nil)

    init(body: [UInt8], departure: Departure, arrival: Arrival) {
        self.body = body
        self.departure = departure
        self.arrival = arrival
    }

    /// Why the response was not taken to its end.
    var objection: TransportError? { problem.withLock { $0 } }

    /// The response came to its end, though not what a server sends after it.
    var isComplete: Bool { state.withLock { $0.isComplete } }

    func reports(to continuation: CheckedContinuation<Ending, Never>) {
        state.withLock { $0.continuation = continuation }
    }

    /// Asked for only when the connection stands and the head has gone.
    private func give(_ room: UnsafeMutableRawBufferPointer) -> Int {
        departure.begin()
        return state.withLock { state in
            let count = min(room.count, body.count - state.given)
            body.withUnsafeBytes { bytes in
                room.copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: bytes[state.given..<state.given + count])
                )
            }
            state.given += count
            return count
        }
    }

    private func take(line: UnsafeRawBufferPointer) -> Bool {
        let isTrailer = state.withLock { state in
            state.isComplete = state.head.isWhole
            return state.isComplete
        }
        guard !isTrailer else { return false }
        do throws(TransportError) {
            guard
                let head = try state.withLock({ state throws(TransportError) in
                    let wasWhole = state.head.isWhole
                    try state.head.take(line)
                    return state.head.isWhole && !wasWhole ? state.head : nil
                })
            else { return true }
            arrival.began(head.status, head.headers, expecting: head.length)
            return true
        } catch {
            problem.withLock { $0 = error }
            return false
        }
    }

    private func take(piece: UnsafeRawBufferPointer) -> Bool {
        arrival.came(piece.assumingMemoryBound(to: UInt8.self))
        guard arrival.count > HTTPTransport.responseLimit else { return true }
        problem.withLock { $0 = .responseTooLarge(limit: HTTPTransport.responseLimit) }
        return false
    }

    func end(_ ending: Ending) {
        let continuation = state.withLock { state in
            defer { state.continuation = nil }
            return state.continuation
        }
        continuation?.resume(returning: ending)
    }

    /// - Parameter context: a retained courier, which the last of these calls releases.
    static func receiver(_ context: UnsafeMutableRawPointer) -> imgflow_receiver {
        imgflow_receiver(
            context: context,
            body: { context, bytes, room in
                Courier.at(context)?.give(UnsafeMutableRawBufferPointer(start: bytes, count: room))
                    ?? 0
            },
            line: { context, bytes, count in
                Courier.at(context)?.take(line: UnsafeRawBufferPointer(start: bytes, count: count))
                    ?? false
            },
            piece: { context, bytes, count in
                Courier.at(context)?.take(piece: UnsafeRawBufferPointer(start: bytes, count: count))
                    ?? false
            },
            ended: { context, ending in
                guard let context else { return }
                Unmanaged<Courier>.fromOpaque(context).takeRetainedValue().end(
                    Ending(ending.pointee))
            })
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> Courier? {
        context.map { Unmanaged<Courier>.fromOpaque($0).takeUnretainedValue() }
    }
}
