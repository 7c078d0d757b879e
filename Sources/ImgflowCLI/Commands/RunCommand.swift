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
        commandName: "run", abstract: "Run a program; same as `imgflow FILE`.",
        usage: "imgflow FILE [options]\nimgflow -c PROGRAM [options]")

    @OptionGroup var program: ProgramArguments
    @OptionGroup var options: PlanningOptions
    @OptionGroup var running: RunOptions
    @OptionGroup var session: SessionOptions

    func run(_ call: CommandCall) async throws {
        let settings = try running.settings()
        let style = running.style(options)
        let isPrompt = program.text == nil && program.file == nil && call.script == nil
        guard isPrompt || !session.continue else {
            throw CLIError(
                message: "`--continue` restores a session at the prompt and accepts no program",
                hints: ["leave out one of them"], exitStatus: .usage)
        }
        if isPrompt {
            let launch = ReplLaunch(
                call.withOptionNames(options.settings), settings, style, call.forSession,
                continues: session.continue)
            if try await launch.start(call.console) { return }
        }
        let engine = try call.engine(options.settings)
        let status = try await engine.run(
            { try call.program(program) }, settings, for: CommandLineAudience(engine, style))
        guard status == .done else { throw ExitRequest(status) }
    }
}
