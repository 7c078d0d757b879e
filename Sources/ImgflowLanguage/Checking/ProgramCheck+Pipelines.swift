/// Stages in a row: what enters each, what leaves it, and what it names.
extension ProgramCheck {
    /// The flow that leaves the pipeline holds all that was paid for it.
    mutating func pipeline(
        _ syntax: Pipeline, entering: Flow, names: Names
    ) -> (CheckedPipeline, Flow) {
        var flow = entering
        var names = names
        var stages: [CheckedStage] = []
        for stage in syntax.stages {
            switch stage {
            case .call(let call):
                if let defined = scope.definitions[call.verb.text] {
                    if let expansion = expand(call, defined, flow: &flow, names: names) {
                        stages.append(expansion)
                    }
                } else if let checked = self.call(call, flow: &flow, names: names) {
                    stages.append(.call(checked))
                }
            case .recall(let reference):
                stages.append(.recall(recall(reference, flow: &flow, names: names)))
            case .name(let name, let span):
                self.name(name, span, flow: &flow, names: &names)
                stages.append(.name(name.text, span: span))
            case .tee(let block, let span):
                stages.append(tee(block, span, flow: &flow, names: names))
            case .fork(let blocks, let span):
                stages.append(fork(blocks, span, flow: &flow, names: names))
            case .when(let condition, let block, let other, let span):
                if let checked = when(condition, block, other, span, flow: &flow, names: names) {
                    stages.append(checked)
                }
            case .filter(let condition, let span):
                if let checked = filter(condition, span, flow: &flow, names: names) {
                    stages.append(checked)
                }
            case .attempt(let block, let other, let span):
                stages.append(attempt(block, other, span, flow: &flow, names: names))
            case .repeated(let repetition):
                if let checked = self.repeated(repetition, flow: &flow, names: names) {
                    stages.append(checked)
                }
            case .selection(let selection):
                if let checked = select(selection, flow: &flow, names: names) {
                    stages.append(checked)
                }
            case .invalid:
                // It may have used what came in.
                rests()
                use(flow.paid)
                flow = Flow(hasImage: true, isAnything: true)
            }
        }
        return (CheckedPipeline(stages: stages, span: syntax.span), flow)
    }

    private mutating func recall(
        _ reference: VariableReference, flow: inout Flow, names: Names
    ) -> VariableReference {
        guard let name = reference.name else {
            if !flow.hasImage { report(.noCurrentImage("$"), reference.span) }
            flow.hasImage = true
            return reference
        }
        let (content, key) = lookUp(name, at: reference.span, in: names)
        switch content {
        case .images(let paid, let swept):
            flow = Flow(hasImage: true, paid: paid, swept: flow.swept.union(swept))
        case .value(let operand):
            if operand.isImageToCome { break }
            report(
                CheckError(
                    kind: .valueAsStage(name), span: reference.span, definition: operand.origin))
            flow = Flow(hasImage: true, isAnything: true)
        case .unknown: flow = Flow(hasImage: true, isAnything: true)
        }
        flow.hasImage = true
        return VariableReference(name: key, span: reference.span)
    }

    private mutating func name(_ name: Name, _ span: Span, flow: inout Flow, names: inout Names) {
        if !flow.hasImage { report(.nothingToName(name.text), span) }
        flow.hasImage = true
        if name.text == Keywords.here { report(.reservedHere, name.span) }
        if let first = names.byName[name.text]?.span ?? placeBound(name.text) {
            report(.boundTwice(name.text, first: first), name.span)
            usedNames.insert(first)
        }
        names.byName[name.text] = (name.span, flow.paid, flow.swept)
    }

    /// `brightness 1.2` and `normalize`: what is a verb in other tools is a parameter of one here.
    private func parameterOfVerb(_ call: Call, _ kind: CheckError.Kind) -> CheckError? {
        guard case .unknownVerb(let word, let verb?, let paid, let all) = kind,
            let parameters = catalog[verb]?.parameters,
            let name = Synonyms.parameter(word, in: parameters.map(\.name))
        else { return nil }
        let value: String
        switch (call.values.first, parameters.first { $0.name == name }?.type) {
        case (let given?, let type?) where call.values.count == 1:
            guard
                case .fits? = Operand(given.kind, span: given.span).map({
                    TypeMatch.of($0, as: type)
                })
            else { return nil }
            value = sources[given.span]
        case (nil, .truth?) where call.arguments.isEmpty: value = "true"
        default: return nil
        }
        let right = "\(verb) \(name):\(value)"
        let whole = Span(call.verb.span.start, call.values.first?.span.end ?? call.verb.span.end)
        return CheckError(
            kind: .unknownVerb(word, right: right, paid: paid, all: all), span: call.verb.span,
            edits: [SourceEdit(whole, right)])
    }

    /// Nil when the verb is not there.
    private mutating func call(_ call: Call, flow: inout Flow, names: Names) -> CheckedCall? {
        var surroundings = Surroundings(flow: flow, names: names)
        guard let signature = catalog[call.verb.text] else {
            rests()
            if calls.contains(where: { $0.name == call.verb.text }) || definesItself(call.verb.text)
            {
                report(.callsItself(call.verb.text), call.verb.span)
            } else if let bound = scope.bindings[call.verb.text] {
                usedNames.insert(bound.span)
                report(.variableAsVerb(call.verb.text), call.verb.span)
            } else if surroundings.names.byName[call.verb.text] != nil {
                report(.variableAsVerb(call.verb.text), call.verb.span)
            } else if let later = namesBelow[call.verb.text] {
                report(.calledBeforeDefined(call.verb.text, definition: later), call.verb.span)
            } else if !hasUnreadNames {
                let names =
                    catalog.names + Keywords.stages.sorted() + [Keywords.repetition]
                    + scope.definitions.keys.sorted()
                let kind = unknownVerb(call.verb.text, in: names)
                report(parameterOfVerb(call, kind) ?? CheckError(kind: kind, span: call.verb.span))
                // What it means has its own mistake there, which is said at once.
                if case .unknownVerb(_, let right?, _, _) = kind, !flow.hasImage,
                    case .image? = catalog[right]?.intake
                {
                    report(.noIncomingImage(verb: right), call.verb.span)
                }
            }
            // Whatever it is, its values can be read, and it may use what it is given.
            for value in call.values + call.arguments.map(\.value) {
                if case .word = value.kind { continue }
                _ = operand(value, in: &surroundings)
            }
            use(flow.paid.union(surroundings.dependencies))
            flow = Flow(hasImage: true, isAnything: true)
            return nil
        }
        if case .image = signature.intake, !flow.hasImage {
            report(.noIncomingImage(verb: signature.name), call.verb.span)
            // Said once: its arguments are read as if one came in.
            surroundings.flow.hasImage = true
        }
        let checked = arguments(call, signature, in: &surroundings)
        var paid = surroundings.dependencies
        if signature.intake != .nothing { paid.formUnion(flow.paid) }
        let fields = signature.fields(checked.arguments)
        var told: Set<Int> = []
        if signature.isPaid, let payment = pay(call.verb) {
            paid.insert(payment)
            if signature.tells { told = flow.told.union([payment]) }
            for name in fields { fieldPayments[name, default: []].insert(payment) }
        }
        if signature.isSink {
            use(paid)
            sinks += 1
        }
        var swept = flow.swept
        swept.formUnion(surroundings.ownSwept)
        for (name, argument) in checked.arguments {
            if case .sweep = argument.value { swept.insert(name) }
        }
        swept.formUnion(fields)
        flow = Flow(
            hasImage: true, paid: paid, swept: swept, told: told,
            isAnything: flow.isAnything && signature.intake != .nothing)
        return checked
    }

    /// The body that is being looked at is this definition's own.
    private func definesItself(_ name: String) -> Bool { isTrial && trialName == name }
}
