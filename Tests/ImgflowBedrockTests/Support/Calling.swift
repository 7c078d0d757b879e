import Foundation
import ImgflowBedrock

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
