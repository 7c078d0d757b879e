/// Values with their variables looked up and their fields known.
extension ProgramCheck {
    mutating func operand(_ value: Value, in surroundings: inout Surroundings) -> Operand {
        var operand = Operand(kind: .invalid, span: value.span, origin: value.span)
        switch value.kind {
        case .string(let literal):
            if let template = template(literal, value.span, in: surroundings) {
                operand.kind = .text(template)
            }
        case .variable(let name): return variable(name, at: value.span, in: &surroundings)
        case .field(let variable, let name):
            if let reference = reference(name, of: variable, at: value.span, in: surroundings) {
                operand.kind = .field(reference)
            }
        case .list(let items):
            let operands = items.map {
                (label: $0.label?.text, operand: self.operand($0.value, in: &surroundings))
            }
            if !operands.contains(where: \.operand.isInvalid) { operand.kind = .list(operands) }
        case .pipeline(let pipeline):
            if surroundings.isBinding {
                report(
                    CheckError(
                        kind: .pipelineInList, span: value.span,
                        found: "`\(Preview(sources[value.span]))`"))
                break
            }
            let (checked, flow) = self.pipeline(
                pipeline, entering: surroundings.flow, names: surroundings.names)
            surroundings.dependencies.formUnion(flow.paid)
            operand.kind = .pipeline(checked)
        default: return Operand(value.kind, span: value.span) ?? operand
        }
        return operand
    }

    private mutating func variable(
        _ name: String?, at span: Span, in surroundings: inout Surroundings
    ) -> Operand {
        var operand = Operand(kind: .invalid, span: span, origin: span)
        guard let name else {
            guard surroundings.flow.hasImage else {
                report(.noCurrentImage("$"), span)
                return operand
            }
            surroundings.dependencies.formUnion(surroundings.flow.paid)
            operand.kind = .images(VariableReference(name: nil, span: span))
            return operand
        }
        let (content, key) = lookUp(name, at: span, in: surroundings.names)
        switch content {
        case .images(let paid, _):
            surroundings.dependencies.formUnion(paid)
            operand.kind = .images(VariableReference(name: key, span: span))
        case .value(let bound):
            operand.kind = bound.kind
            operand.origin = bound.origin
            operand.given = bound.given
            operand.isName = bound.isName
            if case .text(var template) = bound.kind {
                guard hasImage(for: template, at: span, in: surroundings) else {
                    operand.kind = .invalid
                    return operand
                }
                template.span = span
                operand.kind = .text(template)
            }
        case .unknown: break
        }
        return operand
    }

    /// Whether the fields of a bound text can be filled in where it is used.
    private mutating func hasImage(
        for template: Template, at span: Span, in surroundings: Surroundings
    ) -> Bool {
        if surroundings.flow.hasImage || surroundings.isBinding { return true }
        for case .field(let field, of: nil, _, _) in template.parts {
            report(.noCurrentImage("{\(field.rawValue)}"), span)
            return false
        }
        return true
    }

    // MARK: - Strings

    /// Nil when something in the string is wrong, which has been said.
    private mutating func template(
        _ literal: StringLiteral, _ span: Span, in surroundings: Surroundings
    ) -> Template? {
        var parts: [Template.Part] = []
        var isRight = true
        for part in literal.parts {
            let pieces: [Template.Part]?
            switch part {
            case .text(let text):
                warnOfLiteralVariables(text, span, in: surroundings)
                pieces = [.text(text)]
            case .field(nil, let name, let digits, let place):
                pieces = field(name ?? "", digits, at: place, in: surroundings).map { [$0] }
            case .field(let variable?, let name?, let digits, let place):
                pieces = field(name, digits, of: variable, at: place, in: surroundings).map { [$0] }
            case .field(let variable?, nil, let digits, let place):
                // What begins a path is the path that is meant, but for values that are none; so is the
                // program's own folder.
                let isPath = parts.isEmpty || variable == Keywords.here
                pieces = text(of: variable, digits, at: place, in: surroundings).map { pieces in
                    isPath ? pieces : pieces.map(\.asValue)
                }
            }
            guard let pieces else {
                isRight = false
                continue
            }
            for piece in pieces { parts.append(joining: piece) }
        }
        return isRight ? Template(parts: parts, span: span) : nil
    }

    private mutating func field(
        _ name: String, _ digits: Int, at span: Span, in surroundings: Surroundings
    ) -> Template.Part? {
        if surroundings.flow.swept.contains(name) || surroundings.ownSwept.contains(name) {
            use(fieldPayments[name] ?? [])
            return .swept(name, of: nil, digits: digits, span: span)
        }
        if Field(rawValue: name) == nil, surroundings.flow.isAnything || surroundings.isBinding {
            return .swept(name, of: nil, digits: digits, span: span)
        }
        guard let field = Field(rawValue: name) else {
            let made = surroundings.flow.swept.union(surroundings.ownSwept).sorted()
            var fix = nearest(name, in: made + Field.allCases.map(\.rawValue)).map { "{\($0)}" }
            if meansVariable(name) { fix = "{$\(name)}" }
            if surroundings.names.byName[name] != nil { fix = "{$\(name).stem}" }
            let writer = catalog.writer(ofField: name)
            report(
                CheckError(
                    kind: .unknownField(
                        name,
                        fix: writer.map { "add a stage before it that writes it: | \($0)" } ?? fix,
                        made: made),
                    span: span,
                    edits: writer != nil ? [] : fix.map { [SourceEdit(withDollar(span), $0)] } ?? []
                ))
            return nil
        }
        guard surroundings.flow.hasImage || surroundings.isBinding else {
            let right = meansVariable(name) ? "{$\(name)}" : nil
            report(
                CheckError(
                    kind: .noCurrentImage("{\(name)}"), span: span, right: right,
                    edits: right.map { [SourceEdit(withDollar(span), $0)] } ?? []))
            return nil
        }
        return padded(field, digits, of: nil, at: span)
    }

    private mutating func padded(
        _ field: Field, _ digits: Int, of image: String?, at span: Span
    ) -> Template.Part? {
        guard digits == 0 || field.isWhole else {
            report(.paddedText(field.rawValue, digits: digits), span)
            return nil
        }
        return .field(field, of: image, digits: digits, span: span)
    }

    /// `{name}` where `name` is bound, which is then not unused.
    private mutating func meansVariable(_ name: String) -> Bool {
        guard let bound = scope.bindings[name] else { return false }
        usedNames.insert(bound.span)
        return true
    }

    /// `${name}`, as shells write it.
    private func withDollar(_ span: Span) -> Span {
        let longer = Span(max(0, span.start - 1), span.end)
        return sources[longer].hasPrefix("$") ? longer : span
    }

    private mutating func field(
        _ name: String, _ digits: Int, of variable: String, at span: Span,
        in surroundings: Surroundings
    ) -> Template.Part? {
        let (content, key) = lookUp(variable, at: span, in: surroundings.names)
        if case .images(_, let fields) = content, fields.contains(name),
            Field(rawValue: name) == nil
        {
            use(fieldPayments[name] ?? [])
            return .swept(name, of: variable, digits: digits, span: span)
        }
        guard isImage(content, variable, at: span) else { return nil }
        guard let field = Field(rawValue: name) else {
            let nearest = nearest(name, in: Field.allCases.map(\.rawValue))
            report(
                .unknownField("$\(variable).\(name)", fix: nearest.map { "{$\(variable).\($0)}" }),
                span)
            return nil
        }
        return padded(field, digits, of: key, at: span)
    }

    /// Whether a variable whose field is asked for is an image; says so where it is none.
    private mutating func isImage(
        _ content: BoundName.Content, _ variable: String, at span: Span
    ) -> Bool {
        switch content {
        case .images: return true
        case .value(let operand) where operand.isImageToCome: return true
        case .value(let operand):
            report(
                CheckError(kind: .fieldOfValue(variable), span: span, definition: operand.origin))
        case .unknown: break
        }
        return false
    }

    /// `$cut.width`, `$.width`.
    private mutating func reference(
        _ name: String, of variable: String?, at span: Span, in surroundings: Surroundings
    ) -> FieldReference? {
        var key: String?
        if let variable {
            let (content, name) = lookUp(variable, at: span, in: surroundings.names)
            guard isImage(content, variable, at: span) else { return nil }
            key = name
        } else if !surroundings.flow.hasImage {
            report(.noCurrentImage("$"), span)
            return nil
        }
        guard let field = Field(rawValue: name) else {
            let start = "$\(variable ?? "")."
            let nearest = nearest(name, in: Field.allCases.map(\.rawValue))
            report(.unknownField(start + name, fix: nearest.map { start + $0 }), span)
            return nil
        }
        return FieldReference(field: field, image: key, span: span)
    }

    /// What `{$name}` puts in.
    private mutating func text(
        of variable: String, _ digits: Int, at span: Span, in surroundings: Surroundings
    ) -> [Template.Part]? {
        switch lookUp(variable, at: span, in: surroundings.names).content {
        case .images:
            report(.imageInText(variable), span)
            return nil
        case .unknown: return nil
        case .value(let operand):
            let pieces = text(of: operand, named: variable, digits, at: span, in: surroundings)
            return operand.isName ? pieces?.map(\.asValue) : pieces
        }
    }

    private mutating func text(
        of operand: Operand, named variable: String, _ digits: Int, at span: Span,
        in surroundings: Surroundings
    ) -> [Template.Part]? {
        switch operand.kind {
        case .hole, .invalid, .integer, .field: break
        default:
            guard digits == 0 else {
                report(.paddedText("$" + variable, digits: digits), span)
                return nil
            }
        }
        switch operand.kind {
        case .text(let template):
            guard hasImage(for: template, at: span, in: surroundings) else { return nil }
            substitutedBytes += template.size
            guard substitutedBytes <= LanguageLimits.substitutedBytes else {
                report(.endlessText, span)
                return nil
            }
            return template.parts
        case .list, .range:
            report(
                CheckError(kind: .listInText(variable), span: span, definition: operand.origin))
            return nil
        case .invalid: return nil
        case .hole: return []
        case .integer(let number):
            return [.text(FieldPadding.padded("\(number)", to: digits))]
        case .field(let reference):
            return padded(reference.field, digits, of: reference.image, at: span).map { [$0] }
        default: return [.text(operand.given ?? sources[operand.origin])]
        }
    }
}

extension Template.Part {
    fileprivate var asValue: Template.Part {
        if case .text(let text) = self { .value(text) } else { self }
    }
}

extension [Template.Part] {
    /// Neighboring texts are one.
    fileprivate mutating func append(joining part: Template.Part) {
        if case .text(let text) = part, case .text(var joined)? = last {
            removeLast()
            joined += text
            append(.text(joined))
        } else {
            append(part)
        }
    }
}

extension Template {
    /// Bytes of text, fields not counted.
    fileprivate var size: Int {
        parts.reduce(0) { sum, part in
            switch part {
            case .text(let text), .value(let text): sum + text.utf8.count
            case .field, .swept: sum
            }
        }
    }
}

extension Operand {
    /// A literal that means the same everywhere; nil for all others.
    init?(_ literal: Value.Kind, span: Span) {
        let kind: Kind
        switch literal {
        case .integer(let number): kind = .integer(number)
        case .number(let number): kind = .number(number)
        case .percent(let number): kind = .percent(number)
        case .pixels(let number): kind = .pixels(number)
        case .size(let width, let height): kind = .size(width: width, height: height)
        case .printLength(let length): kind = .printLength(length)
        case .printSize(let width, let height):
            kind = .printSize(width: width, height: height)
        case .bytes(let count): kind = .bytes(count)
        case .ratio(let ratio): kind = .ratio(ratio)
        case .range(let from, let through): kind = .range(from: from, through: through)
        case .word(let word): kind = .word(word)
        case .truth(let truth): kind = .truth(truth)
        case .standardStream: kind = .standardStream
        case .string, .variable, .field, .list, .pipeline, .invalid: return nil
        }
        self.init(kind: kind, span: span, origin: span)
    }
}
