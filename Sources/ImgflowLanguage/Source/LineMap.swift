/// Where the lines of a text begin, to turn an offset into a line and a column.
package struct LineMap: Sendable {
    /// Both from 1; the column counts characters as a reader sees them.
    package struct Position: Hashable, Sendable {
        package var line: Int
        package var column: Int
    }

    package let source: SourceText
    private let starts: [Int]

    package init(_ source: SourceText) {
        self.source = source
        let base = source.base
        var starts = [source.utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? base + 3 : base]
        let bytes = source.utf8
        var index = 0
        while index < bytes.count {
            if bytes[index] == .carriageReturn {
                if index + 1 < bytes.count, bytes[index + 1] == .lineFeed { index += 1 }
                starts.append(base + index + 1)
            } else if bytes[index] == .lineFeed {
                starts.append(base + index + 1)
            }
            index += 1
        }
        self.starts = starts
    }

    package var lineCount: Int { starts.count }

    package func position(of offset: Int) -> Position {
        let line = line(of: offset)
        let start = starts[line - 1]
        let end = min(max(offset, start), source.span.end)
        return Position(line: line, column: source[Span(start, end)].count + 1)
    }

    /// The line, from 1, that an offset is on.
    package func line(of offset: Int) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }

    /// A line's extent without its ending; lines that are not there are empty.
    package func span(ofLine line: Int) -> Span {
        guard line >= 1, line <= starts.count else {
            return Span(source.span.end, source.span.end)
        }
        let start = starts[line - 1]
        var end = line < starts.count ? starts[line] : source.span.end
        while end > start, source.byte(at: end - 1).isNewline { end -= 1 }
        return Span(start, end)
    }
}
