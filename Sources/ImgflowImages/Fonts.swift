internal import CVips
import Synchronization

/// What text is drawn in.
package struct Font: Hashable, Sendable {
    /// A family and perhaps a style, as Pango reads them: `DejaVu Sans Bold`.
    package var name: String
    /// Where its file is, if it is one that no system has.
    package var file: File?

    package struct File: Hashable, Sendable {
        package var path: String
        package var hash: String

        package init(path: String, hash: String) {
            self.path = path
            self.hash = hash
        }
    }

    package init(_ name: String, file: File? = nil) {
        self.name = name
        self.file = file
    }

    /// With its size in pixels.
    func sized(_ size: Int) -> String { "\(name) \(size)" }
}

extension Font: CustomStringConvertible {
    /// In cache keys: what the file holds, wherever it is.
    package var description: String { file.map { "\(name) \($0.hash)" } ?? name }
}

/// The fonts of this machine, as fontconfig knows them.
package enum Fonts {
    /// Words behind a family's name that say how it is drawn.
    private static let styles: Set<String> = [
        "bold", "italic", "oblique", "light", "medium", "semibold", "heavy", "black", "thin",
        "condensed", "regular", "book",
    ]
    /// Names for whatever font there is of a kind.
    private static let kinds: Set<String> = ["sans", "sans-serif", "serif", "monospace", "mono"]

    package static func exists(_ name: String) -> Bool {
        var words = name.split(separator: " ")
        while let last = words.last, words.count > 1, styles.contains(last.lowercased()) {
            words.removeLast()
        }
        let family = words.joined(separator: " ")
        return imgflow_font_exists(kinds.contains(family.lowercased()) ? "" : family)
    }

    private static let added = Mutex<[String: Bool]>([:])

    /// Makes a file's font known to `missing`, once; what draws adds it for itself. False where that fails.
    @discardableResult
    package static func add(_ path: String) -> Bool {
        added.withLock { added in
            if let known = added[path] { return known }
            let isAdded = imgflow_font_add(path)
            added[path] = isAdded
            return isAdded
        }
    }

    /// The letters of a text that no font has, each once, in order.
    package static func missing(in text: String) -> [Unicode.Scalar] {
        var letters: [Unicode.Scalar] = []
        var seen: Set<Unicode.Scalar> = []
        for scalar in text.unicodeScalars where scalar.isDrawn && seen.insert(scalar).inserted {
            letters.append(scalar)
        }
        guard !letters.isEmpty else { return [] }
        var found = [Bool](repeating: false, count: letters.count)
        imgflow_fonts_have(letters.map(\.value), &found, letters.count)
        return zip(letters, found).filter { !$0.1 }.map(\.0)
    }
}

extension Unicode.Scalar {
    /// It has a shape of its own.
    fileprivate var isDrawn: Bool {
        if properties.isWhitespace || properties.isDefaultIgnorableCodePoint { return false }
        switch properties.generalCategory {
        case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }
}
