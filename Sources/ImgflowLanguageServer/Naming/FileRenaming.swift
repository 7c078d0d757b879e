import ImgflowLanguage
import ImgflowRuntime
import JSONRPC

/// Another name for a program's file: every `use` of it follows.
struct FileRenaming: Sendable {
    let search: NameSearch
    /// Absolute paths.
    let old: String
    let new: String
    let encoding: PositionEncoding
    let addresses: Addresses
    let unwanted: Unwanted

    var edits: [(uri: String, edit: JSON)] {
        let home = NameSearch.Home(
            path: FilePath(Path.resolved(old, in: "/")), offset: 0, kind: .file)
        let (places, _) = search.places(of: home, unwanted)
        return places.compactMap { place in
            guard let bytes = search.text(of: place.path), place.span.end <= bytes.count else {
                return nil
            }
            let folder = Path.folder(of: place.path.text)
            let path = Self.relative(Path.resolved(new, in: "/"), to: folder)
            return (
                addresses.uri(of: place.path.text),
                TextIndex(bytes, encoding).edit(place.span, SourceWriter.string(path))
            )
        }
    }

    /// As a `use` in that folder names it.
    static func relative(_ path: String, to folder: String) -> String {
        let parts = path.split(separator: "/")
        let from = folder.split(separator: "/")
        let common = zip(parts, from).prefix { $0 == $1 }.count
        return (Array(repeating: "..", count: from.count - common) + parts.dropFirst(common))
            .joined(separator: "/")
    }
}
