/// `let`, and what names stand for.
extension ProgramCheck {
    mutating func binding(_ binding: Binding) -> CheckedStatement? {
        let name = binding.name
        if name.text == Keywords.here { report(.reservedHere, name.span) }
        var result: CheckedStatement?
        let content: BoundName.Content
        switch binding.content {
        case .pipeline(let pipeline): (content, result) = images(name, pipeline)
        case .value(let value):
            switch value.kind {
            case .pipeline(let pipeline): (content, result) = images(name, pipeline)
            case .word(let word) where catalog[word] != nil || scope.definitions[word] != nil:
                let verb = Name(text: word, span: value.span)
                let call = Call(verb: verb, values: [], arguments: [], span: value.span)
                (content, result) = images(name, Pipeline(stages: [.call(call)], span: value.span))
            case .variable(let variable): (content, result) = alias(name, variable, value)
            case .standardStream:
                report(CheckError(kind: .unboundValue, span: value.span, found: "`-`"))
                content = .unknown
            default:
                var surroundings = Surroundings(flow: .start, names: Names(), isBinding: true)
                let operand = operand(value, in: &surroundings)
                content = operand.isInvalid ? .unknown : .value(operand)
            }
        }
        bind(name, content)
        return result
    }

    mutating func images(
        _ name: Name, _ syntax: Pipeline
    ) -> (BoundName.Content, CheckedStatement?) {
        let (pipeline, flow) = pipeline(syntax, entering: .start, names: Names())
        let held = statement == nil ? [] : heldFields[name.text] ?? []
        return (
            .images(paid: flow.paid, swept: flow.swept.union(held)),
            .binding(name: key(name.text), nameSpan: name.span, pipeline)
        )
    }

    /// `let a = $b`: the value of a value, the images of images.
    mutating func alias(
        _ name: Name, _ variable: String?, _ value: Value
    ) -> (BoundName.Content, CheckedStatement?) {
        let reference = VariableReference(name: variable, span: value.span)
        guard let variable else {
            report(.noCurrentImage("$"), value.span)
            return (.unknown, nil)
        }
        switch lookUp(variable, at: value.span, in: Names()).content {
        case .value(let operand): return (.value(operand), nil)
        case .images: return images(name, Pipeline(stages: [.recall(reference)], span: value.span))
        case .unknown: return (.unknown, nil)
        }
    }

    /// A `let` of a used file is called otherwise in the plan than one of the root that has its name.
    func key(_ name: String) -> String {
        statement == nil
            ? "\(sources.used.firstIndex { $0.base == currentBase } ?? 0)/\(name)" : name
    }

    private var currentBase: Int {
        namesBelow.values.map { sources.file(at: $0.start).base }.first ?? 0
    }

    mutating func bind(_ name: Name, _ content: BoundName.Content) {
        if let first = placeBound(name.text) {
            return report(.boundTwice(name.text, first: first), name.span)
        }
        if usedEarly.contains(name.text) { usedNames.insert(name.span) }
        scope.bindings[name.text] = BoundName(
            content: content, span: name.span, key: key(name.text))
    }

    /// Where something of this name is bound or defined already.
    func placeBound(_ name: String) -> Span? {
        scope.bindings[name]?.span ?? scope.definitions[name]?.name.span
    }

    /// What a name stands for here; says so when it stands for nothing.
    mutating func lookUp(
        _ name: String, at span: Span, in names: Names
    ) -> (content: BoundName.Content, key: String) {
        if let named = names.byName[name] {
            usedNames.insert(named.span)
            return (.images(paid: named.paid, swept: named.swept), name)
        }
        if let bound = scope.bindings[name] {
            usedNames.insert(bound.span)
            if case .unknown = bound.content { rests() }
            return (bound.content, bound.key)
        }
        if name == Keywords.here {
            let folder = sources.file(at: span.start).folder
            let template = Template(parts: [.text(folder)], span: span)
            return (.value(Operand(kind: .text(template), span: span, origin: span)), name)
        }
        rests()
        if scope.definitions[name] != nil {
            report(
                CheckError(
                    kind: .definitionAsVariable(name), span: span,
                    edits: sources[span] == "$" + name ? [SourceEdit(span, name)] : []))
        } else if let later = namesBelow[name] {
            usedEarly.insert(name)
            report(.usedBeforeBound(name, binding: later), span)
        } else if !hasUnreadNames {
            let known = Array(names.byName.keys) + scope.bindings.keys
            let nearest = nearest(name, in: known)
            // It was meant, so it is not unused.
            if let nearest, let bound = scope.bindings[nearest] { usedNames.insert(bound.span) }
            report(
                CheckError(
                    kind: .unknownVariable(name, nearest: nearest), span: span,
                    edits: nearest.map { [SourceEdit(place(of: "$" + name, in: span), "$" + $0)] }
                        ?? []))
        }
        return (.unknown, name)
    }
}
