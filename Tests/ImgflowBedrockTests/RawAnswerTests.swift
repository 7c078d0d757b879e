import Foundation
import ImgflowBedrock
import Testing

/// Whatever bytes a server answers with, a call ends with an answer or an error, and the process
/// goes on.
@Suite(.timeLimit(.minutes(1)))
struct RawAnswerTests {
    private enum Outcome: Equatable {
        case answered(Int)
        case failed(mayBeBilled: Bool)
    }

    private func outcome(of answer: String) async throws -> Outcome {
        try await ScriptedServer.with([.raw(answer)]) { server in
            var settings = try BedrockSettings(
                arguments: .init(endpointURL: "http://127.0.0.1:\(server.port)"),
                environment: .test(["AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "s"]))
            settings.responseTimeout = .seconds(10)
            let transport = try HTTPTransport(
                settings: settings, credentials: settings.makeCredentialChain(), version: "9.9")
            let outcome: Outcome
            do {
                outcome = .answered(try await transport.send(.test).status)
            } catch let broken as BrokenAnswer {
                outcome = .failed(mayBeBilled: broken.error.mayHaveBeenBilled)
            } catch let error as TransportError {
                outcome = .failed(mayBeBilled: error.mayHaveBeenBilled)
            }
            try await transport.shutdown()
            return outcome
        }
    }

    @Test(arguments: [
        "HTTP/1.1 000 x", "HTTP/1.1 001 x", "HTTP/1.1 042 x", "HTTP/1.1 099 x", "HTTP/1.1 600 x",
        "HTTP/1.1 999 x", "HTTP/1.1 -1 x", "HTTP/1.1 20 x", "HTTP/1.1 2000 x", "HTTP/1.1 200x",
        "HTTP/9.9 200 OK", "HTTP/1.1 200 OK\r\ncontent-length: -1",
        "HTTP/1.1 200 OK\r\ncontent-length: 18446744073709551616",
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3",
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked",
        "HTTP/1.1 200 OK\r\n: nameless", "HTTP/1.1 100 Continue", "",
    ])
    func whatIsNoAnswerIsAnErrorThatMayBeBilled(_ head: String) async throws {
        for rest in ["\r\n\r\n", "\r\n\r\n{}", ""] {
            #expect(try await outcome(of: head + rest) == .failed(mayBeBilled: true), "\(rest)")
        }
    }

    @Test(arguments: [200, 204, 304, 399, 400, 418, 500, 599])
    func everyStatusThatHTTPHasIsGivenBack(_ status: Int) async throws {
        let answer = "HTTP/1.1 \(status) x\r\ncontent-length: 0\r\n\r\n"
        #expect(try await outcome(of: answer) == .answered(status))
        let interim = "HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n"
        #expect(try await outcome(of: interim + answer) == .answered(status))
    }

    /// Whole answers with bytes changed, dropped and doubled, the same ones in every run.
    @Test(arguments: 0..<8)
    func answersChangedAtRandomEndACallAndNothingElse(_ seed: Int) async throws {
        let whole = [
            "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-amzn-requestid: r\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 429 Slow\r\nretry-after: 9\r\n\r\n",
        ]
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        func random(_ limit: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(limit))
        }
        for round in 0..<24 {
            var scalars = Array(whole[round % whole.count].unicodeScalars)
            for _ in 0...random(3) {
                let place = random(scalars.count)
                switch random(4) {
                case 0: scalars.remove(at: place)
                case 1: scalars.insert(scalars[place], at: place)
                case 2: scalars[place] = Unicode.Scalar(UInt8(random(128)))
                default: scalars.removeLast(random(scalars.count - 1))
                }
            }
            var text = ""
            text.unicodeScalars.append(contentsOf: scalars)
            // Ended at all is what is asked.
            let ended = try await outcome(of: text)
            if case .answered(let status) = ended { #expect((100..<600).contains(status)) }
        }
    }
}
