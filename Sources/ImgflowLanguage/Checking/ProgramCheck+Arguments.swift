/// The arguments of a call against the verb's signature.
extension ProgramCheck {
    mutating func arguments(
        _ call: Call, _ signature: Signature, in surroundings: inout Surroundings
    ) -> CheckedCall {
        var checked: [String: CheckedArgument] = [:]
        var given: [String: Span] = [:]
        if let value = call.values.first {
            if let positional = signature.positional {
                given[positional.name] = value.span
                if !bareSentence(call, positional) {
                    reportFurtherValues(call, in: &surroundings)
                    checked[positional.name] = argument(
                        value, value.span, positional, in: &surroundings)
                }
            } else {
                needlessValue(call, value, signature, in: &surroundings)
            }
        }
        for argument in call.arguments {
            let name = argument.name
            guard let parameter = signature.parameter(named: name.text) else {
                let all = signature.allParameters.map(\.name)
                let nearest = nearest(name.text, in: all)
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
        // What is missing may be what was misread or misspelled, which has been said.
        let isMisread =
            statementsWithErrors().contains(statement)
            || call.arguments.contains { signature.parameter(named: $0.name.text) == nil }
        for parameter in signature.allParameters
        where parameter.isRequired && given[parameter.name] == nil && !isMisread {
            let isPositional = parameter.name == signature.positional?.name
            report(
                .missingArgument(parameter, verb: signature.name, isPositional: isPositional),
                call.verb.span)
        }
        warnOfNegations(checked, signature)
        return CheckedCall(
            verb: signature.name, verbSpan: call.verb.span, span: call.span, arguments: checked)
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
        let text = source[span]
        report(
            CheckError(
                kind: .unquotedString(text), span: span, parameter: positional.name,
                found: "`\(Preview(text))`"))
        return true
    }

    private mutating func reportFurtherValues(_ call: Call, in surroundings: inout Surroundings) {
        guard let first = call.values.first else { return }
        for value in call.values.dropFirst() {
            report(.tooManyValues(verb: call.verb.text, first: first.span), value.span)
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
            if case .fits = Fit.of(operand, as: $0.type) { true } else { false }
        }
        report(
            CheckError(
                kind: .needlessValue(
                    verb: signature.name, parameters: signature.parameters,
                    text: "\(Preview(source[value.span]))"), span: value.span,
                right: takers.count == 1 ? takers.first?.name : nil))
    }

    private mutating func argument(
        _ value: Value, _ span: Span, _ parameter: Parameter, in surroundings: inout Surroundings
    ) -> CheckedArgument? {
        let operand = operand(value, in: &surroundings)
        let kind: CheckError.Kind
        let place: Operand
        switch operand.kind {
        case .list where !parameter.type.takesList, .range where !parameter.type.takesList:
            (kind, place) = (.sweep, operand)
        default:
            switch Fit.of(operand, as: parameter.type) {
            case .fits(let checked):
                return CheckedArgument(checked, valueSpan: value.span, span: span)
            case .unknown: return nil
            case .refused(let refusal, let item): (kind, place) = (refusal, item)
            case .other: (kind, place) = (.wrongType(parameter.type), operand)
            }
        }
        report(
            CheckError(
                kind: kind, span: place.span, parameter: parameter.name,
                found: place.description(in: source),
                definition: place.origin == place.span ? nil : place.origin,
                right: right(kind, place, parameter.type)))
        return nil
    }

    /// The same value, written so that it fits.
    private func right(_ kind: CheckError.Kind, _ operand: Operand, _ type: ValueType) -> String? {
        guard case .wrongType(let expected) = kind else { return nil }
        let text = source[operand.origin]
        if case .text(let template) = operand.kind, let literal = template.literal {
            let bare = Parser.parse(SourceText(name: "", text: "let value = " + literal))
            guard literal.utf8.count < 32, !bare.hasErrors, bare.program.statements.count == 1,
                case .binding(let binding)? = bare.program.statements.first,
                case .value(let value) = binding.content
            else { return nil }
            let unquoted = Operand(value.kind, span: operand.span)
            if case .fits? = unquoted.map({ Fit.of($0, as: expected) }) { return literal }
        }
        if case .list(let element, _) = expected, case .fits = Fit.of(operand, as: element) {
            return "[\(Preview(text))]"
        }
        switch operand.kind {
        case .integer, .number, .percent, .pixels, .size, .ratio, .truth:
            if case .text = type { return "\"\(text)\"" }
        default: break
        }
        return nil
    }
}
