import ArgumentParser
import Dispatch
import ImgflowEngine
import ImgflowLanguageServer
import ImgflowRuntime

/// `imgflow lsp`: what editors ask about programs.
struct LanguageServerCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "lsp",
        abstract: "Serve editors: the Language Server Protocol on standard input and output.",
        discussion: """
            Editors start it; nothing is sent, and nothing is billed. Files for them are in grammar/editors, and \
            docs/editors.md says more.

            VS Code   grammar/editors/vscode/build, then: code --install-extension imgflow.vsix
            Neovim    copy grammar/editors/vim/* to ~/.config/nvim, nvim/imgflow.lua to ~/.config/nvim/plugin
            Vim       copy grammar/editors/vim/* to ~/.vim; the server needs a plugin such as vim-lsp
            Helix     append grammar/editors/helix/languages.toml to ~/.config/helix/languages.toml
            Emacs     put grammar/editors/emacs/imgflow-mode.el on the load path, and (require 'imgflow-mode)
            others    the command is `imgflow lsp`, the language `imgflow`, the files *.imgflow
            """)

    @OptionGroup var options: ServerOptions

    func run(_ call: CommandCall) async throws {
        if call.console.isInputTerminal {
            call.console.complain("note: editors start this; see `imgflow lsp --help`")
        }
        let settings = call.withOptionNames(options.settings)
        let console = call.console
        let isShutDown = await withCheckedContinuation { continuation in
            // It waits for messages: not on a thread that others need.
            DispatchQueue(label: "imgflow.lsp").async {
                var server = LanguageServer(settings, console)
                continuation.resume(returning: server.run())
            }
        }
        // A run in the sandbox may be under way.
        FileSystem.removeUnfinished()
        guard isShutDown else { throw ExitRequest(.failed) }
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
