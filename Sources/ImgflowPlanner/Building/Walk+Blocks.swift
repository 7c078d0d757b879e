import ImgflowLanguage
import ImgflowModels

/// Blocks, conditions, and the choice of images by their places.
extension Walk {
    /// The results of a block for one image: names that it gives end with it.
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
        draft.calls.append(expansion.callSpan)
        defer {
            (frame, continuations) = around
            draft.calls.removeLast()
        }
        var results: [Item] = []
        for turn in expansion.turns {
            var start = item
            start.names = [:]
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
            for (name, value) in turn.swept { start.swept[name] = SweptValue(value, in: draft) }
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
        guard let literal = draft.text(path, for: item.image, names: item.names).known else {
            draft.report(.source(.pathKnownTooLate(span: span)))
            return nil
        }
        do {
            return try draft.load(literal, index: 1, for: stage, at: span)
        } catch {
            draft.report(error)
            return nil
        }
    }

    // MARK: - Conditions

    mutating func when(
        _ test: CheckedTest, _ block: CheckedPipeline, _ other: CheckedPipeline?,
        _ span: Span, _ rest: ArraySlice<CheckedStage>, for item: Item
    ) -> [Item]? {
        guard let image = item.image else { return nil }
        let planned = self.planned(test.condition, for: item)
        if let truth = decided(planned, blind: true) {
            guard truth else { return other.map { self.block($0, rest, for: item) } ?? [item] }
            return self.block(block, rest, for: item)
        }
        let known = decided(planned, blind: false)
        let decision = draft.newDecision()
        let stage = step("when", span, for: item)
        let words = draft.words(of: test.span)
        var branches: [[Item]] = []
        for wanted in [true, false] {
            let (gated, _) = draft.gate(
                image, planned, is: wanted, decision: decision, isMet: known.map { $0 == wanted },
                words: wanted ? "if \(words)" : "if not \(words)", for: stage)
            var entering = item
            entering.image = gated
            guard let pipeline = wanted ? block : other else {
                branches.append([entering])
                continue
            }
            let around = draft.context
            draft.context.formUnion(draft.guards(of: gated))
            let made = self.block(pipeline, rest, for: entering)
            draft.context = around
            guard let made else { return nil }
            branches.append(made)
        }
        return joined(branches[0], branches[1], item, stage)
    }

    mutating func filter(_ test: CheckedTest, _ span: Span, for item: Item) -> [Item]? {
        guard let image = item.image else { return nil }
        let planned = self.planned(test.condition, for: item)
        if let truth = decided(planned, blind: true) { return truth ? [item] : [] }
        let (gated, _) = draft.gate(
            image, planned, is: true, decision: draft.newDecision(),
            isMet: decided(planned, blind: false), words: "if \(draft.words(of: test.span))",
            for: step("where", span, for: item))
        var kept = item
        kept.image = gated
        return [kept]
    }

    mutating func attempt(
        _ block: CheckedPipeline, _ other: CheckedPipeline, _ span: Span,
        _ rest: ArraySlice<CheckedStage>, for item: Item
    ) -> [Item]? {
        let first = draft.nodes.count
        // What is wrong here is for the second block, and no image is left out.
        let around = siblings
        siblings = 1
        defer { siblings = around }
        guard let tried = self.block(block, rest, for: item) else { return nil }
        let stage = step("try", span, for: item)
        let (image, guarded) = draft.rescue(
            item.image, of: tried.compactMap { $0.image?.node }, since: first, for: stage)
        var entering = item
        entering.image = image
        entering.guards.insert(guarded)
        let context = draft.context
        draft.context.insert(guarded)
        let rescued = self.block(other, rest, for: entering)
        draft.context = context
        guard let rescued else { return nil }
        return joined(tried, rescued, item, stage)
    }

    /// One item for each place: whichever of the two came.
    private mutating func joined(
        _ first: [Item], _ second: [Item], _ item: Item, _ stage: VerbCall
    ) -> [Item] {
        (0..<max(first.count, second.count)).map { place in
            let both = [first, second].compactMap { place < $0.count ? $0[place] : nil }
            var result = item
            result.image = draft.pick(0, among: both.compactMap(\.image), for: stage)
            result.swept = both[0].swept.filter { both[both.count - 1].swept[$0.key] == $0.value }
            return result
        }
    }

    private func planned(_ condition: CheckedCondition, for item: Item) -> PlannedCondition {
        switch condition {
        case .constant(let truth): .constant(truth)
        case .not(let inner): .not(planned(inner, for: item))
        case .both(let left, let right): .both(planned(left, for: item), planned(right, for: item))
        case .either(let left, let right):
            .either(planned(left, for: item), planned(right, for: item))
        case .comparison(let comparison, let left, let right):
            .comparison(comparison, operand(left, for: item), operand(right, for: item))
        }
    }

    /// Fields stay open here, so that it can be decided with and without known answers.
    private func operand(_ operand: CheckedOperand, for item: Item) -> PlannedOperand {
        switch operand {
        case .number(let number): return .number(number)
        case .measure(let field):
            // The number of an item is its place here, not that of the picture it shares.
            if field == .index { return .number(Double(item.index)) }
            return item.image.map { .measure(field, of: $0.node) } ?? .number(0)
        case .swept(let name):
            let text = item.swept[name]?.parts.compactMap(\.text).joined() ?? ""
            return Double(text).map { .number($0) } ?? .text(PlannedText(text))
        case .text(let template):
            let parts = template.filled { item.swept[$0]?.parts }.parts
            return .text(
                PlannedText(
                    parts: parts.compactMap { part in
                        switch part {
                        case .text(let text), .value(let text): return .text(text)
                        case .field(let field, let name, _):
                            let image = name.map { item.names[$0] ?? single($0) } ?? item.image
                            return image.map { .field(field, of: $0.node) }
                        case .swept: return nil
                        }
                    }))
        }
    }

    private func single(_ name: String) -> PlannedImage? {
        guard let images = bindings[name] ?? nil, images.count == 1 else { return nil }
        return images.first
    }

    /// - Parameter blind: Without what known answers tell, so that a run that is begun again asks
    ///   the same.
    private func decided(_ condition: PlannedCondition, blind: Bool) -> Bool? {
        condition.decided { field, node in
            let forecast = draft.nodes[node].forecast
            return (blind ? forecast.blind : forecast).value(of: field)
        }
    }

    // MARK: - Places

    /// Which images go on. What is left out is not paid for, as nothing comes of it; only where the
    /// run decides who is there have all to be made first.
    mutating func select(_ selection: CheckedSelection, of items: [Item]) -> [Item]? {
        let isSure = items.allSatisfy { item in
            item.guards.union(draft.guards(of: item.image)).isSubset(of: draft.context)
        }
        let places: [Int] =
            switch selection.rule {
            case .places(let places): places.map { $0 - 1 }
            case .first(let count): Array(0..<min(count, items.count))
            case .allBut(let count): Array(min(count, items.count)..<items.count)
            }
        if let beyond = places.first(where: { $0 >= items.count }) {
            draft.report(
                .parameter(
                    .placeBeyond(beyond + 1, count: items.count, span: selection.span)))
            return nil
        }
        guard !isSure else { return renumbered(places.map { items[$0] }, after: items) }
        let candidates = items.compactMap(\.image)
        let chosen = places.map { place in
            var item = items[place]
            let stage = step("pick", selection.span, for: item)
            item.image = draft.pick(place, among: candidates, for: stage)
            item.swept = item.swept.filter { swept in
                items.allSatisfy { $0.swept[swept.key] == swept.value }
            }
            for name in item.names.keys {
                let named = items.compactMap { $0.names[name] }
                guard named.count == candidates.count else { continue }
                item.names[name] = draft.pick(
                    place, among: candidates, values: named, for: stage)
            }
            return item
        }
        return renumbered(chosen, after: items)
    }

    /// A stage that is no call of a verb, as the draft wants it.
    private func step(_ word: String, _ span: Span, for item: Item) -> VerbCall {
        let head = Span(span.start, min(span.end, span.start + word.utf8.count))
        return VerbCall(
            call: CheckedCall(verb: word, verbSpan: head, span: span, arguments: [:]), wish: .any,
            statement: statementNumber, item: item.index, names: item.names)
    }
}

extension SweptValue {
    init(_ item: CheckedItem, in draft: PlanDraft) {
        label = item.label
        switch item.value {
        case .text(let template), .path(let template): parts = template.parts
        case .integer(let number): parts = [.text("\(number)")]
        case .number(let number): parts = [.text(plain(number))]
        case .pixels(let pixels): parts = [.text("\(pixels)")]
        case .share(let share): parts = [.text("\(plain(share * 100))%")]
        case .size(let width, let height): parts = [.text("\(width)x\(height)")]
        case .ratio(let ratio): parts = [.text("\(ratio)")]
        case .word(let word): parts = [.text(word)]
        case .truth(let truth): parts = [.text("\(truth)")]
        case .color: parts = [.text(draft.words(of: item.span).filter { $0 != "\"" })]
        default: parts = [.text(item.label ?? "")]
        }
    }
}

private func plain(_ number: Double) -> String {
    Int(exactly: number).map { "\($0)" } ?? "\(number)"
}
