import ArgumentParser
import ImgflowEngine
import ImgflowLanguage
import ImgflowPlanner
import ImgflowReports
import ImgflowRuntime

/// `imgflow why out.png`: why each paid stage behind an image ran, or was known.
struct WhyCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Show, for each paid stage of an image, whether it was called or cached, and why."
    )

    @ArgumentParser.Argument(help: "An image that imgflow saved.")
    var file: String

    func run(_ call: CommandCall) async throws {
        let console = call.console
        let file = console.found(self.file)
        let place = Path.join(console.folder, file)
        let bytes: [UInt8]
        do {
            bytes = try FileSystem.read(place)
        } catch {
            throw CLIError(message: "`\(file)` cannot be read: \(error.words)")
        }
        let lines = try FoundRecipe.asking { () -> [String] in
            let resolved = Path.resolved(file, in: console.folder)
            guard let ledger = try FoundRecipe.ledger(console),
                let saved = try ledger.file(hash: Digest.hex(bytes), path: resolved),
                let run = try ledger.run(saved.run)
            else {
                throw CLIError(
                    message: "the ledger has no record of `\(file)`",
                    hints: ["it records images that imgflow saved, as long as they are unchanged"],
                    exitStatus: .failed)
            }
            var lines = [
                "\(file): \(saved.width)x\(saved.height), written \(saved.time) by \(run.program) in \(run.folder)"
            ]
            let keys = saved.calls.split(separator: " ").map(String.init)
            if keys.isEmpty { lines.append("  no model was used") }
            for key in keys {
                guard let call = try ledger.call(key: key, run: saved.run) else { continue }
                lines += try Self.lines(of: call, in: ledger)
            }
            return lines
        }
        for line in lines { console.print(Printable.text(line)) }
    }

    private static func lines(of call: LedgerCall, in ledger: Ledger) throws -> [String] {
        let stage = call.stage.split(separator: "\n").joined(separator: " ")
        let head = "  line \(call.line)  \(stage)"
        let said = call.said.map { ["      result: \($0)"] } ?? []
        if call.outcome == .known {
            guard let payment = try ledger.payment(of: call.key, until: call.id ?? .max) else {
                return [head, "      cached: the result was in the store"] + said
            }
            return [
                head, "      cached: paid \(payment.money) on \(payment.time), \(payment.model)",
            ] + said
        }
        let seed = call.seed.map { ", seed \($0)" } ?? ""
        let paid = "      ran: \(call.money), \(call.model) in \(call.region)\(seed)"
        return [head, paid] + said + ["      because \(try reason(call, in: ledger))"]
    }

    private static func reason(_ call: LedgerCall, in ledger: Ledger) throws -> String {
        let start = (call.id ?? .max) - 1
        if let payment = try ledger.payment(of: call.key, until: start) {
            return
                "it was called again, or its result of \(payment.time) was no longer in the store"
        }
        guard let before = try ledger.predecessor(of: call), let old = before.request,
            let new = call.request
        else { return "it was not cached" }
        var changes = RequestChange.changes(from: old, to: new)
        if before.model != call.model {
            changes.insert("model was \(before.model), is \(call.model)", at: 0)
        }
        guard !changes.isEmpty else { return "it was called on another backend" }
        return "since \(before.time): " + changes.joined(separator: "; ")
    }
}
