import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowPlanner
import Synchronization

/// Puts images where the user wants them.
final class Saver: Sendable {
    private let world: DiskWorld
    /// What this run has written: never replaced by it, whatever `overwrite` says.
    private let written = Mutex<Set<FilePath>>([])

    /// The files that the plan reads: never overwritten, also by names that only the run knows.
    private let sources: Set<FilePath>
    /// The files that the plan writes by name: names that only the run knows step aside.
    private let targets: Set<FilePath>

    private let ledger: RunLedger?

    init(world: DiskWorld, plan: Plan, ledger: RunLedger? = nil) {
        self.world = world
        self.ledger = ledger
        sources = Set(
            plan.nodes.compactMap { node in
                if case .load(let path) = node.action { world.identity(of: path) } else { nil }
            })
        targets = Set(plan.targets.map(world.identity))
    }

    /// In the format that the name asks for; untouched where it asks for none, or for the same.
    ///
    /// - Parameter alternativeText: that is written into the file; nil leaves what is there.
    func converted(
        _ image: Image, _ save: SaveStep, alternativeText: String? = nil
    ) throws -> Image {
        let format = save.format ?? image.facts.format
        let isOpaque = !image.facts.hasAlpha || format.carriesAlpha
        let source = isOpaque ? image : try image.flattened(on: .white)
        var encoding = save.encoding
        encoding.alternativeText = alternativeText
        return try Image(encoded: source.encoded(as: format, encoding))
    }

    /// - Parameter made: the image as `converted` gave it.
    func save(
        _ made: Produced, _ save: SaveStep, of node: PlanNode, inputs: [PlanNode.ID: Produced],
        remark: (String) -> Void = { _ in }, recipe: (_ path: String) -> String?
    ) async throws -> Step.Report {
        // What was encoded a moment ago need not be read again.
        let bytes =
            try made.image.encoded ?? made.image.encoded(as: made.image.facts.format)
        func letter(_ path: String) throws(RunFailure) -> Letter {
            try self.letter(made, save, bytes, save.isPrivate ? nil : recipe(path), for: path)
        }
        switch save.target {
        case .standardOutput: return .picture(save.embedsRecipe ? try letter("-").bytes : bytes)
        case .file(let path): return try write(letter(path), to: path)
        case .deferred(let text):
            let path = try name(text, of: made, bytes, inputs)
            return try writeBeside(letter(path), path, remark: remark)
        }
    }

    /// The same as PNG, under the name that the file would have, or the next that is free.
    ///
    /// - Returns: where it is.
    func saveBeside(
        _ made: Produced, _ save: SaveStep, inputs: [PlanNode.ID: Produced],
        recipe: (_ path: String) -> String?
    ) throws -> String {
        let bytes = try made.image.encoded ?? made.image.encoded(as: .png)
        let target: String
        switch save.target {
        case .standardOutput: throw RunFailure.other("there is no file to save next to")
        case .file(let path): target = path
        case .deferred(let text): target = try name(text, of: made, bytes, inputs)
        }
        let name = FileName(target)
        let path = Path.join(name.dir == "." ? "" : name.dir, name.stem + ".png")
        let text = save.isPrivate ? nil : recipe(path)
        let letter = try letter(made, save, bytes, text, for: path)
        guard case .saved(let place, _) = try writeBeside(letter, path, remark: { _ in }) else {
            return path
        }
        return place
    }

    /// A name that the run completes, with the extension of the bytes where it has none.
    private func name(
        _ text: PlannedText, of made: Produced, _ bytes: [UInt8],
        _ inputs: [PlanNode.ID: Produced]
    ) throws(RunFailure) -> String {
        let facts = made.image.facts
        let name = try text.filled(
            writing: FileName.part, writingNote: FileName.note,
            written: { Self.value(of: $0, facts, bytes) }
        ) { inputs[$0]?.forecast }
        // The words of a field choose no format.
        let isWhole = ImageFormat(fileExtension: FileName(name).ext) == facts.format
        return isWhole ? name : "\(name).\(facts.format.fileExtension)"
    }

    private func letter(
        _ made: Produced, _ save: SaveStep, _ bytes: [UInt8], _ text: String?, for path: String
    ) throws(RunFailure) -> Letter {
        guard save.embedsRecipe, let text else {
            return Letter(bytes: bytes, recipe: text, made: made, save: save)
        }
        if made.image.facts.isSigned {
            guard path != "-" else {
                throw .other("embedding a recipe would break the image's Content Credentials")
            }
            return Letter(bytes: bytes, recipe: text, made: made, save: save, hasSidecar: true)
        }
        let format = made.image.facts.format
        guard let signed = EmbeddedText.put(text, into: bytes, format) else {
            throw .other("a recipe cannot be embedded in this \(format.title)")
        }
        return Letter(bytes: signed, recipe: text, made: made, save: save)
    }

    /// What a field of the file says that is to be written.
    private static func value(of field: Field, _ facts: ImageFacts, _ bytes: [UInt8]) -> String? {
        switch field {
        case .bytes: "\(bytes.count)"
        case .hash: Digest.hex(bytes)
        case .format: facts.format.rawValue
        case .dpi: facts.dpi.map(SourceWriter.number)
        default: nil
        }
    }

    /// What is to be written, and what the ledger is to know of it.
    private struct Letter {
        var bytes: [UInt8]
        var recipe: String?
        var made: Produced
        var save: SaveStep
        /// The recipe goes into a file of its own, so that a signature holds.
        var hasSidecar = false
    }

    /// What stands there may be the user's own: it is replaced only where the image would be.
    private func putSidecar(of letter: Letter, at place: String) throws {
        guard letter.hasSidecar, let recipe = letter.recipe else { return }
        let name = Sidecar.path(of: place)
        let old = FileSystem.kind(name) == nil ? nil : try FileSystem.read(name)
        guard old != Array(recipe.utf8) else { return }
        guard old == nil || letter.save.overwrites else { throw RunFailure.taken(path: name) }
        try FileSystem.makeFolder(Path.folder(of: place))
        guard try FileSystem.put(Array(recipe.utf8), at: name, replaces: old != nil) else {
            throw RunFailure.taken(path: name)
        }
    }

    private func write(
        _ letter: Letter, to path: String
    ) throws(RunFailure) -> Step.Report {
        let bytes = letter.bytes
        let place = world.absolute(path)
        let resolved = world.resolved(path)
        let isFirst = written.withLock { $0.insert(resolved).inserted }
        guard isFirst, !sources.contains(world.identity(of: path)) else {
            throw .taken(path: path)
        }
        do {
            // One of another size is another file, and read only where it is replaced as imgflow's own.
            let mayBeSame = FileSystem.facts(of: place)?.bytes == bytes.count
            let isAsked = letter.save.own != nil && !letter.save.overwrites
            let old = mayBeSame || isAsked ? try? FileSystem.read(place) : nil
            let isOwn = isAsked && old.map(Digest.hex) == letter.save.own?.hash
            let replaces = letter.save.overwrites || isOwn
            // What is not written is not put down.
            guard replaces || old == bytes || FileSystem.kind(place) == nil else {
                throw RunFailure.taken(path: path)
            }
            try putSidecar(of: letter, at: place)
            if old == bytes {
                // What another program wrote stays that program's.
                if !isOthers(path, letter.save) { _ = try record(letter, at: resolved.text) }
                return .saved(path: path, isUnchanged: true)
            }
            try FileSystem.makeFolder(Path.folder(of: place))
            // Put down before the file has its name: a run that is killed in between, and begun
            // again, knows it as its own.
            let row = try record(letter, at: resolved.text)
            var isPlaced = false
            defer { if !isPlaced, let row { ledger?.withdraw(row) } }
            isPlaced = try FileSystem.put(
                bytes, at: place, replaces: replaces, mayChange: letter.save.overwrites)
            if !isPlaced {
                // Another run of the same program may have been a moment faster.
                isPlaced = (try? FileSystem.read(place)) == bytes
                guard isPlaced else { throw RunFailure.taken(path: path) }
                return .saved(path: path, isUnchanged: true)
            }
            return .saved(path: path, isUnchanged: false)
        } catch let failure as FileSystem.Failure {
            throw .file(failure)
        } catch let failure as RunFailure {
            throw failure
        } catch {
            throw .other("\(error)")
        }
    }

    /// Whether another program wrote what stands there.
    private func isOthers(_ path: String, _ save: SaveStep) -> Bool {
        guard let own = save.own ?? world.ownFile(at: path) else { return false }
        return own.author != save.author
    }

    private func record(_ letter: Letter, at path: String) throws(RunFailure) -> Int64? {
        let size = letter.made.image.facts.size
        do {
            return try ledger?.writing(
                LedgerFile(
                    run: 0, time: "", path: path, hash: Digest.hex(letter.bytes),
                    origin: letter.save.origin, width: size.width, height: size.height,
                    made: letter.save.embedsRecipe ? nil : letter.made.identity.text,
                    recipe: letter.recipe, calls: letter.made.calls.joined(separator: " ")))
        } catch {
            throw .unrecorded(error)
        }
    }

    /// Of a name that nobody could measure before the image was paid for.
    private static let stemBytes = 180

    /// What an earlier run wrote under a name that only the run knows; never a paid image by one of
    /// the sandbox.
    private func replaceable(_ path: String, by save: SaveStep) -> OwnFile? {
        guard let own = world.ownFile(at: path), own.author == save.author,
            !(own.isReal && save.origin == "sandbox")
        else { return nil }
        return own
    }

    /// A name that only the run knows: where it is taken, the image gets `-2`, `-3`, …
    private func writeBeside(
        _ letter: Letter, _ path: String, remark: (String) -> Void
    ) throws(RunFailure) -> Step.Report {
        let name = FileName(path).shortened(to: Self.stemBytes)
        for number in 1...9_999 {
            let numbered = number == 1 ? name.stem : "\(name.stem)-\(number)"
            let candidate = Path.join(name.dir == "." ? "" : name.dir, "\(numbered).\(name.ext)")
            if targets.contains(world.identity(of: candidate)) { continue }
            var letter = letter
            letter.save.own = replaceable(candidate, by: letter.save)
            let others = world.otherNames(of: candidate)
            do {
                let report = try write(letter, to: candidate)
                if others > 0, case .saved(_, isUnchanged: false) = report {
                    remark(
                        "`\(candidate)` had \(TargetProblem.hardLinks(others)), which kept the old image"
                    )
                }
                if number > 1 { remark("`\(path)` already exists: saved as `\(candidate)`") }
                return report
            } catch .taken {
                continue
            }
        }
        throw .taken(path: path)
    }
}
