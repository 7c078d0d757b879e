import ArgumentParser
import ImgflowEngine

/// `imgflow editor-grammar`: writes `grammar/imgflow.tmLanguage.json` and its kin, from the verbs as they are.
struct EditorGrammarCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "editor-grammar",
        abstract: "Print the grammar or the words for editors.",
        shouldDisplay: false)

    @Option(name: .customLong("for"), help: "Whose form: textmate, vim or emacs.")
    var editor = EditorWords.textmate

    func run(_ call: CommandCall) async throws { call.console.put(editor.text) }
}
