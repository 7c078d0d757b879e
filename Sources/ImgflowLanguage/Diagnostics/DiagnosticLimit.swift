extension [Diagnostic] {
    /// In the order of the source, and no more errors than anyone reads.
    func presentable() -> [Diagnostic] {
        // Equal places keep the order they were found in.
        let sorted = enumerated().sorted {
            ($0.element.primary.span.start, $0.offset) < ($1.element.primary.span.start, $1.offset)
        }.map(\.element)
        var shown: [Diagnostic] = []
        var errors = 0
        for diagnostic in sorted {
            if diagnostic.severity == .error { errors += 1 }
            guard errors <= LanguageLimits.errors else {
                shown.append(
                    Diagnostic(
                        .tooManyErrors,
                        "more than \(LanguageLimits.errors) errors: the rest is not shown",
                        at: .init(diagnostic.primary.span, "the next one is here")))
                break
            }
            shown.append(diagnostic)
        }
        return shown
    }
}
