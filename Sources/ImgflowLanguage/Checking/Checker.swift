/// Finds everything in a program that can be found without looking at files, models or prices.
package struct Checker: Sendable {
    private let catalog: Catalog
    private let optionNames: @Sendable () -> Set<String>

    /// - Parameter optionNames: options of the command line, without hyphens: a parameter of that name could
    ///   not be given. Asked only of programs with parameters.
    package init(
        _ catalog: Catalog, optionNames: @escaping @Sendable () -> Set<String> = { [] }
    ) {
        self.catalog = catalog
        self.optionNames = optionNames
    }

    /// What was found, and the program as far as it is right.
    package struct Result: Sendable {
        /// Given only when nothing is wrong, and every parameter of the program has a value.
        package var program: CheckedProgram?
        /// The statements that no error touches, of a program that has some: what else stands in
        /// their way can then be told in the same pass.
        package var soundPart: CheckedProgram
        /// The parser's and the checker's, in the order of the source.
        package var diagnostics: [Diagnostic]
        /// Parameters without a value: what rests on them cannot be planned.
        package var missing: [String]
    }

    /// - Parameter given: The values that the command line gave parameters, by name; nil where it
    ///   was not asked, as when a script is checked alone.
    /// - Parameter heldFields: What earlier lines of a session swept, or wrote into fields, on the way to the images
    ///   that these names of the program stand for.
    package func check(
        _ linked: LinkedProgram, given: [String: [String]]? = nil,
        heldFields: [String: Set<String>] = [:]
    ) -> Result {
        var check = ProgramCheck(
            linked, catalog, optionNames: optionNames, given: given)
        check.heldFields = heldFields
        let statements = check.statements()
        let parsed =
            [linked.root] + (linked.defaults.map { [$0] } ?? [])
            + linked.sources.used.compactMap { linked.files[$0.base] }
        let syntax = parsed.flatMap(\.diagnostics)
        // Where the text itself is wrong, what it means is a guess.
        let misread = syntax.map(\.primary.span)
        let found = check.errors.filter { error in
            !misread.contains {
                $0.start <= error.span.start && error.span.end <= $0.end && !$0.isEmpty
            }
        }
        let diagnostics = (syntax + found.map(\.diagnostic)).presentable()
        let missing = ScriptInterface(linked.root).positionals.map(\.name).filter {
            given?[$0] == nil
        }
        let isRight = !diagnostics.contains { $0.severity == .error }
        let all = CheckedProgram(
            sources: linked.sources, statements: statements.map { $0.1 },
            settings: check.settings)
        return Result(
            program: isRight && missing.isEmpty ? all : nil,
            soundPart: soundPart(of: statements, check, linked, misread: misread, missing: missing),
            diagnostics: diagnostics, missing: missing)
    }

    package func check(_ parsed: ParsedProgram) -> (CheckedProgram?, [Diagnostic]) {
        let result = check(LinkedProgram(parsed))
        return (result.program, result.diagnostics)
    }

    package func soundPart(of parsed: ParsedProgram) -> CheckedProgram {
        check(LinkedProgram(parsed)).soundPart
    }

    private func soundPart(
        of statements: [(number: Int?, CheckedStatement)], _ check: ProgramCheck,
        _ linked: LinkedProgram, misread: [Span], missing: [String]
    ) -> CheckedProgram {
        var sound = CheckedProgram(sources: linked.sources, statements: [])
        // What rests on a parameter without a value is anywhere.
        guard missing.isEmpty else { return sound }
        let lines = SourceLines(linked.sources)
        func isInRoot(_ span: Span) -> Bool { linked.sources.file(at: span.start).base == 0 }
        func extent(_ span: Span) -> ClosedRange<Int> {
            lines.line(of: span.start)...lines.line(of: max(span.start, span.end))
        }
        let broken = check.errors.filter { $0.kind.code.severity == .error }.map(\.span)
            .filter(isInRoot).map(extent)
        let unread = misread.filter(isInRoot).map(extent)
        for (number, statement) in statements {
            if let number {
                let own = extent(statement.span)
                guard !unread.contains(where: { $0.overlaps(own) }) else { continue }
                guard !check.brokenStatements.contains(number),
                    !broken.contains(where: { $0.overlaps(own) })
                else {
                    sound.statements += statement.pipeline.loads(catalog).map { .pipeline($0) }
                    continue
                }
            }
            sound.statements.append(statement)
        }
        return sound
    }
}
