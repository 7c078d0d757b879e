import Foundation
import ImageFacts
import ImgflowBedrock
import ImgflowEngine
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowVerbs
import Synchronization
import Testing

@testable import ImgflowRuntime

/// Answers calls as a test likes, and remembers what was asked.
final class ScriptedModel: InvokeTransport {
    typealias Reply = @Sendable (InvokeRequest, _ number: Int) async throws -> HTTPResponse

    private let reply: Reply
    private let received = Mutex<[InvokeRequest]>([])

    init(_ reply: @escaping Reply) { self.reply = reply }

    var requests: [InvokeRequest] { received.withLock { $0 } }

    func send(_ request: InvokeRequest) async throws -> HTTPResponse {
        let number = received.withLock { received in
            received.append(request)
            return received.count
        }
        return try await reply(request, number)
    }

    /// The same picture, whatever is asked.
    static func always(_ image: [UInt8]) -> ScriptedModel {
        ScriptedModel { _, _ in .picture(image) }
    }
}

extension HTTPResponse {
    static func picture(_ image: [UInt8]) -> HTTPResponse {
        json(
            #"{"images":["\#(Data(image).base64EncodedString())"],"seeds":[7],"finish_reasons":[null]}"#
        )
    }

    static func refused(_ reason: String) -> HTTPResponse {
        json(#"{"finish_reasons":["\#(reason)"],"images":[],"seeds":[]}"#)
    }

    static func failure(_ status: Int, _ type: String, _ message: String = "no") -> HTTPResponse {
        var response = json(#"{"message":"\#(message)"}"#)
        response.status = status
        response.headers["x-amzn-errortype"] = type
        return response
    }

    static func json(_ text: String) -> HTTPResponse {
        HTTPResponse(
            status: 200, headers: ["x-amzn-requestid": "r-1"], body: Array(text.utf8))
    }
}

extension InvokeRequest {
    private struct Fields: Decodable {
        var image: String?
        var mask: String?
        var seed: Int?
    }

    private var fields: Fields {
        get throws { try JSONDecoder().decode(Fields.self, from: Data(body)) }
    }

    /// The picture that it holds.
    var image: Image {
        get throws {
            let text = try #require(try fields.image)
            return try Image(encoded: Array(#require(Data(base64Encoded: text))))
        }
    }

    var maskImage: Image {
        get throws {
            let text = try #require(try fields.mask)
            return try Image(encoded: Array(#require(Data(base64Encoded: text))))
        }
    }
}

/// Plans programs on a folder's pictures and runs them against a scripted model.
struct Workshop {
    let folder: TemporaryFolder
    let store: AnswerStore?

    init(hasStore: Bool = true) throws {
        folder = try TemporaryFolder()
        store = hasStore ? AnswerStore(folder: folder.place("answers")) : nil
    }

    func picture(_ size: PixelSize, _ color: Color, _ name: String) throws {
        try folder.write(Image.solid(size, color).encoded(as: .png), name)
    }

    struct Ran {
        var plan: Plan
        var outcome: RunOutcome
        var events: [RunEvent]
        var spent: Dollars
        var doubtful: Dollars
        /// As the executor gives it to whoever keeps images.
        var recipe: @Sendable (PlanNode.ID, Int) -> HeldRecipe

        var failures: [String] { outcome.failures.map { "\($0.failure)" } }

        var saved: [String] {
            events.compactMap { if case .saved(_, let path, _) = $0 { path } else { nil } }
        }

        var remarks: [String] {
            events.compactMap { if case .remark(_, let text) = $0 { text } else { nil } }
        }

        /// The verbs of the steps that were taken, in no order.
        var started: [String] {
            events.compactMap { if case .started(let node) = $0 { node.origin.verb } else { nil } }
        }

        var known: Int {
            events.count { event in
                if case .finished(_, _, .known) = event { true } else { false }
            }
        }
    }

    /// - Parameters:
    ///   - width: nodes under way at once.
    ///   - listener: held by the run as long as the run is there.
    func run(
        _ program: String, by model: ScriptedModel, budget: Dollars? = nil, width: Int = 4,
        listener: Listener? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Ran {
        let world = DiskWorld(
            folder: folder.path, today: CalendarDate(secondsSince1970: 1_795_000_000),
            store: store, readStandardInput: { nil })
        let plan = try plan(program, world, sourceLocation: sourceLocation)
        let events = Mutex<[RunEvent]>([])
        let take: @Sendable (RunEvent) -> Void = { event in
            withExtendedLifetime(listener) { events.withLock { $0.append(event) } }
        }
        let spending = Spending(budget: budget)
        var policy = RetryPolicy()
        policy.maxAttempts = 1
        let client = BedrockClient(transport: model, policy: policy, state: RetryState())
        let calls = CallRunner(
            origin: "test", store: store, spending: spending, jobs: Jobs(width), client: { client },
            events: take)
        let executor = Executor(
            plan: plan, world: world, calls: calls, width: width, events: take)
        let outcome = await executor.run()
        return Ran(
            plan: plan, outcome: outcome, events: events.withLock { $0 },
            spent: await spending.spent,
            doubtful: await spending.doubtful, recipe: executor.recipe)
    }

    private func plan(
        _ program: String, _ world: DiskWorld, sourceLocation: SourceLocation
    ) throws -> Plan {
        let source = SourceText(name: "test", text: program)
        let planned = ProgramPlanner().plan(source, in: world, PlanSettings(origin: "test"))
        return try #require(
            planned.plan, "\(planned.diagnostics.map(\.message))", sourceLocation: sourceLocation)
    }
}

/// Somebody who is told of a run.
final class Listener: Sendable {}

/// A door that opens when so many have knocked.
actor Gate {
    private var knocks = 0
    private let needed: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(opensAfter needed: Int) { self.needed = needed }

    func knock() {
        knocks += 1
        guard knocks >= needed else { return }
        for continuation in waiting { continuation.resume() }
        waiting = []
    }

    func wait() async {
        guard knocks < needed else { return }
        await withCheckedContinuation { waiting.append($0) }
    }
}
