import ArgumentParser
import ImgflowEngine

/// `imgflow editor-grammar`: writes `grammar/imgflow.tmLanguage.json`, from the verbs as they are.
struct EditorGrammarCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "editor-grammar",
        abstract: "Print the TextMate grammar for editors.",
        shouldDisplay: false)

    func run(_ call: CommandCall) async throws { call.console.print(TextMateGrammar.text) }
}
