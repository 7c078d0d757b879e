import ImgflowEngine
import ImgflowLanguage
import ImgflowReports
import ImgflowRuntime
import JSONRPC
import Synchronization

/// What a code lens does.
enum ServerCommand: String, CaseIterable {
    /// Shows what a pipeline would do and cost.
    case plan = "imgflow.plan"
    /// Runs the program in the sandbox of this process.
    case sandbox = "imgflow.sandbox"
}

extension LanguageServer {
    mutating func execute(_ id: MessageID, _ params: JSON) throws(RPCError) -> JSON? {
        let name = params["command"].text ?? ""
        guard let command = ServerCommand(rawValue: name) else {
            throw RPCError(.invalidParams, "no command is named `\(name)`")
        }
        let arguments = params["arguments"].items
        guard let uri = arguments.first?.text, let document = documents[uri] else {
            throw RPCError(.invalidParams, "expected the address of a document that is open")
        }
        let job = job(for: document)
        if command == .sandbox, commands.values.contains(.sandbox) {
            throw RPCError(.requestFailed, "a program is running in the sandbox already")
        }
        commands[id] = command
        switch command {
        case .plan:
            let place = arguments.count > 1 ? arguments[1].int : nil
            return elsewhere(id) { _ throws(RPCError) in .string(try job.plan(at: place)) }
        case .sandbox:
            return inTask(id) { () async throws(RPCError) -> JSON in
                .string(try await job.runInSandbox())
            }
        }
    }
}

extension AnalysisJob {
    /// - Parameter place: where a statement begins; nil for the whole program.
    func plan(at place: Int?) throws(RPCError) -> String {
        let engine: Engine
        do throws(CLIError) { engine = try desk.engine(in: folder) } catch {
            throw RPCError(.requestFailed, error.message)
        }
        let planned = engine.plan(input(engine))
        guard let plan = planned.plan ?? planned.soundPlan else {
            throw RPCError(.requestFailed, "a program with mistakes is not planned")
        }
        if planned.isRight, let first = planned.missing.first {
            throw RPCError(.requestFailed, "it is planned when `\(first)` is given")
        }
        let statement = planned.linked.root.program.statements.first { $0.span.start == place }
        let part = statement.map { plan.part(in: $0.span) } ?? plan
        return PlanText.make(part, planned.sources.root, engine.backend, engine.estimate(part))
    }

    /// As `imgflow run --backend sandbox` does: files are written, nothing is sent, nothing is billed, and an image of
    /// AWS is not replaced.
    ///
    /// - Returns: What the command would say.
    func runInSandbox() async throws(RPCError) -> String {
        let words = Words()
        do {
            let engine = try desk.sandbox(in: folder) { words.add($0) }
            let status = try await engine.run(
                { input(engine) }, RunConfiguration(),
                for: CommandLineAudience(engine, ReportStyle()))
            guard status == .done else {
                throw RPCError(.requestFailed, words.text)
            }
            return words.text
        } catch let error as RPCError {
            throw error
        } catch let error as any UserFacingError {
            throw RPCError(.requestFailed, ([error.message] + error.hints).joined(separator: "\n"))
        } catch {
            // What kept it from running has been said.
            throw RPCError(.requestFailed, words.text.isEmpty ? "\(error)" : words.text)
        }
    }
}

/// What a run says, from whichever thread.
private final class Words: Sendable {
    private let all = Mutex("")

    func add(_ text: String) { all.withLock { $0 += text } }

    var text: String { all.withLock { $0 } }
}
