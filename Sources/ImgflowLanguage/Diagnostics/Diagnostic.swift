/// What is wrong with a program, as a value: told in one place, printed in one other.
///
/// A stage describes its mistakes as cases of an enum with data and words them once, in an
/// extension that makes a `Diagnostic`; only `DiagnosticRenderer` turns one into text.
package struct Diagnostic: Error, Hashable, Sendable {
    package enum Severity: String, Sendable { case error, warning, note }

    /// A place in the source and what is to be said there. The text may be empty.
    package struct Label: Hashable, Sendable {
        package var span: Span
        package var text: String

        package init(_ span: Span, _ text: String = "") {
            self.span = span
            self.text = text
        }
    }

    package var kind: DiagnosticCode
    /// `E031`, `W004`.
    package var code: String { kind.rawValue }
    package var severity: Severity { kind.severity }
    /// Lower case, no full stop, the user's words in backticks.
    package var message: String
    /// Drawn with carets.
    package var primary: Label
    /// Further places, drawn with dashes.
    package var secondary: [Label]
    /// Lines such as the valid values, each drawn as `= note: …`.
    package var notes: [String]
    /// How to repair it, drawn as `= fix: …`.
    package var fix: String?
    /// The fix as changes of the source; empty where a person has to decide.
    package var edits: [SourceEdit]

    package init(
        _ kind: DiagnosticCode, _ message: String, at primary: Label, and secondary: [Label] = [],
        notes: [String] = [], fix: String? = nil, edits: [SourceEdit] = []
    ) {
        self.kind = kind
        self.message = message
        self.primary = primary
        self.secondary = secondary
        self.notes = notes
        self.fix = fix
        self.edits = edits
    }
}
