import ArgumentParser
import ImgflowEngine
import ImgflowLanguage
import ImgflowReports
import ImgflowRuntime

/// `imgflow log storm`: the calls that were made, newest first.
struct LogCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "List past calls, newest first, or those that contain all search words.",
        discussion: """
            imgflow log                  the last 20 calls
            imgflow log storm upscale    calls with both words in prompt, model, program, or file
            """)

    @ArgumentParser.Argument(
        help: "Words to search for in prompts, models, programs, and file names.")
    var words: [String] = []

    @Option(help: "Maximum number of calls to list.")
    var limit: Int = 20

    @Flag(help: "Write JSON on standard output.")
    var json = false

    func run(_ call: CommandCall) async throws {
        let console = call.console
        guard (1...1_000_000).contains(limit) else {
            throw CLIError(message: "expected --limit of 1 or more, found \(limit)")
        }
        let ledger = try FoundRecipe.ledger(console)
        let entries = try FoundRecipe.asking { () -> [Entry] in
            guard let ledger else { return [] }
            let calls = try ledger.calls(holding: words, limit: limit)
            let paths = try ledger.paths(of: calls)
            return calls.map { Entry(call: $0, files: $0.id.flatMap { paths[$0] } ?? []) }
        }
        if json { return console.print(JSONReport.text(entries)) }
        guard !entries.isEmpty else {
            return console.complain(words.isEmpty ? "no calls recorded yet" : "no matching calls")
        }
        for entry in entries {
            let call = entry.call
            let seed = call.seed.map { ", seed \($0)" } ?? ""
            let seconds = call.milliseconds.map { ", \($0 / 1_000).\($0 % 1_000 / 100) s" } ?? ""
            console.print(
                "\(call.time)  \(call.money)  \(call.model) in \(call.region)\(seconds)\(seed)")
            console.print(
                "    \(Printable.text(call.stage.split(separator: "\n").joined(separator: " ")))")
            if let error = call.error { console.print("    = \(Printable.text(error))") }
            if let said = call.said { console.print("    = \(Printable.text(said))") }
            for file in entry.files { console.print("    -> \(Printable.text(file))") }
        }
    }

    private struct Entry: Encodable {
        var call: LedgerCall
        var files: [String]
    }
}
