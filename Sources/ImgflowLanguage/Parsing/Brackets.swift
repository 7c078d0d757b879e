/// Which bracket closes which, known before parsing: a bracket that nothing closes must not
/// swallow the statements behind it.
struct Brackets {
    /// The index of each bracket's partner, for those that have one.
    private(set) var partners: [Int: Int] = [:]
    private(set) var hasUnclosed = false

    init(_ tokens: [Lexeme]) {
        var open: [(index: Int, closing: Token.Punctuation)] = []
        // So that a closing bracket that closes nothing costs no search.
        var awaited: [Token.Punctuation: Int] = [:]
        for (index, token) in tokens.enumerated() {
            guard case .punctuation(let mark) = token.kind else { continue }
            if let closing = mark.closing {
                open.append((index, closing))
                awaited[closing, default: 0] += 1
            } else if mark.isClosing, awaited[mark, default: 0] > 0,
                let match = open.lastIndex(where: { $0.closing == mark })
            {
                // Those above the match were left open.
                partners[open[match].index] = index
                partners[index] = open[match].index
                for bracket in open[match...] { awaited[bracket.closing, default: 0] -= 1 }
                open.removeSubrange(match...)
            }
        }
        hasUnclosed = tokens.enumerated().contains { index, token in
            if case .punctuation(let mark) = token.kind, mark.closing != nil {
                partners[index] == nil
            } else {
                false
            }
        }
    }
}

extension Token.Punctuation {
    var closing: Token.Punctuation? {
        switch self {
        case .openParenthesis: .closeParenthesis
        case .openBracket: .closeBracket
        case .openBrace: .closeBrace
        default: nil
        }
    }

    var isClosing: Bool {
        self == .closeParenthesis || self == .closeBracket || self == .closeBrace
    }
}
