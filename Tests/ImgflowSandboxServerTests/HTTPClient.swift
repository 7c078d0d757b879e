import Dispatch
import Glibc

/// One request over a socket, bytes as given; the connection is closed after it.
struct HTTPClient: Sendable {
    struct Reply: Sendable {
        /// 0 where nothing came back.
        var status: Int
        var head: String
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    let port: Int

    func send(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: String = "",
        timeout: Int = 45
    ) async -> Reply {
        let head =
            [
                "\(method) \(path) HTTP/1.1", "host: 127.0.0.1:\(port)", "connection: close",
                "content-length: \(body.utf8.count)",
            ] + headers.map { "\($0.0): \($0.1)" }
        let request = Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
        // Blocking calls stay off the pool that the server itself runs on.
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: exchange(request, timeout: timeout))
            }
        }
    }

    private func exchange(_ request: [UInt8], timeout: Int) -> Reply {
        let none = Reply(status: 0, head: "", body: [])
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var limit = timeval(tv_sec: timeout, tv_usec: 0)
        setsockopt(
            socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return none }
        var sent = 0
        while sent < request.count {
            let count = request[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return none }
            sent += count
        }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            received += buffer[..<count]
        }
        return parse(received) ?? none
    }

    private func parse(_ bytes: [UInt8]) -> Reply? {
        let end = Array("\r\n\r\n".utf8)
        guard let split = bytes.indices.first(where: { bytes[$0...].starts(with: end) }) else {
            return nil
        }
        let head = String(decoding: bytes[..<split], as: UTF8.self)
        let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return Reply(
            status: status ?? 0, head: head.lowercased(), body: Array(bytes[(split + 4)...]))
    }
}
