package import ImgflowLanguage
package import JSONRPC

/// Positions, ranges and edits as the protocol writes them.
extension TextIndex {
    package func json(_ offset: Int) -> JSON { position(of: offset).json }

    /// - Parameter base: where the spans of this text's file begin.
    package func json(_ span: Span, base: Int = 0) -> JSON {
        [
            "start": json(span.start - base),
            "end": json(max(span.start, span.end) - base),
        ]
    }

    package func edit(_ span: Span, _ text: String, base: Int = 0) -> JSON {
        ["range": json(span, base: base), "newText": .string(text)]
    }

    /// - Returns: Nil for what is no position.
    package func offset(_ json: JSON) -> Int? {
        guard let line = json["line"].int, let character = json["character"].int else {
            return nil
        }
        return offset(of: Position(line: line, character: character))
    }

    package func span(_ json: JSON) -> Span? {
        guard let start = offset(json["start"]), let end = offset(json["end"]) else { return nil }
        return Span(min(start, end), max(start, end))
    }

    /// The text after a change of the protocol; nil where it is none.
    package func changed(by change: JSON) -> TextIndex? {
        guard let text = change["text"].text else { return nil }
        guard !change["range"].isNull else { return TextIndex(Array(text.utf8), encoding) }
        guard let span = span(change["range"]) else { return nil }
        var bytes = bytes
        bytes.replaceSubrange(span.start..<span.end, with: text.utf8)
        return TextIndex(bytes, encoding)
    }

    /// What of a new text differs, as one edit; nil where nothing does.
    package func difference(to new: String) -> JSON? {
        let next = Array(new.utf8)
        guard next != bytes else { return nil }
        var head = zip(bytes, next).prefix { $0 == $1 }.count
        while head > 0, isInside(head) { head -= 1 }
        let rest = min(bytes.count, next.count) - head
        var tail = zip(bytes.reversed(), next.reversed()).prefix(rest, while: { $0 == $1 })
        while tail > 0, isInside(bytes.count - tail) { tail -= 1 }
        let text = String(decoding: next[head..<(next.count - tail)], as: UTF8.self)
        return edit(Span(head, bytes.count - tail), text)
    }

    /// In a character, or between the two that end a line.
    private func isInside(_ offset: Int) -> Bool {
        guard offset < bytes.count, offset > 0 else { return false }
        return bytes[offset] & 0xC0 == 0x80 || (bytes[offset] == 0x0A && bytes[offset - 1] == 0x0D)
    }
}

extension TextIndex.Position {
    var json: JSON { ["line": .integer(line), "character": .integer(character)] }
}

extension Sequence {
    /// How many of the first `limit` in a row fit.
    fileprivate func prefix(_ limit: Int, while fits: (Element) -> Bool) -> Int {
        var count = 0
        for element in self {
            guard count < limit, fits(element) else { break }
            count += 1
        }
        return count
    }
}
