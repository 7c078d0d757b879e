import ImgflowLanguage

/// A path as it is written inside the string that has been begun.
struct PathString {
    private let quote: String
    /// It is still to be opened: a bare word was begun where a path is meant.
    private let isBare: Bool

    /// - Parameter opening: the program up to the string's content.
    init(opening: String, isBare: Bool) {
        self.isBare = isBare
        quote = !isBare && opening.last == "'" ? "'" : "\""
    }

    private var isRaw: Bool { quote == "'" }

    /// What a beginning that was written means.
    func plain(_ written: String) -> String {
        guard !isRaw, !isBare else { return written }
        var text = ""
        var before: Character?
        for character in written {
            if before == "\\" {
                text.append(character)
                before = nil
            } else if character == "\\" || ("{}".contains(character) && before != character) {
                before = character
                if character != "\\" { text.append(character) }
            } else {
                // The second of two braces is no brace of its own.
                if !"{}".contains(character) { text.append(character) }
                before = nil
            }
        }
        return text
    }

    /// Bytes that are part of no character are written by their escapes.
    private static func escaped(_ character: Character) -> String {
        character.unicodeScalars.map {
            PathText.isByte($0)
                ? "\\u{\(String($0.value, radix: 16, uppercase: true))}" : String($0)
        }.joined()
    }

    /// - Returns: Nil where such a string cannot hold it.
    func written(_ path: String) -> String? {
        let end = path.hasSuffix("/") ? "" : quote
        guard !isRaw else {
            return path.contains("'") || PathText.holdsBytes(path) ? nil : path + end
        }
        let inside = path.map { character -> String in
            switch character {
            case "\"", "\\": "\\\(character)"
            case "{", "}": "\(character)\(character)"
            default: Self.escaped(character)
            }
        }.joined()
        return (isBare ? quote : "") + inside + end
    }
}
