import ImageFacts
import ImgflowPlanner

/// The extension at the end of a pattern of files.
enum FilePattern {
    /// `{jpg,JPG}` somewhere.
    static func hasChoice(_ path: String) -> Bool {
        guard let open = path.firstIndex(of: "{") else { return false }
        let rest = path[open...]
        guard let comma = rest.firstIndex(of: ","), let close = rest.firstIndex(of: "}") else {
            return false
        }
        return comma < close
    }

    /// The pattern without its extension, and the format that this names; nil where the extension is a
    /// pattern itself.
    static func `extension`(of pattern: String) -> (head: String, format: ImageFormat)? {
        let ext = FileName(pattern).ext
        guard let format = ImageFormat(fileExtension: ext) else { return nil }
        return (String(pattern.dropLast(ext.count + 1)), format)
    }

    /// The pattern with all spellings of its extension; nil where there are no others.
    static func choice(_ pattern: String, with others: [String]) -> String? {
        guard !others.isEmpty, let (head, _) = `extension`(of: pattern) else { return nil }
        var spellings = [FileName(pattern).ext]
        for ext in others.map({ FileName($0).ext }) where !spellings.contains(ext) {
            spellings.append(ext)
        }
        return "\(head).{\(spellings.joined(separator: ","))}"
    }
}
