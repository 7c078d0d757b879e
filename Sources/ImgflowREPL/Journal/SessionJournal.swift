import Dispatch
import FoundationEssentials
import Glibc
import ImgflowEngine
import ImgflowPlanner
import ImgflowRuntime
import Synchronization

/// Writes down what a session does as it does it, so that it can be continued after a crash. Lines are only ever
/// appended, each in one write; what was paid for is on the disk before the next prompt.
final class SessionJournal: Sendable {
    /// Of the form of the journal; whoever does not know it does not touch it.
    static let form = 1

    private struct State {
        var file: Int32?
        /// Lines that wait: a session in which nothing was entered leaves no journal.
        var waiting: [JournalRecord] = []
        var waits = true
        /// Nothing is written any more: `:sessions forget`, or a disk that takes nothing.
        var isOver = false
        /// Some of it is on disk.
        var isThere = false
        /// Why it is over, until it is told.
        var failure: FileSystem.Failure?
        /// Recipes that are written.
        var recipes: Set<Int> = []
        var state: JournalRecord.State?
    }

    let folder: SessionFolder
    private let state: Mutex<State>

    init(_ folder: SessionFolder, session: UInt64, now: Date) {
        self.folder = folder
        var state = State()
        var head = JournalRecord()
        head.head = JournalRecord.Head(
            journal: Self.form, version: imgflowVersion, began: Int(now.timeIntervalSince1970),
            session: session)
        state.waiting = [head]
        self.state = Mutex(state)
    }

    /// Goes on with one that was read, in a folder that is claimed.
    init(continuing session: ReadSession, in folder: SessionFolder) {
        self.folder = folder
        var state = State()
        state.waits = false
        state.isThere = true
        state.recipes = Set(session.recipes.keys)
        state.state = session.state
        self.state = Mutex(state)
    }

    deinit { state.withLock { if let file = $0.file { close(file) } } }

    /// Something is there that can be continued.
    var isKept: Bool { state.withLock { $0.isThere } }

    /// What kept it from being written; once.
    func takeFailure() -> FileSystem.Failure? {
        state.withLock { state in
            defer { state.failure = nil }
            return state.failure
        }
    }

    // MARK: What happens

    func add(_ entry: Entry) {
        var record = JournalRecord()
        let (held, recipes) = forms(of: entry)
        record.made = JournalRecord.Made(entry: entry, held: held, recipes: recipes)
        var isPaid = false
        if case .paid? = entry.payment { isPaid = true }
        write(record, syncs: isPaid)
    }

    func save(_ number: Int, by stages: [EntryStage]) {
        var record = JournalRecord()
        record.saved = JournalRecord.Saved(number: number, stages: stages)
        write(record)
    }

    func move(_ move: JournalRecord.Move) {
        var record = JournalRecord()
        record.move = move
        write(record)
    }

    func keep(_ kept: JournalRecord.Kept) {
        var record = JournalRecord()
        record.kept = kept
        write(record)
    }

    func load(_ loaded: [JournalRecord.Loaded]) {
        guard !loaded.isEmpty else { return }
        var record = JournalRecord()
        record.loaded = loaded
        write(record)
    }

    /// - Parameter line: that runs from now on; empty where none does.
    func run(_ line: String) {
        var record = JournalRecord()
        record.running = line
        write(record)
    }

    /// Written where it is not what was written last.
    func set(_ now: JournalRecord.State) {
        let isNews = state.withLock { state in
            defer { state.state = now }
            return state.state != now
        }
        guard isNews else { return }
        var record = JournalRecord()
        record.state = now
        write(record)
    }

    /// What comes from here on is worth a journal.
    func begin() {
        state.withLock { state in
            guard state.waits else { return }
            state.waits = false
            let waiting = state.waiting
            state.waiting = []
            for record in waiting { append(record, syncs: false, to: &state) }
        }
    }

    /// The journal goes, and is not written any more.
    func forget() {
        state.withLock { state in
            if let file = state.file { close(file) }
            state.file = nil
            state.isOver = true
            state.isThere = false
            state.waiting = []
            FileSystem.remove(folder.journal)
        }
    }

    // MARK: Writing

    private func forms(of entry: Entry) -> ([HeldForm], [RecipeForm]) {
        var open = entry.held.flatMap { [$0] + $0.pictures }.map(\.recipe)
        var found: [Int: HeldRecipe] = [:]
        state.withLock { state in
            while let recipe = open.popLast() {
                guard !state.recipes.contains(recipe.id), found[recipe.id] == nil else { continue }
                found[recipe.id] = recipe
                open += recipe.parents
            }
            state.recipes.formUnion(found.keys)
        }
        // Parents come before what names them.
        let recipes = found.values.sorted { $0.id < $1.id }.map { RecipeForm($0) }
        return (entry.held.map { HeldForm($0) }, recipes)
    }

    private func write(_ record: JournalRecord, syncs: Bool = false) {
        state.withLock { state in
            guard !state.isOver else { return }
            if state.waits {
                state.waiting.append(record)
            } else {
                append(record, syncs: syncs, to: &state)
            }
        }
    }

    private func append(_ record: JournalRecord, syncs: Bool, to state: inout State) {
        guard !state.isOver else { return }
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            guard let line = try? encoder.encode(record) else { return }
            let file = try opened(&state)
            let code = FileSystem.writeAll(Array(line) + [UInt8(ascii: "\n")], to: file)
            guard code == 0 else { throw FileSystem.Failure(path: folder.journal, code: code) }
            if syncs { fsync(file) }
        } catch {
            // What stands there so far can be continued.
            if let file = state.file { close(file) }
            state.file = nil
            state.isOver = true
            state.failure = error as? FileSystem.Failure
        }
    }

    private func opened(_ state: inout State) throws(FileSystem.Failure) -> Int32 {
        if let file = state.file { return file }
        try folder.claim()
        let path = folder.journal
        let isNew = FileSystem.kind(path) == nil
        let file = try FileSystem.open(
            path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, mode: 0o600)
        state.file = file
        state.isThere = true
        // A line that a killed process left unfinished ends here: it spoils no other.
        if !isNew { _ = FileSystem.writeAll([UInt8(ascii: "\n")], to: file) }
        return file
    }
}
