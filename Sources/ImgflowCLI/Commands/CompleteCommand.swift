import ArgumentParser
import ImgflowEngine

/// `imgflow complete -- plan -c 'load "a.png" | up'`: what the scripts of `imgflow completions` ask.
struct CompleteCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "complete", abstract: "List completions for a shell.",
        shouldDisplay: false)

    @Argument(parsing: .captureForPassthrough, help: "The words after `imgflow`.")
    var words: [String] = []

    func run(_ call: CommandCall) async throws {
        let console = call.console
        let asked = words.first == "--" ? Array(words.dropFirst()) : words
        console.put(ShellCompletion(asked, call).text)
    }
}
