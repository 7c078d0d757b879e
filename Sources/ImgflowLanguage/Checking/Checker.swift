/// Finds everything in a program that can be found without looking at files, models or prices.
package struct Checker: Sendable {
    private let catalogue: Catalogue

    package init(_ catalogue: Catalogue) { self.catalogue = catalogue }

    /// The diagnostics are the parser's and the checker's, in the order of the source. A program is
    /// given only when none of them is an error.
    package func check(_ parsed: ParsedProgram) -> (CheckedProgram?, [Diagnostic]) {
        var check = ProgramCheck(parsed, catalogue)
        let statements = check.statements()
        // Where the text itself is wrong, what it means is a guess.
        let misread = parsed.diagnostics.map(\.primary.span)
        let found = check.errors.filter { error in
            !misread.contains {
                $0.start <= error.span.start && error.span.end <= $0.end && !$0.isEmpty
            }
        }
        let diagnostics = (parsed.diagnostics + found.map(\.diagnostic)).presentable()
        guard !diagnostics.contains(where: { $0.severity == .error }) else {
            return (nil, diagnostics)
        }
        return (CheckedProgram(source: parsed.source, statements: statements), diagnostics)
    }

    /// The statements that no error touches, of a program that has some: what else stands in their
    /// way can then be told in the same pass.
    package func soundPart(of parsed: ParsedProgram) -> CheckedProgram {
        var check = ProgramCheck(parsed, catalogue)
        let statements = check.statements()
        let lines = LineMap(parsed.source)
        let errors =
            check.errors.map(\.span)
            + parsed.diagnostics.filter { $0.severity == .error }.map(\.primary.span)
        let broken = errors.map { lines.line(of: $0.start)...lines.line(of: max($0.start, $0.end)) }
        let sound = statements.filter { statement in
            let span = statement.span
            let own = lines.line(of: span.start)...lines.line(of: span.end)
            return !broken.contains { $0.overlaps(own) }
        }
        return CheckedProgram(source: parsed.source, statements: sound)
    }
}
