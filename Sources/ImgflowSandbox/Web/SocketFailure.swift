import Glibc

/// What the system says to a call on a socket.
package struct SocketFailure: Error, Hashable {
    package var code: Int32
    /// The system's function.
    package var call: String

    /// Of the call that has just failed.
    init(_ call: String) {
        code = errno
        self.call = call
    }
}

extension SocketFailure: CustomStringConvertible {
    package var description: String { "\(call): \(String(cString: strerror(code)))" }
}
