import ImgflowImages
import ImgflowPlanner

/// A line of a session's journal: something that happened, in the order in which it did. What an older or a newer
/// version does not know is passed over.
struct JournalRecord: Codable, Sendable {
    struct Head: Codable, Sendable {
        /// Of the form of the journal.
        var journal: Int
        /// Of imgflow.
        var version: String
        /// Seconds since 1970.
        var began: Int
        /// What random seeds are drawn from.
        var session: UInt64
    }

    /// What the session's commands set. No signature, no key and no password is part of it.
    struct State: Codable, Equatable, Sendable {
        var folder: String
        var backend: String?
        var region: String?
        var endpoint: String?
        var profile: String?
        /// In millionths of a dollar.
        var budget: Int?
        var spent: Int
        var pretended: Int
        /// That `:save` wrote.
        var script: String?
    }

    struct Made: Codable, Sendable {
        var entry: Entry
        var held: [HeldForm]
        /// Those that were not written before.
        var recipes: [RecipeForm]
    }

    struct Saved: Codable, Sendable {
        var number: Int
        var stages: [EntryStage]
    }

    /// A file of the session's folder.
    struct Kept: Codable, Sendable {
        var id: String
        var form: KeptForm
        var file: String
    }

    struct Loaded: Codable, Sendable {
        var line: Int
        var path: String
        var identity: Identity
    }

    enum Move: Codable, Sendable {
        case undo, redo
        case to(Int)
        /// Another folder: what was typed before means this one.
        case away(from: String)
    }

    var head: Head?
    var state: State?
    var made: Made?
    var saved: Saved?
    var kept: Kept?
    var loaded: [Loaded]?
    var move: Move?
    /// A line that is about to run, as it is typed; empty when it has ended.
    var running: String?
}
