import Synchronization

/// As much of an answer as has come: it may be paid for, however its connection ends.
final class Arrival: Sendable {
    private struct State {
        var status = 0
        var headers: [String: String] = [:]
        var body: [UInt8] = []
        var expected: Int?
        var hasBegun = false
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.body.count } }

    /// What `content-length` says.
    var expected: Int? { state.withLock { $0.expected } }

    /// Its head has come.
    var hasBegun: Bool { state.withLock { $0.hasBegun } }

    func began(_ status: Int, _ headers: [String: String], expecting size: Int?) {
        state.withLock { state in
            (state.status, state.headers) = (status, headers)
            (state.expected, state.hasBegun) = (size, true)
            if let size, size > 0 { state.body.reserveCapacity(size) }
        }
    }

    func came(_ piece: UnsafeBufferPointer<UInt8>) {
        state.withLock { state in state.body.append(contentsOf: piece) }
    }

    /// Nil where nothing has come.
    var part: HTTPResponse? {
        state.withLock { state in
            guard !state.body.isEmpty else { return nil }
            return HTTPResponse(
                status: state.status, headers: state.headers, body: state.body)
        }
    }

    /// Given back once the connection has ended as it should.
    var all: HTTPResponse {
        state.withLock { state in
            HTTPResponse(status: state.status, headers: state.headers, body: state.body)
        }
    }

    /// A JSON object to its last brace: it is complete however the connection ended; nil where it is none.
    var whole: HTTPResponse? {
        guard let part, part.body.withUnsafeBytes(JSONShape.isWholeObject) else {
            return nil
        }
        return part
    }
}

/// An answer that was interrupted, with what came of it.
package struct BrokenAnswer: Error, Sendable {
    package var error: TransportError
    package var part: HTTPResponse

    package init(error: TransportError, part: HTTPResponse) {
        self.error = error
        self.part = part
    }
}
