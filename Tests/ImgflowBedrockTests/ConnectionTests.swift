import Foundation
import ImgflowBedrock
import Testing

/// What becomes of a connection between calls, and of a call when its connection dies.
@Suite(.timeLimit(.minutes(1)))
struct ConnectionTests {
    /// The same server over plain sockets and over TLS.
    enum Wire: String, CaseIterable, Sendable {
        case plain, tls
    }

    private func with<Result>(
        _ wire: Wire, _ script: [ScriptedServer.Answer], timeout: Duration = .seconds(20),
        _ body: (ScriptedServer, HTTPTransport) async throws -> Result
    ) async throws -> Result {
        try await withTemporaryFile(TestCertificates.authority) { bundle in
            try await ScriptedServer.with(
                script, security: wire == .tls ? .tls(TestCertificates.good) : .plain
            ) { server in
                let scheme = wire == .tls ? "https" : "http"
                return try await Calling.with(
                    "\(scheme)://127.0.0.1:\(server.port)", ["AWS_CA_BUNDLE": bundle],
                    timeout: timeout
                ) { try await body(server, $0) }
            }
        }
    }

    @Test(arguments: Wire.allCases)
    func aConnectionIsKeptForTheNextCall(_ wire: Wire) async throws {
        try await with(wire, [.reply(200)]) { server, transport in
            for _ in 0..<3 { _ = try await transport.send(.test) }
            #expect(server.received.map(\.connection) == [1, 1, 1])
        }
    }

    /// Neither a failure nor a second payment.
    @Test(arguments: Wire.allCases, [true, false])
    func aConnectionThatWasClosedWhileIdleIsNotUsed(_ wire: Wire, isTold: Bool) async throws {
        try await with(wire, [.replyAndLeave(isTold: isTold), .reply(200)]) { server, transport in
            _ = try await transport.send(.test)
            try await Task.sleep(for: .milliseconds(200))
            let response = try await transport.send(.of(bytes: 300_000))
            #expect(response.status == 200)
            #expect(server.received.map(\.connection) == [1, 2])
        }
    }

    /// What nobody asked for: another answer, what a gateway says of an idle connection, or any byte.
    @Test(
        arguments: Wire.allCases,
        [
            "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nstray",
            "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 5\r\n\r\nstray",
            "HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
            "H",
        ])
    func aConnectionThatHoldsBytesIsNotUsed(_ wire: Wire, _ stray: String) async throws {
        for size in [1, 300_000] {
            let script: [ScriptedServer.Answer] = [
                .replyAndStray(stray), .reply(200, body: "own"),
            ]
            try await with(wire, script) { server, transport in
                _ = try await transport.send(.test)
                try await Task.sleep(for: .milliseconds(300))
                for number in 2...3 {
                    let response = try await transport.send(.of(bytes: size))
                    #expect(response.status == 200)
                    #expect(response.text == "own")
                    #expect(server.received.count == number)
                }
                #expect(server.received.map(\.body.utf8.count) == [18, size, size])
                // A new connection for the one call, which the next one goes on with.
                #expect(server.received.map(\.connection) == [1, 2, 2])
            }
        }
    }

    /// A response to a request that was not sent whole is nobody's, where the connection was used before.
    @Test(arguments: Wire.allCases)
    func anAnswerThatComesBeforeTheBodyIsNotKeptOnAUsedConnection(_ wire: Wire) async throws {
        for status in ["200 OK", "503 Service Unavailable"] {
            let stray = "HTTP/1.1 \(status)\r\ncontent-length: 5\r\n\r\nstray"
            let script: [ScriptedServer.Answer] = [
                .reply(200), .early(stray), .reply(200, body: "own"),
            ]
            try await with(wire, script) { _, transport in
                _ = try await transport.send(.test)
                do {
                    let response = try await transport.send(.of(bytes: 25_000_000))
                    #expect(response.text == "own")
                } catch let error as TransportError {
                    #expect(error.mayHaveBeenBilled)
                }
                let response = try await transport.send(.test)
                #expect(response.text == "own")
            }
        }
    }

    /// Trailers come after the whole answer, and need not come to an end.
    @Test(arguments: Wire.allCases)
    func trailersThatDoNotEndDoNotHoldAnAnswer(_ wire: Wire) async throws {
        let answer =
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nwhole\r\n0\r\nx: y\r\n"
        try await with(wire, [.begun(answer), .reply(200)], timeout: .seconds(55)) { _, transport in
            let start = ContinuousClock.now
            let response = try await transport.send(.test)
            #expect(response.text == "whole")
            #expect(ContinuousClock.now - start < .seconds(30))
        }
    }

    /// A request without a body is on its way as soon as its head is.
    @Test(arguments: Wire.allCases)
    func aServerThatReadsARequestWithoutABodyMayHaveAnswered(_ wire: Wire) async throws {
        for ending in [ScriptedServer.Answer.raw(""), .reset] {
            try await with(wire, [ending]) { server, transport in
                let error = try await Calling.failure(transport, .of(bytes: 0))
                #expect(error == .connectionClosed(host: "127.0.0.1"))
                #expect(server.received.count == 1)
            }
        }
    }

    /// The server takes the whole body on a connection that was used before, and ends it.
    @Test(
        arguments: Wire.allCases,
        [ScriptedServer.Answer.raw(""), .reset, .raw("HTTP/1.1 200 OK\r\n")])
    func aBodyThatWentOutIsNeverSentAgain(
        _ wire: Wire, _ ending: ScriptedServer.Answer
    ) async throws {
        for size in [1, 100, 300_000] {
            try await with(wire, [.reply(200), ending, .reply(200)]) { server, transport in
                _ = try await transport.send(.test)
                let error = try await Calling.failure(transport, .of(bytes: size))
                #expect(error == .connectionClosed(host: "127.0.0.1"))
                #expect(error?.mayHaveBeenBilled == true)
                // Room for what must not come.
                try await Task.sleep(for: .milliseconds(50))
                #expect(server.received.map(\.body.utf8.count) == [18, size])
                #expect(server.received.map(\.connection) == [1, 1])
                // And the next one is a call of its own.
                let response = try await transport.send(.test)
                #expect(response.status == 200)
            }
        }
    }

    /// Nor is it told that nobody was there, though nobody is there any more.
    @Test(arguments: Wire.allCases)
    func aServerThatTookABodyAndEndedMayHaveBilled(_ wire: Wire) async throws {
        try await with(wire, [.reply(200), .last]) { server, transport in
            _ = try await transport.send(.test)
            let error = try await Calling.failure(transport, .of(bytes: 100_000))
            #expect(error == .connectionClosed(host: "127.0.0.1"))
            #expect(error?.mayHaveBeenBilled == true)
            #expect(server.received.count == 2)
        }
    }

    /// A server may answer before it has read a request, and read no more of it.
    @Test(arguments: Wire.allCases)
    func anAnswerThatComesBeforeTheBodyIsReadEndsTheCallOnly(_ wire: Wire) async throws {
        let answer = "HTTP/1.1 413 Too Large\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}"
        try await with(wire, [.early(answer), .reply(200)]) { _, transport in
            do {
                let response = try await transport.send(.of(bytes: 25_000_000))
                #expect(response.status == 413)
            } catch let error as TransportError {
                // Where the reset overtook the answer.
                #expect(error == .connectionClosed(host: "127.0.0.1"))
            }
            let response = try await transport.send(.test)
            #expect(response.status == 200)
        }
    }

    @Test(arguments: Wire.allCases)
    func theLargestBodiesGoOutAndComeIn(_ wire: Wire) async throws {
        let answer = #"{"images":[""# + String(repeating: "x", count: 22_000_000) + #""]}"#
        try await with(wire, [.reply(200, body: answer)]) { server, transport in
            let response = try await transport.send(.of(bytes: 25_000_000))
            // As `Data`, which is compared at the speed of memory.
            #expect(Data(response.body) == Data(answer.utf8))
            let sent = try #require(server.received.first?.body)
            #expect(Data(sent.utf8) == Data(repeating: UInt8(ascii: "y"), count: 25_000_000))
            #expect(server.received.count == 1)
        }
    }

    @Test func nothingIsAddedToARequest() async throws {
        try await with(.tls, [.reply(200)]) { server, transport in
            _ = try await transport.send(.of(bytes: 2_000_000))
            let request = try #require(server.received.first)
            #expect(request.version == "HTTP/1.1")
            #expect(
                request.headers.keys.sorted() == [
                    "accept", "authorization", "content-length", "content-type", "host",
                    "user-agent",
                ])
        }
    }

    @Test func theIPv6AddressOfThisMachineIsReached() async throws {
        try await ScriptedServer.with([.reply(200)], on: .v6) { server in
            try await Calling.with("http://[::1]:\(server.port)") { transport in
                let response = try await transport.send(.test)
                #expect(response.status == 200)
            }
            #expect(server.received.first?.headers["host"] == "[::1]:\(server.port)")
        }
        let closed = try await ScriptedServer.with([.reset], on: .v6) { $0.port }
        try await Calling.with("http://[::1]:\(closed)") { transport in
            let error = try await Calling.failure(transport)
            #expect(error == .refused(host: "::1", port: closed))
        }
    }

    @Test func interimAnswersAreNotTheAnswer() async throws {
        let interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nx-of: hints\r\n\r\n"
        let answer = "HTTP/1.1 200 OK\r\nx-of: all\r\ncontent-length: 2\r\n\r\n{}"
        try await with(.plain, [.raw(interim + answer)]) { _, transport in
            let response = try await transport.send(.test)
            #expect(response.headers["x-of"] == "all")
            #expect(response.text == "{}")
        }
        // A server that never comes to an end of them.
        let endless = String(repeating: "HTTP/1.1 102 Processing\r\n\r\n", count: 20_000)
        try await with(.plain, [.raw(endless)]) { _, transport in
            guard case .malformedResponse? = try await Calling.failure(transport) else {
                Issue.record("it was taken")
                return
            }
        }
    }
}
