import ArgumentParser
import ImgflowEngine
import ImgflowLanguageServer
import ImgflowRuntime

/// `imgflow lsp`: what editors ask about programs.
struct LanguageServerCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "lsp",
        abstract: "Serve editors: the Language Server Protocol on standard input and output.",
        discussion: "Offline; nothing is billed.")

    @OptionGroup var options: ServerOptions

    func run(_ call: CommandCall) async throws {
        var server = LanguageServer(call.withOptionNames(options.settings), call.console)
        guard await server.run() else { throw ExitRequest(.failed) }
    }
}

/// As of the commands that plan, and what editors add to the command of every server.
struct ServerOptions: ParsableArguments {
    @Option(help: "Backend to plan for: aws or sandbox (or IMGFLOW_BACKEND).")
    var backend: String?

    @Option(help: "AWS Region to plan for; overrides the planner's choice.")
    var region: String?

    @Option(help: "AWS profile to plan for.")
    var profile: String?

    @Option(help: "Folder of cached results (or IMGFLOW_STORE).")
    var store: String?

    @Flag(help: ArgumentHelp("The only way that there is.", visibility: .hidden))
    var stdio = false

    @Option(
        name: .customLong("clientProcessId"), help: ArgumentHelp("", visibility: .hidden))
    var clientProcess: Int?

    var settings: EngineSettings {
        var settings = EngineSettings()
        settings.backend = backend
        settings.region = region
        settings.profile = profile
        settings.store = store
        return settings
    }
}
