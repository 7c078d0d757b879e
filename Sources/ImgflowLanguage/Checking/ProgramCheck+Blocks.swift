/// Stages that hold pipelines, and those that choose images.
extension ProgramCheck {
    mutating func tee(_ block: Block, _ span: Span, flow: inout Flow, names: Names) -> CheckedStage
    {
        needImage("tee", span, &flow)
        let (checked, leaving) = pipeline(block.pipeline, entering: flow, names: names)
        use(leaving.told)
        return .tee(checked, span: span)
    }

    mutating func fork(
        _ blocks: [Block], _ span: Span, flow: inout Flow, names: Names
    ) -> CheckedStage {
        var checked: [CheckedPipeline] = []
        var flows: [Flow] = []
        for block in blocks {
            let (pipeline, leaving) = pipeline(block.pipeline, entering: flow, names: names)
            checked.append(pipeline)
            flows.append(leaving)
        }
        flow = Flow.joined(flows)
        return .fork(checked, span: span)
    }

    mutating func when(
        _ condition: Condition, _ block: Block, _ other: Block?, _ span: Span, flow: inout Flow,
        names: Names
    ) -> CheckedStage? {
        needImage("when", span, &flow)
        let test = self.condition(condition, flow, names).map {
            CheckedTest(condition: $0, span: condition.span)
        }
        let (first, kept) = pipeline(block.pipeline, entering: flow, names: names)
        var leaving = flow
        var second: CheckedPipeline?
        if let other { (second, leaving) = pipeline(other.pipeline, entering: flow, names: names) }
        flow = Flow.joined([kept, leaving])
        return test.map { .when($0, first, else: second, span: span) }
    }

    mutating func filter(
        _ condition: Condition, _ span: Span, flow: inout Flow, names: Names
    ) -> CheckedStage? {
        needImage("where", span, &flow)
        return self.condition(condition, flow, names).map {
            .filter(CheckedTest(condition: $0, span: condition.span), span: span)
        }
    }

    mutating func attempt(
        _ block: Block, _ other: Block, _ span: Span, flow: inout Flow, names: Names
    ) -> CheckedStage {
        let (first, tried) = pipeline(block.pipeline, entering: flow, names: names)
        let (second, rescued) = pipeline(other.pipeline, entering: flow, names: names)
        flow = Flow.joined([tried, rescued])
        return .attempt(first, else: second, span: span)
    }

    mutating func repeated(
        _ repetition: Repetition, flow: inout Flow, names: Names
    ) -> CheckedStage? {
        var surroundings = Surroundings(flow: flow, names: names)
        let operand = operand(repetition.rounds, in: &surroundings)
        let (block, made) = pipeline(repetition.block.pipeline, entering: flow, names: names)
        let test = condition(repetition.condition, made, names)
        var leaving = [made]
        var other: CheckedPipeline?
        if let syntax = repetition.other {
            let (checked, rescued) = pipeline(syntax.pipeline, entering: flow, names: names)
            other = checked
            leaving.append(rescued)
        }
        flow = Flow.joined(leaving)
        if case .invalid = operand.kind { return nil }
        if case .hole = operand.kind { return nil }
        guard case .integer(let rounds) = operand.kind, CheckedRepetition.most.contains(rounds)
        else {
            report(
                CheckError(
                    kind: .badRounds(CheckedRepetition.most), span: repetition.rounds.span,
                    found: operand.description(in: sources),
                    definition: operand.origin == operand.span ? nil : operand.origin))
            return nil
        }
        return test.map { condition in
            .repeated(
                CheckedRepetition(
                    rounds: rounds,
                    test: CheckedTest(condition: condition, span: repetition.condition.span),
                    block: block, other: other, span: repetition.span))
        }
    }

    mutating func select(_ selection: Selection, flow: inout Flow, names: Names) -> CheckedStage? {
        needImage(selection.kind.rawValue, selection.span, &flow)
        var surroundings = Surroundings(flow: flow, names: names)
        let operand = operand(selection.value, in: &surroundings)
        func refused() -> CheckedStage? {
            report(
                CheckError(
                    kind: .badSelection(selection.kind), span: selection.value.span,
                    found: operand.description(in: sources),
                    definition: operand.origin == operand.span ? nil : operand.origin))
            return nil
        }
        switch operand.kind {
        case .invalid, .hole(.integer), .hole(.number), .hole(.list): return nil
        case .integer(let number):
            switch selection.kind {
            case .pick:
                guard number >= 1 else { return refused() }
                return .select(CheckedSelection(rule: .places([number]), span: selection.span))
            case .take:
                guard number >= 1 else { return refused() }
                return .select(CheckedSelection(rule: .first(number), span: selection.span))
            case .skip:
                guard number >= 0 else { return refused() }
                return .select(CheckedSelection(rule: .allBut(number), span: selection.span))
            }
        case .list, .range:
            guard selection.kind == .pick else { return refused() }
            var places: [Int] = []
            for (_, item) in operand.items {
                guard case .integer(let place) = item.kind, place >= 1 else { return refused() }
                guard !places.contains(place) else {
                    report(.pickedTwice(place), item.span)
                    return nil
                }
                places.append(place)
            }
            guard !places.isEmpty else { return refused() }
            return .select(CheckedSelection(rule: .places(places), span: selection.span))
        default: return refused()
        }
    }

    private mutating func needImage(_ word: String, _ span: Span, _ flow: inout Flow) {
        if !flow.hasImage {
            report(.noIncomingImage(verb: word), Span(span.start, span.start + word.utf8.count))
        }
        flow.hasImage = true
    }
}

extension Flow {
    /// What may come out of several blocks: a swept parameter is known where all of them sweep it.
    static func joined(_ flows: [Flow]) -> Flow {
        guard var joined = flows.first else { return .start }
        for flow in flows.dropFirst() {
            joined.paid.formUnion(flow.paid)
            joined.told.formUnion(flow.told)
            joined.hasImage = joined.hasImage || flow.hasImage
            joined.isAnything = joined.isAnything || flow.isAnything
            joined.swept.formIntersection(flow.swept)
        }
        return joined
    }
}
