import ImgflowBedrock
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowRuntime
import ImgflowTerminal
import Synchronization

/// One run of a plan, from the first step to the line that says what was spent.
struct PlanRun {
    let plan: Plan
    let engine: Engine
    let running: RunOptions
    let budget: Dollars?
    let sources: Sources
    var prompt: ReplRunObserver?

    func run() async throws {
        let exitCode = try await outcome()
        guard exitCode == ExitStatus.done else { throw ExitRequest(exitCode) }
    }

    /// - Returns: The exit code that says how it ended.
    func outcome() async throws -> Int32 {
        let page = try page()
        let console = engine.console
        let board = StatusBoard(
            isTerminal: console.takesSequences && !engine.options.quiet, width: console.columns,
            write: console.writeError)
        let reporter = TextReporter(
            plan: plan, engine: engine, isTracing: running.trace, previews: running.preview,
            prompt: prompt, board: board)
        prompt?.planned(plan)
        let take: @Sendable (RunEvent) -> Void = { [prompt] event in
            prompt?.happened(event)
            reporter.take(event)
        }
        let spending = Spending(budget: budget)
        let stop = StopSign()
        let connections = Connections(
            backend: engine.backend, timeout: running.timeout, stop: stop,
            models: engine.configuration.models)
        let calls = CallRunner(
            origin: engine.backend.origin, store: engine.store, spending: spending, ledger: page,
            filteredRetries: running.retryFiltered, stop: stop,
            jobs: Jobs(running.jobs, unpaced: engine.backend.unpacedJobs),
            keepsGoing: running.afterFailure != .noKeepGoing,
            client: { try await connections.client() }, events: take)
        let executor = Executor(
            plan: plan, world: engine.world, calls: calls, draw: reporter.draw, events: take)
        let signals = Signals.cancelling(
            console, stop: stop, endsProcess: prompt == nil, waitingFor: reporter.waiting,
            lastWords: reporter.lastWords, say: { [board] in board.say($0) }
        ) { Task { await executor.run() } }
        let outcome = await signals.task.value
        signals.stop()
        board.close()
        if let undrawn = prompt?.undrawn { console.complain(undrawn) }
        await reporter.summarize(outcome, spending)
        prompt?.ended(await spending.spent + spending.doubtful)
        await connections.close()
        do {
            try page?.end(exitCode: outcome.exitCode)
        } catch {
            console.complain("warning: \(error)")
        }
        return outcome.exitCode
    }
}

extension PlanRun {
    /// This run's page of the ledger; nil where no trace is wanted.
    private func page() throws -> RunLedger? {
        guard engine.store != nil else { return nil }
        // A filter between two pipes leaves nothing to find again.
        guard !plan.calls.isEmpty || plan.steps.contains(where: \.writesFile) else { return nil }
        do {
            guard let ledger = try engine.book.open() else { return nil }
            return try RunLedger(
                ledger, program: sources.root.name,
                author: engine.author(of: sources.root, prompt?.settled),
                folder: engine.console.folder,
                origin: engine.backend.origin, dayLimit: engine.dayLimit, now: engine.console.now,
                words: { [sources] in sources[$0] })
        } catch {
            // Free work needs no memory.
            guard !plan.calls.isEmpty else {
                engine.console.complain("warning: \(error); this run leaves no trace")
                return nil
            }
            throw CLIError(
                message: "\(error)",
                hints: ["mend it or move it away, or leave no trace: --ephemeral"],
                code: ExitStatus.failed)
        }
    }
}

extension PlanNode {
    fileprivate var writesFile: Bool {
        guard case .save(let save) = action else { return false }
        if case .standardOutput = save.target { return false }
        return true
    }
}

/// The client, made when the first unknown call needs it.
private actor Connections {
    private let backend: Backend
    private let timeout: Int
    private let stop: StopSign
    private let models: ModelCatalogue
    private var connection: Connection?

    init(backend: Backend, timeout: Int, stop: StopSign, models: ModelCatalogue) {
        self.backend = backend
        self.models = models
        self.stop = stop
        self.timeout = timeout
    }

    func client() throws -> BedrockClient {
        if let connection { return connection.client }
        let made = try backend.connect(timeout: timeout, stop: stop, models: models)
        connection = made
        return made.client
    }

    func close() async {
        await connection?.close()
        connection = nil
    }
}
