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

    /// The same with as much of the stem as file systems take.
    package func shortened(to bytes: Int) -> FileName {
        var name = self
        while name.stem.utf8.count > bytes { name.stem.unicodeScalars.removeLast() }
        return name
    }

    /// What a field says, fit for a file name: prompts become slugs, and nothing but `{dir}` brings
    /// a slash with it.
    package static func part(_ value: String, of field: Field) -> String {
        switch field {
        case .text: return Slug.make(value)
        case .dir: return value
        default: return harmless(value)
        }
    }

    /// What a verb noted of the image: a number as it is, words as a slug.
    package static func note(_ value: String) -> String {
        Double(value) == nil ? Slug.make(value) : harmless(value)
    }

    /// A value in a name: no slash, nothing that a terminal acts on, and never `.` or `..`.
    package static func harmless(_ value: String) -> String {
        var text = ""
        var room = valueBytes
        for scalar in value.unicodeScalars {
            room -= UTF8.width(scalar)
            guard room >= 0 else { break }
            let isHarmful = scalar == "/" || scalar.properties.generalCategory == .control
            text.unicodeScalars.append(isHarmful ? "-" : scalar)
        }
        return !text.isEmpty && text.allSatisfy { $0 == "." } ? "image" : text
    }

    /// A name that holds one is still one that file systems take.
    private static let valueBytes = 100
}
