import ImgflowLanguage
import ImgflowRuntime

/// Names on the disk that begin as a path does.
package enum PathCompletion {
    /// Folders end in a slash; hidden files come when they are asked for.
    package static func candidates(_ path: String, in folder: String) -> [String] {
        let slash = path.lastIndex(of: "/")
        let base = slash.map { String(path[...$0]) } ?? ""
        let start = slash.map { path[path.index(after: $0)...] } ?? path[...]
        let place = Path.join(folder, base.isEmpty ? "." : base)
        let names = FileSystem.names(in: place).sorted()
            .filter { start.hasPrefix(".") || !$0.hasPrefix(".") }
        return Completion.names(names, beginningWith: String(start)) { $0 }
            .map { name in
                let isFolder = FileSystem.kind(Path.join(place, name)) == .folder
                return base + name + (isFolder ? "/" : "")
            }
    }
}
