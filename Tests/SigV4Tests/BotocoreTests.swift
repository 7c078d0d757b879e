import Foundation
import SigV4
import TestSupport
import Testing

/// Compares with AWS's own Python implementation, on requests that no table would think of.
struct BotocoreTests {
    private struct Case: Codable {
        var method: String
        var host: String
        var modelID: String
        var operation: String
        var query: String
        var headers: [String: String]
        var body: String
        var accessKeyID: String
        var secretAccessKey: String
        var sessionToken: String?
        var region: String
        var date: String
    }

    private struct Answer: Codable {
        var path: String
        var canonicalRequest: String
        var authorization: String
    }

    @Test func botocoreMakesTheSameSignatures() async throws {
        let cases = Self.cases(count: 200)
        let answers = try await Self.botocore(cases)
        try #require(answers.count == cases.count)
        for (one, answer) in zip(cases, answers) {
            #expect(
                percentEncodedPath(modelID: one.modelID, operation: one.operation) == answer.path)
            let request = SigningRequest(
                method: one.method, host: one.host, path: answer.path, query: one.query,
                headers: one.headers.map { ($0.key, $0.value) },
                payloadHash: PayloadHash.of(one.body))
            let signer = Signer(
                credentials: Credentials(
                    accessKeyID: one.accessKeyID, secretAccessKey: one.secretAccessKey,
                    sessionToken: one.sessionToken), region: one.region, service: "bedrock")
            let canonical = CanonicalRequest(signer.dated(request, amazonDate: one.date))
            #expect(canonical.text == answer.canonicalRequest)
            let signed = signer.sign(request, at: try #require(AmazonDate.date(one.date)))
            #expect(signed.last?.value == answer.authorization)
        }
    }

    /// SplitMix64: the same requests on every machine.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
    }

    private static func cases(count: Int) -> [Case] {
        var random = Generator(state: 20_261_122)
        let letters = Array("abcXYZ019-._~:/ %+=@é雨🌈\"{}\n")
        func text(_ range: ClosedRange<Int>, from letters: [Character]) -> String {
            let count = Int.random(in: range, using: &random)
            return String((0..<count).compactMap { _ in letters.randomElement(using: &random) })
        }
        let plain = Array("abcdefghijKLMNOP0123456789")
        return (0..<count).map { index in
            let region = ["us-west-2", "us-east-1", "us-east-2"][index % 3]
            let models = [
                "us.stability.stable-\(text(1...9, from: plain))-v1:0",
                "arn:aws:bedrock:\(region):123456789012:inference-profile/"
                    + text(1...20, from: plain),
                text(1...40, from: letters.filter { $0 != "\n" }),
            ]
            var headers = ["content-type": "application/json", "accept": "application/json"]
            if index % 4 == 0 {
                headers["X-Amzn-Bedrock-Trace"] =
                    "a" + text(0...9, from: Array("b  c\tD")) + "e"
            }
            return Case(
                method: "POST",
                host: index % 5 == 0
                    ? "127.0.0.1:\(4000 + index)" : "bedrock-runtime.\(region).amazonaws.com",
                modelID: models[index / 3 % 3],
                operation: ["invoke", "converse"][index % 2],
                query: index % 7 == 0 ? "z=1&a=\(text(1...5, from: plain))&a=" : "",
                headers: headers, body: text(0...200, from: letters),
                accessKeyID: "AKIA" + text(16...16, from: plain),
                secretAccessKey: text(40...40, from: plain + ["/", "+"]),
                sessionToken: index % 2 == 0 ? text(20...400, from: plain + ["/", "+", "="]) : nil,
                region: region,
                date:
                    "2026\(index % 2 == 0 ? "11" : "02")2\(index % 9)T0\(index % 10)595\(index % 8)Z"
            )
        }
    }

    private static let script = """
        import json, sys
        from urllib.parse import quote
        from botocore.auth import SigV4Auth
        from botocore.awsrequest import AWSRequest
        from botocore.credentials import Credentials
        answers = []
        for case in json.load(open(sys.argv[1])):
            path = "/model/" + quote(case["modelID"], safe="-._~") + "/" + case["operation"]
            url = "https://" + case["host"] + path
            if case["query"]:
                url += "?" + case["query"]
            headers = dict(case["headers"], host=case["host"])
            request = AWSRequest(case["method"], url, headers=headers,
                                 data=case["body"].encode())
            keys = Credentials(case["accessKeyID"], case["secretAccessKey"],
                               case.get("sessionToken"))
            auth = SigV4Auth(keys, "bedrock", case["region"])
            request.context["timestamp"] = case["date"]
            auth._modify_request_before_signing(request)
            canonical = auth.canonical_request(request)
            signature = auth.signature(auth.string_to_sign(request, canonical), request)
            auth._inject_signature_to_request(request, signature)
            answers.append({"path": path, "canonicalRequest": canonical,
                            "authorization": request.headers["Authorization"]})
        json.dump(answers, sys.stdout)
        """

    private struct NoBotocore: Error, CustomStringConvertible {
        var interpreter: String
        var said: String
        var description: String {
            "`\(interpreter)` cannot import botocore: run scripts/setup, or set"
                + " IMGFLOW_TEST_PYTHON to an interpreter that can (\(said))"
        }
    }

    private static func botocore(_ cases: [Case]) async throws -> [Answer] {
        let interpreter = ProcessInfo.processInfo.environment["IMGFLOW_TEST_PYTHON"] ?? "python3"
        let file = FileManager.default.temporaryDirectory.appending(
            path: "imgflow-botocore-\(UUID().uuidString).json")
        try JSONEncoder().encode(cases).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let (output, errors) = (
            file.appendingPathExtension("output"), file.appendingPathExtension("errors")
        )
        defer {
            try? FileManager.default.removeItem(at: output)
            try? FileManager.default.removeItem(at: errors)
        }
        let end = try await SpawnedProcess(
            "/usr/bin/env", [interpreter, "-c", script, file.path], output: output.path,
            errors: errors.path
        ).ended()
        let answer = try Data(contentsOf: output)
        let said = try Data(contentsOf: errors)
        guard end.status == 0 else {
            throw NoBotocore(
                interpreter: interpreter,
                said: String(decoding: said.suffix(200), as: UTF8.self))
        }
        return try JSONDecoder().decode([Answer].self, from: answer)
    }
}
