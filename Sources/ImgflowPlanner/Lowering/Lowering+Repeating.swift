import ImgflowLanguage
import ImgflowModels

/// `repeat`: the same block with other seeds, until a condition is met.
extension Lowering {
    mutating func repeated(
        _ repetition: CheckedRepetition, _ rest: ArraySlice<CheckedStage>, for item: Item
    ) -> [Item]? {
        let stage = step("repeat", repetition.span, for: item)
        let words = words(of: repetition.test.span)
        let outside = (rounds, guards)
        defer { (rounds, guards) = outside }
        var entering = item
        var results: [Item] = []
        var fitting: [Item] = []
        var conditions: [PlannedCondition] = []
        for round in 0..<repetition.rounds {
            rounds = outside.0 + [round]
            guards = outside.1.union(entering.guards).union(plan.graph.guards(of: entering.image))
            guard let made = block(repetition.block, rest, for: entering) else { return nil }
            guard made.count == 1, let result = made.first, let image = result.image else {
                report(.model(.notOneOfRound(count: made.count, span: repetition.block.span)))
                return nil
            }
            if let first = results.first?.image, isSame(first, image) {
                report(.parameter(.sameRounds(span: stage.verbSpan)))
                return nil
            }
            results.append(result)
            if round == 0 { warnOfStale(repetition.test, for: result) }
            let condition = planned(repetition.test.condition, for: result)
            conditions.append(condition)
            if let truth = decided(condition, blind: true) {
                // Known before the run: no round, or every one, is like this.
                if truth { return joined(fitting + [result], item, stage) }
                continue
            }
            let known = decided(condition, blind: false)
            let decision = plan.graph.newDecision()
            var ways: [Item] = []
            for wanted in [true, false] {
                let guarded = Guard(
                    decision: decision, branch: wanted, isMet: known.map { $0 == wanted },
                    words: wanted ? "if \(words)" : "if not \(words) in round \(round + 1)")
                var way = wanted ? result : entering
                if let image = way.image {
                    way.image = plan.graph.gate(
                        image, condition, is: wanted, by: guarded, at: stage.site)
                } else {
                    plan.graph.gate(condition, is: wanted, by: guarded, at: stage.site)
                    way.guards.insert(guarded)
                }
                ways.append(way)
            }
            fitting.append(ways[0])
            entering = ways[1]
        }
        guards = outside.1.union(entering.guards).union(plan.graph.guards(of: entering.image))
        rounds = outside.0
        if let other = repetition.other {
            guard let made = block(other, rest, for: entering) else { return nil }
            guard made.count == 1, let last = made.first else {
                report(.model(.notOneOfRound(count: made.count, span: other.span)))
                return nil
            }
            return joined(fitting + [last], item, stage)
        }
        var nearest = item
        nearest.image =
            plan.graph.rank(
                0..<1, among: results.compactMap(\.image), by: .nearest(conditions),
                at: StepSite(origin: stage.origin, guards: guards)
            ).first
        nearest.noted = nearest.image?.forecast.provenance.noted ?? [:]
        return joined(fitting + [nearest], item, stage)
    }

    /// They are made by the same requests; equal answers to different ones are no mistake of the program.
    private func isSame(_ one: PlannedImage, _ other: PlannedImage) -> Bool {
        guard one.identity.text == other.identity.text else { return false }
        func requests(_ image: PlannedImage) -> Set<String> {
            Set(
                plan.graph.ancestors(of: [image.node]).compactMap { node in
                    guard case .call(let call) = plan.graph.nodes[node].action else { return nil }
                    return call.key.hex
                })
        }
        // The later round rests on the earlier one's condition: it has all that the earlier one has.
        return requests(other).subtracting(requests(one)).isEmpty
    }

    /// The first of these that comes.
    private mutating func joined(_ ways: [Item], _ item: Item, _ stage: StageContext) -> [Item] {
        guard ways.count > 1, let first = ways.first else { return ways }
        var result = item
        result.image = plan.graph.pick(0, among: ways.compactMap(\.image), at: stage.site)
        result.swept = first.swept.filter { swept in
            ways.allSatisfy { $0.swept[swept.key] == swept.value }
        }
        result.noted = result.image?.forecast.provenance.noted ?? [:]
        return [result]
    }
}
