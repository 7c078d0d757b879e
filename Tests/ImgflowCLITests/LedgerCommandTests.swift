import Foundation
import Testing

/// `spend`, `log` and `why`, and the limit of a day: what the ledger is kept for.
@Suite(.inTurns) struct LedgerCommandTests {
    private let desk: Desk

    init() throws { desk = try Desk().photo("a.jpg", 640, 427) }

    private static let line = #"load "a.jpg" | inpaint mask:"sky" text:"storm" | save "storm.png""#

    @Test func withoutAnyCallTheySaySo() async throws {
        try await desk.imgflow("spend").expect(output: "no calls recorded yet\n", errors: "")
        try await desk.imgflow("log").expect(output: "", errors: "no calls recorded yet\n")
        let why = try await desk.imgflow("why", "a.jpg")
        why.expect(status: 1, output: "")
        why.expectErrors(toContain: "the ledger has no record of `a.jpg`")
        // To look leaves no file.
        #expect(!desk.allFiles.contains { $0.hasPrefix("state") })
    }

    @Test func whatWasSpentIsToldByModelDayAndScript() async throws {
        let server = try await Bedrock(on: desk)
        try desk.file("one.imgflow", Self.line).file(
            "two.imgflow", #"load "a.jpg" | remove-background | save "cut.png""#)
        for script in ["one.imgflow", "one.imgflow", "two.imgflow"] {
            try await desk.start([script, "--overwrite"], environment: server.exports).ended()
                .expect()
        }
        let origin = server.address.replacing("http://", with: "")
        let byModel = try await desk.imgflow("spend")
        byModel.expect(errors: "")
        #expect(
            byModel.lines.map { $0.split(separator: " ").filter { !$0.contains(origin) } } == [
                ["model", "origin", "calls", "paid", "may", "be", "billed", "cached", "saved"],
                ["remove-background", "1", "$0.07", "0"],
                ["search-replace", "1", "$0.07", "1", "$0.07"],
                ["spent", "$0.14;", "cached", "results", "saved", "$0.07"],
            ])
        for (by, names) in [
            ("script", ["one.imgflow", "two.imgflow"]), ("day", [today]),
        ] {
            let run = try await desk.imgflow("spend", "--by", by, "--since", "today", "--json")
            run.expect(errors: "")
            let report = try JSONDecoder().decode(Report.self, from: Data(run.output))
            #expect(report.schema == 1)
            #expect(report.rows.map(\.name) == names)
            #expect(report.rows.map(\.calls).reduce(0, +) == 2)
        }
        try await desk.imgflow("spend", "--since", "2099-01-01").expect(
            output: "no calls since then\n")
        let wrong = try await desk.imgflow("spend", "--since", "soon")
        wrong.expect(status: 2, output: "")
        wrong.expectErrors(toContain: "expected --since with a day such as 2026-11-01")
    }

    private struct Report: Decodable {
        struct Row: Decodable {
            var name: String
            var calls: Int
        }
        var schema: Int
        var rows: [Row]
    }

    private var today: String { String(Date().formatted(.iso8601).prefix(10)) }

    @Test func theSandboxSpendsNothing() async throws {
        try await desk.imgflow("-c", Self.line, "--backend", "sandbox").expect()
        let run = try await desk.imgflow("spend")
        #expect(run.text.contains("($0.07 at AWS)"))
        #expect(run.lines.last == "spent $0.00")
    }

    @Test func theLogFindsPromptsModelsAndFiles() async throws {
        try await desk.imgflow("-c", Self.line, "--backend", "sandbox").expect()
        try await desk.imgflow(
            "-c", #"generate "a quiet sea" seed:5 | save "sea.png""#, "--backend", "sandbox"
        ).expect()
        let all = try await desk.imgflow("log")
        all.expect(errors: "")
        #expect(
            all.lines.filter { $0.hasPrefix("    -> ") }.map { $0.split(separator: "/").last } == [
                "sea.png", "storm.png",
            ])
        #expect(all.text.contains("core in us-west-2"))
        #expect(all.text.contains(", seed 5\n"))
        #expect(all.text.contains(#"    inpaint mask:"sky" text:"storm""#))
        for (words, count) in [
            (["STORM"], 1), (["sea", "core"], 1), (["quiet", "storm"], 0), (["storm.png"], 1),
        ] {
            let run = try await desk.start(["log", "--json"] + words).ended()
            #expect(run.text.components(separatedBy: #""model""#).count - 1 == count, "\(words)")
        }
        try await desk.imgflow("log", "--limit", "0").expect(status: 2, output: "")
    }

    @Test func whyTellsWhatChanged() async throws {
        let server = try await Bedrock(on: desk)
        func run(_ program: String, _ options: String...) async throws {
            try await desk.start(
                ["-c", program, "--overwrite"] + options, environment: server.exports
            ).ended().expect()
        }
        func why() async throws -> [String] {
            let ended = try await desk.imgflow("why", "storm.png")
            ended.expect(errors: "")
            #expect(ended.lines[0].hasPrefix("storm.png: 640x42"))
            #expect(ended.lines[0].contains(", written \(today)"))
            return Array(ended.lines.dropFirst())
        }
        try await run(Self.line)
        var told = try await why()
        #expect(told[0] == #"  line 1  inpaint mask:"sky" text:"storm""#)
        #expect(told[1].hasPrefix("      ran: $0.07, search-replace in us-west-2, seed "))
        #expect(told[2] == "      because it was not cached")
        try await run(Self.line)
        told = try await why()
        #expect(told[1].hasPrefix("      cached: paid $0.07 on \(today)"))
        try await run(Self.line.replacing("storm\"", with: "calm\"", maxReplacements: 1))
        told = try await why()
        #expect(told[2].hasPrefix("      because since \(today)"))
        #expect(told[2].hasSuffix(": prompt was `storm`, is `calm`"))
        try desk.photo("a.jpg", 640, 420)
        try await run(Self.line)
        told = try await why()
        #expect(told[2].contains("image is another image"), "\(told)")
        try await run(Self.line, "--fresh")
        told = try await why()
        #expect(told[2].hasPrefix("      because it was called again"), "\(told)")
        try await desk.imgflow(
            "-c", #"load "a.jpg" | resize 50% | save "storm.png" overwrite:true"#
        )
        .expect()
        #expect(
            try await desk.imgflow("why", "storm.png").lines[1] == "  no model was used")
    }

    @Test func aDayHasItsLimit() async throws {
        let server = try await Bedrock(on: desk)
        func config(_ day: String) throws {
            let folder = desk.root.appending(path: "config/imgflow")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data("[budget]\nday = \(day)\n".utf8).write(
                to: folder.appending(path: "config.toml"))
        }
        try config("0.10")
        try await desk.start(["-c", Self.line], environment: server.exports).ended().expect()
        let over = try await desk.start(
            ["-c", #"load "a.jpg" | remove-background | save "cut.png""#],
            environment: server.exports
        ).ended()
        over.expect(status: 7, output: "")
        over.expectErrors(
            toContain:
                "estimated cost $0.07; $0.07 was spent today, and the daily limit is $0.10: nothing was sent"
        )
        // What is known costs nothing, the sandbox has no limit, and without a ledger none is kept.
        try await desk.start(["-c", Self.line, "--overwrite"], environment: server.exports).ended()
            .expect()
        try await desk.imgflow(
            "-c", #"generate "x" | save "pretended.png""#, "--backend", "sandbox", "--ephemeral"
        ).expect()
        let blind = try await desk.start(
            ["-c", #"generate "x" | save "x.png""#, "--ephemeral"], environment: server.exports
        ).ended()
        blind.expect(status: 7, output: "")
        blind.expectErrors(toContain: "a daily limit requires the ledger")
        #expect(try await server.calls().map(\.count) == [1])
        try config("\"much\"")
        let wrong = try await desk.start(["-c", Self.line], environment: server.exports).ended()
        #expect(wrong.status == 2)
        wrong.expectErrors(toContain: "budget.day")
    }

    /// No page, no call: what is paid without a trace would be paid again.
    @Test func aLedgerThatCannotBeUsedEndsTheRunBeforeACall() async throws {
        let server = try await Bedrock(on: desk)
        let folder = desk.root.appending(path: "state/imgflow")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("no database".utf8).write(to: folder.appending(path: "ledger.sqlite"))
        let run = try await desk.start(["-c", Self.line], environment: server.exports).ended()
        run.expect(status: 1, output: "")
        run.expectErrors(
            toContain: "ledger.sqlite cannot be used: ",
            "= fix it, move it away, or run without it: --ephemeral")
        #expect(try await server.calls().isEmpty)
        let spend = try await desk.imgflow("spend")
        spend.expect(status: 1, output: "")
    }
}
