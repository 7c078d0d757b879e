import ImgflowBedrock
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowRuntime
import ImgflowTerminal
import Synchronization

/// One run of a plan, from the first step to the line that says what was spent.
struct Running {
    let plan: Plan
    let bench: Workbench
    let running: RunOptions
    let budget: Dollars?

    func run() async throws {
        let console = bench.console
        let board = StatusBoard(
            isTerminal: console.isErrorTerminal && !bench.options.quiet, width: console.width,
            write: console.writeError)
        let reporter = RunReporter(
            plan: plan, bench: bench, isTracing: running.trace, previews: running.preview,
            board: board)
        let spending = Spending(budget: budget)
        let connections = Connections(backend: bench.backend, timeout: running.timeout)
        let calls = CallRunner(
            origin: bench.backend.origin, store: bench.store, spending: spending,
            client: { try await connections.client() }, events: reporter.take)
        let executor = Executor(
            plan: plan, world: bench.world, calls: calls, events: reporter.take)
        let signals = Signals.cancelling(
            Task { await executor.run() }, console, lastWords: reporter.lastWords)
        let outcome = await signals.task.value
        signals.stop()
        board.close()
        await reporter.summarize(outcome, spending)
        await connections.close()
        guard outcome.exitCode == ExitCode.done else { throw Exit(outcome.exitCode) }
    }
}

/// The client, made when the first unknown call needs it.
private actor Connections {
    private let backend: Backend
    private let timeout: Int
    private var connection: Connection?

    init(backend: Backend, timeout: Int) {
        self.backend = backend
        self.timeout = timeout
    }

    func client() throws -> BedrockClient {
        if let connection { return connection.client }
        let made = try backend.connect(timeout: timeout)
        connection = made
        return made.client
    }

    func close() async {
        await connection?.close()
        connection = nil
    }
}
