extension [Diagnostic] {
    /// In the order of the source, and no more errors than anyone reads.
    func presentable() -> [Diagnostic] {
        // Equal places keep the order they were found in.
        let sorted = enumerated().sorted {
            ($0.element.primary.span.start, $0.offset) < ($1.element.primary.span.start, $1.offset)
        }.map(\.element)
        var shown: [Diagnostic] = []
        var errors = 0
        var warnings = 0
        for diagnostic in sorted {
            let next = Diagnostic.Label(diagnostic.primary.span, "the next one is here")
            if diagnostic.severity == .error {
                errors += 1
                guard errors <= LanguageLimits.errors else {
                    let message = "more than \(LanguageLimits.errors) errors: the rest is not shown"
                    return shown + [Diagnostic(.tooManyErrors, message, at: next)]
                }
            } else {
                warnings += 1
                guard warnings <= LanguageLimits.warnings else {
                    let message =
                        "more than \(LanguageLimits.warnings) warnings: the rest is not shown"
                    if warnings == LanguageLimits.warnings + 1 {
                        shown.append(Diagnostic(.tooManyWarnings, message, at: next))
                    }
                    continue
                }
            }
            shown.append(diagnostic)
        }
        return shown
    }
}
