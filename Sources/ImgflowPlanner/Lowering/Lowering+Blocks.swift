import ImgflowLanguage
import ImgflowModels

/// Blocks, definitions, conditions, and selections by place.
extension Lowering {
    /// The results of a block for one image. Names from within the block end with it.
    mutating func block(
        _ pipeline: CheckedPipeline, _ rest: ArraySlice<CheckedStage>, for item: Item
    ) -> [Item]? {
        continuations.append(rest)
        defer { continuations.removeLast() }
        return run(pipeline, from: [item])?.map { made in
            var result = made
            result.names = item.names
            return result
        }
    }

    mutating func expand(
        _ expansion: Expansion, _ rest: ArraySlice<CheckedStage>, for item: Item
    ) -> [Item]? {
        let around = (frame, continuations)
        frame = expansion.id
        continuations.append(rest)
        calls.append(expansion.callSpan)
        defer {
            (frame, continuations) = around
            calls.removeLast()
        }
        var results: [Item] = []
        for turn in expansion.turns {
            var start = item
            start.names = [:]
            for (name, image) in item.names { start.names[Expansion.outerName(name)] = image }
            start.names[Expansion.outerName(nil)] = item.image
            for (name, value, span) in turn.images {
                if case .path(let path) = value {
                    guard let image = load(path, at: span, for: item, of: expansion) else {
                        return nil
                    }
                    start.names[name] = image
                } else if case .some(let image?) = one(value, at: span, for: item) {
                    start.names[name] = image
                } else {
                    return nil
                }
            }
            for (name, value) in turn.swept { start.swept[name] = SweptValue(value, in: program) }
            guard let made = run(turn.body, from: [start]) else { return nil }
            results += made.map { made in
                var result = made
                result.names = item.names
                result.image?.forecast.provenance.swept = made.swept
                return result
            }
        }
        return results
    }

    private mutating func load(
        _ path: Template, at span: Span, for item: Item, of expansion: Expansion
    ) -> PlannedImage? {
        let stage = step("load", expansion.callSpan, for: item)
        guard let literal = stage.filled(path).known else {
            report(.source(.pathKnownTooLate(span: span)))
            return nil
        }
        do {
            return try plan.load(literal, index: 1, for: stage, at: span)
        } catch {
            report(error)
            return nil
        }
    }

    // MARK: - Conditions

    mutating func when(
        _ test: CheckedTest, _ block: CheckedPipeline, _ other: CheckedPipeline?,
        _ span: Span, _ rest: ArraySlice<CheckedStage>, for item: Item
    ) -> [Item]? {
        guard let image = item.image else { return nil }
        do { try check(test.condition, for: item) } catch { return refused(error, for: item) }
        warnOfStale(test, for: item)
        let planned = self.planned(test.condition, for: item)
        if let truth = decided(planned, blind: true) {
            guard truth else { return other.map { self.block($0, rest, for: item) } ?? [item] }
            return self.block(block, rest, for: item)
        }
        let known = decided(planned, blind: false)
        let decision = plan.graph.newDecision()
        let stage = step("when", span, for: item)
        let words = words(of: test.span)
        var branches: [[Item]] = []
        for wanted in [true, false] {
            let guarded = Guard(
                decision: decision, branch: wanted, isMet: known.map { $0 == wanted },
                words: wanted ? "if \(words)" : "if not \(words)")
            let gated = plan.graph.gate(image, planned, is: wanted, by: guarded, at: stage.site)
            var entering = item
            entering.image = gated
            guard let pipeline = wanted ? block : other else {
                branches.append([entering])
                continue
            }
            let around = guards
            guards.formUnion(plan.graph.guards(of: gated))
            let made = self.block(pipeline, rest, for: entering)
            guards = around
            guard let made else { return nil }
            branches.append(made)
        }
        return joined(branches[0], branches[1], item, stage)
    }

    mutating func filter(_ test: CheckedTest, _ span: Span, for item: Item) -> [Item]? {
        guard let image = item.image else { return nil }
        do { try check(test.condition, for: item) } catch { return refused(error, for: item) }
        warnOfStale(test, for: item)
        let planned = self.planned(test.condition, for: item)
        if let truth = decided(planned, blind: true) { return truth ? [item] : [] }
        let guarded = Guard(
            decision: plan.graph.newDecision(), branch: true,
            isMet: decided(planned, blind: false), words: "if \(words(of: test.span))")
        let site = step("where", span, for: item).site
        var kept = item
        kept.image = plan.graph.gate(image, planned, is: true, by: guarded, at: site)
        return [kept]
    }

    mutating func attempt(
        _ block: CheckedPipeline, _ other: CheckedPipeline, _ span: Span,
        _ rest: ArraySlice<CheckedStage>, for item: Item
    ) -> [Item]? {
        let first = plan.graph.nodes.count
        // A problem of the first block is for the second to handle: no image is left out.
        let around = (siblings, isTrying)
        (siblings, isTrying) = (1, true)
        defer { (siblings, isTrying) = around }
        guard let tried = self.block(block, rest, for: item) else { return nil }
        isTrying = around.1
        let stage = step("try", span, for: item)
        let (image, guarded) = plan.graph.fallback(
            item.image, of: tried.compactMap { $0.image?.node }, since: first, at: stage.site)
        var entering = item
        entering.image = image
        entering.guards.insert(guarded)
        let outside = guards
        guards.insert(guarded)
        let second = self.block(other, rest, for: entering)
        guards = outside
        guard let second else { return nil }
        return joined(tried, second, item, stage)
    }

    /// Joins two branches: for each place, an item with whichever image comes.
    private mutating func joined(
        _ first: [Item], _ second: [Item], _ item: Item, _ stage: StageContext
    ) -> [Item] {
        (0..<max(first.count, second.count)).map { place in
            let both = [first, second].compactMap { place < $0.count ? $0[place] : nil }
            var result = item
            result.image = plan.graph.pick(
                0, among: both.compactMap(\.image), at: stage.site)
            result.swept = both[0].swept.filter { both[both.count - 1].swept[$0.key] == $0.value }
            result.noted = result.image?.forecast.provenance.noted ?? [:]
            return result
        }
    }

    /// What was said of an image whose pixels have changed since says little of what it is now.
    mutating func warnOfStale(_ test: CheckedTest, for item: Item) {
        for name in test.condition.names.sorted() where item.swept[name] == nil {
            guard let field = item.noted[name], let image = item.image, !field.picture.isEmpty,
                field.picture != image.identity.text
            else { continue }
            report(.image(.staleField(name, span: test.span)))
        }
    }

    func planned(_ condition: CheckedCondition, for item: Item) -> PlannedCondition {
        switch condition {
        case .constant(let truth): .constant(truth)
        case .not(let inner): .not(planned(inner, for: item))
        case .both(let left, let right): .both(planned(left, for: item), planned(right, for: item))
        case .either(let left, let right):
            .either(planned(left, for: item), planned(right, for: item))
        case .comparison(let comparison, let left, let right):
            .comparison(
                comparison, operand(left.named(with: right), for: item),
                operand(right.named(with: left), for: item))
        }
    }

    /// Fields stay open, so that the condition can be decided with and without cached results.
    private func operand(_ operand: CheckedOperand, for item: Item) -> PlannedOperand {
        switch operand {
        case .number(let number): return .number(number)
        case .measure(let field, let name, _):
            // An item's own place, not that of an equal image it shares a step with.
            if field == .index, name == nil { return .number(Double(item.index)) }
            return image(name, for: item).map { .measure(field, of: $0.node) } ?? .number(0)
        case .swept(let name):
            let text = item.swept[name]?.parts.compactMap(\.text).joined() ?? ""
            if item.swept[name] == nil, let field = item.noted[name] { return .noted(field.open) }
            return Double(text).map { .number($0) } ?? .text(PlannedText(text))
        case .text(let template):
            let parts = template.filled { item.swept[$0]?.parts }.parts
            // `$m.score`: a number where it is one.
            if parts.count == 1, case .swept(_, let variable?, _, _)? = parts.first,
                case .swept(let name, _, _, _)? = parts.first,
                let field = image(variable, for: item)?.forecast.provenance.noted[name]
            {
                return .noted(field.open)
            }
            return .text(
                PlannedText(
                    parts: parts.compactMap { part in
                        switch part {
                        case .text(let text), .value(let text): return .text(text)
                        case .field(let field, let name, let digits, _):
                            guard let image = image(name, for: item) else { return nil }
                            // Equal images are one step, which has the name of the first.
                            if field.isOfOrigin, let text = image.forecast.value(of: field) {
                                return .text(FieldPadding.padded(text, to: digits))
                            }
                            return .field(field, of: image.node, digits: digits)
                        case .swept(let name, let variable, _, _):
                            let image = image(variable, for: item)
                            let own = variable == nil ? item.noted[name] : nil
                            let field = own ?? image?.forecast.provenance.noted[name]
                            return field.map { .noted($0.open) }
                        }
                    }))
        }
    }

    /// The image of a name; the current one where there is none.
    func image(_ name: String?, for item: Item) -> PlannedImage? {
        name.map { item.names[$0] ?? single($0) } ?? item.image
    }

    private func single(_ name: String) -> PlannedImage? {
        guard let images = bindings[name] ?? nil, images.count == 1 else { return nil }
        return images.first
    }

    /// - Parameter blind: without cached results, so that a rerun plans the same requests.
    func decided(_ condition: PlannedCondition, blind: Bool) -> Bool? {
        condition.decided { field, node in
            let forecast = plan.graph.nodes[node].forecast
            return (blind ? forecast.blind : forecast).value(of: field)
        } noted: { field in
            blind ? nil : plan.graph.found(field)
        }
    }

    // MARK: - Places

    /// Selects images by position. Dropped images are pruned from the plan, unless the run decides which
    /// images exist: then all are made, and `pick` steps select.
    mutating func select(_ selection: CheckedSelection, of items: [Item]) -> [Item]? {
        let isSure = items.allSatisfy { item in
            item.guards.union(plan.graph.guards(of: item.image)).isSubset(of: guards)
        }
        let places: [Int] =
            switch selection.rule {
            case .places(let places): places.map { $0 - 1 }
            case .first(let count): Array(0..<min(count, items.count))
            case .allBut(let count): Array(min(count, items.count)..<items.count)
            }
        if let beyond = places.first(where: { $0 >= items.count }) {
            report(
                .parameter(
                    .placeBeyond(beyond + 1, count: items.count, span: selection.span)))
            return nil
        }
        guard !isSure else { return renumbered(places.map { items[$0] }, after: items) }
        let candidates = items.compactMap(\.image)
        let chosen = places.map { place in
            var item = items[place]
            let stage = step("pick", selection.span, for: item)
            item.image = plan.graph.pick(place, among: candidates, at: stage.site)
            item.noted = item.image?.forecast.provenance.noted ?? [:]
            item.swept = item.swept.filter { swept in
                items.allSatisfy { $0.swept[swept.key] == swept.value }
            }
            for name in item.names.keys {
                let named = items.compactMap { $0.names[name] }
                guard named.count == candidates.count else { continue }
                item.names[name] = plan.graph.pick(
                    place, among: candidates, values: named, at: stage.site)
            }
            return item
        }
        return renumbered(chosen, after: items)
    }

    /// A context for steps of a stage that is not a call of a verb, such as `when`.
    func step(_ word: String, _ span: Span, for item: Item) -> StageContext {
        let head = Span(span.start, min(span.end, span.start + word.utf8.count))
        return context(
            of: CheckedCall(verb: word, verbSpan: head, span: span, arguments: [:]), for: item,
            wish: .any, names: item.names)
    }

    /// The program's text on one line, shortened.
    func words(of span: Span) -> String { program.preview(of: span) }
}

extension Field {
    /// It says where the image comes from, whatever it looks like.
    fileprivate var isOfOrigin: Bool {
        switch self {
        case .stem, .name, .dir, .date, .page: true
        default: false
        }
    }
}

extension Sources {
    fileprivate func preview(of span: Span) -> String { "\(Preview(self[span], limit: 60))" }
}

extension SweptValue {
    init(_ item: CheckedItem, in program: Sources) {
        label = item.label
        switch item.value {
        case .text(let template), .path(let template): parts = template.parts
        case .integer(let number): parts = [.text("\(number)")]
        case .number(let number): parts = [.text(SourceWriter.number(number))]
        case .pixels(let pixels): parts = [.text("\(pixels)")]
        case .share(let share): parts = [.text("\(SourceWriter.number(share * 100))%")]
        case .size(let width, let height): parts = [.text("\(width)x\(height)")]
        case .printLength(let length): parts = [.text("\(length)")]
        case .printSize(let width, let height): parts = [.text("\(width)x\(height)")]
        case .ratio(let ratio): parts = [.text("\(ratio)")]
        case .word(let word): parts = [.text(word)]
        case .truth(let truth): parts = [.text("\(truth)")]
        case .color: parts = [.text(program.preview(of: item.span).filter { $0 != "\"" })]
        default: parts = [.text(item.label ?? "")]
        }
    }
}

extension CheckedCondition {
    /// Swept parameters, and fields that verbs made, by their bare names.
    fileprivate var names: Set<String> {
        switch self {
        case .constant: []
        case .not(let inner): inner.names
        case .both(let left, let right), .either(let left, let right):
            left.names.union(right.names)
        case .comparison(_, let left, let right):
            Set([left, right].compactMap { if case .swept(let name) = $0 { name } else { nil } })
        }
    }
}
