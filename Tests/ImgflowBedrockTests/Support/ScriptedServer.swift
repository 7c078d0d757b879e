import Foundation
import Synchronization

/// A server on this machine that answers request after request with what its script says; the last
/// answer is repeated for ever.
final class ScriptedServer: Sendable {
    enum Answer: Sendable {
        case reply(Int, headers: [String: String] = [:], body: String = "{}")
        /// A reply, and the connection's end when the client has it: while the connection is idle.
        case replyAndLeave(Int = 200, body: String = "{}", isTold: Bool = true)
        /// A reply, and these bytes when the client has it: nobody asked for them.
        case replyAndStray(String)
        /// These bytes, then the connection's end.
        case raw(String)
        /// As `raw` to a request whose body is never read: what it goes on to send is reset.
        case early(String)
        case reset
        /// The connection's end, and the server's.
        case last
        case silence
        /// Bytes, and then nothing more.
        case begun(String)
        /// The head of a request is read, and then nothing more.
        case halt
        /// Agrees to CONNECT, then speaks TLS as the target.
        case tunnel
    }

    struct Received: Sendable {
        var method: String
        var target: String
        /// Names in lower case.
        var headers: [String: String]
        var body: String
        /// `HTTP/1.1`.
        var version = ""
        /// The number of its connection, from 1.
        var connection = 0
    }

    enum Security: Sendable {
        case plain
        /// TLS with these certificates: from the first byte, or after CONNECT.
        case tls(String, key: String = TestCertificates.key, afterConnect: Bool = false)
    }

    /// Runs `body` beside a server, and ends the server.
    static func with<Result>(
        _ script: [Answer], security: Security = .plain, on host: TestSocket.Host = .v4,
        _ body: (ScriptedServer) async throws -> Result
    ) async throws -> Result {
        let server = try ScriptedServer(script, security: security, on: host)
        defer { server.close() }
        return try await body(server)
    }

    private struct State {
        var script: [Answer]
        var received: [Received] = []
        var connections = 0
        var open: [Int: TestSocket] = [:]
    }

    let port: Int
    private let listener: TestSocket
    private let security: Security
    private let tls: TestTLS?
    private let state: Mutex<State>

    var received: [Received] { state.withLock { $0.received } }
    /// Connections that were taken, with a request or without.
    var connections: Int { state.withLock { $0.connections } }

    private init(_ script: [Answer], security: Security, on host: TestSocket.Host) throws {
        state = Mutex(State(script: script))
        self.security = security
        tls =
            switch security {
            case .plain: nil
            case .tls(let certificates, let key, _): try TestTLS(certificates, key: key)
            }
        listener = try TestSocket.listening(on: host)
        port = listener.port
        Thread.detachNewThread { [self] in accept() }
    }

    private func close() {
        listener.wake()
        for socket in state.withLock({ Array($0.open.values) }) { socket.wake() }
    }

    private func accept() {
        while let socket = listener.accepted() {
            let number = state.withLock { state in
                state.connections += 1
                state.open[state.connections] = socket
                return state.connections
            }
            Thread.detachNewThread { [self] in
                serve(socket, number)
                state.withLock { $0.open[number] = nil }
                socket.close()
            }
        }
        listener.close()
    }

    /// Whether the next request's body is waited for.
    private var readsNext: Bool {
        state.withLock { state in
            switch state.script.first {
            case .early?, .halt?: false
            default: true
            }
        }
    }

    private func answer(_ request: Received) -> Answer {
        state.withLock { state in
            state.received.append(request)
            if state.script.count > 1 { return state.script.removeFirst() }
            return state.script.first ?? .reset
        }
    }

    private func serve(_ socket: TestSocket, _ number: Int) {
        if case .tls(_, _, afterConnect: false) = security, let tls {
            guard socket.startTLS(tls) else { return }
        }
        var requests = RequestReader()
        while var request = requests.next(from: socket, readsBody: readsNext) {
            request.connection = number
            guard perform(answer(request), on: socket) else { return }
        }
    }

    /// Whether the connection goes on.
    private func perform(_ answer: Answer, on socket: TestSocket) -> Bool {
        switch answer {
        case .reply(let status, let headers, let body):
            return socket.write(Self.text(status, headers, body))
        case .replyAndLeave(let status, let body, let isTold):
            _ = socket.write(Self.text(status, [:], body))
            socket.end(isTold: isTold)
            return false
        case .replyAndStray(let text):
            guard socket.write(Self.text(200, [:], "{}")) else { return false }
            Thread.sleep(forTimeInterval: 0.05)
            return socket.write(text)
        case .raw(let text):
            _ = socket.write(text)
            socket.end(isTold: true)
            return false
        case .early(let text):
            _ = socket.write(text)
            return false
        case .reset:
            socket.reset()
            return false
        case .last:
            listener.wake()
            return false
        case .silence: return true
        case .begun(let text): return socket.write(text)
        case .halt:
            socket.waitForEnd()
            return false
        case .tunnel:
            guard socket.write("HTTP/1.1 200 Connected\r\n\r\n"), let tls else { return false }
            return socket.startTLS(tls)
        }
    }

    private static func text(_ status: Int, _ headers: [String: String], _ body: String) -> String {
        var head = "HTTP/1.1 \(status) Scripted\r\ncontent-length: \(body.utf8.count)\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        return head + "\r\n" + body
    }
}

/// Reads requests with a `content-length`, as imgflow sends them.
private struct RequestReader {
    private var text: [UInt8] = []

    mutating func next(from socket: TestSocket, readsBody: Bool) -> ScriptedServer.Received? {
        while true {
            if text.first == 0x16 {
                // A client that speaks TLS to a server that does not.
                text = []
                return ScriptedServer.Received(method: "TLS", target: "", headers: [:], body: "")
            }
            if let request = whole(readsBody) { return request }
            let more = socket.read()
            guard !more.isEmpty else { return nil }
            text += more
        }
    }

    private mutating func whole(_ readsBody: Bool) -> ScriptedServer.Received? {
        guard let end = text.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        var lines = String(decoding: text[..<end.lowerBound], as: UTF8.self)
            .components(separatedBy: "\r\n")
        let words = lines.removeFirst().split(separator: " ").map(String.init)
        var headers: [String: String] = [:]
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
        }
        let length = readsBody ? headers["content-length"].flatMap { Int($0) } ?? 0 : 0
        guard text.count >= end.upperBound + length, words.count == 3 else { return nil }
        let body = String(decoding: text[end.upperBound..<end.upperBound + length], as: UTF8.self)
        text.removeFirst(end.upperBound + length)
        return ScriptedServer.Received(
            method: words[0], target: words[1], headers: headers, body: body, version: words[2])
    }
}
