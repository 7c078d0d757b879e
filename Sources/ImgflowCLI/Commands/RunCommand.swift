import ArgumentParser
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowRuntime

/// `imgflow FILE`, `imgflow -c '…'`: check, plan, ask, run.
struct RunCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs a program; `imgflow FILE` is the same.",
        usage: "imgflow FILE [options]\nimgflow -c PROGRAM [options]")

    @OptionGroup var program: ProgramArguments
    @OptionGroup var options: PlanningOptions
    @OptionGroup var running: RunOptions

    func run(_ console: Console) async throws {
        if program.text == nil, program.file == nil, console.script == nil,
            try await ReplLaunch.run(options, running, console)
        {
            return
        }
        let engine = try Engine(options, console)
        try await RunApproval(engine: engine, source: engine.source(program), running: running)
            .run()
    }
}
