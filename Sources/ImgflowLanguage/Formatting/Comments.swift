/// The comments of a text, in order, to be put back where they stood.
struct Comments {
    struct Comment {
        var text: String
        var span: Span
        /// Nothing but blanks stands before it on its line.
        var isOnOwnLine: Bool
        var followsBlankLine: Bool
    }

    private let all: [Comment]
    private var next = 0

    init(_ source: SourceText) {
        var comments: [Comment] = []
        var isOnOwnLine = true
        var newlines = 0
        for token in Lexer.tokens(of: source) {
            switch token.kind {
            case .comment:
                let text = source[token.span]
                let end = text.lastIndex { $0 != " " && $0 != "\t" && $0 != "\r" }
                comments.append(
                    Comment(
                        text: end.map { String(text[...$0]) } ?? text, span: token.span,
                        isOnOwnLine: isOnOwnLine, followsBlankLine: newlines > 1))
                newlines = 0
            case .newline:
                isOnOwnLine = true
                newlines += 1
            case .whitespace, .byteOrderMark, .invalid: break
            default:
                isOnOwnLine = false
                newlines = 0
            }
        }
        all = comments
    }

    /// Those that stand before an offset and have not been taken.
    mutating func take(before offset: Int) -> ArraySlice<Comment> {
        let start = next
        while next < all.count, all[next].span.start < offset { next += 1 }
        return all[start..<next]
    }

    /// The one that ends the line of what ends here, if it has not been taken.
    mutating func takeTrailing(after end: Int, before offset: Int) -> Comment? {
        guard next < all.count, !all[next].isOnOwnLine, all[next].span.start >= end,
            all[next].span.start < offset
        else { return nil }
        next += 1
        return all[next - 1]
    }
}
