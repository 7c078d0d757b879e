/// Says what could come next in a program, from the same catalog as the checker.
package struct Completer: Sendable {
    /// A few words about a value of a parameter, as a model's price; nil where there is nothing to say.
    package typealias Describe = @Sendable (_ parameter: String, _ value: String) -> String?

    let catalog: Catalog
    private let words: [String: String]
    let describe: Describe

    /// - Parameter words: what the words mean that are no verbs: `let`, `when`.
    package init(
        _ catalog: Catalog, words: [String: String] = [:],
        describe: @escaping Describe = { _, _ in nil }
    ) {
        self.catalog = catalog
        self.words = words
        self.describe = describe
    }

    /// - Parameter text: the program up to the cursor.
    package func complete(_ text: String) -> Completion {
        let source = SourceText(name: "", text: text)
        var tokens = Lexer.tokens(of: source)
        let end = source.utf8.count
        if case .comment? = tokens.last?.kind { return Completion(replaces: Span(end, end)) }
        var partial = Span(end, end)
        if let last = tokens.last, last.isBeingWritten {
            partial = last.span
            tokens.removeLast()
        }
        let written = source[partial]
        let names = ProgramNames(tokens, catalog)
        let place = CompletionPlace(behind: tokens)
        if let quote = OpenString(written, at: partial) {
            return string(quote, place, names)
        }
        var completion = candidates(at: place, names)
        completion.replaces = partial
        if written.hasPrefix("$") { completion.candidates = names.variables }
        completion.candidates = fitting(completion.candidates, written, at: place)
        if completion.candidates.isEmpty, !written.isEmpty, !written.hasPrefix("$"),
            type(behind: place, names)?.takesPath == true || place.isBehindUse
        {
            completion.path = written
            completion.isBarePath = true
        }
        return completion
    }

    /// Those that go on from what is written; a word of other tools is replaced by what it means here.
    private func fitting(
        _ all: [Completion.Candidate], _ written: String, at place: CompletionPlace
    ) -> [Completion.Candidate] {
        let fitting = all.beginning(with: written)
        guard fitting.isEmpty, !written.isEmpty else { return fitting }
        let meant = Synonyms.candidates(written, in: all)
        guard meant.isEmpty, place.segment.isEmpty else { return meant }
        // A pipeline does not begin with it; whoever types its name wants to know what it is called.
        let verbs = catalog.signatures.map { Completion.Candidate($0.name, $0.summary) }
        return Synonyms.candidates(written, in: verbs)
    }

    // MARK: - Places

    private func candidates(at place: CompletionPlace, _ names: ProgramNames) -> Completion {
        switch place.opener {
        case .openBracket?:
            guard let type = type(around: place, names) else { return none }
            return values(of: type.element, for: "", names)
        case .openParenthesis?:
            guard let owner = place.outer.last?.segment else { return none }
            if owner.first?.word == "def" { return declaration(place.segment) }
            if let first = owner.first?.word, ["when", "where"].contains(first) {
                return condition(names)
            }
        default: break
        }
        return segment(place, names)
    }

    private func segment(_ place: CompletionPlace, _ names: ProgramNames) -> Completion {
        let tokens = place.segment
        guard let first = tokens.first else {
            if place.isBehindPipe { return stage(names, startsPipeline: false) }
            switch place.opener {
            case nil: return statement(names, after: place.line)
            case .openBrace?: return stage(names, startsPipeline: false)
            default:
                // In parentheses a stage may work on the image that enters the one around.
                return anyStage(names)
            }
        }
        switch first.word {
        case "let"?, "def"?:
            guard let equal = tokens.firstIndex(where: { $0.kind == .punctuation(.equal) }) else {
                return none
            }
            let body = Array(tokens[(equal + 1)...])
            guard body.isEmpty else { return call(body, names) }
            // A definition's pipeline may begin with the image that enters its call.
            return first.word == "def" ? anyStage(names) : stage(names, startsPipeline: true)
        case "param"?: return declaration(Array(tokens.dropFirst()))
        case "set"?: return setting(tokens, names)
        case "when"?, "where"?: return condition(names)
        case "use"? where tokens.count == 1:
            var completion = none
            completion.candidates = [.init("\"", "a program's file")]
            return completion
        case Keywords.repetition? where tokens.count > 1:
            if tokens.contains(where: { $0.word == "until" }) { return condition(names) }
            var completion = none
            completion.candidates = [.init("until", "a condition that ends the rounds")]
            return completion
        case "tee"?, "fork"?, "try"?, "as"?, "use"?: return none
        default: return call(tokens, names)
        }
    }

    var none: Completion { Completion(replaces: Span(0, 0)) }

    /// - Parameter line: the stage above, which may go on with another parameter.
    private func statement(_ names: ProgramNames, after line: [Token]) -> Completion {
        var completion = stage(names, startsPipeline: true)
        completion.candidates += call(line, names).candidates.filter { $0.text.hasSuffix(":") }
        completion.candidates += Keywords.statements.sorted().map {
            Completion.Candidate($0, words[$0] ?? "")
        }
        return completion
    }

    private func stage(_ names: ProgramNames, startsPipeline: Bool) -> Completion {
        var completion = none
        let all = catalog.signatures + names.definitions
        // Behind a pipe a source runs once for each image that comes: legal, and seldom meant.
        let fitting =
            all.filter { startsPipeline ? $0.intake != .image : $0.intake != .nothing }
            + (startsPipeline ? [] : all.filter { $0.intake == .nothing })
        completion.candidates = fitting.map { .init($0.name, $0.summary) }
        if startsPipeline {
            completion.candidates += names.variables
        } else {
            completion.candidates += Keywords.stages.sorted().map { .init($0, words[$0] ?? "") }
        }
        let repetition = Keywords.repetition
        completion.candidates.append(.init(repetition, words[repetition] ?? ""))
        return completion
    }

    /// Where a pipeline begins, with an image of its own or with one from around.
    private func anyStage(_ names: ProgramNames) -> Completion {
        var completion = stage(names, startsPipeline: true)
        let others = (catalog.signatures + names.definitions).filter { $0.intake == .image }
        completion.candidates += others.map { .init($0.name, $0.summary) }
        return completion
    }

    /// `[verb value name:value …]`
    private func call(_ tokens: [Token], _ names: ProgramNames) -> Completion {
        guard let verb = tokens.first?.word, let signature = signature(verb, names) else {
            return none
        }
        if let name = tokens.last?.parameterName {
            return signature.parameter(named: name).map { values(of: $0.type, for: name, names) }
                ?? none
        }
        let given = Set(tokens.compactMap(\.parameterName))
        var completion = none
        if let positional = signature.positional, !given.contains(positional.name),
            !hasPositional(tokens)
        {
            completion = values(of: positional.type, for: positional.name, names)
            completion.candidates.append(.init("\(positional.name):", positional.summary))
        }
        completion.candidates += signature.parameters.filter { !given.contains($0.name) }
            .map { .init("\($0.name):", $0.summary) }
        return completion
    }

    func hasPositional(_ tokens: [Token]) -> Bool {
        tokens.indices.dropFirst().contains {
            tokens[$0 - 1].parameterName == nil && tokens[$0].parameterName == nil
        }
    }

    private func setting(_ tokens: [Token], _ names: ProgramNames) -> Completion {
        var completion = none
        guard tokens.count > 1 else {
            completion.candidates =
                catalog.signatures.map { .init($0.name, $0.summary) }
                + ["budget:", "region:", "out:"].map { .init($0, "an option of the run") }
            return completion
        }
        if tokens[1].parameterName == "region" {
            return values(of: .word(regions), for: "region", names)
        }
        completion = call(Array(tokens.dropFirst()), names)
        // The positional has no place here.
        if tokens.last?.parameterName == nil {
            completion.candidates.removeAll { !$0.text.hasSuffix(":") }
        }
        return completion
    }

    private var regions: [String] {
        for signature in catalog.signatures {
            if case .word(let words)? = signature.parameter(named: "region")?.type { return words }
        }
        return []
    }

    /// `name: type = default "what it is"`
    private func declaration(_ tokens: [Token]) -> Completion {
        var completion = none
        if tokens.last?.parameterName != nil {
            completion.candidates = DeclaredType.allCases.map { .init($0.rawValue, $0.expectation) }
        }
        return completion
    }

    private func condition(_ names: ProgramNames) -> Completion {
        var completion = none
        completion.candidates =
            names.fields + Field.allCases.map { .init($0.rawValue, "of the image") }
            + Keywords.conditions.sorted().map { .init($0) } + names.variables
        return completion
    }
}
