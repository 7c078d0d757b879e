import ImgflowLanguage

/// What a text still waits for: a bracket, a string, a stage behind a pipe.
package enum OpenEnds {
    /// In the words of the prompt, `(` or `|`; nil where the text is whole.
    package static func of(_ text: String) -> String? {
        let source = SourceText(name: "", text: text)
        guard Parser.parse(source).isIncomplete else { return nil }
        var open: [String] = []
        var last: Token.Kind?
        for token in Lexer.tokens(of: source) {
            switch token.kind {
            case .whitespace, .newline, .comment, .byteOrderMark: continue
            case .punctuation(.openParenthesis): open.append("(")
            case .punctuation(.openBracket): open.append("[")
            case .punctuation(.openBrace): open.append("{")
            case .punctuation(.closeParenthesis), .punctuation(.closeBracket),
                .punctuation(.closeBrace):
                _ = open.popLast()
            default: break
            }
            last = token.kind
        }
        if let bracket = open.last { return bracket }
        switch last {
        case .punctuation(.pipe)?: return "|"
        case .punctuation(.equal)?: return "="
        case .punctuation(.comma)?: return ","
        // A string of three quotes goes over lines.
        default: return "\"\"\""
        }
    }
}
