import Foundation
import FoundationNetworking
import Testing

/// `imgflow sandbox` as a process of its own: Bedrock Runtime over real HTTP, with SigV4.
final class Bedrock: Sendable {
    struct Call: Decodable, Hashable {
        var model: String
        /// 0 where nothing was answered.
        var status: Int
        var count: Int
    }

    private struct Log: Decodable {
        var calls: [Call]
        var mostAtOnce: Int
    }

    private struct NotReady: Error { var said: String }

    let address: String
    let accessKey: String
    let secretKey: String
    let bearerToken: String
    private let command: Command

    init(on desk: Desk, _ options: String...) async throws {
        command = try desk.start(["sandbox", "--port", "0"] + options)
        let server = command
        guard try await eventually({ server.outputSoFar.contains("AWS_BEARER_TOKEN_BEDROCK") })
        else { throw NotReady(said: server.outputSoFar + server.errorsSoFar) }
        var exports: [String: String] = [:]
        for word in server.outputSoFar.split(whereSeparator: \.isWhitespace) {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2 { exports[parts[0]] = parts[1] }
        }
        address = exports["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] ?? ""
        accessKey = exports["AWS_ACCESS_KEY_ID"] ?? ""
        secretKey = exports["AWS_SECRET_ACCESS_KEY"] ?? ""
        bearerToken = exports["AWS_BEARER_TOKEN_BEDROCK"] ?? ""
    }

    /// The keys that its greeting exports, in a region where every model lives.
    var keys: [String: String] {
        [
            "AWS_ACCESS_KEY_ID": accessKey, "AWS_SECRET_ACCESS_KEY": secretKey,
            "AWS_REGION": "us-west-2",
        ]
    }

    /// The keys, and its address.
    var exports: [String: String] {
        keys.merging(["AWS_ENDPOINT_URL_BEDROCK_RUNTIME": address]) { $1 }
    }

    func faults(_ json: String) async throws {
        var request = try URLRequest(url: #require(URL(string: address + "/_imgflow/faults")))
        request.httpMethod = "POST"
        request.httpBody = Data(json.utf8)
        let (data, _) = try await URLSession.shared.data(for: request)
        #expect(String(decoding: data, as: UTF8.self) == "{}")
    }

    /// What was asked of it, in the order of the first call of each kind.
    func calls() async throws -> [Call] { try await log().calls }

    /// How many calls were under way at the same time, at most.
    func mostAtOnce() async throws -> Int { try await log().mostAtOnce }

    private func log() async throws -> Log {
        let url = try #require(URL(string: address + "/_imgflow/log"))
        let (data, _) = try await URLSession.shared.data(from: url)
        return try JSONDecoder().decode(Log.self, from: data)
    }
}
