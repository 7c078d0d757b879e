import ImgflowLanguage
import ImgflowModels

/// Which model looks at images, and where.
extension PlanBuilder {
    struct ChosenSeeing {
        var card: SeeingCard
        var route: SeeingRoute
        var region: String
        var selection: ModelSelection
        var notes: [String]
    }

    /// The model that is pinned, or the first living one that can and asks for no form.
    func chooseSeeing(
        for look: Look, _ stage: StageContext
    ) throws(PlanProblem) -> ChosenSeeing {
        let cards = settings.models.seeing.map(\.card)
        let isAlive = { (card: SeeingCard) in
            card.lifecycle.stage(on: world.today) != .retired
        }
        let pin = stage.word("model").flatMap { name in cards.first { $0.name == name } }
        if let pin, let why = obstacle(to: pin, look) {
            let others = cards.filter { isAlive($0) && obstacle(to: $0, look) == nil }
            throw .model(
                .cannotSee(
                    card: pin, why: why, others: others.map(\.name), span: stage.span("model")))
        }
        let able = cards.filter { isAlive($0) && !$0.needsForm && obstacle(to: $0, look) == nil }
        guard let card = pin ?? able.first else {
            let last = cards.first ?? SeeingModels.standard
            throw .model(
                .noLivingModel(
                    verb: stage.verb, retired: last.name, on: last.lifecycle.endsOn,
                    span: stage.verbSpan))
        }
        let (region, moved) = try seeingRegion(for: card, isPinned: pin != nil, stage)
        guard
            let route = card.route(in: region)
                ?? (pin == nil ? nil : card.route(in: region, global: true))
        else {
            throw .model(
                .regionWithoutModel(
                    region, card: card.card(by: card.routes[0]), span: stage.verbSpan))
        }
        try checkStay(
            card, route, region, cards.filter { isAlive($0) && obstacle(to: $0, look) == nil },
            look, stage)
        var notes = [moved].compactMap(\.self)
        if let words = route.leads(from: region) { notes.append(words) }
        if card.needsForm {
            notes.append(
                "\(card.name) requires Anthropic's form, once per account: see `imgflow doctor`"
            )
        }
        let others = cards.filter { $0.name != card.name }.map { other in
            rejection(of: other, look, region: region, isAlive: isAlive(other))
        }
        return ChosenSeeing(
            card: card, route: route, region: region,
            selection: ModelSelection(
                verb: stage.verb,
                why: pin != nil
                    ? "pinned by model:\(card.name)"
                    : look.mask == nil
                        ? "the default of `\(stage.verb)`"
                        : "finds the mask: the model of `\(stage.verb)` reads no words",
                rejected: others), notes: notes)
    }

    /// Why a model cannot answer; nil where it can.
    private func obstacle(to card: SeeingCard, _ look: Look) -> String? {
        if look.images.count > card.limits.images {
            return
                "takes \(card.limits.images == 1 ? "one image" : "\(card.limits.images) images") at a time"
        }
        if look.question.tool != nil, !card.takesForcedTool { return "fills in no forms" }
        if look.question.asksForBoxes, card.boxes == nil { return "finds no boxes" }
        return nil
    }

    private func rejection(
        of card: SeeingCard, _ look: Look, region: String, isAlive: Bool
    ) -> ModelSelection.Rejection {
        let price = card.routes.first.map { route in
            let most = card.price(
                of: look.question, sizes: look.images.map { $0.image.forecast.size.size },
                prompt: "", late: 0, by: card.route(in: region) ?? route
            ).most
            return Price(most, source: route.price.source, asOf: route.price.asOf)
        }
        return ModelSelection.Rejection(
            model: card.name, price: price ?? .unknown,
            why: !isAlive
                ? "retired"
                : obstacle(to: card, look)
                    ?? (card.needsForm
                        ? "requires a form first: \(look.pin(card.name))"
                        : "also supports it: \(look.pin(card.name))"),
            isRetired: !isAlive)
    }

    /// The Region that is called, and a note where it is not the preferred one.
    private func seeingRegion(
        for card: SeeingCard, isPinned: Bool, _ stage: StageContext
    ) throws(PlanProblem) -> (region: String, note: String?) {
        let regions = card.regions + (isPinned ? card.globalRegions : [])
        func refused(_ region: String) -> PlanProblem {
            var known = card.card(by: card.routes[0])
            known.regions = regions
            return .model(
                .regionWithoutModel(
                    region, card: known,
                    span: stage["region"] == nil ? stage.verbSpan : stage.span("region")))
        }
        if let word = stage.word("region") {
            guard regions.contains(word) else { throw refused(word) }
            return (word, nil)
        }
        let home = regions.contains("us-west-2") ? "us-west-2" : regions.first ?? ""
        switch settings.region {
        case .bound(let region):
            guard regions.contains(region) else { throw refused(region) }
            return (region, nil)
        case .preferred(let region):
            if regions.contains(region) { return (region, nil) }
            guard !settings.stays else { throw refused(region) }
            return (home, "moved from \(region) to \(home), where \(card.name) is available")
        case .fallback: return (home, nil)
        }
    }

    /// `--stay` refuses a profile that may answer elsewhere.
    private func checkStay(
        _ card: SeeingCard, _ route: SeeingRoute, _ region: String, _ able: [SeeingCard],
        _ look: Look, _ stage: StageContext
    ) throws(PlanProblem) {
        guard settings.stays, route.destination != .own else { return }
        let staying = able.filter { $0.route(in: region)?.destination == .own }
        throw .model(
            .leavesRegion(
                card: card, region: region, leads: route.leads(from: region) ?? "",
                staying: staying.map(\.name), isPinned: stage["model"] != nil, mask: look.mask,
                span: stage["model"] == nil ? stage.verbSpan : stage.span("model")))
    }
}

extension SeeingCard {
    /// Where a profile that may lead anywhere is called.
    var globalRegions: [String] { routes.filter(\.isGlobal).flatMap(\.regions) }
}

extension SeeingRoute {
    /// Where a call may be answered; nil where that is the Region that is called.
    func leads(from region: String) -> String? {
        switch destination {
        case .own: nil
        case .among(let regions):
            "may run in \(List(regions.contains(region) ? regions : regions + [region]))"
        case .anywhere: "may run in any Region"
        }
    }
}
