/// Conditions of `when` and `where`: fields as bare names, variables, numbers, strings.
extension ProgramCheck {
    /// Nil where something is wrong, which has been said, or rests on what only a run will have.
    mutating func condition(
        _ condition: Condition, _ flow: Flow, _ names: Names
    ) -> CheckedCondition? {
        switch condition.kind {
        case .group(let inner): return self.condition(inner, flow, names)
        case .not(let inner): return self.condition(inner, flow, names).map { .not($0) }
        case .both(let left, let right):
            let sides = (self.condition(left, flow, names), self.condition(right, flow, names))
            guard let left = sides.0, let right = sides.1 else { return nil }
            return .both(left, right)
        case .either(let left, let right):
            let sides = (self.condition(left, flow, names), self.condition(right, flow, names))
            guard let left = sides.0, let right = sides.1 else { return nil }
            return .either(left, right)
        case .value(let value): return truth(value, flow, names)
        case .comparison(let comparison, let left, let right):
            let sides = (side(left, flow, names), side(right, flow, names))
            guard let left = sides.0, let right = sides.1 else { return nil }
            return compared(comparison, left, right, condition.span)
        }
    }

    private mutating func truth(
        _ value: Value, _ flow: Flow, _ names: Names
    ) -> CheckedCondition? {
        if case .truth(let truth) = value.kind { return .constant(truth) }
        if case .word(let word) = value.kind, isField(word, flow),
            Field(rawValue: word)?.isTruth != true || flow.swept.contains(word)
        {
            report(.loneField(word), value.span)
            return nil
        }
        guard let side = side(value, flow, names) else { return nil }
        if case .truth(let truth) = side.kind { return .constant(truth) }
        if case .truthField(let operand) = side.kind { return truth(of: operand, is: true) }
        if case .anything = side.kind { return nil }
        report(.notATruth("\(Preview(sources[value.span]))"), value.span)
        return nil
    }

    /// The text of such a field is `true` or `false`.
    private func truth(of operand: CheckedOperand, is truth: Bool) -> CheckedCondition {
        let text = Template(parts: [.text("\(truth)")], span: Span(0, 0))
        return .comparison(.equal, operand, .text(text))
    }

    /// One side of a comparison, with its kind known as far as it can be.
    private struct Side {
        enum Kind {
            case number(CheckedOperand)
            case text(CheckedOperand)
            case truth(Bool)
            /// `alpha`
            case truthField(CheckedOperand)
            /// A swept parameter, or a field that a verb made: its values decide.
            case swept(CheckedOperand)
            /// A parameter that only a run will have.
            case anything
        }

        var kind: Kind
        var span: Span
        var definition: Span?
        var description: String
    }

    private func isField(_ word: String, _ flow: Flow) -> Bool {
        Field(rawValue: word) != nil || flow.swept.contains(word)
    }

    private mutating func side(_ value: Value, _ flow: Flow, _ names: Names) -> Side? {
        let shown = "`\(Preview(sources[value.span]))`"
        if case .word(let word) = value.kind {
            if flow.swept.contains(word) {
                use(fieldPayments[word] ?? [])
                return Side(
                    kind: .swept(.swept(word)), span: value.span,
                    description: "the value of \(shown)")
            }
            guard let field = Field(rawValue: word) else {
                if flow.isAnything {
                    return Side(kind: .anything, span: value.span, description: shown)
                }
                let fields = Field.allCases.map(\.rawValue) + flow.swept.sorted()
                report(
                    .unknownConditionField(
                        word, nearest: nearest(word, in: fields),
                        writer: catalog.writer(ofField: word), all: fields),
                    value.span)
                return nil
            }
            return Side(
                kind: kind(of: FieldReference(field: field, image: nil, span: value.span)),
                span: value.span, description: "\(field.kindName) \(shown)")
        }
        // `$m.score`: what a verb wrote of a named image.
        if case .field(let variable?, let name) = value.kind, Field(rawValue: name) == nil,
            case .images(_, let fields) = lookUp(variable, at: value.span, in: names).content,
            fields.contains(name)
        {
            use(fieldPayments[name] ?? [])
            let part = Template.Part.swept(name, of: variable, digits: 0, span: value.span)
            return Side(
                kind: .swept(.text(Template(parts: [part], span: value.span))), span: value.span,
                description: "the value of \(shown)")
        }
        var surroundings = Surroundings(flow: flow, names: names)
        let operand = operand(value, in: &surroundings)
        var side = Side(
            kind: .anything, span: value.span,
            definition: operand.origin == operand.span ? nil : operand.origin,
            description: operand.description(in: sources))
        switch operand.kind {
        case .invalid: return nil
        case .hole: break
        case .integer(let number): side.kind = .number(.number(Double(number)))
        case .pixels(let number): side.kind = .number(.number(Double(number)))
        case .number(let number): side.kind = .number(.number(number))
        case .bytes(let count): side.kind = .number(.number(Double(count)))
        case .text(let template): side.kind = .text(.text(template))
        case .word(let word):
            side.kind = .text(.text(Template(parts: [.text(word)], span: value.span)))
        case .truth(let truth): side.kind = .truth(truth)
        case .field(let reference):
            side.kind = kind(of: reference)
            side.description = "\(reference.field.kindName) \(shown)"
        default:
            report(
                CheckError(
                    kind: .cannotCompare, span: value.span, found: side.description,
                    definition: side.definition))
            return nil
        }
        return side
    }

    private func kind(of reference: FieldReference) -> Side.Kind {
        if reference.field.isNumber {
            return .number(.measure(reference.field, of: reference.image, span: reference.span))
        }
        let text = CheckedOperand.text(Template(reference))
        return reference.field.isTruth ? .truthField(text) : .text(text)
    }

    private mutating func compared(
        _ comparison: Condition.Comparison, _ left: Side, _ right: Side, _ span: Span
    ) -> CheckedCondition? {
        let isEquality = comparison == .equal || comparison == .notEqual
        switch (left.kind, right.kind) {
        case (.anything, _), (_, .anything): return nil
        case (.number(let one), .number(let other)): return .comparison(comparison, one, other)
        case (.text(let one), .text(let other)) where isEquality:
            return .comparison(comparison, one, other)
        case (.swept(let one), .number(let other)), (.number(let one), .swept(let other)):
            return .comparison(comparison, one, other)
        case (.swept(let one), .text(let other)) where isEquality,
            (.text(let one), .swept(let other)) where isEquality,
            (.swept(let one), .swept(let other)) where isEquality:
            return .comparison(comparison, one, other)
        case (.truth(let one), .truth(let other)) where isEquality:
            return .constant((one == other) == (comparison == .equal))
        case (.truthField(let one), .truth(let truth)) where isEquality,
            (.truth(let truth), .truthField(let one)) where isEquality:
            return self.truth(of: one, is: truth == (comparison == .equal))
        case (.truthField(let one), .truthField(let other)) where isEquality:
            return .comparison(comparison, one, other)
        case (.text, .text), (.swept, .text), (.text, .swept), (.swept, .swept), (.truth, .truth),
            (.truth, .truthField), (.truthField, .truth), (.truthField, .truthField):
            report(.unorderedText(comparison.rawValue), span)
        default:
            report(
                .mixedComparison(left.description, right.description, other: left.span),
                right.span)
        }
        return nil
    }
}

extension Field {
    fileprivate var kindName: String {
        isTruth ? "the true or false" : isNumber ? "the number" : "the text"
    }
}
