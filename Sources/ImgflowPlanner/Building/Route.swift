import ImgflowLanguage
package import ImgflowModels

/// One way to do what a verb does: a model, and what speaks against it for a call.
package struct Route: Sendable {
    /// Why a model cannot do a call.
    package struct Objection: Sendable {
        /// A few words to stand behind the model's name: `takes no \`layout\``.
        package var why: String
        /// What is said where the model is pinned, or nothing else can do it.
        package var problem: PlanProblem

        package init(_ why: String, _ problem: PlanProblem) {
            self.why = why
            self.problem = problem
        }
    }

    package var model: any BedrockModel.Type
    /// The verb's parameters that this model has no field for.
    package var lacks: [String]
    package var objection: @Sendable (VerbCall) -> Objection?

    package init(
        _ model: any BedrockModel.Type, lacks: [String] = [],
        objection: @escaping @Sendable (VerbCall) -> Objection? = { _ in nil }
    ) {
        self.model = model
        self.lacks = lacks
        self.objection = objection
    }
}

/// The model that a call goes to.
package struct ChosenModel: Sendable {
    package var model: any BedrockModel.Type
    package var card: ModelCard
    package var choice: Choice

    package init(model: any BedrockModel.Type, card: ModelCard, choice: Choice) {
        self.model = model
        self.card = card
        self.choice = choice
    }
}

extension PlanDraft {
    /// The first living model that can do the call, or the one that is pinned.
    ///
    /// - Parameters:
    ///   - routes: every model that does what the verb does, the default first.
    ///   - asked: the words that leave one model only: `upscale creative`.
    package func choose(
        _ routes: [Route], for stage: VerbCall, asked: String? = nil
    ) throws(PlanProblem) -> ChosenModel {
        let pin = stage.word("model").flatMap { settings.models[$0] }
        let found = routes.map { route in
            (
                route: route, entry: settings.models.entry(of: route.model),
                objection: objection(to: route, among: routes, stage)
            )
        }
        let pinned = pin.flatMap { pin in found.first { $0.route.model == pin.model } }
        if let objection = pinned?.objection { throw objection.problem }
        let isAlive = { (card: ModelCard) in card.lifecycle.stage(on: world.today) != .retired }
        let first = found.first { $0.objection == nil && isAlive($0.entry.card) }
        guard let chosen = pinned ?? first else {
            // What stands in the way of a model that lives, and could do it but for a parameter, is
            // more to the point.
            let living =
                found.first { isAlive($0.entry.card) && $0.route.objection(stage) == nil }
                ?? found.first { isAlive($0.entry.card) } ?? found.first
            guard let problem = living?.objection?.problem ?? found.first?.objection?.problem else {
                let card = found.first?.entry.card ?? OtherModel.card
                throw .model(
                    .noLivingModel(
                        verb: stage.verb, retired: card.name, on: card.lifecycle.endsOn,
                        span: stage.verbSpan))
            }
            throw problem
        }
        let card = pinned == nil ? chosen.entry.card : pin?.card ?? chosen.entry.card
        let others = found.filter { $0.route.model != chosen.route.model }.map { other in
            let theirs = other.entry.card
            let end = theirs.lifecycle.endsOn.map { "\($0)" } ?? "an unknown day"
            return Choice.Rejection(
                model: theirs.name, price: theirs.price,
                why: !isAlive(theirs)
                    ? "retired on \(end)"
                    : other.objection?.why ?? "can do it too: model:\(theirs.name)",
                isRetired: !isAlive(theirs))
        }
        let rivals = others.count { $0.why.hasPrefix("can do it too") }
        let why =
            pinned != nil
            ? "pinned by model:\(card.name)"
            : asked.map { "`\($0)` is asked for" }
                ?? (rivals > 0
                    ? "the default of `\(stage.verb)`"
                    : "no other model available today can do this `\(stage.verb)`")
        return ChosenModel(
            model: chosen.route.model, card: card,
            choice: Choice(
                verb: stage.verb, why: why, rejected: others,
                unpinning: pinned == nil
                    ? nil
                    : routes.filter { isAlive(settings.models.entry(of: $0.model).card) }
                        .compactMap { obstacles(of: $0, stage) }.min { $0.count < $1.count }))
    }

    /// The parameters that keep a model from a call; nil where it could not do it without them either.
    private func obstacles(of route: Route, _ stage: VerbCall) -> [String]? {
        var names = route.lacks.filter { stage[$0] != nil }
        switch route.objection(stage)?.problem {
        case nil: break
        case .model(.novaStyle)?: names.append("style")
        default: return nil
        }
        return names
    }

    private func objection(
        to route: Route, among routes: [Route], _ stage: VerbCall
    ) -> Route.Objection? {
        if let objection = route.objection(stage) { return objection }
        guard let name = route.lacks.first(where: { stage[$0] != nil }) else { return nil }
        let card = settings.models.entry(of: route.model).card
        let having = routes.filter { !$0.lacks.contains(name) }
        // Those that take all else that is given are the ones to name, where there are any.
        let fitting = having.filter { route in
            route.objection(stage) == nil && route.lacks.allSatisfy { stage[$0] == nil }
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
        return Route.Objection("takes no `\(name)`", problem)
    }
}
