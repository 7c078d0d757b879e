import ImageFacts
import ImgflowEngine
import ImgflowImages
import ImgflowLanguage
import ImgflowReports
import ImgflowRuntime
import ImgflowTerminal

/// `:ls`, a page after the other.
extension ReplCommand {
    /// Columns and rows of a small image.
    private static let small = (columns: 16, rows: 8)
    /// Most headers stand in so many bytes; the others cost the whole file.
    private static let headerBytes = 1 << 18
    private static let mostDrawn = 4

    /// - Parameter rest: a folder, or a pattern of names, or nothing.
    static func list(_ host: ReplHost, _ rest: String, _ session: Session) throws {
        let whole = rest.isEmpty ? host.folder : Path.join(host.folder, rest)
        let isFolder = FileSystem.kind(whole) == .folder
        let hasPattern = !isFolder && Path.name(of: rest).contains { "*?[".contains($0) }
        guard isFolder || hasPattern else { throw CLIError(message: "`\(rest)` is not a folder") }
        let place = isFolder ? whole : Path.folder(of: whole)
        let pattern = hasPattern ? Path.name(of: rest) : "*"
        let names = FileSystem.names(in: place).sorted()
            .filter { !$0.hasPrefix(".") && Glob.matches($0, pattern) }
        var listing = Listing(host)
        for (number, name) in names.enumerated() {
            guard let entry = Self.entry(name, in: place) else { continue }
            guard listing.say(entry, left: names.count - number) else { return }
        }
        guard listing.isEmpty else { return }
        host.say(hasPattern ? "no match for `\(rest)`" : "no images here")
    }

    fileprivate struct ListedFile {
        var line: String
        /// Of an image.
        var path: String?
    }

    /// Nil for what is neither an image nor a folder nor a program.
    private static func entry(_ name: String, in place: String) -> ListedFile? {
        let path = Path.join(place, name)
        let shown = Printable.text(name)
        switch FileSystem.kind(path) {
        case .folder?: return ListedFile(line: shown + "/")
        case .file?:
            if let facts = header(of: path) {
                return ListedFile(
                    line: "\(shown)  \(facts.size) \(facts.format.rawValue)", path: path)
            }
            return name.hasSuffix(".imgflow") ? ListedFile(line: shown) : nil
        default: return nil
        }
    }

    private static func header(of path: String) -> ImageFacts? {
        guard let start = try? FileSystem.beginning(of: path, headerBytes) else { return nil }
        if let facts = try? ImageHeader.read(start) { return facts }
        let name = Path.name(of: path)
        guard start.count == headerBytes, let dot = name.lastIndex(of: "."),
            ImageFormat(fileExtension: String(name[name.index(after: dot)...])) != nil
        else { return nil }
        return (try? FileSystem.read(path)).flatMap { try? ImageHeader.read($0) }
    }

    /// Lines up to the height of the window, then the question whether it goes on.
    fileprivate struct Listing {
        private let host: ReplHost
        private var rows = 0
        private var drawn = 0
        private(set) var isEmpty = true

        init(_ host: ReplHost) { self.host = host }

        /// - Returns: False where the user has seen enough.
        mutating func say(_ file: ListedFile, left: Int) -> Bool {
            if Interrupt.isUp {
                host.say("interrupted")
                return false
            }
            let height = max(4, LineEditor.rows - 2)
            if !isEmpty, rows + 1 > height {
                let answer = host.console.ask("\(left) more: Enter shows them, q quits ")
                guard let answer, !answer.lowercased().hasPrefix("q") else { return false }
                (rows, drawn) = (0, 0)
            }
            isEmpty = false
            host.say(file.line)
            rows += 1
            // Of a few on each page the pixels are read, too.
            guard let path = file.path, drawn < mostDrawn, rows + small.rows <= height,
                host.painter.draws, let bytes = try? FileSystem.read(path),
                let image = try? Image(encoded: bytes),
                let picture = try? host.painter.draw(
                    image, width: small.columns, rows: small.rows)
            else { return true }
            host.show(picture)
            drawn += 1
            rows += small.rows
            return true
        }
    }
}
