/// Changes a text token by token, comments and blanks among them; all else stays byte for byte.
package enum TokenRewriter {
    /// - Parameter change: what stands in the place of a token, from the token and its text.
    package static func rewritten(
        _ text: String, _ change: (Token, String) -> String
    ) -> String {
        let source = SourceText(name: "", text: text)
        return Lexer.tokens(of: source).map { change($0, source[$0.span]) }.joined()
    }
}
