/// The arguments of a call against the verb's signature.
extension ProgramCheck {
    mutating func arguments(
        _ call: Call, _ signature: Signature, in surroundings: inout Surroundings,
        isDefault: Bool = false
    ) -> CheckedCall {
        var checked: [String: CheckedArgument] = [:]
        var given: [String: Span] = [:]
        surroundings.ownSwept = ownSwept(call, signature)
        if let value = call.values.first {
            if let positional = signature.positional {
                given[positional.name] = value.span
                if !bareSentence(call, positional) {
                    reportFurtherValues(call, in: &surroundings)
                    checked[positional.name] = argument(
                        value, value.span, positional, others: signature.parameters,
                        in: &surroundings)
                }
            } else {
                needlessValue(call, value, signature, in: &surroundings)
            }
        }
        for argument in call.arguments {
            let name = argument.name
            guard let parameter = signature.parameter(named: name.text) else {
                let all = signature.allParameters.map(\.name)
                let nearest = Synonyms.parameter(name.text, in: all) ?? nearest(name.text, in: all)
                report(
                    .unknownParameter(name.text, verb: signature.name, nearest: nearest, all: all),
                    name.span)
                if case .word = argument.value.kind { continue }
                _ = operand(argument.value, in: &surroundings)
                continue
            }
            if let first = given[name.text] {
                report(.duplicateArgument(name.text, first: first), argument.span)
                continue
            }
            given[name.text] = argument.span
            checked[name.text] = self.argument(
                argument.value, argument.span, parameter, in: &surroundings)
        }
        if !isDefault {
            for (name, value) in scope.defaults[signature.name] ?? [:] where given[name] == nil {
                given[name] = value.span
                checked[name] = value
                noteDefault(value, of: signature.name)
            }
        }
        // What is missing may be what was misread or misspelled, which has been said.
        let isMisread =
            isDefault || isMisreadStatement
            || call.arguments.contains { signature.parameter(named: $0.name.text) == nil }
        for parameter in signature.allParameters
        where parameter.isRequired && given[parameter.name] == nil && !isMisread {
            let isPositional = parameter.name == signature.positional?.name
            report(
                .missingArgument(parameter, verb: signature.name, isPositional: isPositional),
                call.verb.span)
        }
        limitSweep(checked, call)
        warnOfNegations(checked, signature)
        return CheckedCall(
            verb: signature.name, verbSpan: call.verb.span, span: call.span, arguments: checked)
    }

    /// The parameters that get several values where they take one: strings of the same stage may
    /// hold them.
    private func ownSwept(_ call: Call, _ signature: Signature) -> Set<String> {
        var swept: Set<String> = []
        func isList(_ value: Value) -> Bool {
            switch value.kind {
            case .list, .range: return true
            case .variable(let name?):
                guard case .value(let operand)? = scope.bindings[name]?.content else {
                    return false
                }
                return operand.isList
            default: return false
            }
        }
        if let value = call.values.first, let positional = signature.positional,
            positional.sweeps, !positional.type.takesList, isList(value)
        {
            swept.insert(positional.name)
        }
        for argument in call.arguments where isList(argument.value) {
            if let parameter = signature.parameter(named: argument.name.text), parameter.sweeps,
                !parameter.type.takesList
            {
                swept.insert(parameter.name)
            }
        }
        return swept
    }

    private mutating func limitSweep(_ arguments: [String: CheckedArgument], _ call: Call) {
        var turns = 1
        for argument in arguments.values {
            guard case .sweep(let items) = argument.value else { continue }
            turns *= items.count
            guard turns <= LanguageLimits.items else {
                return report(.tooManySwept, call.verb.span)
            }
        }
    }

    /// The parser found something wrong in this statement, or in the file.
    private var isMisreadStatement: Bool {
        guard let statement else { return hasUnreadNames }
        return statementsWithErrors().contains(statement)
    }

    /// `generate a red cat`: one text that lost its quotes, not four mistakes.
    private mutating func bareSentence(_ call: Call, _ positional: Parameter) -> Bool {
        guard call.values.count > 1, case .text = positional.type, let first = call.values.first,
            let last = call.values.last
        else { return false }
        for value in call.values {
            guard case .word = value.kind else { return false }
        }
        let span = first.span.union(last.span)
        let text = sources[span]
        report(
            CheckError(
                kind: .unquotedString(text), span: span, parameter: positional.name,
                found: "`\(Preview(text))`"))
        return true
    }

    private mutating func reportFurtherValues(_ call: Call, in surroundings: inout Surroundings) {
        guard let first = call.values.first else { return }
        for value in call.values.dropFirst() {
            // A pipe that was forgotten: what follows belongs to that stage.
            var stage: String?
            if case .word(let word) = value.kind, catalog[word] != nil { stage = word }
            report(
                CheckError(
                    kind: .tooManyValues(verb: call.verb.text, first: first.span),
                    span: value.span, right: stage.map { "stages are joined by a pipe: | \($0) …" },
                    edits: stage == nil
                        ? [] : [SourceEdit(Span(value.span.start, value.span.start), "| ")]))
            if stage != nil { return }
            if case .word = value.kind { continue }
            _ = operand(value, in: &surroundings)
        }
    }

    private mutating func needlessValue(
        _ call: Call, _ value: Value, _ signature: Signature, in surroundings: inout Surroundings
    ) {
        let operand = operand(value, in: &surroundings)
        if operand.isInvalid { return }
        // The parameter that it was meant for, when only one would take it.
        let takers = signature.parameters.filter {
            if case .fits = TypeMatch.of(operand, as: $0.type) { true } else { false }
        }
        report(
            CheckError(
                kind: .needlessValue(
                    verb: signature.name, parameters: signature.parameters,
                    text: "\(Preview(sources[value.span]))"), span: value.span,
                right: takers.count == 1 ? takers.first?.name : nil))
    }

    private mutating func argument(
        _ value: Value, _ span: Span, _ parameter: Parameter, others: [Parameter] = [],
        in surroundings: inout Surroundings
    ) -> CheckedArgument? {
        let operand = operand(value, in: &surroundings)
        guard operand.isList, parameter.sweeps, !parameter.type.takesList else {
            return fitted(operand, parameter, others).map {
                CheckedArgument($0, valueSpan: value.span, span: span)
            }
        }
        guard !operand.items.isEmpty else {
            report(.emptySweep(parameter.name), value.span)
            return nil
        }
        var items: [CheckedItem] = []
        for (label, item) in operand.items {
            guard !item.isList else {
                report(.listInSweep(parameter.name), item.span)
                return nil
            }
            guard let fitted = fitted(item, parameter) else { return nil }
            items.append(CheckedItem(label: label, fitted, span: item.span))
        }
        return CheckedArgument(.sweep(items), valueSpan: value.span, span: span)
    }

    /// A value held against its parameter; nil where it does not fit, which is said here.
    ///
    /// - Parameter others: of the same verb, one of which may be meant by a value without a name.
    private mutating func fitted(
        _ operand: Operand, _ parameter: Parameter, _ others: [Parameter] = []
    ) -> CheckedValue? {
        let kind: CheckError.Kind
        let place: Operand
        switch TypeMatch.of(operand, as: parameter.type) {
        case .fits(let checked): return checked
        case .unknown: return nil
        case .refused(let refusal, let item): (kind, place) = (refusal, item)
        case .other: (kind, place) = (.wrongType(parameter.type), operand)
        }
        report(
            CheckError(
                kind: kind, span: place.span, parameter: parameter.name,
                found: place.description(in: sources),
                definition: place.origin == place.span ? nil : place.origin,
                right: right(kind, place, parameter.type), takers: takers(of: operand, others)))
        return nil
    }

    /// The parameters that a number without a name may have been meant for.
    private func takers(of operand: Operand, _ parameters: [Parameter]) -> [String] {
        switch operand.kind {
        case .integer, .number, .percent, .pixels, .ratio, .size: break
        default: return []
        }
        let text = sources[operand.span]
        return parameters.compactMap { parameter in
            guard case .fits = TypeMatch.of(operand, as: parameter.type) else { return nil }
            return "\(parameter.name):\(text)"
        }
    }

    /// `800x`, `90deg`, `2x`: the number that fits.
    private func number(in word: String, for type: ValueType) -> String? {
        var word = word
        // `x2`
        if word.first == "x", word.count < 4 { word = word.dropFirst() + "x" }
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, digits.count < 7, let value = Int(digits) else { return nil }
        let candidates: [String] =
            switch word.dropFirst(digits.count).lowercased() {
            case "x": value <= 16 ? ["\(value * 100)%", "\(value)"] : ["\(value)"]
            case "deg", "degree", "degrees", "pixel", "pixels", "pt": ["\(value)"]
            case "percent", "pct": ["\(value)%"]
            default: []
            }
        let place = Span(0, 0)
        return candidates.first { text in
            let kind: Value.Kind =
                text.hasSuffix("%") ? .percent(Double(text.dropLast()) ?? 0) : .integer(value)
            if case .fits? = Operand(kind, span: place).map({ TypeMatch.of($0, as: type) }) {
                return true
            }
            return false
        }
    }

    /// `16x9` for `16:9`, `1024` for a square.
    private func shape(_ kind: Operand.Kind, for type: ValueType) -> String? {
        let meant: (kind: Value.Kind, text: String)
        switch kind {
        case .size(let width, let height) where width > 0 && height > 0 && max(width, height) < 100:
            meant = (.ratio(Ratio(width, height)), "\(width):\(height)")
        case .integer(let side), .pixels(let side):
            guard side > 0 else { return nil }
            meant = (.size(width: side, height: side), "\(side)x\(side)")
        default: return nil
        }
        let operand = Operand(meant.kind, span: Span(0, 0))
        if case .fits? = operand.map({ TypeMatch.of($0, as: type) }) { return meant.text }
        return nil
    }

    /// The same value, written so that it fits.
    private func right(_ kind: CheckError.Kind, _ operand: Operand, _ type: ValueType) -> String? {
        if type.mayTake(.color), let name = operand.nameOfColor {
            if let hex = NamedColors[name] { return "\"\(hex)\"" }
            if let word = nearest(name, in: type.words) { return word }
        }
        // What 0 means elsewhere.
        if case .outOfRange = kind, case .integer(-1...0) = operand.kind,
            type.words.contains("random")
        {
            return "random"
        }
        guard case .wrongType(let expected) = kind else { return nil }
        if case .word(let word) = operand.kind, let number = number(in: word, for: expected) {
            return number
        }
        if let shape = shape(operand.kind, for: expected) { return shape }
        if case .printLength(let length) = operand.kind, !expected.isFileSize,
            case .fits? = Operand(.integer(Int(length.amount)), span: operand.span).map({
                TypeMatch.of($0, as: expected)
            })
        {
            return SourceWriter.number(length.amount.rounded(.down))
        }
        let text = sources[operand.origin]
        if case .text(let template) = operand.kind, let literal = template.literal {
            let bare = Parser.parse(SourceText(name: "", text: "let value = " + literal))
            guard literal.utf8.count < 32, !bare.hasErrors, bare.program.statements.count == 1,
                case .binding(let binding)? = bare.program.statements.first,
                case .value(let value) = binding.content
            else { return nil }
            let unquoted = Operand(value.kind, span: operand.span)
            if case .fits? = unquoted.map({ TypeMatch.of($0, as: expected) }) { return literal }
        }
        if case .list(let element, _) = expected, case .fits = TypeMatch.of(operand, as: element) {
            return "[\(Preview(text))]"
        }
        switch operand.kind {
        case .integer, .number, .percent, .pixels, .size, .printLength, .printSize, .bytes, .ratio,
            .truth:
            if case .text = type { return "\"\(text)\"" }
        default: break
        }
        return nil
    }
}
