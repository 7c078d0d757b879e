import NIOCore
import Synchronization

/// Whether a request was begun to be sent: what failed before is no call, and costs nothing.
final class Departure: Sendable {
    private let state = Mutex(false)
    var hasBegun: Bool { state.withLock { $0 } }
    func begin() { state.withLock { $0 = true } }
}

/// A request's body, asked for only when the connection stands and the head has gone.
struct SentBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let bytes: ByteBuffer
    let departure: Departure

    struct AsyncIterator: AsyncIteratorProtocol {
        var rest: ByteBuffer?
        let departure: Departure

        mutating func next() async throws -> ByteBuffer? {
            departure.begin()
            defer { rest = nil }
            return rest
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(rest: bytes, departure: departure)
    }
}
