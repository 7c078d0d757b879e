package import ImageFacts
import ImgflowLanguage
package import ImgflowModels

extension PlanBuilder {
    /// Adds a paid call.
    package mutating func call(_ request: RequestBuilder) throws(PlanProblem) -> PlannedImage {
        let (stage, card) = (request.stage, request.chosen.card)
        warnIfRetired(request.chosen, for: stage)
        try checkSeed(of: request)
        let (region, moved) = try region(for: card, of: stage)
        var notes = request.notes + (moved.map { [$0] } ?? [])
        if let endsOn = card.lifecycle.endsOn, world.today >= endsOn {
            notes.append("retired on \(endsOn): at AWS this call fails without an image")
        }
        let sent = try pictures(of: request)
        notes += sent.notes
        warnOfAlpha(in: request)

        let filled = request.body.filled(with: symbols(of: request.deferred)) ?? request.body
        let key = AnswerKey(
            origin: settings.origin, modelID: card.modelID, request: filled,
            pictures: { sent.identities[$0] ?? .none })
        // Equal stages with `fresh:true` are separate calls; a run with --fresh still calls once.
        let isItself = stage.truth("fresh") && !isSettled(stage)
        let isFresh = isItself || settings.asksAfresh
        let isSettled = request.deferred.isEmpty && sent.identities.values.allSatisfy(\.isSettled)
        let known = isSettled && !isFresh ? world.known(key) : nil
        let before = known == nil && !isFresh ? earlierAnswer(to: request, sent: sent) : nil
        if before != nil {
            notes.append(
                "the cached result of an earlier version is not used: its input image "
                    + "had wrong pixels, so this call is made again")
        }
        let call = ModelCall(
            model: request.chosen.model, card: card, selection: request.chosen.selection,
            region: region, request: request.body, pictures: sent.pictures,
            deferred: request.deferred, price: price(of: request).times(request.imageCount),
            images: request.imageCount, known: known, isFresh: isFresh, key: key,
            enlarging: request.enlarging)
        return add(
            .call(call), from: inputs(of: call),
            forecast: forecast(of: request, sent: sent, known: known),
            identity: known.map { .content(hash: $0.imageHash) }
                ?? .answer(
                    to: key, turn: isItself ? graph.nodes.count : nil,
                    before: before.map { .content(hash: $0.imageHash) }),
            notes: notes, for: stage, isShared: !isItself)
    }

    /// Adds a paid call, with everything that a verb says of it last.
    package mutating func call(
        _ request: RequestBuilder, _ body: RequestValue, price: Price? = nil,
        pictures: [RequestBuilder.Picture] = [],
        outputSize: @escaping (SizeForecast) -> SizeForecast, format: ImageFormat?,
        hasAlpha: Bool, provenance: Provenance
    ) throws(PlanProblem) -> PlannedImage {
        var whole = request
        whole.body = body
        whole.price = price
        whole.pictures = pictures
        whole.outputSize = outputSize
        whole.format = format
        whole.hasAlpha = hasAlpha
        whole.provenance = provenance
        return try call(whole)
    }

    /// The same for a Stability service that changes the image that enters: what is transparent stays so
    /// if the format can hold it.
    package mutating func edit(
        _ request: RequestBuilder, _ body: RequestValue, pictures: [RequestBuilder.Picture],
        outputSize: @escaping (SizeForecast) -> SizeForecast, format: ImageFormat,
        provenance: Provenance
    ) throws(PlanProblem) -> PlannedImage {
        let hasAlpha = request.input?.forecast.blind.hasAlpha ?? false
        return try call(
            request, body, pictures: pictures, outputSize: outputSize, format: format,
            hasAlpha: hasAlpha && format.carriesAlpha, provenance: provenance)
    }

    /// All images of a call whose answer brings several: the first is the call's own.
    package mutating func images(
        of request: RequestBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        let first = try call(request)
        guard request.imageCount > 1 else { return [first] }
        var known: KnownAnswer?
        if case .call(let made) = graph.nodes[first.node].action { known = made.known }
        return [first]
            + (2...request.imageCount).map { number in
                let place = number - 2
                let other = known.flatMap { place < $0.others.count ? $0.others[place] : nil }
                var forecast = first.forecast
                if let other {
                    forecast.size = .exact(other.facts.size)
                    forecast.format = other.facts.format
                    forecast.hasAlpha = other.facts.hasAlpha
                    forecast.provenance.seed = other.seed ?? forecast.provenance.seed
                } else {
                    forecast.size = request.outputSize(.unknown)
                    forecast.format = request.format
                }
                return add(
                    .returnedImage(number), from: [first.node], forecast: forecast,
                    identity: other.map { .content(hash: $0.imageHash) }
                        ?? first.identity.returnedImage(number), for: request.stage)
            }
    }

    /// It was run before, and what it asked for again, or drew, stands.
    func isSettled(_ stage: StageContext) -> Bool {
        stage.origin.line < settings.settledBefore
    }

    private func forecast(
        of request: RequestBuilder, sent: SentPictures, known: KnownAnswer?
    ) -> Forecast {
        var provenance = request.provenance
        provenance.model = request.chosen.card.name
        provenance.keep(.model)
        if request.body.seed != nil { provenance.keep(.seed) }
        switch request.body.seed {
        case .integer(let seed)?: provenance.seed = seed
        case .some: provenance.seed = nil
        case nil: break
        }
        var forecast = Forecast(
            size: known.map { .exact($0.facts.size) } ?? request.outputSize(sent.size),
            format: known?.facts.format ?? request.format,
            hasAlpha: known?.facts.hasAlpha ?? request.hasAlpha, provenance: provenance)
        forecast.coded = .open
        forecast.openFacts = [.alpha, .dpi]
        if known != nil || request.pictures.contains(where: { $0.image.forecast.guess != nil }) {
            forecast.guess = Forecast.Guess(
                size: request.outputSize(sent.blindSize), format: request.format,
                hasAlpha: request.hasAlpha)
        }
        return forecast
    }

    /// Models differ in how far their seeds go; copies count on from the one that is written.
    private func checkSeed(of request: RequestBuilder) throws(PlanProblem) {
        guard let written = request.stage["seed"], case .integer(let seed)? = request.body.seed,
            seed > request.chosen.card.seeds.upperBound
        else { return }
        throw .parameter(
            .seedBeyond(
                seed, limit: request.chosen.card.seeds.upperBound, model: request.chosen.card.name,
                span: written.span))
    }

    /// What the user says a model costs holds for all its options.
    private func price(of request: RequestBuilder) -> Price {
        let card = request.chosen.card
        let isOverruled = card.price != request.chosen.model.card.price
        return isOverruled ? card.price : request.price ?? card.price
    }

    /// The images that a call waits for: its own, and those that its deferred values rest on.
    private func inputs(of call: ModelCall) -> [PlanNode.ID] {
        let deferred = call.deferred.values.flatMap { value -> [PlanNode.ID] in
            switch value {
            case .text(let text, _): text.nodes
            case .seed(_, _, let node): [node]
            case .measure: []
            }
        }
        let pictures = call.pictures.map(\.node)
        return pictures + Set(deferred).subtracting(pictures).sorted()
    }

    /// Stand-ins for deferred values: equal calls have equal stand-ins, so they are found to be equal.
    /// By what the images are: the same call of another plan has other numbers for them.
    func symbols(of deferred: [String: DeferredValue]) -> [String: RequestValue] {
        deferred.mapValues { value in
            switch value {
            case .seed(let verb, let copy, let node):
                .string("<seed \(verb) \(copy) of \(graph.nodes[node].identity.text)>")
            case .text(let text, _): .string("<\(text.parts.map(symbol))>")
            case .measure(let measure): .string("<\(measure)>")
            }
        }
    }

    private func symbol(of part: PlannedText.Part) -> String {
        switch part {
        case .text(let text): "text \(text)"
        case .field(let field, let node, let digits):
            "\(field.words(digits)) of \(graph.nodes[node].identity.text)"
        case .noted(let field):
            "\(field.key) noted of \(graph.nodes[field.node].identity.text)"
        case .written(let field, let digits): field.words(digits)
        }
    }
}

extension RequestValue {
    /// Where Stability's and Nova's requests hold their seed.
    package var seed: RequestValue? {
        self["seed"] ?? self["imageGenerationConfig"]?["seed"]
    }
}
