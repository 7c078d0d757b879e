import ImgflowLanguage
package import ImgflowModels

/// Why a model cannot do a call.
package struct Incompatibility: Sendable {
    /// A few words to stand after the model's name: `takes no \`layout\``.
    package var why: String
    /// What is said if the model is pinned, or no other can do it.
    package var problem: PlanProblem

    package init(_ why: String, _ problem: PlanProblem) {
        self.why = why
        self.problem = problem
    }
}

/// One way to do what a verb does: a model, what speaks against it for a call, and how it is called. A
/// verb is a table of these, the default first.
///
/// `Given` is what the verb works out once for all copies of a stage, such as its mask.
package struct ModelCandidate<Given: Sendable>: Sendable {
    /// Makes the call of one copy.
    package typealias Build =
        @Sendable (RequestBuilder, Given, inout PlanBuilder) throws(PlanProblem) -> PlannedImage

    package var model: any BedrockModel.Type
    /// The verb's parameters that this model has no field for.
    package var lacks: [String]
    package var incompatibility: @Sendable (StageContext) -> Incompatibility?

    package var build: Build

    package init(
        _ model: any BedrockModel.Type, lacks: [String] = [],
        incompatibility: @escaping @Sendable (StageContext) -> Incompatibility? = { _ in nil },
        build: @escaping Build
    ) {
        self.model = model
        self.lacks = lacks
        self.incompatibility = incompatibility
        self.build = build
    }
}

/// The model that a call goes to.
package struct ChosenModel: Sendable {
    package var model: any BedrockModel.Type
    package var card: ModelCard
    package var selection: ModelSelection

    package init(model: any BedrockModel.Type, card: ModelCard, selection: ModelSelection) {
        self.model = model
        self.card = card
        self.selection = selection
    }
}

extension PlanBuilder {
    /// The first living model that can do the call, or the one that is pinned.
    ///
    /// - Parameters:
    ///   - candidates: every model that does what the verb does, the default first.
    ///   - asked: the words that leave one model only: `upscale creative`.
    /// - Throws: what keeps every available model from the call, or the pinned one.
    package func choose<Given>(
        _ candidates: [ModelCandidate<Given>], for stage: StageContext, asked: String? = nil
    ) throws(PlanProblem) -> (chosen: ChosenModel, build: ModelCandidate<Given>.Build) {
        let pin = stage.word("model").flatMap { settings.models[$0] }
        let found = candidates.map { candidate in
            (
                candidate: candidate, entry: settings.models.entry(of: candidate.model),
                incompatibility: incompatibility(to: candidate, among: candidates, stage)
            )
        }
        let pinned = pin.flatMap { pin in found.first { $0.candidate.model == pin.model } }
        if let incompatibility = pinned?.incompatibility { throw incompatibility.problem }
        let isAlive = { (card: ModelCard) in card.lifecycle.stage(on: world.today) != .retired }
        let first = found.first { $0.incompatibility == nil && isAlive($0.entry.card) }
        guard let chosen = pinned ?? first else {
            // What stands in the way of a model that lives, and could do it but for a parameter, is
            // more to the point.
            let living =
                found.first { isAlive($0.entry.card) && $0.candidate.incompatibility(stage) == nil }
                ?? found.first { isAlive($0.entry.card) } ?? found.first
            guard
                let problem = living?.incompatibility?.problem
                    ?? found.first?.incompatibility?.problem
            else {
                let card = found.first?.entry.card ?? OtherModel.card
                throw .model(
                    .noLivingModel(
                        verb: stage.verb, retired: card.name, on: card.lifecycle.endsOn,
                        span: stage.verbSpan))
            }
            throw problem
        }
        let card = pinned == nil ? chosen.entry.card : pin?.card ?? chosen.entry.card
        let others = found.filter { $0.candidate.model != chosen.candidate.model }.map { other in
            let theirs = other.entry.card
            let end = theirs.lifecycle.endsOn.map { "\($0)" } ?? "an unknown day"
            return ModelSelection.Rejection(
                model: theirs.name, price: theirs.price,
                why: !isAlive(theirs)
                    ? "retired on \(end)"
                    : other.incompatibility?.why ?? "also supports it: model:\(theirs.name)",
                isRetired: !isAlive(theirs))
        }
        let rivals = others.count { $0.why.hasPrefix("also supports it") }
        let why =
            pinned != nil
            ? "pinned by model:\(card.name)"
            : asked.map { "`\($0)` requires it" }
                ?? (rivals > 0
                    ? "the default of `\(stage.verb)`"
                    : "no other model available today can do this `\(stage.verb)`")
        let model = ChosenModel(
            model: chosen.candidate.model, card: card,
            selection: ModelSelection(
                verb: stage.verb, why: why, rejected: others,
                unpinning: pinned == nil
                    ? nil
                    : candidates.filter { isAlive(settings.models.entry(of: $0.model).card) }
                        .compactMap { obstacles(of: $0, stage) }.min { $0.count < $1.count }))
        return (model, chosen.candidate.build)
    }

    /// The model of a verb that has one.
    ///
    /// - Throws: what keeps it from the call.
    package func choose(
        only model: any BedrockModel.Type, for stage: StageContext
    ) throws(PlanProblem) -> ChosenModel {
        let candidate = ModelCandidate<Void>(
            model,
            build: { (builder, _, plan) throws(PlanProblem) in
                try plan.call(builder)
            })
        return try choose([candidate], for: stage).chosen
    }

    /// The parameters that keep a model from a call; nil where it could not do it without them either.
    private func obstacles<Given>(
        of candidate: ModelCandidate<Given>, _ stage: StageContext
    ) -> [String]? {
        var names = candidate.lacks.filter { stage[$0] != nil }
        switch candidate.incompatibility(stage)?.problem {
        case nil: break
        case .model(.novaStyle)?: names.append("style")
        default: return nil
        }
        return names
    }

    private func incompatibility<Given>(
        to candidate: ModelCandidate<Given>, among candidates: [ModelCandidate<Given>],
        _ stage: StageContext
    ) -> Incompatibility? {
        if let incompatibility = candidate.incompatibility(stage) { return incompatibility }
        guard let name = candidate.lacks.first(where: { stage[$0] != nil }) else { return nil }
        let card = settings.models.entry(of: candidate.model).card
        let having = candidates.filter { !$0.lacks.contains(name) }
        // Those that take all else that is given are the ones to name, where there are any.
        let fitting = having.filter { candidate in
            candidate.incompatibility(stage) == nil
                && candidate.lacks.allSatisfy { stage[$0] == nil }
        }
        let takers = (fitting.isEmpty ? having : fitting).map { $0.model.card.name }
        let problem: PlanProblem =
            having.map { $0.model.card.name } == [NovaCanvas.card.name]
            ? .model(
                .onlyWithNova(
                    parameter: name, span: stage.span(name), verb: stage.verbSpan,
                    chosen: card.name))
            : .parameter(
                .notTaken(
                    parameter: name, by: "\(stage.verb) on \(card.name)", takenBy: takers,
                    span: stage.span(name), mode: stage.verbSpan))
        return Incompatibility("does not support `\(name)`", problem)
    }
}
