import ImgflowBedrock
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowRuntime
import Synchronization

/// One run of a plan, from the first step to the line that says what was spent.
struct PlanRun {
    let engine: Engine
    let program: PlannedProgram
    let plan: Plan
    let run: RunConfiguration
    let budget: Dollars?
    let observers: [any RunObserver]

    /// - Returns: How it ended.
    func outcome() async throws -> ExitStatus {
        let page = try page()
        let backend = engine.backend
        let take: @Sendable (RunEvent) -> Void = { [observers] event in
            for observer in observers { observer.take(event) }
        }
        let spending = Spending(budget: budget)
        let stop = StopSignal()
        let connections = Connections(
            backend: backend, timeout: run.timeout, stop: stop, models: engine.configuration.models)
        let calls = CallRunner(
            origin: backend.origin, store: engine.store, spending: spending, ledger: page,
            filteredRetries: run.filteredRetries, stop: stop,
            jobs: Jobs(run.jobs, unpaced: backend.unpacedJobs),
            keepsGoing: run.afterFailure != .stopCalling,
            client: { try await connections.client() }, events: take)
        let executor = Executor(
            plan: plan, world: program.world, calls: calls,
            draw: { [observers] node, image in
                for observer in observers {
                    if let drawn = try observer.draw(node, image) { return drawn }
                }
                return nil
            }, events: take)
        let (outcome, signal) = await interruptible(stop) { Task { await executor.run() } }
        for observer in observers { observer.close() }
        let end = RunEnd(
            outcome: outcome, spent: await spending.spent, doubtful: await spending.doubtful,
            paidCalls: await spending.paidCalls, signal: signal,
            recipe: executor.recipe)
        for observer in observers { observer.ended(end) }
        await connections.close()
        do {
            try page?.end(outcome.exitStatus)
        } catch {
            engine.console.complain("warning: \(error)")
        }
        return outcome.exitStatus
    }

    /// A session goes on when the run has ended; what a signal ended is not gone on with.
    private func interruptible(
        _ stop: StopSignal, _ work: () -> Task<RunOutcome, Never>
    ) async -> (outcome: RunOutcome, signal: Int32?) {
        let console = engine.console
        let signals = Signals.cancelling(
            console, stop: stop, endsProcess: run.caller == .commandLine,
            waitingFor: { [observers] in observers.lazy.compactMap { $0.waiting() }.first },
            lastWords: { [observers] in observers.lazy.compactMap { $0.lastWords() }.first },
            say: { [observers] text in
                if !observers.contains(where: { $0.say(text) }) { console.complain(text) }
            }, work: work)
        defer { signals.stop() }
        let outcome = await signals.task.value
        return (outcome, signals.ending)
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
                ledger, program: program.sources.root.name,
                author: engine.author(of: program.input, program.world),
                folder: engine.console.folder,
                origin: engine.backend.origin, dayLimit: engine.dayLimit, now: engine.console.now,
                words: { [sources = program.sources] in sources[$0] })
        } catch {
            // Free work needs no memory.
            guard !plan.calls.isEmpty else {
                engine.console.complain("warning: \(error); this run is not recorded")
                return nil
            }
            throw CLIError(
                message: "\(error)",
                hints: ["fix it, move it away, or run without it: --ephemeral"],
                exitStatus: .failed)
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
    private let stop: StopSignal
    private let models: ModelCatalog
    private var connection: Connection?

    init(backend: Backend, timeout: Int, stop: StopSignal, models: ModelCatalog) {
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
