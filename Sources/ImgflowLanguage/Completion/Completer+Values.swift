/// What a parameter takes, and what may stand inside quotes.
extension Completer {
    func signature(_ verb: String, _ names: ProgramNames) -> Signature? {
        catalog[verb] ?? names.definitions.first { $0.name == verb }
    }

    /// Of the argument whose value begins with this bracket or string.
    func type(around place: CompletionPlace, _ names: ProgramNames) -> ValueType? {
        guard let owner = place.outer.last else { return nil }
        return type(behind: owner, names)
    }

    func type(behind place: CompletionPlace, _ names: ProgramNames) -> ValueType? {
        var tokens = place.segment
        if let equal = tokens.firstIndex(where: { $0.kind == .punctuation(.equal) }),
            ["let", "def"].contains(tokens.first?.word)
        {
            tokens.removeSubrange(...equal)
        }
        if tokens.first?.word == "set" { tokens.removeFirst() }
        guard let verb = tokens.first?.word, let signature = signature(verb, names) else {
            return nil
        }
        guard let name = tokens.last?.parameterName else {
            return hasPositional(tokens) ? nil : signature.positional?.type
        }
        return signature.parameter(named: name)?.type
    }

    func values(
        of type: ValueType, for parameter: String, _ names: ProgramNames
    ) -> Completion {
        var completion = none
        completion.expectation = type.expectation
        if case .name = type, parameter == "field" {
            completion.candidates =
                names.fields + Field.allCases.map { .init($0.rawValue, "of the image") }
            return completion
        }
        completion.candidates = type.choices(images: names.variables).map { choice in
            choice.summary.isEmpty
                ? .init(choice.text, describe(parameter, choice.text) ?? "") : choice
        }
        return completion
    }

    /// Inside quotes: fields, or the name of a file.
    func string(
        _ string: OpenString, _ place: CompletionPlace, _ names: ProgramNames
    ) -> Completion {
        if let field = string.field {
            var completion = Completion(replaces: field.span)
            let all =
                names.fields.map { Completion.Candidate("{\($0.text)}", $0.summary) }
                + Field.allCases.map { Completion.Candidate("{\($0.rawValue)}", "of the image") }
                + names.variables.map { .init("{\($0.text)}", $0.summary) }
            completion.candidates = all.beginning(with: field.text)
            return completion
        }
        var completion = Completion(replaces: string.span)
        let isUse = place.segment.first?.word == "use"
        let type =
            place.opener == .openBracket
            ? type(around: place, names)?.element : type(behind: place, names)
        if isUse || type?.takesPath == true { completion.path = string.text }
        return completion
    }
}
