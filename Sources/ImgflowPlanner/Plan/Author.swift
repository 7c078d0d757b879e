package import ImgflowLanguage

/// The program that a run belongs to: what it wrote itself it may replace.
package struct Author: Hashable, Sendable {
    /// Compared by its bytes, as the path in it is.
    private let name: FilePath

    /// As the ledger holds it.
    package var id: String { name.text }

    package init(id: String) { name = FilePath(id) }

    /// A file, wherever it is called from and by whatever link.
    ///
    /// - Parameter path: absolute, links followed.
    package static func script(_ path: FilePath) -> Author { Author(id: "file \(path.text)") }

    /// A program in no file: `-c`, standard input, a recipe.
    package static func text(_ text: String) -> Author { Author(id: "text \(Digest.hex(text))") }

    /// All lines of one session at the prompt.
    package static func session(_ number: UInt64) -> Author { Author(id: "session \(number)") }

    /// In words that may stand behind "written by".
    package var words: String {
        let parts = id.split(separator: " ", maxSplits: 1)
        switch parts.first {
        case "file": return "`\(parts.last ?? "")`"
        case "session": return "another session at the prompt"
        default: return "a program given as text (`-c`)"
        }
    }
}
