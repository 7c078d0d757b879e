package import ImgflowLanguage

/// Words that stand for a mask.
package struct MaskWords: Sendable {
    package var span: Span
    /// They name what stays.
    package var namesRest: Bool

    package init(span: Span, namesRest: Bool) {
        self.span = span
        self.namesRest = namesRest
    }

    /// The same mask by a model of the user's choice: before the words, and behind them.
    func pinned(_ model: String) -> (before: String, after: String) {
        ("(select ", " model:\(model)\(namesRest ? " | invert" : ""))")
    }
}
