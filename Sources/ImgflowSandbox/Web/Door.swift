import Glibc

/// A port on this machine's loopback address that takes connections.
struct Door: ~Copyable {
    private let file: Int32
    let port: Int

    /// - Parameter port: 0 takes any free one.
    init(port: Int) throws(SocketFailure) {
        let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_NONBLOCK | O_CLOEXEC, 0)
        guard file >= 0 else { throw SocketFailure("socket") }
        do throws(SocketFailure) {
            // A port that was used a minute ago is free.
            Line.set(file, SOL_SOCKET, SO_REUSEADDR)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
            address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            func with(_ call: (UnsafeMutablePointer<sockaddr>) -> Int32) -> Bool {
                withUnsafeMutablePointer(to: &address) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1, call) == 0
                }
            }
            guard with({ bind(file, $0, size) }) else { throw SocketFailure("bind") }
            guard listen(file, 512) == 0 else { throw SocketFailure("listen") }
            guard with({ getsockname(file, $0, &size) }) else {
                throw SocketFailure("getsockname")
            }
            self.port = Int(UInt16(bigEndian: address.sin_port))
            self.file = file
        } catch {
            close(file)
            throw error
        }
    }

    deinit { close(file) }

    /// The next connection; nil when the task is cancelled.
    ///
    /// - Throws: where the door itself is broken, never for a connection's sake.
    func next(_ watch: SocketWatch) async throws(SocketFailure) -> Int32? {
        while !Task.isCancelled {
            let taken = accept(file, nil, nil)
            if taken >= 0 { return taken }
            switch errno {
            case EAGAIN:
                if await watch.wait(for: .readable, on: file) == .cancelled { return nil }
            case EBADF, EFAULT, EINVAL, ENOTSOCK, EOPNOTSUPP: throw SocketFailure("accept")
            case EMFILE, ENFILE, ENOBUFS, ENOMEM:
                // It waits at the door until others have left.
                try? await Task.sleep(for: .milliseconds(50))
            // Gone again, or what its network said (accept(2)).
            default: continue
            }
        }
        return nil
    }
}
