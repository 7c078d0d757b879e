import FoundationEssentials
import ImgflowLanguage
import ImgflowPlanner
import ImgflowRuntime

/// A session as its journal has it.
struct ReadSession: Sendable {
    enum Problem: UserFacingError, CustomStringConvertible {
        case newer(version: String)
        case noBeginning
        case unreadable(FileSystem.Failure)

        var description: String {
            switch self {
            case .newer(let version):
                "imgflow \(Printable.text(version)) wrote this session, which is newer: continue it with that one"
            case .noBeginning: "the journal of this session has lost its beginning"
            case .unreadable(let failure): "the journal of this session cannot be read: \(failure)"
            }
        }
    }

    var head: JournalRecord.Head
    var session = Session()
    var state: JournalRecord.State?
    /// By their numbers.
    private(set) var recipes: [Int: HeldRecipe] = [:]
    private(set) var kept: [JournalRecord.Kept] = []
    private(set) var loaded: [JournalRecord.Loaded] = []
    /// The line that was running when the session was interrupted; empty where none was.
    private(set) var running = ""
    /// Results whose images are not there any more, and are worked out again from their lines.
    private(set) var lost: [Int] = []
    /// Lines that cannot be read; the last one was not finished.
    private(set) var damaged = 0

    /// - Throws: `Problem`, where it cannot be continued.
    init(_ folder: String) throws(Problem) {
        let bytes: [UInt8]
        do {
            bytes = try FileSystem.read(Path.join(folder, "journal"))
        } catch {
            throw .unreadable(error)
        }
        var records: [JournalRecord] = []
        var isBroken = false
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            if let record = try? JSONDecoder().decode(JournalRecord.self, from: Data(line)) {
                records.append(record)
            } else {
                isBroken = true
                damaged += 1
                // What a newer version writes may be unreadable as a whole.
                if records.isEmpty, let version = Self.newer(line) {
                    throw .newer(version: version)
                }
            }
        }
        guard let head = records.first?.head, !(isBroken && records.isEmpty) else {
            throw .noBeginning
        }
        guard head.journal <= SessionJournal.form else { throw .newer(version: head.version) }
        self.head = head
        // A process that was killed may have left its last line unfinished, which is no damage.
        if damaged > 0, bytes.last != UInt8(ascii: "\n") { damaged -= 1 }
        let files = Set(FileSystem.names(in: folder))
        kept = records.compactMap(\.kept).filter { files.contains($0.file) }
        let ids = Set(kept.map(\.id))
        for record in records { take(record, ids) }
    }

    private struct Form: Decodable {
        struct Head: Decodable {
            var journal: Int
            var version: String
        }

        var head: Head
    }

    private static func newer(_ line: ArraySlice<UInt8>) -> String? {
        guard let form = try? JSONDecoder().decode(Form.self, from: Data(line)) else { return nil }
        return form.head.journal > SessionJournal.form ? form.head.version : nil
    }

    private mutating func take(_ record: JournalRecord, _ ids: Set<String>) {
        if let state = record.state { self.state = state }
        if let running = record.running { self.running = running }
        if let loaded = record.loaded { self.loaded += loaded }
        if let saved = record.saved { session.saved(saved.number, by: saved.stages) }
        switch record.move {
        case .undo?: _ = try? session.undo()
        case .redo?: _ = try? session.redo()
        case .to(let number)?: session.go(to: number)
        case .away(let folder)?: session.settle(in: folder)
        case nil: break
        }
        guard let made = record.made else { return }
        for form in made.recipes { recipes[form.id] = form.recipe(recipes) }
        var entry = made.entry
        // Numbers only rise; a line that stands there twice counts once.
        guard entry.number >= session.number else { return }
        let held = made.held.filter { ids.isSuperset(of: $0.ids) }.compactMap { $0.image(recipes) }
        if held.count == made.held.count { entry.held = held } else { lost.append(entry.number) }
        session.add(entry)
    }
}
