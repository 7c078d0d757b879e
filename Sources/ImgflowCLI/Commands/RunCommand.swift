import ArgumentParser
import ImgflowEngine
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowREPL
import ImgflowReports
import ImgflowRuntime

/// `imgflow FILE`, `imgflow -c '…'`: check, plan, ask, run.
struct RunCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Runs a program; `imgflow FILE` is the same.",
        usage: "imgflow FILE [options]\nimgflow -c PROGRAM [options]")

    @OptionGroup var program: ProgramArguments
    @OptionGroup var options: PlanningOptions
    @OptionGroup var running: RunOptions

    func run(_ call: CommandCall) async throws {
        let settings = try running.settings()
        let style = running.style(options)
        if program.text == nil, program.file == nil, call.script == nil {
            let launch = ReplLaunch(
                call.withOptionNames(options.settings), settings, style, call.forSession)
            if try await launch.start(call.console) { return }
        }
        let engine = try call.engine(options.settings)
        let status = try await engine.run(
            { try call.program(program) }, settings, for: CommandLineAudience(engine, style))
        guard status == .done else { throw ExitRequest(status) }
    }
}
