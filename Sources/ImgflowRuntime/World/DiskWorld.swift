import Glibc
package import ImageFacts
import ImgflowImages
package import ImgflowLanguage
package import ImgflowModels
package import ImgflowPlanner
import ImgflowVerbs
import Synchronization

/// The real disk, standard input and store, for the planner.
package final class DiskWorld: World {
    package let today: CalendarDate
    package let home: String?
    private let folder: String
    private let store: AnswerStore?
    /// Opened when the first file asks whose it is.
    private let ledger: @Sendable () -> Ledger?
    private let readStandardInput: @Sendable () -> [UInt8]?
    private let input = Mutex<[UInt8]??>(.none)
    private let looks = Mutex<[FilePath: FileLook]>([:])
    /// Of the images that were looked at, as they were then.
    private let states = Mutex<[FilePath: (state: FileState, hash: String)]>([:])
    private let folders = Mutex<[FilePath: FolderFacts]>([:])
    /// One mask may serve a thousand images: it is decoded once.
    private let tones = Mutex<[FilePath: MaskTone?]>([:])
    private let sizes = Mutex<[FilePath: PixelSize?]>([:])
    private let colors = Mutex<[FilePath: OtherColors?]>([:])

    /// The images that a session keeps, by their ids.
    private let keeper: (any ImageKeeper)?
    private let seen: FileLooks?

    /// - Parameters:
    ///   - folder: where the user stands; relative paths are relative to it.
    ///   - looks: what worlds before this one saw.
    ///   - readStandardInput: nil where it is a terminal; called once at most.
    package init(
        folder: String, today: CalendarDate, store: AnswerStore?, home: String? = nil,
        ledger: @escaping @Sendable () -> Ledger? = { nil },
        keeper: (any ImageKeeper)? = nil, looks: FileLooks? = nil,
        readStandardInput: @escaping @Sendable () -> [UInt8]?
    ) {
        self.folder = folder
        self.today = today
        self.home = home
        self.store = store
        self.ledger = ledger
        self.keeper = keeper
        seen = looks
        self.readStandardInput = readStandardInput
    }

    package func look(at path: String) -> FileLook {
        let key = FilePath(path)
        if let look = looks.withLock({ $0[key] }) { return look }
        let look = freshLook(at: path)
        looks.withLock { $0[key] = look }
        return look
    }

    private func freshLook(at path: String) -> FileLook {
        let place = Path.join(folder, path)
        if System.isTooLong(place) { return .missing(near: nil) }
        switch FileSystem.kind(place) {
        case nil:
            if let why = FileSystem.brokenLink(place) { return .unusable(why) }
            let names = FileSystem.names(in: Path.folder(of: place))
            let near = NearestName.of(Path.name(of: path), in: names)
            let prefix = path.contains("/") ? Path.folder(of: path) : ""
            return .missing(near: near.map { Path.join(prefix, $0) })
        case .folder?: return .folder
        case .other?: return .unusable("is not a file")
        case .file?: break
        }
        do {
            // Before it is read: one that was written a moment ago may be written again unseen.
            let state = FileSystem.state(of: place)
            let isSettled = state?.isSettled ?? false
            let look: FileLook
            if let state, isSettled, let seen = seen?.look(at: place, state) {
                look = seen
            } else {
                look = Self.look(at: try FileSystem.read(place))
                if let state, isSettled { seen?.remember(look, at: place, state) }
            }
            if isSettled, let state, case .image(_, let hash) = look {
                states.withLock { $0[FilePath(place)] = (state, hash) }
            }
            return look
        } catch {
            return .unusable(error.words)
        }
    }

    private static func look(at bytes: [UInt8]) -> FileLook {
        do {
            var facts = try ImageHeader.read(bytes)
            if facts.hasMetadata {
                facts.date =
                    bytes.withUnsafeBytes { SafeMetadata.captureDay(of: $0, facts.format) }
            }
            do { try facts.check() } catch { return .unusable("\(error)") }
            guard ImageEnd.isReached(bytes, facts.format) else {
                return .unusable("the \(facts.format.title) is truncated")
            }
            return .image(facts, hash: Digest.hex(bytes))
        } catch {
            return .unusable("\(error)")
        }
    }

    package func files(matching pattern: String, ignoringCase: Bool) -> [String] {
        Glob.files(matching: pattern, in: folder, ignoringCase: ignoringCase)
            .filter(Self.isPicture)
    }

    package func pictures(inFolder path: String) -> [String] {
        let place = Path.join(folder, path)
        let names = FileSystem.names(in: place).filter { name in
            !name.hasPrefix(".") && Self.isPicture(name)
                && FileSystem.kind(Path.join(place, name)) == .file
        }
        return NaturalOrder.sorted(names).map { Path.join(path, $0) }
    }

    private static func isPicture(_ name: String) -> Bool {
        ImageFormat(fileExtension: FileName(name).ext) != nil
    }

    package func standardInput() -> FileLook? {
        guard let bytes = standardInputBytes() else { return nil }
        guard bytes.count <= FileSystem.inputLimit else {
            return .unusable("it is larger than \(FileSystem.inputLimit >> 20) MB")
        }
        return Self.look(at: bytes)
    }

    package func followerOnStandardInput() -> ImageFormat? {
        guard let bytes = standardInputBytes(), let facts = try? ImageHeader.read(bytes) else {
            return nil
        }
        return Follower.format(in: bytes, behind: facts.format)
    }

    /// What stands on standard input, read once.
    package func standardInputBytes() -> [UInt8]? {
        input.withLock { input in
            if let known = input { return known }
            let bytes = readStandardInput()
            input = .some(bytes)
            return bytes
        }
    }

    /// The bytes of an image that was looked at; nil where they are not those any more.
    ///
    /// - Parameter trusting: takes the file system's word that nobody wrote to a file, which is true but for
    ///   those who write to it through a mapping: its bytes are not hashed again.
    func planned(_ path: String, hash: String, trusting: Bool) throws -> [UInt8]? {
        let place = Path.join(folder, path)
        let bytes = try FileSystem.read(place)
        if trusting, let known = states.withLock({ $0[FilePath(place)] }), known.hash == hash,
            known.state == FileSystem.state(of: place)
        {
            return bytes
        }
        return Digest.hex(bytes) == hash ? bytes : nil
    }

    /// Whether a file that was looked at still has these bytes.
    func isStill(_ path: String, hash: String) -> Bool {
        let place = Path.join(folder, path)
        if let known = states.withLock({ $0[FilePath(place)] }), known.hash == hash,
            known.state == FileSystem.state(of: place)
        {
            return true
        }
        return (try? FileSystem.hash(of: place)) == hash
    }

    package func absolute(_ path: String) -> String { Path.join(folder, path) }

    /// A program of a thousand saves writes into few folders: each is looked at once.
    package func resolved(_ path: String) -> FilePath {
        let place = Path.join(folder, path)
        if System.isTooLong(place) { return FilePath(place) }
        let name = Path.name(of: place)
        guard !place.hasSuffix("/"), name != ".", name != "..", !FileSystem.isLink(place) else {
            return FilePath(Path.resolved(path, in: folder))
        }
        return FilePath(Path.join(facts(ofFolder: Path.folder(of: place)).resolved, name))
    }

    package func identity(of path: String) -> FilePath {
        FileSystem.sharedFile(absolute(path)) ?? resolved(path)
    }

    package func otherForm(of path: String) -> String? {
        FileSystem.otherForm(of: path, in: folder)
    }

    package func exists(_ path: String) -> Bool {
        FileSystem.kind(Path.join(folder, path)) != nil
    }

    package func ownFile(at path: String) -> OwnFile? {
        guard let ledger = ledger() else { return nil }
        let place = resolved(path).text
        // Most files were never written here: they need not be read.
        guard (try? ledger.hasFile(at: place)) == true, case .image(_, let hash) = look(at: path),
            let file = try? ledger.file(path: place, hash: hash)
        else { return nil }
        return OwnFile(
            hash: file.hash, origin: file.origin, made: file.made,
            author: (try? ledger.run(file.run)).flatMap { $0.flatMap(author) }, time: file.time)
    }

    private func author(of run: LedgerRun) -> Author? {
        if let id = run.author { return Author(id: id) }
        // A run before authors were put down: a script is known by where it lay, of a text nothing is left.
        guard !["-c", "standard input", "line"].contains(run.program),
            !run.program.hasPrefix("recipe of ")
        else { return nil }
        return .script(FilePath(Path.resolved(run.program, in: run.folder)))
    }

    package func otherNames(of path: String) -> Int {
        FileSystem.linkCount(absolute(path)).map { $0 - 1 } ?? 0
    }

    package func obstacle(toKeeping path: String) -> String? {
        FileSystem.obstacle(toKeeping: absolute(path))
    }

    package func obstacle(toWriting path: String) -> String? {
        let place = Path.join(folder, path)
        if System.isTooLong(place) { return FileSystem.words(ENAMETOOLONG) }
        let base = folder.hasSuffix("/") ? folder : folder + "/"
        let obstacle =
            facts(ofFolder: Path.folder(of: place)).obstacle
            ?? self.obstacle(at: place)
        return obstacle?.split(separator: "`" + base, omittingEmptySubsequences: false)
            .joined(separator: "`")
    }

    /// What stands at the place itself.
    private func obstacle(at place: String) -> String? {
        switch FileSystem.kind(place) {
        case .folder?: "it is a folder"
        case .other?: "it is not a file"
        case .file?: nil
        case nil: FileSystem.brokenLink(place)
        }
    }

    private struct FolderFacts {
        /// Absolute, links followed.
        var resolved: String
        /// Why nothing can be written into it.
        var obstacle: String?
    }

    private func facts(ofFolder place: String) -> FolderFacts {
        let key = FilePath(place)
        if let facts = folders.withLock({ $0[key] }) { return facts }
        let facts = FolderFacts(
            resolved: Path.resolved(place, in: "/"),
            obstacle: FileSystem.obstacle(toWritingInto: place))
        folders.withLock { $0[key] = facts }
        return facts
    }

    package func tone(of mask: MaskSource) -> MaskTone? {
        let name = FilePath(mask.words)
        if let tone = tones.withLock({ $0[name] }) { return tone }
        let tone = seen.map { $0.tone(of: mask, in: folder) { freshTone(mask) } } ?? freshTone(mask)
        tones.withLock { $0[name] = .some(tone) }
        return tone
    }

    private func freshTone(_ mask: MaskSource) -> MaskTone? {
        // What cannot be read or done is told elsewhere.
        guard let brightness = try? image(of: mask)?.mask().brightness() else { return nil }
        switch (brightness.minimum, brightness.maximum) {
        case (0, 0): return .black
        case (255, 255): return .white
        default: return brightness.gray > 0.5 ? .gray : brightness.gray > 0.001 ? .soft : .mixed
        }
    }

    package func size(of recipe: MaskSource) -> PixelSize? {
        let name = FilePath(recipe.words)
        if let known = sizes.withLock({ $0[name] }) { return known }
        // What cannot be read or done is told elsewhere.
        let found = try? image(of: recipe)?.facts.size
        sizes.withLock { $0[name] = .some(found) }
        return found
    }

    package func otherColors(of recipe: MaskSource) -> OtherColors? {
        let name = FilePath(recipe.words)
        if let known = colors.withLock({ $0[name] }) { return known }
        // What cannot be read or done is told elsewhere.
        let found =
            seen.map { $0.colors(of: recipe, in: folder) { try? image(of: recipe)?.otherColors() } }
            ?? (try? image(of: recipe)?.otherColors())
        colors.withLock { $0[name] = .some(found) }
        return found
    }

    /// An image that the session keeps. Blocks.
    ///
    /// - Throws: Where it is not to be had any more.
    func held(_ id: String) throws -> Image {
        guard let keeper else { throw RunFailure.other("this image is not kept") }
        return try keeper.image(id)
    }

    private func image(of mask: MaskSource) throws -> Image? {
        switch mask {
        case .held(let id): return try held(id)
        case .file(let path): return try Image(encoded: FileSystem.read(Path.join(folder, path)))
        case .alpha(let recipe): return try image(of: recipe)?.alphaMask()
        case .made(let operation, let parts):
            let images = try parts.compactMap { try image(of: $0) }
            guard images.count == parts.count, let operation = operation as? any LocalOperation
            else { return nil }
            return try operation.apply(to: images)
        }
    }

    package func hasFont(_ name: String?) -> Bool { Fonts.exists(name ?? "sans") }

    package func font(at path: String) -> FontLook {
        let place = Path.join(folder, path)
        switch look(at: path) {
        case .missing(let near): return .missing(near: near)
        case .folder: return .unusable("is a folder")
        case .image: return .unusable("is an image")
        case .unusable(let why):
            guard FileSystem.kind(place) == .file else { return .unusable(why) }
        }
        do {
            let bytes = try FileSystem.read(place)
            do {
                let font = try FontFile(bytes)
                return .font(path: place, hash: Digest.hex(bytes), name: font.name)
            } catch {
                return .unusable("\(error)")
            }
        } catch {
            return .unusable("\(error.words)")
        }
    }

    package func lettersWithoutFont(in text: String, file: String?) -> [Unicode.Scalar] {
        if let file { Fonts.add(file) }
        return Fonts.missing(in: text)
    }

    package func known(_ key: AnswerKey) -> KnownAnswer? { store?.known(key) }
    package func said(_ key: AnswerKey) -> [UInt8]? { store?.said(key) }
}
