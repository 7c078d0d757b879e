/// A half-open range of UTF-8 offsets into one source text.
package struct Span: Hashable, Sendable {
    package var start: Int
    package var end: Int

    package init(_ start: Int, _ end: Int) {
        self.start = start
        self.end = end
    }

    mutating func shift(by base: Int) {
        start += base
        end += base
    }

    package var isEmpty: Bool { start == end }

    /// The smallest span that covers both.
    package func union(_ other: Span) -> Span {
        Span(min(start, other.start), max(end, other.end))
    }
}
