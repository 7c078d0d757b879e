import Glibc

/// Paths as the system sees them; text only, but for `resolved`.
package enum Path {
    /// `folder/name`, or `name` alone where it is absolute or the folder is empty.
    package static func join(_ folder: String, _ name: String) -> String {
        if name.hasPrefix("/") || folder.isEmpty { return name }
        return folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }

    package static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    package static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    /// The absolute path with links followed as far as the path exists; the rest is taken as it
    /// stands, without `.` and `..`.
    package static func resolved(_ path: String, in folder: String) -> String {
        // Links are followed before `..` is taken: `link/..` is where the link leads to.
        var existing = join(folder, path)
        if System.isTooLong(existing) { return existing }
        var rest: [String] = []
        while existing != "/", existing != "." {
            if let real = System.realpath(existing) {
                return normalized(rest.reversed().reduce(real) { join($0, $1) })
            }
            rest.append(name(of: existing))
            existing = Path.folder(of: existing)
        }
        return normalized(rest.reversed().reduce("/") { join($0, $1) })
    }

    private static func normalized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") {
            switch part {
            case ".": continue
            case "..": _ = parts.popLast()
            default: parts.append(part)
            }
        }
        return "/" + parts.joined(separator: "/")
    }
}
