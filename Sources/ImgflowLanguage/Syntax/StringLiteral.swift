/// What a string holds once its escapes are read and its indentation is gone.
package struct StringLiteral: Hashable, Sendable {
    package enum Part: Hashable, Sendable {
        case text(String)
        /// `{stem}`, `{$season}`, `{$cut.stem}`, `{index:03}` (three digits), with the braces.
        case field(variable: String?, name: String?, digits: Int, span: Span)

        mutating func shift(by base: Int) {
            guard case .field(let variable, let name, let digits, var span) = self else { return }
            span.shift(by: base)
            self = .field(variable: variable, name: name, digits: digits, span: span)
        }
    }

    package var parts: [Part]

    package init(parts: [Part]) { self.parts = parts }
}
