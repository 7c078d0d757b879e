package import ImgflowLanguage

/// The parts of a path that fields name.
package struct FileName {
    package var stem: String
    /// Without the dot; empty where there is none.
    package var ext: String
    package var dir: String

    package init(_ path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let last = parts.last.map(String.init) ?? ""
        dir = parts.dropLast().joined(separator: "/")
        if dir.isEmpty { dir = path.hasPrefix("/") ? "/" : "." }
        if let dot = last.lastIndex(of: "."), dot != last.startIndex {
            stem = String(last[..<dot])
            ext = String(last[last.index(after: dot)...])
        } else {
            stem = last
            ext = ""
        }
    }

    /// What a field says, fit for a file name: prompts become slugs, and nothing but `{dir}` brings
    /// a slash with it.
    package static func part(_ value: String, of field: Field) -> String {
        switch field {
        case .text: return Slug.make(value)
        case .dir: return value
        default:
            let harmless = value.unicodeScalars.map { scalar in
                scalar == "/" || scalar.properties.generalCategory == .control ? "-" : scalar
            }
            var text = ""
            text.unicodeScalars.append(contentsOf: harmless.prefix(100))
            return text
        }
    }
}
