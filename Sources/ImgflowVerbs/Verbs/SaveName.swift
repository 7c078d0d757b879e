import ImageFacts
import ImgflowLanguage
import ImgflowPlanner

/// Names that mean something to a shell or a service, and to `save` nothing.
enum SaveName {
    /// What is wrong with a name; nil where nothing is.
    static func problem(of path: String, _ span: Span) -> TargetProblem? {
        func problem(_ why: String, _ fix: String) -> TargetProblem {
            .unwritable(path, why: why, fix: fix, span: span)
        }
        if path.utf8.count > pathBytes, let problem = tooLong(path, FilePath(path), span) {
            return problem
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let name = parts.last.map(String.init) ?? ""
        if isAddress(path) {
            return problem(
                "it is a URL, and `save` writes local files",
                "save \"\(name.isEmpty ? "out.png" : name)\", and copy the file there")
        }
        if path.hasPrefix("~") {
            return problem(
                "`\(parts[0])` is expanded only by a shell", "write the full path")
        }
        // The end of a name may be a value that begins so.
        let folders = parts.count > 1 ? parts.dropLast() : parts[...]
        if let variable = folders.first(where: { $0.first == "$" && $0.count > 1 }) {
            return problem(
                "`\(variable)` is expanded only by a shell",
                "write the full path, or use a parameter: param folder: file")
        }
        if ["/dev/", "/proc/", "/sys/"].contains(where: path.hasPrefix) {
            return problem(
                "files cannot be made there", "`save -` writes to standard output")
        }
        if ["", ".", ".."].contains(name) {
            let folder = path.hasSuffix("/") ? path : path + "/"
            return problem("it is a folder", "add a name: save \"\(folder){stem}.png\"")
        }
        if name.hasPrefix("."), ImageFormat(fileExtension: String(name.dropFirst())) != nil {
            return problem(
                "`\(name)` is an extension without a name",
                "add a name: save \"\(path.dropLast(name.count)){stem}\(name)\"")
        }
        return nil
    }

    /// What is wrong with values that stand where a folder begins; nil where nothing is.
    ///
    /// - Parameter path: the name as it would be.
    static func problem(ofFolder template: Template, _ path: String, _ span: Span) -> TargetProblem?
    {
        let parts = template.asPath.parts
        var values: [String] = []
        for case .value(let value) in parts.prefix(while: {
            if case .value = $0 { true } else { false }
        }) {
            values.append(value)
        }
        guard !values.isEmpty, case .text(let next)? = parts.dropFirst(values.count).first,
            next.hasPrefix("/")
        else { return nil }
        let value = values.joined()
        guard value.isEmpty || values.contains(where: { $0 != FileName.harmless($0) }) else {
            return nil
        }
        return .unwritable(
            path,
            why: value.isEmpty
                ? "it starts with an empty value"
                : "`\(Preview(value))` is a path, expected a folder name",
            fix: "declare the parameter as a path: param folder: file", span: span)
    }

    /// `s3://bucket/out.png`.
    private static func isAddress(_ path: String) -> Bool {
        let scheme = path.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return !scheme.isEmpty && path[scheme.endIndex...].hasPrefix("://")
    }

    /// Linux takes 4,095 bytes in one call, and the temporary name next to a file is longer than a short one.
    private static let pathBytes = 4_000
    private static let folderBytes = 255

    static func tooLong(_ path: String, _ resolved: FilePath, _ span: Span) -> TargetProblem? {
        let bytes = resolved.byteCount
        if bytes > pathBytes {
            return .unwritable(
                "\(path.prefix(60))…",
                why: "its path has \(bytes) bytes, expected at most \(pathBytes)",
                fix: "save under a shorter path", span: span)
        }
        let folders = path.split(separator: "/").dropLast().map { FilePath(String($0)) }
        guard let folder = folders.first(where: { $0.byteCount > folderBytes }) else { return nil }
        return .unwritable(
            "\(path.prefix(60))…",
            why:
                "the name of a folder has \(folder.byteCount) bytes, expected at most \(folderBytes)",
            fix: "save into a folder with a shorter name", span: span)
    }
}
