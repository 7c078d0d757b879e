internal import CLibEdit

/// Ctrl-R: what was entered before, sought while it is typed; large and small letters are the same.
extension LineEditor {
    func search() -> UInt8 {
        let before = (line: line, cursor: cursor, prompt: shownPrompt)
        var search = HistorySearch(entries: entered)
        var isFound = true
        /// What is found stays, and its prompt goes; what was there comes back.
        func end(_ keeps: Bool) {
            let rows = rowsAboveCursor
            show(prompt: before.prompt)
            if !keeps { replace(by: before.line, cursor: before.cursor) }
            redrawInPlace(rowsAbove: rows)
        }
        while true {
            let rows = rowsAboveCursor
            show(prompt: search.prompt(isFound: isFound))
            if let match = search.match { replace(by: match.line, cursor: match.cursor) }
            redrawInPlace(rowsAbove: rows)
            guard let key = nextKey() else { return UInt8(CC_EOF) }
            switch key {
            case 0x12: isFound = search.older()
            case 0x13: isFound = search.newer()
            case 0x08, 0x7F: isFound = search.shorten()
            case 0x03, 0x07:
                end(false)
                return UInt8(CC_NORM)
            case 0x0A, 0x0D:
                end(true)
                // libedit's own key ends the line.
                keys.putBack([key])
                return UInt8(CC_NORM)
            case KeyReader.paste where !keys.pasted.contains("\n"):
                isFound = search.lengthen(by: keys.pasted)
            case 0x20...:
                guard let scalar = UInt32(exactly: key).flatMap(Unicode.Scalar.init) else { break }
                isFound = search.lengthen(by: Clusters.decoded(String(scalar)))
            default:
                // Any other key works on what was found.
                end(true)
                keys.putBack([key])
                return UInt8(CC_NORM)
            }
        }
    }
}

/// Which of the entries a search stands at.
struct HistorySearch {
    /// The latest last, as the line has them.
    let entries: [String]
    private(set) var sought = ""
    private var place: Int

    init(entries: [String]) {
        self.entries = entries
        place = entries.count
    }

    /// The cursor where what is sought begins.
    var match: (line: String, cursor: Int)? {
        guard entries.indices.contains(place),
            let start = Self.place(of: sought, in: entries[place])
        else { return nil }
        return (entries[place], start)
    }

    func prompt(isFound: Bool) -> String {
        isFound ? "search `\(sought)`: " : "search `\(sought)`, no more: "
    }

    mutating func older() -> Bool { move(in: stride(from: place - 1, through: 0, by: -1)) }

    mutating func newer() -> Bool { move(in: stride(from: place + 1, to: entries.count, by: 1)) }

    /// What is found stays while it holds more of what is sought.
    mutating func lengthen(by text: String) -> Bool {
        sought += Clusters.encoded(text)
        return match != nil || older()
    }

    mutating func shorten() -> Bool {
        if !sought.isEmpty { sought.unicodeScalars.removeLast() }
        place = entries.count
        return sought.isEmpty || older()
    }

    private mutating func move(in places: some Sequence<Int>) -> Bool {
        let shown = entries.indices.contains(place) ? entries[place] : nil
        guard
            let next = places.first(where: {
                entries[$0] != shown && Self.place(of: sought, in: entries[$0]) != nil
            })
        else { return false }
        place = next
        return true
    }

    /// In characters of the line.
    private static func place(of sought: String, in line: String) -> Int? {
        guard !sought.isEmpty else { return nil }
        let part = sought.lowercased().unicodeScalars.map { $0 }
        let whole = line.unicodeScalars.map {
            $0.properties.lowercaseMapping.unicodeScalars.first ?? $0
        }
        guard part.count <= whole.count else { return nil }
        return (0...(whole.count - part.count)).first { whole[$0...].starts(with: part) }
    }
}
