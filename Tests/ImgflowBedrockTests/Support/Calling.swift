import Foundation
import ImgflowBedrock
import Testing

/// Calls over real sockets, with nothing between.
enum Calling {
    /// A transport to `url`, or to AWS, shut down at the end.
    static func with<Result>(
        _ url: String?, _ variables: [String: String] = [:], timeout: Duration = .seconds(20),
        _ body: (HTTPTransport) async throws -> Result
    ) async throws -> Result {
        var settings = try BedrockSettings(
            arguments: .init(endpointURL: url),
            environment: .test(["AWS_BEARER_TOKEN_BEDROCK": "key"].merging(variables) { $1 }))
        settings.responseTimeout = timeout
        let transport = try HTTPTransport(
            settings: settings, credentials: settings.makeCredentialChain(), version: "9.9")
        do {
            let result = try await body(transport)
            try await transport.shutdown()
            return result
        } catch {
            try? await transport.shutdown()
            throw error
        }
    }

    /// Tries with longer and longer time limits until one was enough for the server to be reached:
    /// `body` tells. On a busy machine a short limit can be over before that.
    static func withGrowingLimits(_ body: (Duration) async throws -> Bool) async throws {
        for limit in [1, 4, 16] as [Int] {
            if try await body(.seconds(limit)) { return }
        }
        Issue.record("the server was not reached within 16 s")
    }

    /// How a call failed; nil where it was answered.
    static func failure(
        _ transport: HTTPTransport, _ request: InvokeRequest = .test
    ) async throws -> TransportError? {
        do {
            _ = try await transport.send(request)
            return nil
        } catch let broken as BrokenAnswer {
            return broken.error
        } catch let error as TransportError {
            return error
        }
    }
}

extension InvokeRequest {
    static func of(bytes count: Int) -> InvokeRequest {
        var request = InvokeRequest.test
        request.body = Array(repeating: UInt8(ascii: "y"), count: count)
        return request
    }
}
