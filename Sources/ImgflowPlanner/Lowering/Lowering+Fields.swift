import ImageFacts
import ImgflowLanguage

/// Fields where values stand, and fields that an image does not have.
extension Lowering {
    /// The call with the fields of images that stand for its values put in.
    ///
    /// - Throws: What a field of the call does not say, or says too late.
    func withFields(
        _ call: CheckedCall, of verb: any Verb, for item: Item
    ) throws(PlanProblem) -> CheckedCall {
        var call = call
        for (name, argument) in call.arguments.sorted(by: {
            $0.value.span.start < $1.value.span.start
        }) {
            guard let type = verb.signature.parameter(named: name)?.type else { continue }
            let isResult = verb.namesOfResults.contains(name)
            call.arguments[name]?.value = try value(
                argument.value, as: type, namesResult: isResult, for: item)
        }
        return call
    }

    private func value(
        _ value: CheckedValue, as type: ValueType, namesResult: Bool, for item: Item
    ) throws(PlanProblem) -> CheckedValue {
        switch value {
        case .text(let template), .path(let template):
            for case .field(let field, let image, _, let span) in template.parts
            where !(namesResult && image == nil && field.isOfFile) {
                try check(field, of: image, at: span, for: item)
            }
            return value
        case .list(let items):
            var next = items
            for index in items.indices {
                next[index].value = try self.value(
                    items[index].value, as: type.element, namesResult: false, for: item)
            }
            return .list(next)
        case .field(let reference): return try self.value(of: reference, as: type, for: item)
        default: return value
        }
    }

    /// - Throws: What the field does not say, says too late, or is not of this type.
    private func value(
        of reference: FieldReference, as type: ValueType, for item: Item
    ) throws(PlanProblem) -> CheckedValue {
        let name = program[reference.span]
        guard let image = image(reference.image, for: item) else {
            throw .parameter(.fieldTooLate(name, span: reference.span))
        }
        var reading = image.forecast.blind.reading(of: reference.field)
        // An item's own place, not that of an equal image it shares a step with.
        if reference.field == .index, reference.image == nil { reading = .known("\(item.index)") }
        switch reading {
        case .missing(let gap):
            throw .image(.fieldMissing(name, gap, item: item.who, span: reference.span))
        case .open: throw .parameter(.fieldTooLate(name, span: reference.span))
        case .known(let text):
            guard let value = CheckedValue(text, of: reference, as: type) else {
                throw .parameter(
                    .fieldDoesNotFit(name, text, expected: type, span: reference.span))
            }
            return value
        }
    }

    private func check(
        _ field: Field, of image: String?, at span: Span, for item: Item
    ) throws(PlanProblem) {
        guard case .missing(let gap)? = self.image(image, for: item)?.forecast.reading(of: field)
        else { return }
        throw .image(.fieldMissing(program[span], gap, item: item.who, span: span))
    }

    /// - Throws: What a field of the condition does not say, or a comparison that never holds.
    func check(_ condition: CheckedCondition, for item: Item) throws(PlanProblem) {
        switch condition {
        case .constant: return
        case .not(let inner): try check(inner, for: item)
        case .both(let left, let right), .either(let left, let right):
            try check(left, for: item)
            try check(right, for: item)
        case .comparison(_, let left, let right):
            for operand in [left, right] {
                switch operand {
                case .measure(let field, let image, let span):
                    try check(field, of: image, at: span, for: item)
                case .text(let template):
                    for case .field(let field, let image, _, let span) in template.parts {
                        try check(field, of: image, at: span, for: item)
                    }
                case .number, .swept: continue
                }
            }
            guard
                let (text, span) = left.comparedFormat(with: right)
                    ?? right.comparedFormat(with: left)
            else { return }
            guard ImageFormat(fileExtension: text) == nil else { return }
            throw .parameter(.unknownFormat(text, span: span))
        }
    }
}

extension CheckedOperand {
    /// The text that a format is compared with, and where it stands.
    func comparedFormat(with other: CheckedOperand) -> (text: String, span: Span)? {
        guard case .text(let template) = self, template.parts.count == 1,
            case .field(.format, _, _, _)? = template.parts.first,
            case .text(let text) = other, let literal = text.literal
        else { return nil }
        return (literal, text.span)
    }
}

extension CheckedOperand {
    /// `jpg` is the format `jpeg`, where it is compared with one.
    func named(with other: CheckedOperand) -> CheckedOperand {
        guard let (text, span) = other.comparedFormat(with: self),
            let format = ImageFormat(fileExtension: text)
        else { return self }
        return .text(Template(parts: [.text(format.rawValue)], span: span))
    }
}

extension ValueType {
    /// Of a list, what each of its values is.
    fileprivate var element: ValueType {
        switch self {
        case .list(let element, _): element
        case .either(let types):
            types.lazy.compactMap { if case .list(let element, _) = $0 { element } else { nil } }
                .first ?? self
        default: self
        }
    }
}
