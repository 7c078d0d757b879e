import ImgflowLanguage
package import ImgflowModels

/// One way to do what a verb does: a model, and what speaks against it for a call.
package struct Route: Sendable {
    /// Why a model cannot do a call.
    package struct Objection: Sendable {
        /// A few words to stand behind the model's name: `has no field for \`style\``.
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
    /// - Parameter routes: every model that does what the verb does, the default first.
    package func choose(
        _ routes: [Route], for stage: VerbCall
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
            let why =
                other.objection?.why
                ?? (isAlive(theirs)
                    ? "can do it too: model:\(theirs.name)"
                    : "retired on \(theirs.lifecycle.endsOn.map { "\($0)" } ?? "an unknown day")")
            return Choice.Rejection(model: theirs.name, price: theirs.price, why: why)
        }
        let rivals = others.count { $0.why.hasPrefix("can do it too") }
        let why =
            pinned != nil
            ? "pinned by model:\(card.name)"
            : rivals > 0 ? "the default of those that can" : "the only living model that can"
        return ChosenModel(
            model: chosen.route.model, card: card,
            choice: Choice(verb: stage.verb, why: why, rejected: others))
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
        return Route.Objection("has no field for `\(name)`", problem)
    }
}
