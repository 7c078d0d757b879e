import ImgflowLanguage

/// What is wrong with what the language makes of a text.
func languageFault(in text: String) -> String? {
    let source = SourceText(name: "t", text: text)
    let whole = 0...source.utf8.count
    var end = 0
    for token in Lexer.tokens(of: source) {
        guard token.span.start == end, token.span.end > end else { return "tokens do not join" }
        end = token.span.end
    }
    guard end == source.utf8.count else { return "tokens do not reach the end" }
    let parsed = Parser.parse(source)
    let (checked, diagnostics) = Checker(testCatalog).check(parsed)
    for diagnostic in diagnostics {
        for span in [diagnostic.primary.span] + diagnostic.secondary.map(\.span) {
            guard whole.contains(span.start), whole.contains(span.end), span.start <= span.end
            else {
                return "\(diagnostic.code) has the span \(span)"
            }
        }
        let drawn = DiagnosticRenderer(source).render(diagnostic)
        guard drawn.hasSuffix("\n"),
            !drawn.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" })
        else { return "\(diagnostic.code) is drawn with control characters" }
    }
    if let formatted = Formatter.format(parsed) {
        let again = Parser.parse(SourceText(name: "t", text: formatted))
        guard !again.hasErrors, Formatter.format(again) == formatted else {
            return "the formatter does not know its own style"
        }
        guard outline(again.program) == outline(parsed.program) else {
            return "the formatter changes the meaning"
        }
    }
    let hasErrors = diagnostics.contains { $0.severity == .error }
    let isOpen = !ScriptInterface(parsed).positionals.isEmpty
    guard (checked == nil) == (hasErrors || isOpen) else {
        return "a program in spite of errors, or none without"
    }
    guard source.utf8.isEmpty || parsed.program.span == Span(0, source.utf8.count) else {
        return "a part is lost"
    }
    return nil
}
