/// As much of a source line as is shown, and which columns it takes on a terminal.
struct SourceExcerpt {
    private(set) var text = ""
    /// Offsets in the source where a character begins, with its column; in order.
    private var cells: [(offset: Int, column: Int)] = []

    private static let tabWidth = 4

    /// Lines wider than `width` columns are cut around `spans`, which are on the line.
    init(_ source: SourceText, _ line: Span, of spans: [Span], width: Int) {
        let first = spans.map(\.start).min() ?? line.start
        // A character takes at most a dozen bytes, mostly one; what is far away is never looked at.
        let isCutBefore = line.end - line.start > width && first - line.start > width * 3 / 4
        let start = isCutBefore ? Self.characterStart(first - width / 4, source) : line.start
        let end = min(line.end, Self.characterStart(min(line.end, start + width * 16), source))
        if isCutBefore { text = "…" }
        var column = isCutBefore ? 1 : 0
        var offset = start
        for character in source[Span(start, end)] {
            let shown =
                character == "\t"
                ? String(repeating: " ", count: Self.tabWidth - column % Self.tabWidth)
                : Printable.text(String(character))
            let columns = Printable.width(shown)
            guard column + columns <= width else {
                text += "…"
                break
            }
            cells.append((offset, column))
            text += shown
            column += columns
            offset += character.utf8.count
        }
        cells.append((offset, column))
        while text.last == " " { text.removeLast() }
    }

    /// At least one column, also for an empty span.
    func columns(of span: Span) -> Range<Int> {
        let start = column(of: span.start)
        return start..<max(start + 1, column(of: span.end))
    }

    private func column(of offset: Int) -> Int {
        (cells.last { $0.offset <= offset } ?? cells.first)?.column ?? 0
    }

    /// The nearest offset at or before that does not split a character's bytes.
    private static func characterStart(_ offset: Int, _ source: SourceText) -> Int {
        var offset = offset
        while offset > source.base, offset < source.span.end,
            source.byte(at: offset) & 0xC0 == 0x80
        {
            offset -= 1
        }
        return offset
    }
}
