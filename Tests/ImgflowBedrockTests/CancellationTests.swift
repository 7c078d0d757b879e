import Foundation
import ImgflowBedrock
import Testing

/// A call ends when it is canceled or its time is over, wherever it stands.
@Suite(.timeLimit(.minutes(1)))
struct CancellationTests {
    /// What a server does not go on with.
    enum Stage: CaseIterable, Sendable {
        case tunnel, handshake, body, answer, restOfAnswer

        var script: [ScriptedServer.Answer] {
            switch self {
            case .tunnel, .handshake, .answer: [.silence]
            case .body: [.halt]
            case .restOfAnswer: [.begun("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{")]
            }
        }

        /// More than the buffers between two sockets hold, where a body is to stay on its way.
        var request: InvokeRequest { .of(bytes: self == .body ? 25_000_000 : 1_000) }

        /// Nothing of the request has gone.
        var isBefore: Bool { self == .tunnel || self == .handshake }
    }

    private func with<Result>(
        _ stage: Stage, timeout: Duration = .seconds(50),
        _ body: (ScriptedServer, HTTPTransport) async throws -> Result
    ) async throws -> Result {
        try await ScriptedServer.with(stage.script) { server in
            let address = "127.0.0.1:\(server.port)"
            let url: String? =
                switch stage {
                case .tunnel: nil
                case .handshake: "https://\(address)"
                default: "http://\(address)"
                }
            return try await Calling.with(
                url, stage == .tunnel ? ["HTTPS_PROXY": "http://\(address)"] : [:], timeout: timeout
            ) { try await body(server, $0) }
        }
    }

    @Test(arguments: Stage.allCases)
    func aCanceledCallEnds(_ stage: Stage) async throws {
        try await with(stage) { server, transport in
            let call = Task { try await transport.send(stage.request) }
            while server.received.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
            if stage == .body { try await Task.sleep(for: .milliseconds(100)) }
            let start = ContinuousClock.now
            call.cancel()
            await #expect(throws: CancellationError.self) { try await call.value }
            // A tenth of a second where nothing else runs; without the cancellation it takes 50 s.
            #expect(ContinuousClock.now - start < .seconds(30))
        }
    }

    @Test(arguments: Stage.allCases)
    func aCallEndsWithItsTime(_ stage: Stage) async throws {
        try await Calling.withGrowingLimits { limit in
            try await with(stage, timeout: limit) { server, transport in
                let error = try await Calling.failure(transport, stage.request)
                guard !server.received.isEmpty else { return false }
                #expect(error?.mayHaveBeenBilled == !stage.isBefore)
                #expect(
                    error
                        == (stage.isBefore
                            ? .connectTimeout(host: "127.0.0.1", within: limit)
                            : .readTimeout(limit)))
                #expect(server.received.count == 1)
                return true
            }
        }
    }

    @Test func aCallThatWasCanceledBeforeItBeganSendsNothing() async throws {
        try await with(.answer) { server, transport in
            let call = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await transport.send(.test)
            }
            await #expect(throws: CancellationError.self) { try await call.value }
            #expect(server.received.isEmpty)
        }
    }

    @Test func closingEndsTheCallsUnderWay() async throws {
        try await with(.answer) { server, transport in
            let calls = (0..<8).map { _ in Task { try await transport.send(.test) } }
            while server.received.count < 8 { try await Task.sleep(for: .milliseconds(2)) }
            try await transport.shutdown()
            for call in calls {
                await #expect(throws: CancellationError.self) { try await call.value }
            }
        }
    }

    /// Begun, canceled and answered at the same time, in every order.
    @Test func callsThatAreCanceledWhileTheyAreAnsweredEndOnce() async throws {
        try await ScriptedServer.with([.reply(200)]) { server in
            try await Calling.with("http://127.0.0.1:\(server.port)") { transport in
                await withTaskGroup(of: Void.self) { group in
                    for number in 0..<200 {
                        group.addTask {
                            let call = Task { try await transport.send(.of(bytes: number * 500)) }
                            if number.isMultiple(of: 3) { await Task.yield() }
                            if number.isMultiple(of: 5) {
                                try? await Task.sleep(for: .microseconds(number * 20))
                            }
                            call.cancel()
                            switch await call.result {
                            case .success(let response): #expect(response.status == 200)
                            case .failure(let error): #expect(error is CancellationError)
                            }
                        }
                    }
                }
            }
        }
    }
}
