/// One change of a program's text, part of a fix.
package struct SourceEdit: Hashable, Sendable {
    /// Empty where text is only put in.
    package var span: Span
    package var replacement: String

    package init(_ span: Span, _ replacement: String) {
        self.span = span
        self.replacement = replacement
    }
}

extension Diagnostic {
    /// Planning knows values, not how they are written: its edits hold where the place is a string without fields, or
    /// an argument with its name. What a variable or an option brought is elsewhere.
    package func withEdits(writtenIn sources: Sources) -> Diagnostic {
        var diagnostic = self
        let isWritten = edits.allSatisfy { edit in
            let text = sources[edit.span.isEmpty ? primary.span : edit.span]
            let isArgument = text.first?.isLetter == true && text.contains(":")
            return isArgument || (["\"", "'"].contains(text.prefix(1)) && !text.contains("{"))
        }
        if !isWritten { diagnostic.edits = [] }
        return diagnostic
    }
}
