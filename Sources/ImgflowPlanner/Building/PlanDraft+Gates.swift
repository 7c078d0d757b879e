import ImgflowLanguage
import ImgflowModels

/// Steps that decide which others are taken.
extension PlanDraft {
    mutating func newDecision() -> Int {
        decisions += 1
        return decisions
    }

    /// Passes the image on where the condition has the wanted value.
    mutating func gate(
        _ image: PlannedImage, _ condition: PlannedCondition, is wanted: Bool, decision: Int,
        isMet: Bool?, words: String, for stage: VerbCall
    ) -> (image: PlannedImage, guarded: Guard) {
        let guarded = Guard(decision: decision, branch: wanted, isMet: isMet, words: words)
        let others = condition.nodes.subtracting([image.node]).sorted()
        let node = addGate(
            .gate(condition, is: wanted), from: [image.node] + others, forecast: image.forecast,
            identity: image.identity, guarded: guarded, for: stage)
        return (
            PlannedImage(node: node, forecast: image.forecast, identity: image.identity), guarded
        )
    }

    /// Lets the second block of a `try` begin where nothing came of the first.
    mutating func rescue(
        _ image: PlannedImage?, of results: [PlanNode.ID], since first: PlanNode.ID,
        for stage: VerbCall
    ) -> (image: PlannedImage?, guarded: Guard) {
        let tried = ancestors(of: results).filter { $0 >= first }
        let isKnown = !tried.isEmpty && tried.allSatisfy { nodes[$0].isSureToCome }
        let guarded = Guard(
            decision: newDecision(), branch: true, isMet: isKnown ? false : nil,
            words: "if the first block fails")
        let node = addGate(
            .rescue(of: results), from: image.map { [$0.node] } ?? [],
            forecast: image?.forecast
                ?? Forecast(size: .unknown, format: nil, hasAlpha: false, provenance: .init()),
            identity: image?.identity ?? .none, guarded: guarded, for: stage)
        nodes[node].waitsFor += results
        // What was there before is shared with others, who take its failure as they do.
        for id in tried { nodes[id].isTried = true }
        let passed = image.map {
            PlannedImage(node: node, forecast: $0.forecast, identity: $0.identity)
        }
        return (passed, guarded)
    }

    /// The image of whichever of these came, the place-th of them from 0.
    mutating func pick(
        _ place: Int, among candidates: [PlannedImage], values: [PlannedImage]? = nil,
        for stage: VerbCall
    ) -> PlannedImage {
        let values = values ?? candidates
        var forecast = merged(values.map(\.forecast))
        let blind = merged(values.map(\.forecast.blind))
        if values.contains(where: { $0.forecast.guess != nil }) {
            forecast.guess = Forecast.Guess(
                size: blind.size, format: blind.format, hasAlpha: blind.hasAlpha)
        }
        let inputs =
            candidates.map(\.node)
            + (values.map(\.node) == candidates.map(\.node) ? [] : values.map(\.node))
        var identity = Identity(
            text: Digest.hex(
                "picked \(place)\n" + values.map(\.identity.text).joined(separator: "\n")),
            isSettled: false)
        // Where it is known already which one it will be, that one is foretold; what a request holds
        // rests on what was known without.
        if let chosen = chosen(place, among: candidates) {
            let guess = Forecast.Guess(
                size: blind.size, format: blind.format, hasAlpha: blind.hasAlpha)
            forecast = values[chosen].forecast
            forecast.guess = guess
            identity = values[chosen].identity
        }
        let node = add(
            .pick(place: place, count: candidates.count), from: inputs, forecast: forecast,
            identity: identity, for: stage, isShared: false
        ).node
        // It is taken whichever of them came.
        let common = candidates.map { nodes[$0.node].guards }
        nodes[node].guards = common.dropFirst().reduce(common.first ?? []) { $0.intersection($1) }
        return PlannedImage(node: node, forecast: forecast, identity: identity)
    }

    /// Which of the candidates it will be; nil where only the run can tell.
    private func chosen(_ place: Int, among candidates: [PlannedImage]) -> Int? {
        var left = place
        for (index, candidate) in candidates.enumerated() {
            let guards = nodes[candidate.node].guards.subtracting(context)
            if guards.contains(where: { $0.isMet == false }) { continue }
            guard guards.allSatisfy({ $0.isMet == true }) else { return nil }
            // Of a `try` the first may fail, as long as its second is not ruled out.
            let isCertain =
                !nodes[candidate.node].isTried
                || candidates[(index + 1)...].allSatisfy { other in
                    nodes[other.node].guards.contains { $0.isMet == false }
                }
            guard isCertain else { return nil }
            if left == 0 { return index }
            left -= 1
        }
        return nil
    }

    private func merged(_ forecasts: [Forecast]) -> Forecast {
        guard var result = forecasts.first else {
            return Forecast(size: .unknown, format: nil, hasAlpha: false, provenance: .init())
        }
        for other in forecasts.dropFirst() {
            if other.size != result.size { result.size = .unknown }
            if other.format != result.format { result.format = nil }
            result.hasAlpha = result.hasAlpha || other.hasAlpha
            for field in Field.allCases where field != .index {
                switch (result.value(of: field), other.value(of: field)) {
                case (let one?, let two?) where one == two: continue
                default: result.provenance.open.insert(field)
                }
            }
            result.provenance.swept = result.provenance.swept.filter {
                other.provenance.swept[$0.key] == $0.value
            }
        }
        // What its format and size say is asked of the forecast itself.
        result.provenance.open.subtract([.width, .height])
        if result.format != nil { result.provenance.open.remove(.ext) }
        result.guess = nil
        return result
    }

    /// No condition that only the run decides stands before it; it may still fail.
    package func isSureToCome(_ image: PlannedImage) -> Bool {
        nodes[image.node].guards.subtracting(context).allSatisfy { $0.isMet == true }
    }

    /// Marks what leads to nothing that is saved or shown.
    mutating func dropUnneeded() {
        guard nodes.contains(where: \.action.isSink) || !present.isEmpty else { return }
        var needed = Set(nodes.filter(\.action.isSink).map(\.id))
        needed.formUnion(ancestors(of: Array(needed)))
        for index in nodes.indices { nodes[index].isNeeded = needed.contains(index) }
    }

    /// What leads to private pictures alone is private.
    mutating func markPrivate() {
        let sinks = nodes.filter { $0.action.isSink && $0.isNeeded }
        guard sinks.contains(where: \.action.isPrivateSave) else { return }
        let open = ancestors(of: sinks.filter { !$0.action.isPrivateSave }.map(\.id))
        for index in nodes.indices { nodes[index].isPrivate = !open.contains(index) }
    }

    /// These steps and all that they rest on.
    func ancestors(of ids: [PlanNode.ID]) -> Set<PlanNode.ID> {
        var found = Set(ids)
        var open = ids
        while let id = open.popLast() {
            for input in nodes[id].inputs + nodes[id].waitsFor where found.insert(input).inserted {
                open.append(input)
            }
        }
        return found
    }
}

extension PlanAction {
    fileprivate var isPrivateSave: Bool {
        if case .save(let save) = self { save.isPrivate } else { false }
    }
}

extension PlanNode {
    /// Its answer is known, so it is not asked for and does not fail; of work on this machine and of
    /// files nobody can be as sure.
    fileprivate var isSureToCome: Bool {
        switch action {
        case .call(let call): call.known != nil
        case .returnedMask, .gate, .pick, .rescue: true
        case .load, .standardInput, .free, .returnedImage, .save, .tell, .show: false
        }
    }
}
