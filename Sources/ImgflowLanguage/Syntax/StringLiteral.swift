/// What a string holds once its escapes are read and its indentation is gone.
package struct StringLiteral: Hashable, Sendable {
    package enum Part: Hashable, Sendable {
        case text(String)
        /// `{stem}`, `{$season}`, `{$cut.stem}`, with the braces.
        case field(variable: String?, name: String?, span: Span)
    }

    package var parts: [Part]

    package init(parts: [Part]) { self.parts = parts }
}
