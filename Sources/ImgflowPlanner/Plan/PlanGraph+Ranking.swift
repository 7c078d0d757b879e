import ImgflowModels

/// Steps that let one of several images through by an order.
extension PlanGraph {
    /// The place-th image, from 0, in an order of these.
    mutating func rank(
        _ place: Int, among candidates: [PlannedImage], by ranking: Ranking, at site: StepSite
    ) -> PlannedImage {
        let others = ranking.nodes.subtracting(candidates.map(\.node)).sorted()
        var identity = Identity(
            text: Digest.hex(
                "ranked \(place)\n" + candidates.map(\.identity.text).joined(separator: "\n")
                    + others.map { "\n" + nodes[$0].identity.text }.joined()),
            isSettled: false)
        var forecast = merged(candidates)
        let chosen = outcome(of: ranking, among: candidates, at: site)?.order[place]
        if let chosen {
            let blind = Forecast.merged(candidates.map(\.forecast.blind))
            forecast = candidates[chosen].forecast
            forecast.guess = Forecast.Guess(
                size: blind.size, format: blind.format, hasAlpha: blind.hasAlpha)
            identity = candidates[chosen].identity
        }
        let node = add(
            .rank(place: place, count: candidates.count, by: ranking),
            from: candidates.map(\.node) + others, forecast: forecast, identity: identity,
            at: site, isShared: false
        ).node
        nodes[node].guards = commonGuards(of: candidates).union(site.guards)
        note(fieldsOf: candidates, at: node, in: &forecast, isDecided: chosen != nil)
        return PlannedImage(node: node, forecast: forecast, identity: identity)
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
