import ImgflowEngine
import ImgflowLanguage
import ImgflowRuntime

/// The folders that the editor has open, and where a program stands in them.
struct Workspace: Sendable {
    /// Absolute paths.
    var folders: [String] = []
    /// Where the server was started.
    let home: String

    init(home: String) { self.home = home }

    /// Where relative paths of a program begin: the folder of the editor that it is in, as a terminal in that folder
    /// has it; else its own.
    func folder(of path: String?) -> String {
        guard let path else { return folders.first ?? home }
        let around = folders.filter { Self.isInside(path, $0) }
        return around.max { $0.utf8.count < $1.utf8.count } ?? Path.folder(of: path)
    }

    /// As the command line would name it in that folder.
    func name(of path: String) -> String { Self.name(of: path, in: folder(of: path)) }

    static func name(of path: String, in folder: String) -> String {
        guard isInside(path, folder) else { return path }
        let rest = path.dropFirst(folder.count)
        return String(rest.drop { $0 == "/" })
    }

    private static func isInside(_ path: String, _ folder: String) -> Bool {
        path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
    }

    // MARK: - Programs on the disk

    private static let mostFiles = 2_000
    private static let mostFolders = 20_000

    /// Every program below the folders, without what is hidden and what other tools keep.
    var programs: [String] {
        var found: [String] = []
        var open = folders
        var looked = 0
        while let folder = open.popLast(), looked < Self.mostFolders {
            looked += 1
            for name in FileSystem.names(in: folder).sorted() where !name.hasPrefix(".") {
                let path = Path.join(folder, name)
                if name.hasSuffix(".imgflow") {
                    guard FileSystem.kind(path) == .file else { continue }
                    found.append(path)
                    if found.count >= Self.mostFiles { return found }
                } else if !name.contains("."), name != "node_modules",
                    FileSystem.isFolder(path)
                {
                    open.append(path)
                }
            }
        }
        return found
    }
}
