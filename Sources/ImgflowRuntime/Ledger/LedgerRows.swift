package import GRDB
package import ImgflowModels

/// A run of a program.
package struct LedgerRun: Codable, Sendable, FetchableRecord, MutablePersistableRecord {
    package static let databaseTableName = "run"
    package var id: Int64?
    /// ISO 8601, UTC.
    package var started: String
    /// Nil while it runs, and of one that was killed.
    package var ended: String?
    package var program: String
    package var folder: String
    package var origin: String
    package var exitCode: Int?
    /// `Author.id`; nil of runs before it was put down.
    package var author: String?

    package init(
        started: String, program: String, folder: String, origin: String, author: String? = nil
    ) {
        self.author = author
        self.started = started
        self.program = program
        self.folder = folder
        self.origin = origin
    }

    package mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }
}

/// A call of a model, or the answer to it that was known.
package struct LedgerCall: Codable, Sendable, FetchableRecord, MutablePersistableRecord {
    package static let databaseTableName = "call"

    package enum Outcome: String, Codable, Sendable {
        /// On its way, or its process was killed: it may be on the bill.
        case sent
        case paid
        case known
        /// A content filter refused it.
        case filtered
        /// No image came, and nothing is billed.
        case failed
        /// No image came, and it may be on the bill.
        case doubtful
    }

    package var id: Int64?
    package var run: Int64
    package var time: String
    package var verb: String
    package var line: Int
    /// As the program has it.
    package var stage: String
    package var model: String
    package var region: String
    package var origin: String
    package var outcome: Outcome
    package var price: Int
    package var milliseconds: Int?
    package var requestID: String?
    package var seed: Int?
    /// JSON, images by their hashes; nil where it is to leave no trace.
    package var request: String?
    package var key: String
    /// `role hash` each, separated by commas.
    package var inputs: String
    package var output: String?
    package var error: String?
    /// What a model said of an image, for people; nil where it gave an image, or is to leave no trace.
    package var said: String?

    package mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }

    package var dollars: Dollars { Dollars(millionths: price) }
    /// What counts as spent: what came, and what may be on the bill all the same.
    package static let spent: [Outcome] = [.sent, .paid, .doubtful]
}

/// A file that a run wrote.
package struct LedgerFile: Codable, Sendable, FetchableRecord, MutablePersistableRecord {
    package static let databaseTableName = "file"
    package var id: Int64?
    package var run: Int64
    package var time: String
    package var path: String
    package var hash: String
    package var origin: String
    package var width: Int
    package var height: Int
    /// `SaveStep.identity` of it; nil where its bytes hold more than that.
    package var made: String?
    /// The program that makes it again; nil where it is to leave no trace.
    package var recipe: String?
    package var calls: String

    package mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }
}
