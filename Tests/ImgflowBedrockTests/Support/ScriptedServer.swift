import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on 127.0.0.1 that answers request after request with what its script says; the last
/// answer is repeated for ever.
final class ScriptedServer: Sendable {
    enum Answer: Sendable {
        case reply(Int, headers: [String: String] = [:], body: String = "{}")
        /// These bytes, then the connection's end.
        case raw(String)
        case reset
        case silence
        /// Agrees to CONNECT, then speaks TLS as the target.
        case tunnel
    }

    struct Received: Sendable {
        var method: String
        var target: String
        /// Names in lower case.
        var headers: [String: String]
        var body: String
    }

    enum Security: Sendable {
        case plain
        /// TLS with this certificate: from the first byte, or after CONNECT.
        case tls(String, afterConnect: Bool = false)
    }

    /// Runs `body` beside a server, and ends the server.
    static func with<Result>(
        _ script: [Answer], security: Security = .plain,
        _ body: (ScriptedServer) async throws -> Result
    ) async throws -> Result {
        let server = try await ScriptedServer(script, security: security)
        do {
            let result = try await body(server)
            try await server.channel.close()
            return result
        } catch {
            try? await server.channel.close()
            throw error
        }
    }

    let port: Int
    private let channel: any Channel
    private let record: Record

    var received: [Received] { record.state.withLock { $0.received } }

    private init(_ script: [Answer], security: Security) async throws {
        let record = Record(script)
        self.record = record
        let context: NIOSSLContext? =
            switch security {
            case .plain: nil
            case .tls(let certificate, _):
                try NIOSSLContext(
                    configuration: .makeServerConfiguration(
                        certificateChain: NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
                            .map { .certificate($0) },
                        privateKey: .privateKey(
                            NIOSSLPrivateKey(
                                bytes: Array(TestCertificates.key.utf8), format: .pem))))
            }
        var isSecureAtOnce = false
        if case .tls(_, afterConnect: false) = security { isSecureAtOnce = true }
        let startsSecure = isSecureAtOnce
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(ChannelOptions.backlog, value: 256)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if startsSecure, let context {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLServerHandler(context: context))
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        ConnectionHandler(record: record, context: context))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    fileprivate final class Record: Sendable {
        let state: Mutex<(script: [Answer], received: [Received])>

        init(_ script: [Answer]) { state = Mutex((script, [])) }

        func answer(_ request: Received) -> Answer {
            state.withLock { state in
                state.received.append(request)
                if state.script.count > 1 { return state.script.removeFirst() }
                return state.script.first ?? .reset
            }
        }
    }
}

/// Reads requests with a `content-length`, as imgflow sends them.
private final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let record: ScriptedServer.Record
    private let context: NIOSSLContext?
    private var text: [UInt8] = []

    init(record: ScriptedServer.Record, context: NIOSSLContext?) {
        self.record = record
        self.context = context
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        text += Array(unwrapInboundIn(data).readableBytesView)
        while let request = nextRequest() {
            perform(record.answer(request), context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func nextRequest() -> ScriptedServer.Received? {
        if text.first == 0x16 {
            // A client that speaks TLS to a server that does not.
            text = []
            return ScriptedServer.Received(method: "TLS", target: "", headers: [:], body: "")
        }
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
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        guard text.count >= end.upperBound + length, words.count == 3 else { return nil }
        let body = String(decoding: text[end.upperBound..<end.upperBound + length], as: UTF8.self)
        text.removeFirst(end.upperBound + length)
        return ScriptedServer.Received(
            method: words[0], target: words[1], headers: headers, body: body)
    }

    private func perform(_ answer: ScriptedServer.Answer, _ channel: ChannelHandlerContext) {
        switch answer {
        case .reply(let status, let headers, let body):
            var head = "HTTP/1.1 \(status) Scripted\r\ncontent-length: \(body.utf8.count)\r\n"
            for (name, value) in headers { head += "\(name): \(value)\r\n" }
            write(head + "\r\n" + body, channel)
        case .raw(let text):
            write(text, channel)
            channel.close(promise: nil)
        case .reset:
            // Closing with nothing left to linger for sends RST.
            let channel = channel.channel
            (channel as? any SocketOptionProvider)?
                .setSoLinger(linger(l_onoff: 1, l_linger: 0))
                .whenComplete { _ in channel.close(promise: nil) }
        case .silence: break
        case .tunnel:
            write("HTTP/1.1 200 Connected\r\n\r\n", channel)
            if let context {
                try? channel.pipeline.syncOperations.addHandler(
                    NIOSSLServerHandler(context: context), position: .first)
            }
        }
    }

    private func write(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    }
}
