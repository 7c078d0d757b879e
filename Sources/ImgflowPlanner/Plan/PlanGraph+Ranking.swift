import ImgflowModels

/// Steps that let one of several images through by an order.
extension PlanGraph {
    /// The images at these places, from 0, in an order of all.
    mutating func rank(
        _ places: Range<Int>, among candidates: [PlannedImage], by ranking: Ranking,
        at site: StepSite
    ) -> [PlannedImage] {
        let others = ranking.nodes.subtracting(candidates.map(\.node)).sorted()
        // What all places share is worked out once: there may be as many places as images.
        let all = Digest.hex(
            candidates.map(\.identity.text).joined(separator: "\n")
                + others.map { "\n" + nodes[$0].identity.text }.joined())
        let merged = merged(candidates)
        let blind = Forecast.merged(candidates.map(\.forecast.blind))
        let order = outcome(of: ranking, among: candidates, at: site)?.order
        let inputs = candidates.map(\.node) + others
        let guards = commonGuards(of: candidates).union(site.guards)
        return places.map { place in
            var identity = Identity(
                text: Digest.hex("ranked \(place)\n\(all)"), isSettled: false)
            var forecast = merged
            let chosen = order?[place]
            if let chosen {
                forecast = candidates[chosen].forecast
                forecast.guess = Forecast.Guess(
                    size: blind.size, format: blind.format, hasAlpha: blind.hasAlpha)
                identity = candidates[chosen].identity
            }
            forecast.provenance.decided.formUnion(blind.provenance.open)
            let node = add(
                .rank(place: place, count: candidates.count, by: ranking), from: inputs,
                forecast: forecast, identity: identity, at: site, isShared: false
            ).node
            nodes[node].guards = guards
            note(fieldsOf: candidates, at: node, in: &forecast, isDecided: chosen != nil)
            return PlannedImage(node: node, forecast: forecast, identity: identity)
        }
    }

    /// The order, where cached results tell it.
    private func outcome(
        of ranking: Ranking, among candidates: [PlannedImage], at site: StepSite
    ) -> Ranking.Outcome? {
        // Which of them come must be sure.
        guard candidates.allSatisfy({ isSureToCome($0, at: site) }) else { return nil }
        return ranking.outcome(of: Array(candidates.indices), isFinal: false) { field, node in
            nodes[node].forecast.value(of: field)
        } noted: {
            found($0)
        }
    }
}
