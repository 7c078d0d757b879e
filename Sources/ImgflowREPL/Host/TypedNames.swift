import ImgflowLanguage

/// Results as people type them, `$3`, in what is said of a program.
enum TypedNames {
    private static let name = "$" + LineText.name(of: 0).dropLast()

    static func text(_ text: String) -> String { text.replacing(name, with: "$") }

    static func `in`(_ diagnostic: Diagnostic) -> Diagnostic {
        var typed = diagnostic
        typed.message = text(diagnostic.message)
        typed.notes = diagnostic.notes.map(text)
        typed.fix = diagnostic.fix.map(text)
        typed.primary.text = text(diagnostic.primary.text)
        for place in typed.secondary.indices {
            typed.secondary[place].text = text(diagnostic.secondary[place].text)
        }
        return typed
    }

    /// A program with such names, and a diagnostic that points into it.
    static func moved(
        _ diagnostic: Diagnostic, in program: String
    ) -> (Diagnostic, SourceText) {
        let bytes = Array(program.utf8)
        let long = Array(name.utf8)
        let starts = bytes.indices.filter { bytes[$0...].starts(with: long) }
        func place(_ offset: Int) -> Int {
            offset - starts.reduce(0) { $0 + min(long.count - 1, max(0, offset - $1 - 1)) }
        }
        func label(_ label: Diagnostic.Label) -> Diagnostic.Label {
            .init(Span(place(label.span.start), place(label.span.end)), label.text)
        }
        var typed = diagnostic
        typed.primary = label(diagnostic.primary)
        typed.secondary = diagnostic.secondary.map(label)
        return (typed, SourceText(name: "line", text: text(program)))
    }
}
