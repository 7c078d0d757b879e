import ImgflowLanguage

/// Where one statement ends and the next begins, also where they cannot be read.
enum StatementSplit {
    struct Part: Equatable {
        var text: String
        /// In bytes.
        var start: Int
    }

    static func parts(of input: String) -> [Part] {
        let source = SourceText(name: "", text: input)
        let tokens = Lexer.tokens(of: source)
        var parts: [Part] = []
        var depth = 0
        var start: Int?
        var end = 0
        var last: Token.Kind?
        func close() {
            guard let begin = start else { return }
            parts.append(Part(text: source[Span(begin, end)], start: begin))
        }
        for (index, token) in tokens.enumerated() {
            switch token.kind {
            case .whitespace, .comment, .byteOrderMark: continue
            case .newline, .punctuation(.semicolon):
                let isSemicolon = token.kind == .punctuation(.semicolon)
                guard depth == 0, !waits(last),
                    isSemicolon || !continues(tokens[(index + 1)...], source)
                else { continue }
                close()
                start = nil
                last = nil
            default:
                if case .punctuation(let mark) = token.kind {
                    switch mark {
                    case .openParenthesis, .openBracket, .openBrace: depth += 1
                    case .closeParenthesis, .closeBracket, .closeBrace: depth = max(0, depth - 1)
                    default: break
                    }
                }
                start = start ?? token.span.start
                end = token.span.end
                last = token.kind
            }
        }
        close()
        return parts
    }

    /// A statement does not end behind these.
    private static func waits(_ kind: Token.Kind?) -> Bool {
        switch kind {
        case .punctuation(.pipe)?, .punctuation(.equal)?, .punctuation(.comma)?: true
        default: false
        }
    }

    /// A line that begins so goes on with the one before (language.md, section 2).
    private static func continues(_ rest: ArraySlice<Token>, _ source: SourceText) -> Bool {
        for token in rest {
            switch token.kind {
            case .whitespace, .comment, .newline: continue
            case .punctuation(.pipe), .punctuation(.openBrace), .parameterName: return true
            case .word("else"): return true
            default: return false
            }
        }
        return false
    }
}
