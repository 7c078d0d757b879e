import Foundation
import GRDB
import Synchronization
import Testing

@testable import ImgflowRuntime

/// Every question to the ledger goes by an index, or says how much it reads at most: SQLite's own plan
/// is the judge.
struct LedgerPlanTests {
    private let folder: TemporaryFolder
    private let ledger: Ledger

    init() throws {
        folder = try TemporaryFolder()
        ledger = try Ledger(path: folder.place("ledger.sqlite"))
    }

    private static let questions: [(name: String, ask: @Sendable (Ledger) throws -> Void)] = [
        ("spent by model", { _ = try $0.spent(since: nil, by: .model) }),
        ("spent by day", { _ = try $0.spent(since: "2026-11-01", by: .day) }),
        ("spent by script", { _ = try $0.spent(since: nil, by: .script) }),
        ("latest calls", { _ = try $0.calls(holding: [], limit: 20) }),
        ("calls holding words", { _ = try $0.calls(holding: ["storm", "x.png"], limit: 20) }),
        ("paths of calls", { _ = try $0.paths(of: [call]) }),
        ("file of a hash", { _ = try $0.file(hash: "h", path: "/p") }),
        ("has a file", { _ = try $0.hasFile(at: "/p") }),
        ("file of a path", { _ = try $0.file(path: "/p", hash: "h") }),
        ("a run", { _ = try $0.run(1) }),
        ("call of a run", { _ = try $0.call(key: "k", run: 1) }),
        ("payment", { _ = try $0.payment(of: "k", until: 9) }),
        ("predecessor", { _ = try $0.predecessor(of: call) }),
        ("typical time", { _ = try $0.typicalTime(of: "core", origin: "aws") }),
        ("total of a day", { _ = try $0.total(origin: "aws", on: "2026-11-25") }),
    ]

    private static let call = LedgerCall(
        run: 1, time: "2026-11-25T10:00:00Z", verb: "generate", line: 1, stage: "s", model: "core",
        region: "us-west-2", origin: "aws", outcome: .paid, price: 40_000, request: "{}", key: "k",
        inputs: "")

    @Test(arguments: questions.indices)
    func everyQuestionHasAnIndexOrABound(index: Int) throws {
        let (name, ask) = Self.questions[index]
        let asked = Mutex<[String]>([])
        try ledger.read { database in
            database.trace { event in asked.withLock { $0.append(event.expandedDescription) } }
        }
        try ask(ledger)
        try ledger.read { $0.trace(options: []) }
        // GRDB looks at the tables themselves too.
        let selects = asked.withLock { $0 }.filter {
            $0.hasPrefix("SELECT") && !$0.contains("sqlite_master")
        }
        #expect(!selects.isEmpty, "\(name) asks nothing")
        for sql in selects {
            let steps = try ledger.read { database in
                try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + sql)
                    .map { $0["detail"] as String }
            }
            let scans = steps.filter {
                $0.hasPrefix("SCAN") && !$0.contains("json_each") && $0 != "SCAN CONSTANT ROW"
            }
            #expect(scans.isEmpty || sql.contains("LIMIT"), "\(name): \(scans) in \(sql)")
        }
    }

    /// All that the ledger can be asked is in the list above.
    @Test func noQuestionIsLeftOut() throws {
        let source = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/ImgflowRuntime/Ledger/Ledger+Questions.swift")
        let text = try String(contentsOf: source, encoding: .utf8)
        let asked = text.matches(of: /package func (\w+)\(/).map { String($0.1) }
        #expect(
            Set(asked) == [
                "spent", "calls", "paths", "file", "hasFile", "run", "call", "payment",
                "predecessor", "typicalTime", "total",
                // It writes, and finds its rows by the program's index.
                "give",
            ])
    }

    /// With a hundred thousand rows nothing takes the seconds and minutes that a join of all with all
    /// does.
    @Test func aHundredThousandRowsAreAskedInNoTime() throws {
        try ledger.write { database in
            try database.execute(
                sql: """
                    INSERT INTO run (started, program, folder, origin)
                        VALUES ('2026-11-01T00:00:00Z', 'a.imgflow', '/f', 'aws'),
                               ('2026-11-02T00:00:00Z', 'a.imgflow', '/f', 'aws');
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
                    INSERT INTO call (run, time, verb, line, stage, model, region, origin, outcome,
                            price, request, key, inputs, milliseconds)
                        SELECT 1 + i % 2, '2026-11-25T10:00:00Z', 'generate', 1, 'generate "' || i || '"',
                            'core', 'us-west-2', 'aws', 'paid', 40000, '{"prompt":"' || i || '"}',
                            'k' || i, 'image ' || i, 900 FROM n;
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
                    INSERT INTO file (run, time, path, hash, origin, width, height, calls)
                        SELECT 1 + i % 2, '2026-11-25T10:00:00Z', '/p/' || i || '.png', 'h' || i, 'aws',
                            9, 9, 'k' || i FROM n;
                    """)
        }
        let last = try #require(try ledger.calls(holding: ["99998"], limit: 5).first)
        let all = try ledger.calls(holding: [], limit: 1_000_000)
        #expect(all.count == 100_000)
        let questions: [(String, () throws -> Void)] = [
            ("no such word", { try #expect(ledger.calls(holding: ["nosuch"], limit: 20).isEmpty) }),
            ("files of all", { try #expect(ledger.paths(of: all).count == 100_000) }),
            ("predecessor", { _ = try ledger.predecessor(of: last) }),
            ("spent", { try #expect(ledger.spent(since: nil, by: .script).count == 1) }),
            ("total", { _ = try ledger.total(origin: "aws", on: "2026-11-25") }),
        ]
        for (name, ask) in questions {
            // They take some hundredths of a second; a join of all with all took minutes.
            let time = try ContinuousClock().measure { try ask() }
            #expect(time < .seconds(20), "\(name) took \(time)")
        }
    }
}
