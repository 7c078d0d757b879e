import ArgumentParser
import ImgflowEngine
import ImgflowLanguage

/// `imgflow completions bash`.
struct CompletionsCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print the shell completion script.",
        discussion: """
            bash: imgflow completions bash > ~/.local/share/bash-completion/completions/imgflow
            zsh:  imgflow completions zsh > "${fpath[1]}/_imgflow"
            fish: imgflow completions fish > ~/.config/fish/completions/imgflow.fish
            """)

    @ArgumentParser.Argument(help: "bash, zsh or fish.")
    var shell: String

    func run(_ call: CommandCall) async throws {
        let console = call.console
        guard let script = CompletionScript(rawValue: shell) else {
            throw CLIError(
                message: "no completion script for `\(Printable.text(shell))`",
                hints: ["use \(List(CompletionScript.allCases.map(\.rawValue)))"])
        }
        console.put(script.text)
    }
}
