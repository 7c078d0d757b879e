/// A token that means something, and what stood before it.
struct Lexeme {
    var kind: Token.Kind
    var span: Span
    var isFirstOnLine: Bool
    var followsSpace: Bool

    static func lexemes(of tokens: [Token]) -> [Lexeme] {
        var lexemes: [Lexeme] = []
        lexemes.reserveCapacity(tokens.count / 2)
        var isFirstOnLine = true
        var followsSpace = true
        for token in tokens {
            if token.isTrivia {
                // A shell's continued line is answered once, and then taken as meant.
                if token.kind == .newline, lexemes.last?.kind != .punctuation(.backslash) {
                    isFirstOnLine = true
                }
                followsSpace = true
            } else {
                lexemes.append(
                    Lexeme(
                        kind: token.kind, span: token.span, isFirstOnLine: isFirstOnLine,
                        followsSpace: followsSpace))
                isFirstOnLine = false
                followsSpace = false
            }
        }
        return lexemes
    }

    func `is`(_ mark: Token.Punctuation) -> Bool { kind == .punctuation(mark) }

    var word: String? {
        if case .word(let text) = kind { text } else { nil }
    }

    /// Whether a value can begin with it.
    var beginsValue: Bool {
        switch kind {
        case .word, .variable, .field, .string, .integer, .number, .percent, .pixels, .size, .ratio,
            .range,
            .printLength, .printSize, .bytes, .invalidValue:
            true
        case .punctuation(let mark):
            mark == .openParenthesis || mark == .openBracket || mark == .hyphen
        default: false
        }
    }
}
