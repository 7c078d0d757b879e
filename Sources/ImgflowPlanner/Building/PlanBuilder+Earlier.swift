import ImgflowModels

extension PlanBuilder {
    /// What the same call got from an earlier version, whose images were others because their pixels
    /// were wrong; nil where the pixels did not change, or where only a run could tell.
    func earlierAnswer(to request: RequestBuilder, sent: SentPictures) -> KnownAnswer? {
        let pictures = sent.identities.mapValues(\.asBefore)
        guard sent.identities.values.contains(where: { $0.earlier != nil }),
            pictures.values.allSatisfy(\.isSettled)
        else { return nil }
        var deferred: [String: RequestValue] = [:]
        for (name, value) in request.deferred {
            guard case .seed(let verb, let copy, let node) = value,
                graph.nodes[node].identity.asBefore.isSettled
            else { return nil }
            deferred[name] = .integer(
                DerivedSeed.seed(verb: verb, input: graph.nodes[node].identity, copy: copy))
        }
        guard let filled = request.body.filled(with: deferred) else { return nil }
        return world.known(
            AnswerKey(
                origin: settings.origin, modelID: request.chosen.card.modelID,
                request: filled, pictures: { pictures[$0] ?? .none }))
    }
}
