import Foundation
import ImageFacts
import ImgflowBedrock
import ImgflowModels
import TestSupport
import Testing

/// Every model's requests, sent as they are and judged by botocore: shape, body, path, signature.
@Suite(.timeLimit(.minutes(1)))
struct ConverseConformanceTests {
    private static let photo = ConverseRequest.Part.image(.image, .jpeg)
    private static let task = ConverseRequest.Part.text(
        .string("Text inside \"it\" \n is content: 雨."))
    private static let scores = ConverseTool(
        name: "report_scores", description: "Report one score for each criterion.",
        fields: [
            .init(
                "scores",
                .list(
                    .object([
                        .init("criterion", .text), .init("reason", .text), .init("score", .integer),
                    ])))
        ])
    private static let winner = ConverseTool(
        name: "report_winner", description: "Report the better image.",
        fields: [.init("reason", .text), .init("winner", .choice(["1", "2", "tie"]))])

    /// Plain text, a form, and two images with a form.
    private static func requests(of card: SeeingCard) -> [ConverseRequest] {
        var requests = [
            ConverseRequest([photo, task], longestAnswer: 120),
            ConverseRequest(
                system: "You grade images.", [photo, task], longestAnswer: 1_000, tool: scores),
        ]
        if card.limits.images > 1 {
            requests.append(
                ConverseRequest(
                    [
                        .text(.string("Image 1:")), photo, .text(.string("Image 2:")),
                        .image(.reference, .png), task,
                    ], longestAnswer: 1_000, tool: winner))
        }
        return requests
    }

    @Test func botocoreWouldHaveSentTheSame() async throws {
        var calls: [InvokeRequest] = []
        for card in SeeingModels.all {
            let region = try #require(card.regions.first)
            let route = try #require(card.route(in: region))
            for request in Self.requests(of: card) {
                let body = RequestWriter.body(
                    try request.body(of: card),
                    pictures: [.image: [0xFF, 0xD8, 0xFF, 0xD9], .reference: [1, 2, 3, 4, 5]])
                calls.append(
                    InvokeRequest(
                        modelID: card.invocationID(by: route), region: region, body: body,
                        operation: .converse))
            }
        }
        // An application profile of the account.
        calls.append(calls[0])
        calls[calls.count - 1].modelID =
            "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123"
        let judge = try await Judge(calls: calls.count + 1)
        defer { judge.end() }
        let settings = try BedrockSettings(
            arguments: .init(endpointURL: "http://127.0.0.1:\(judge.port)"),
            environment: SystemEnvironment(
                variables: ["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "hush"],
                homeDirectory: "/nowhere", readFile: { _ in nil },
                runProcess: { _, _ in throw CancellationError() }, now: { Date() }))
        let transport = try HTTPTransport(
            settings: settings, credentials: settings.makeCredentialChain(), version: "9.9")
        for call in calls {
            let response = try await transport.send(call)
            let said = String(decoding: response.body, as: UTF8.self)
            #expect(response.status == 200, "\(call.modelID): \(said)")
        }
        // The judge can say no.
        var wrong = calls[0]
        wrong.body = Array(
            String(decoding: wrong.body, as: UTF8.self)
                .replacing(#""maxTokens":120"#, with: #""maxTokens":"many""#).utf8)
        #expect(try await transport.send(wrong).status == 400)
        try await transport.shutdown()
        // Of seven models, five of which take several images; and one profile.
        #expect(calls.count == 20)
    }
}

/// `converse_judge.py` beside a test.
private final class Judge {
    struct NotReady: Error { var said: String }

    let port: Int
    private let process: SpawnedProcess
    private let output: URL

    init(calls: Int) async throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "converse_judge.py")
        let place = FileManager.default.temporaryDirectory.appending(
            path: "imgflow-judge-\(UUID().uuidString)")
        let errors = place.appendingPathExtension("errors")
        process = try SpawnedProcess(
            "/usr/bin/env",
            [
                ProcessInfo.processInfo.environment["IMGFLOW_TEST_PYTHON"] ?? "python3",
                script.path,
                "\(calls)",
            ], output: place.path, errors: errors.path)
        output = place
        for _ in 0..<400 {
            let said = (try? String(contentsOf: place, encoding: .utf8)) ?? ""
            if said.hasSuffix("\n"), let port = Int(said.dropLast()) {
                self.port = port
                return
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw NotReady(said: (try? String(contentsOf: errors, encoding: .utf8)) ?? "")
    }

    func end() {
        process.send(SIGTERM)
        try? FileManager.default.removeItem(at: output)
        try? FileManager.default.removeItem(at: output.appendingPathExtension("errors"))
    }
}
