package import FoundationEssentials
import GRDB
package import ImgflowLanguage
package import ImgflowModels
package import ImgflowPlanner
import Synchronization

/// One run's page of the ledger.
package final class RunLedger: Sendable {
    package struct OverDay: Error, Sendable {
        package var limit: Dollars
        package var spent: Dollars
        package var next: Dollars
    }

    package let ledger: Ledger
    private let run: Int64
    private let origin: String
    private let dayLimit: Dollars?
    private let now: @Sendable () -> Date
    private let words: @Sendable (Span) -> String
    /// Known answers cost nothing and are put down together when the run ends.
    private let known = Mutex<[LedgerCall]>([])

    /// - Parameters:
    ///   - dayLimit: what may be spent in a day (UTC) at this origin, by all runs together.
    ///   - words: the program's own words at a place.
    package init(
        _ ledger: Ledger, program: String, author: Author? = nil, folder: String, origin: String,
        dayLimit: Dollars?,
        now: @escaping @Sendable () -> Date, words: @escaping @Sendable (Span) -> String
    ) throws(Ledger.Failure) {
        self.ledger = ledger
        self.origin = origin
        self.dayLimit = dayLimit
        self.now = now
        self.words = words
        let row = LedgerRun(
            started: Self.time(now()), program: program, folder: folder, origin: origin,
            author: author?.id)
        run = try ledger.write { database in
            var row = row
            try row.insert(database)
            return row.id ?? 0
        }
    }

    /// ISO 8601, UTC, to the second.
    package static func time(_ date: Date) -> String { date.formatted(.iso8601) }

    /// Puts a call down before it is sent.
    ///
    /// - Throws: `OverDay` where it would pass the limit of the day, which then counts all runs that
    ///   are under way; `Ledger.Failure`.
    func sending(_ call: LedgerCall) throws -> Int64 {
        let (limit, origin) = (dayLimit, origin)
        let outcome = try ledger.write { database -> Result<Int64, OverDay> in
            if let limit {
                let spent = try Ledger.total(
                    in: database, origin: origin, on: String(call.time.prefix(10)))
                if spent + call.dollars > limit {
                    return .failure(OverDay(limit: limit, spent: spent, next: call.dollars))
                }
            }
            var row = call
            try row.insert(database)
            return .success(row.id ?? 0)
        }
        return try outcome.get()
    }

    /// How a call that was put down ended.
    ///
    /// - Parameter price: by what came; nil where it stays as it was put down.
    func ended(
        _ id: Int64, _ outcome: LedgerCall.Outcome, milliseconds: Int, requestID: String?,
        seed: Int?, output: String?, price: Dollars? = nil, error: String?, said: String? = nil
    ) throws(Ledger.Failure) {
        try ledger.write { database in
            try database.execute(
                sql: """
                    UPDATE call SET outcome = ?, milliseconds = ?, requestID = ?,
                        seed = coalesce(?, seed), output = ?, price = coalesce(?, price), error = ?,
                        said = ?
                    WHERE id = ?
                    """,
                arguments: [
                    outcome.rawValue, milliseconds, requestID, seed, output, price?.millionths,
                    error, said, id,
                ])
        }
    }

    func wasKnown(_ call: LedgerCall) { known.withLock { $0.append(call) } }

    /// A row as it stands before the call is sent.
    func row(
        for node: PlanNode, _ call: ModelCall, key: AnswerKey, request: String?, seed: Int?,
        inputs: [(role: String, hash: String)], outcome: LedgerCall.Outcome, output: String? = nil
    ) -> LedgerCall {
        LedgerCall(
            run: run, time: Self.time(now()), verb: node.origin.verb, line: node.origin.line,
            stage: request == nil ? node.origin.verb : words(node.origin.span),
            model: call.card.name, region: call.region, origin: origin, outcome: outcome,
            price: call.price.amount.millionths, seed: seed, request: request, key: key.hex,
            inputs: inputs.map { "\($0.role) \($0.hash)" }.joined(separator: ","),
            output: output)
    }

    /// Puts a file down before it gets its name: whoever finds it later can tell whose it is.
    ///
    /// - Returns: The row, to be taken back where it did not get the name.
    func writing(_ file: LedgerFile) throws(Ledger.Failure) -> Int64? {
        try ledger.write { database in
            var row = file
            row.run = run
            row.time = Self.time(now())
            try row.insert(database)
            return row.id
        }
    }

    /// Takes back a file that was put down and did not come into being.
    func withdraw(_ file: Int64) {
        // Who looks for it compares its bytes: a row too many is no harm.
        _ = try? ledger.write { database in
            try database.execute(sql: "DELETE FROM file WHERE id = ?", arguments: [file])
        }
    }

    package func end(_ status: ExitStatus) throws(Ledger.Failure) {
        let rows = known.withLock { rows in
            defer { rows = [] }
            return rows
        }
        let ended = Self.time(now())
        try ledger.write { database in
            for var row in rows { try row.insert(database) }
            try database.execute(
                sql: "UPDATE run SET ended = ?, exitCode = ? WHERE id = ?",
                arguments: [ended, Int(status.rawValue), run])
        }
    }
}
