/// What the parser makes of a text, right or wrong.
package struct ParsedProgram: Sendable {
    package var source: SourceText
    package var program: Program
    /// In the order of the source.
    package var diagnostics: [Diagnostic]
    /// More text could make it whole: a bracket or a long string is open, or it ends in `|` or `=`.
    package var isIncomplete: Bool

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}
