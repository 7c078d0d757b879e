import ImgflowLanguage
import ImgflowModels

/// Calls of verbs. Sweeps are unrolled, so that a verb sees one value for each parameter.
extension Lowering {
    mutating func run(_ call: CheckedCall, for item: Item) -> [Item]? {
        var result: [Item] = []
        for turn in turns(of: call) {
            guard let made = run(turn, for: item) else { return nil }
            result += made
        }
        warnOfSame(result, of: call)
        return result
    }

    /// Warns of swept values that lead to the same request, and therefore to the same image.
    private mutating func warnOfSame(_ items: [Item], of call: CheckedCall) {
        let swept = call.arguments.filter {
            if case .sweep = $0.value.value { true } else { false }
        }
        guard let first = swept.values.min(by: { $0.span.start < $1.span.start }) else { return }
        let groups = Dictionary(grouping: items.compactMap(\.image), by: \.node)
        let extra = groups.values.reduce(0) { $0 + $1.count - 1 }
        guard extra > 0 else { return }
        let seeds = Set(items.compactMap { $0.image?.forecast.provenance.seed })
        var fix = "write each value once"
        var span = first.span
        if let seed = swept["seed"], call.arguments["count"] != nil, let low = seeds.min(),
            let high = seeds.max()
        {
            span = seed.span
            fix =
                high - low + 1 == seeds.count
                ? "write seed:\(low)..\(high), and remove `count`" : "remove `count`"
        }
        report(.image(.sameImages(count: extra, of: items.count, fix: fix, span: span)))
    }

    /// Plans a stage that uses all images at once, for each combination of its own sweeps.
    mutating func gather(
        _ call: CheckedCall, by verb: any StreamVerb, _ items: [Item]
    ) -> [Item]? {
        guard let first = items.first else { return [] }
        var result: [Item] = []
        for turn in turns(of: call) {
            guard let values = values(of: turn.call, for: first) else { return nil }
            guard let call = inPixels(turn.call, of: verb) else { return nil }
            let errors = plan.findings.errorCount
            do {
                var stages: [StageContext] = []
                for item in items {
                    let swept = item.swept.merging(turn.swept) { _, own in own }
                    let filled = try withFields(call.filled(with: swept), of: verb, for: item)
                    stages.append(
                        context(
                            of: filled, for: item, wish: wish(),
                            names: names(in: turn.call, for: item), values: values))
                }
                let images = try verb.plan(stages, in: &plan)
                guard plan.findings.errorCount == errors else { return nil }
                if let stage = stages.first {
                    plan.graph.remember(
                        images, madeBy: stage, of: verb, from: stages.compactMap(\.input))
                }
                result += images.map { image in
                    var made = Item(index: 1)
                    made.image = image
                    made.swept = turn.swept
                    made.image?.forecast.provenance.swept = turn.swept
                    return made
                }
            } catch {
                report(error)
                return nil
            }
        }
        return result.enumerated().map { offset, item in
            var item = item
            item.index = offset + 1
            item.image?.forecast.provenance.index = offset + 1
            return item
        }
    }

    private struct Turn {
        var call: CheckedCall
        var swept: [String: SweptValue] = [:]
    }

    /// Each combination of swept values. The first parameter in the text varies slowest.
    private func turns(of call: CheckedCall) -> [Turn] {
        var turns = [Turn(call: call)]
        let swept = call.arguments.filter {
            if case .sweep = $0.value.value { true } else { false }
        }.sorted { $0.value.span.start < $1.value.span.start }
        for (name, argument) in swept {
            guard case .sweep(let items) = argument.value else { continue }
            turns = turns.flatMap { turn in
                items.map { item in
                    var next = turn
                    next.call.arguments[name]?.value = item.value
                    next.call.arguments[name]?.valueSpan = item.span
                    next.swept[name] = SweptValue(item, in: program)
                    return next
                }
            }
        }
        return turns
    }

    /// Its lengths on paper in pixels; nil where they cannot be, which is reported here.
    private mutating func inPixels(_ call: CheckedCall, of verb: any Verb) -> CheckedCall? {
        do {
            return try call.inPixels(verb.signature)
        } catch {
            report(error)
            return nil
        }
    }

    private mutating func run(_ turn: Turn, for item: Item) -> [Item]? {
        guard let verb = verbs[turn.call.verb] else { return nil }
        var item = item
        item.swept.merge(turn.swept) { _, own in own }
        guard let values = values(of: turn.call, for: item) else { return nil }
        if let (name, span) = turn.call.unknownSwept(item) {
            report(.parameter(.sweptTooLate(name, span: span)))
            return nil
        }
        guard let call = inPixels(turn.call, of: verb) else { return nil }
        let errors = plan.findings.errorCount
        do {
            let filled = try withFields(call.filled(with: item.swept), of: verb, for: item)
            let stage = context(
                of: filled, for: item, wish: wish(), names: names(in: turn.call, for: item),
                values: values)
            let images = try verb.plan(stage, in: &plan)
            guard plan.findings.errorCount == errors else { return nil }
            plan.graph.remember(
                images, madeBy: stage, of: verb, from: item.image.map { [$0] } ?? [])
            return images.enumerated().map { offset, image in
                var made = item
                made.image = image
                made.noted.merge(image.forecast.provenance.noted) { _, new in new }
                made.image?.forecast.provenance.noted = made.noted
                made.image = made.image.map { plan.graph.ownNotes(of: $0, at: stage.site) }
                // A copy's seed is counted on from the swept one.
                if offset > 0, turn.swept["seed"] != nil, stage["count"] != nil,
                    let seed = image.forecast.provenance.seed
                {
                    made.swept["seed"] = SweptValue(parts: [.text("\(seed)")], label: nil)
                }
                made.image?.forecast.provenance.swept = made.swept
                plan.graph.nameSwept(made.swept, at: image.node)
                return made
            }
        } catch {
            return refused(error, for: item)
        }
    }

    /// Leaves an image out where the problem is its alone, and others go on.
    ///
    /// - Returns: Nothing of it; nil where the problem is the program's, which is reported.
    mutating func refused(_ error: PlanProblem, for item: Item) -> [Item]? {
        guard error.isOfOneImage, siblings > 1 else {
            report(error)
            return nil
        }
        leftOut.append(error)
        plan.findings.leaveOut([error.leftOut(item.who)])
        return []
    }

    /// The images that `{$name.field}` may refer to: names given before the stage, and any `let` of one
    /// image that the call's strings name.
    func names(in call: CheckedCall, for item: Item) -> [String: PlannedImage] {
        var names = item.names
        for argument in call.arguments.values {
            guard let template = argument.value.template else { continue }
            for name in template.parts.compactMap(\.variable) where names[name] == nil {
                if let images = bindings[name] ?? nil, images.count == 1 {
                    names[name] = images.first
                }
            }
        }
        return names
    }

    /// Plans a call's pipelines in parentheses and its variables; nil if one failed, which has been
    /// reported.
    mutating func values(
        of call: CheckedCall, for item: Item
    ) -> [Span: PlannedImage]? {
        var values: [Span: PlannedImage] = [:]
        let arguments = call.arguments.values.sorted { $0.span.start < $1.span.start }
        for argument in arguments {
            let parts: [(value: CheckedValue, span: Span)] =
                if case .list(let items) = argument.value {
                    items.map { ($0.value, $0.span) }
                } else {
                    [(argument.value, argument.valueSpan)]
                }
            for (value, span) in parts {
                switch one(value, at: span, for: item) {
                case .none: return nil
                case .some(.none): continue
                case .some(let image?): values[span] = image
                }
            }
        }
        return values
    }

    /// The image of a value that is a pipeline or a variable. `.some(nil)` if it is neither; nil if it
    /// failed, which has been reported.
    mutating func one(_ value: CheckedValue, at span: Span, for item: Item) -> PlannedImage?? {
        let found: [PlannedImage]?
        switch value {
        case .pipeline(let pipeline): found = images(of: pipeline, for: item)
        case .variable(let reference): found = images(of: reference, for: item)
        default: return .some(nil)
        }
        guard let found else { return nil }
        guard found.count == 1, let image = found.first else {
            report(.model(.notOneImage(count: found.count, span: span)))
            return nil
        }
        return image
    }

    /// The images of a pipeline in parentheses. If it does not use the image of its stage, it is planned
    /// once and not for each item.
    private mutating func images(
        of pipeline: CheckedPipeline, for item: Item
    ) -> [PlannedImage]? {
        let errors = plan.findings.errorCount
        var start = item
        let around = (continuations, guards)
        defer { (continuations, guards) = around }
        continuations = []
        let isStandalone = !takesImage(pipeline) && !pipeline.asksForImage
        let place = Place(span: pipeline.span, frame: frame)
        if isStandalone {
            if let images = standalone[place] { return images }
            start = Item(index: 1)
            guards = []
        }
        guard let items = run(pipeline, from: [start]), plan.findings.errorCount == errors else {
            return nil
        }
        let images = items.compactMap(\.image)
        if isStandalone { standalone[place] = images }
        return images
    }

    private func takesImage(_ pipeline: CheckedPipeline) -> Bool {
        guard let first = pipeline.stages.first else { return true }
        switch first {
        case .call(let call): return verbs[call.verb]?.signature.intake != .nothing
        case .fork(let blocks, _): return blocks.contains { takesImage($0) }
        case .attempt(let block, let other, _): return takesImage(block) || takesImage(other)
        case .repeated(let repetition):
            return takesImage(repetition.block) || repetition.other.map(takesImage) ?? false
        case .expansion(let expansion):
            return expansion.turns.first.map { takesImage($0.body) } ?? true
        case .recall, .name, .tee, .when, .filter, .select: return true
        }
    }

    func images(of reference: VariableReference, for item: Item) -> [PlannedImage]? {
        guard let name = reference.name else { return item.image.map { [$0] } }
        if let named = item.names[name] { return [named] }
        return bindings[name] ?? nil
    }
}

extension CheckedCall {
    /// A swept value that a string needs before it is known.
    fileprivate func unknownSwept(_ item: Item) -> (name: String, span: Span)? {
        for argument in arguments.values.sorted(by: { $0.span.start < $1.span.start }) {
            let parts: [Template.Part]
            switch argument.value {
            case .text(let template), .path(let template): parts = template.parts
            default: continue
            }
            for case .swept(let name, nil, _, let span) in parts
            where item.swept[name] == nil && item.noted[name] == nil
                && item.image?.forecast.provenance.noted[name] == nil
                && Field(rawValue: name) == nil
            {
                return (name, span)
            }
        }
        return nil
    }

    /// The call with swept values filled into its strings.
    func filled(with swept: [String: SweptValue]) -> CheckedCall {
        var call = self
        for (name, argument) in arguments {
            switch argument.value {
            case .text(let template):
                call.arguments[name]?.value = .text(template.filled { swept[$0]?.parts })
            case .path(let template):
                call.arguments[name]?.value = .path(
                    template.filled { swept[$0].map { [.text($0.fileName)] } })
            default: continue
            }
        }
        return call
    }
}

extension CheckedValue {
    fileprivate var template: Template? {
        switch self {
        case .text(let template), .path(let template): template
        default: nil
        }
    }
}

extension Template {
    /// Fills in swept values. A name without a value becomes a field of the image.
    func filled(_ value: (String) -> [Part]?) -> Template {
        Template(
            parts: parts.flatMap { part -> [Part] in
                guard case .swept(let name, let image, let digits, let span) = part else {
                    return [part]
                }
                if image == nil, let known = value(name) {
                    return known.map { $0.padded(to: digits) }
                }
                // What is neither is a field that a verb made.
                return [
                    Field(rawValue: name).map {
                        .field($0, of: image, digits: digits, span: span)
                    } ?? part
                ]
            }, span: span)
    }
}

extension Template.Part {
    /// The image that it asks by its name.
    fileprivate var variable: String? {
        switch self {
        case .field(_, let name, _, _), .swept(_, let name, _, _): name
        case .text, .value: nil
        }
    }

    fileprivate func padded(to digits: Int) -> Template.Part {
        switch self {
        case .text(let text): .text(FieldPadding.padded(text, to: digits))
        case .value(let text): .value(FieldPadding.padded(text, to: digits))
        case .field, .swept: self
        }
    }
}
