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
                if let checked = self.call(call, flow: &flow, names: names) {
                    stages.append(.call(checked))
                }
            case .recall(let reference):
                recall(reference, flow: &flow, names: names)
                stages.append(.recall(reference))
            case .name(let name, let span):
                self.name(name, span, flow: &flow, names: &names)
                stages.append(.name(name.text, span: span))
            case .invalid:
                // It may have used what came in.
                use(flow.paid)
                flow = Flow(hasImage: true)
            }
        }
        return (CheckedPipeline(stages: stages, span: syntax.span), flow)
    }

    private mutating func recall(_ reference: VariableReference, flow: inout Flow, names: Names) {
        guard let name = reference.name else {
            if !flow.hasImage { report(.noCurrentImage("$"), reference.span) }
            flow.hasImage = true
            return
        }
        switch lookUp(name, at: reference.span, in: names) {
        case .images(let paid): flow = Flow(hasImage: true, paid: paid)
        case .value(let operand):
            report(
                CheckError(
                    kind: .valueAsStage(name), span: reference.span, definition: operand.origin))
            flow = Flow(hasImage: true)
        case .unknown: flow = Flow(hasImage: true)
        }
    }

    private mutating func name(_ name: Name, _ span: Span, flow: inout Flow, names: inout Names) {
        if !flow.hasImage { report(.nothingToName(name.text), span) }
        flow.hasImage = true
        if name.text == Keywords.here { report(.reservedHere, name.span) }
        if let first = names.byName[name.text]?.span ?? bindings[name.text]?.span {
            report(.boundTwice(name.text, first: first), name.span)
            bindings[name.text]?.isUsed = true
        }
        names.byName[name.text] = (name.span, flow.paid)
    }

    /// Nil when the verb is not there.
    private mutating func call(_ call: Call, flow: inout Flow, names: Names) -> CheckedCall? {
        var surroundings = Surroundings(flow: flow, names: names)
        guard let signature = catalogue[call.verb.text] else {
            if !parsed.program.unreadNames.contains(call.verb.text) {
                let nearest = nearest(call.verb.text, in: catalogue.names)
                report(
                    .unknownVerb(call.verb.text, nearest: nearest, all: catalogue.names),
                    call.verb.span)
            }
            // Whatever it is, its values can be read, and it may use what it is given.
            for value in call.values + call.arguments.map(\.value) {
                if case .word = value.kind { continue }
                _ = operand(value, in: &surroundings)
            }
            use(flow.paid.union(surroundings.dependencies))
            flow = Flow(hasImage: true)
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
        if signature.isPaid { paid.insert(pay(call.verb)) }
        if signature.isSink { use(paid) }
        flow = Flow(hasImage: true, paid: paid)
        return checked
    }
}
