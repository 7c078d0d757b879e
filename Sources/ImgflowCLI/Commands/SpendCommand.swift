import ArgumentParser
import FoundationEssentials
import ImgflowEngine
import ImgflowLanguage
import ImgflowModels
import ImgflowReports
import ImgflowRuntime
import ImgflowTerminal

/// `imgflow spend`: what was paid, by model, day or script.
struct SpendCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "spend",
        abstract: "Show spending, and savings from cached results.",
        discussion: """
            imgflow spend                       everything, by model
            imgflow spend --since 7d --by day   the last seven days
            imgflow spend --since 2026-11-01    since that day (UTC)

            Calls that may have been billed without an image are counted separately. Prices are those \
            of the plans; your AWS bill is authoritative.
            """)

    enum By: String, ExpressibleByArgument, CaseIterable { case model, day, script }

    @Option(help: ArgumentHelp("A day (2026-11-01), `today`, or days back (7d).", valueName: "day"))
    var since: String?

    @Option(help: "model, day or script.")
    var by: By = .model

    @Flag(help: "Write JSON on standard output.")
    var json = false

    func run(_ call: CommandCall) async throws {
        let console = call.console
        let start = try Self.start(since, console)
        let grouping = Ledger.Grouping(rawValue: by.rawValue) ?? .model
        let rows = try FoundRecipe.asking {
            try FoundRecipe.ledger(console)?.spent(since: start, by: grouping) ?? []
        }
        if json {
            return console.print(JSONReport.text(Report(since: start, by: by.rawValue, rows)))
        }
        guard !rows.isEmpty else {
            return console.print(since == nil ? "no calls recorded yet" : "no calls since then")
        }
        var table = TextTable(indent: 0)
        table.add(by.rawValue, "origin", "calls", "paid", "may be billed", "cached", "saved")
        for row in rows {
            let isBilled = row.origin != "sandbox"
            func money(_ millionths: Int) -> String {
                millionths == 0 ? "" : "\(Dollars(millionths: millionths))"
            }
            table.add(
                Printable.text(row.name), row.origin, "\(row.calls)",
                isBilled ? money(row.paid) : "(\(Dollars(millionths: row.paid)) at AWS)",
                isBilled ? money(row.doubtful) : "", "\(row.known)",
                isBilled ? money(row.saved) : "")
        }
        console.put(table.text)
        let billed = rows.filter { $0.origin != "sandbox" }
        let paid = Dollars(millionths: billed.reduce(0) { $0 + $1.paid })
        let doubtful = Dollars(millionths: billed.reduce(0) { $0 + $1.doubtful })
        let saved = Dollars(millionths: billed.reduce(0) { $0 + $1.saved })
        var words = "spent \(paid)"
        if doubtful > .zero { words += ", and \(doubtful) may have been billed" }
        if saved > .zero { words += "; cached results saved \(saved)" }
        console.print(words)
    }

    /// ISO 8601 of when it begins; nil for all time.
    static func start(_ text: String?, _ console: Console) throws(CLIError) -> String? {
        guard let text else { return nil }
        let now = console.now()
        if text == "today" { return String(RunLedger.time(now).prefix(10)) }
        if text.hasSuffix("d"), let days = Int(text.dropLast()), (0...36_500).contains(days) {
            return RunLedger.time(now.addingTimeInterval(-86_400 * Double(days)))
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], parts.allSatisfy({ Int($0) != nil }) else {
            throw CLIError(
                message:
                    "expected --since with a day such as 2026-11-01, `today` or 7d, found `\(text)`"
            )
        }
        return text
    }

    private struct Report: Encodable {
        struct Row: Encodable {
            var name: String
            var origin: String
            var calls: Int
            var known: Int
            var paid: String
            var doubtful: String
            var saved: String
        }

        var schema = 1
        var since: String?
        var by: String
        var rows: [Row]

        init(since: String?, by: String, _ rows: [Ledger.Spent]) {
            self.since = since
            self.by = by
            self.rows = rows.map {
                Row(
                    name: $0.name, origin: $0.origin, calls: $0.calls, known: $0.known,
                    paid: Dollars(millionths: $0.paid).plain,
                    doubtful: Dollars(millionths: $0.doubtful).plain,
                    saved: Dollars(millionths: $0.saved).plain)
            }
        }
    }
}
