import ImgflowEngine
import ImgflowLanguage
import ImgflowRuntime
import JSONRPC

/// A name in all programs of the folders: those that are open, as the editor has them, and those on the disk.
struct NameSearch: Sendable {
    /// Where something is named, whichever program it is seen from.
    struct Home: Hashable, Sendable {
        var path: FilePath
        /// In the file.
        var offset: Int
        var kind: NameIndex.Kind
    }

    /// A name in a file.
    struct Place: Hashable, Sendable {
        var path: FilePath
        var span: Span
        var isDeclaration: Bool
    }

    let desk: EngineDesk
    let workspace: Workspace
    /// What is open, by resolved path.
    var unsaved: [FilePath: String]

    /// Resolved paths of all programs, each once, those that are open first.
    var programs: [String] {
        var seen = Set<FilePath>()
        let open = unsaved.keys.sorted().map(\.text)
        let all = open + workspace.programs.map { Path.resolved($0, in: "/") }
        return all.filter { seen.insert(FilePath($0)).inserted }
    }

    /// A program with what it uses; nil where it cannot be read.
    func link(_ path: String) -> LinkedProgram? {
        let folder = workspace.folder(of: path)
        guard let engine = try? desk.engine(in: folder) else { return nil }
        let text: String
        if let open = unsaved[FilePath(path)] {
            text = open
        } else {
            guard let bytes = try? FileSystem.read(path),
                let read = String(validating: bytes, as: UTF8.self)
            else { return nil }
            text = read
        }
        let name = Workspace.name(of: path, in: folder)
        var input = ProgramInput(
            SourceText(
                name: name, text: text, folder: Engine.folder(of: name, engine.console),
                isFile: true))
        input.unsaved = { [unsaved] in unsaved[$0] }
        return engine.link(input)
    }

    func mistakes(in linked: LinkedProgram, from root: String) -> Int {
        (try? desk.engine(in: workspace.folder(of: root)))?.mistakes(in: linked) ?? 0
    }

    /// The resolved path of the file that an offset is in.
    ///
    /// - Parameter folder: where relative paths of the program begin.
    func path(
        of offset: Int, in linked: LinkedProgram, from root: String, folder: String
    ) -> (FilePath, base: Int) {
        let file = linked.sources.file(at: offset)
        guard file.base != 0 else { return (FilePath(root), 0) }
        return (FilePath(Path.resolved(file.name, in: folder)), file.base)
    }

    func home(
        _ symbol: NameIndex.Symbol, in linked: LinkedProgram, from root: String, folder: String
    ) -> Home {
        let (path, base) = path(
            of: symbol.span.start, in: linked, from: root, folder: folder)
        return Home(path: path, offset: symbol.span.start - base, kind: symbol.kind)
    }

    /// Every place that names what is named there, and the programs that see it.
    func places(of home: Home, _ unwanted: Unwanted) -> (places: [Place], roots: [String]) {
        var found: Set<Place> = []
        var roots: [String] = []
        for root in programs {
            if unwanted.value { break }
            guard let linked = link(root) else { continue }
            let folder = workspace.folder(of: root)
            let names = NameIndex(linked)
            guard
                let symbol = names.symbols.firstIndex(where: {
                    self.home($0, in: linked, from: root, folder: folder) == home
                })
            else { continue }
            roots.append(root)
            for occurrence in names.occurrences(of: symbol) {
                let (path, base) = path(
                    of: occurrence.span.start, in: linked, from: root, folder: folder)
                found.insert(
                    Place(
                        path: path,
                        span: Span(occurrence.span.start - base, occurrence.span.end - base),
                        isDeclaration: occurrence.isDeclaration))
            }
        }
        return (found.sorted { ($0.path, $0.span.start) < ($1.path, $1.span.start) }, roots)
    }

    /// The text of a file as the editor or the disk has it.
    func text(of path: FilePath) -> [UInt8]? {
        if let open = unsaved[path] { return Array(open.utf8) }
        return try? FileSystem.read(path.text)
    }
}
