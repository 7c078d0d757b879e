import GRDB
package import ImgflowModels
package import ImgflowPlanner

/// What people and plans ask of the ledger.
extension Ledger {
    package enum Grouping: String, CaseIterable, Sendable { case model, day, script }

    package struct Spent: Codable, Sendable, FetchableRecord {
        package var name: String
        package var origin: String
        /// Calls that were paid, or may be on the bill.
        package var calls: Int
        package var known: Int
        package var paid: Int
        package var doubtful: Int
        /// What the known answers would have cost.
        package var saved: Int
    }

    /// - Parameter since: ISO 8601, UTC.
    package func spent(since: String?, by grouping: Grouping) throws(Failure) -> [Spent] {
        let name =
            switch grouping {
            // No index is grouped by: only what is as young as asked for is read.
            case .model: "call.model || ''"
            case .day: "substr(call.time, 1, 10)"
            case .script: "run.program"
            }
        return try read { database in
            try Spent.fetchAll(
                database,
                sql: """
                    SELECT \(name) AS name, call.origin AS origin,
                        sum(outcome IN ('paid', 'sent', 'doubtful')) AS calls,
                        sum(outcome = 'known') AS known,
                        sum(CASE WHEN outcome = 'paid' THEN price ELSE 0 END) AS paid,
                        sum(CASE WHEN outcome IN ('sent', 'doubtful') THEN price ELSE 0 END)
                            AS doubtful,
                        sum(CASE WHEN outcome = 'known' THEN price ELSE 0 END) AS saved
                    FROM call JOIN run ON run.id = call.run
                    WHERE call.time >= ?
                    GROUP BY 1, 2 ORDER BY call.origin, 1
                    """, arguments: [since ?? ""])
        }
    }

    /// Calls whose prompt, stage, model or file holds every one of these words; newest first.
    package func calls(holding words: [String], limit: Int) throws(Failure) -> [LedgerCall] {
        try read { database in
            var conditions = ["outcome <> 'known'"]
            var arguments: [String] = []
            for word in words {
                let escaped = word.flatMap { "%_\\".contains($0) ? "\\\($0)" : "\($0)" }
                let pattern = "%\(String(escaped))%"
                // The files of this name say which calls they came of: looked up once, not for
                // every call.
                let keys = try String.fetchAll(
                    database,
                    sql: """
                        SELECT calls FROM file WHERE path LIKE ? ESCAPE '\\'
                        ORDER BY id DESC LIMIT 10000
                        """, arguments: [pattern])
                let list = Set(keys.flatMap { $0.split(separator: " ") })
                    .map { "\"\($0)\"" }.joined(separator: ",")
                conditions.append(
                    """
                    (call.stage LIKE ? ESCAPE '\\' OR call.request LIKE ? ESCAPE '\\'
                     OR call.model LIKE ? ESCAPE '\\' OR run.program LIKE ? ESCAPE '\\'
                     OR call.key IN (SELECT value FROM json_each(?)))
                    """)
                arguments += Array(repeating: pattern, count: 4) + ["[\(list)]"]
            }
            return try LedgerCall.fetchAll(
                database,
                sql: """
                    SELECT call.* FROM call JOIN run ON run.id = call.run
                    WHERE \(conditions.joined(separator: " AND "))
                    ORDER BY call.id DESC LIMIT \(limit)
                    """, arguments: StatementArguments(arguments))
        }
    }

    /// Where the answers to calls were saved, by the calls' numbers; oldest first. Each run's files are
    /// read once, however many of its calls are asked for.
    package func paths(of calls: [LedgerCall]) throws(Failure) -> [Int64: [String]] {
        try read { database in
            var result: [Int64: [String]] = [:]
            for (run, calls) in Dictionary(grouping: calls, by: \.run) {
                var paths: [Substring: [String]] = [:]
                let wanted = Set(calls.map { $0.key[...] })
                let rows = try Row.fetchCursor(
                    database, sql: "SELECT path, calls FROM file WHERE run = ? ORDER BY id",
                    arguments: [run])
                while let row = try rows.next() {
                    let (path, keys): (String, String) = (row[0], row[1])
                    for key in keys.split(separator: " ") where wanted.contains(key) {
                        paths[key, default: []].append(path)
                    }
                }
                for call in calls {
                    if let id = call.id { result[id] = paths[call.key[...]] }
                }
            }
            return result
        }
    }

    /// The latest file of these bytes; one of this path first.
    package func file(hash: String, path: String? = nil) throws(Failure) -> LedgerFile? {
        try read { database in
            try LedgerFile.fetchOne(
                database,
                sql: "SELECT * FROM file WHERE hash = ? ORDER BY path = ? DESC, id DESC LIMIT 1",
                arguments: [hash, path ?? ""])
        }
    }

    /// Whether anything was written at this place.
    package func hasFile(at path: String) throws(Failure) -> Bool {
        try read { database in
            try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM file WHERE path = ?)",
                arguments: [path]) ?? false
        }
    }

    /// What was written at this place and has these bytes.
    package func file(path: String, hash: String) throws(Failure) -> LedgerFile? {
        try read { database in
            try LedgerFile.fetchOne(
                database, sql: "SELECT * FROM file WHERE path = ? AND hash = ? ORDER BY id DESC",
                arguments: [path, hash])
        }
    }

    /// What the lines of a session wrote is the script's that they were written down as.
    package func give(linesOf session: Author, to script: Author) throws(Failure) {
        try write { database in
            try database.execute(
                sql: "UPDATE run SET author = ? WHERE author = ? AND program = 'line'",
                arguments: [script.id, session.id])
        }
    }

    package func run(_ id: Int64) throws(Failure) -> LedgerRun? {
        try read { try LedgerRun.fetchOne($0, key: id) }
    }

    /// What a run did for an answer: the last that it wrote of it.
    package func call(key: String, run: Int64) throws(Failure) -> LedgerCall? {
        try read { database in
            try LedgerCall.fetchOne(
                database, sql: "SELECT * FROM call WHERE key = ? AND run = ? ORDER BY id DESC",
                arguments: [key, run])
        }
    }

    /// The call that paid for an answer.
    package func payment(of key: String, until id: Int64) throws(Failure) -> LedgerCall? {
        try read { database in
            try LedgerCall.fetchOne(
                database,
                sql: """
                    SELECT * FROM call WHERE key = ? AND outcome = 'paid' AND id <= ?
                    ORDER BY id DESC
                    """, arguments: [key, id])
        }
    }

    /// The call before this one that the same verb of the same program made.
    package func predecessor(of call: LedgerCall) throws(Failure) -> LedgerCall? {
        try read { database in
            try LedgerCall.fetchOne(
                database,
                sql: """
                    SELECT * FROM call WHERE id = (
                        SELECT call.id FROM call
                        WHERE run IN (
                            SELECT id FROM run WHERE id < ?
                                AND program = (SELECT program FROM run WHERE id = ?))
                            AND verb = ? AND request IS NOT NULL AND outcome IN ('paid', 'known')
                        ORDER BY inputs = ? DESC, line = ? DESC, id DESC LIMIT 1)
                    """,
                arguments: [call.run, call.run, call.verb, call.inputs, call.line])
        }
    }

    /// Milliseconds of a model's latest calls, the median; nil where there was none.
    package func typicalTime(of model: String, origin: String) throws(Failure) -> Int? {
        try read { database in
            let times = try Int.fetchAll(
                database,
                sql: """
                    SELECT milliseconds FROM call
                    WHERE model = ? AND origin = ? AND outcome = 'paid'
                        AND milliseconds IS NOT NULL
                    ORDER BY id DESC LIMIT 21
                    """, arguments: [model, origin]
            ).sorted()
            return times.isEmpty ? nil : times[times.count / 2]
        }
    }

    /// What is spent at an origin on a day (`2026-11-27`, UTC), with what may be on the bill. A run
    /// whose clock was ahead counts on the day that it said.
    package func total(origin: String, on day: String) throws(Failure) -> Dollars {
        try read { try Self.total(in: $0, origin: origin, on: day) }
    }

    static func total(in database: Database, origin: String, on day: String) throws -> Dollars {
        Dollars(
            millionths: try Int.fetchOne(
                database,
                sql: """
                    SELECT coalesce(sum(price), 0) FROM call
                    WHERE origin = ? AND time >= ? AND time < ?
                        AND outcome IN ('sent', 'paid', 'doubtful')
                    """, arguments: [origin, day, day + "U"]) ?? 0)
    }
}
