package import ImageFacts
import ImgflowLanguage
package import ImgflowModels

/// What a verb asks for when it calls a model; the draft adds region, fit, key and notes.
package struct CallRequest {
    package var model: any BedrockModel.Type
    package var price: Price
    package var request: RequestValue
    package var late: [String: LateValue]
    package var image: PlannedImage?
    package var mask: PlannedImage?
    package var maskRule: Preparation.MaskRule?
    /// From the size that goes in to the size that comes out.
    package var outputSize: (SizeForecast) -> SizeForecast
    package var format: ImageFormat
    package var hasAlpha: Bool
    package var provenance: Provenance
    package var notes: [String]

    package init(
        model: any BedrockModel.Type, price: Price? = nil, request: RequestValue,
        late: [String: LateValue], image: PlannedImage?, mask: PlannedImage? = nil,
        maskRule: Preparation.MaskRule? = nil,
        outputSize: @escaping (SizeForecast) -> SizeForecast, format: ImageFormat, hasAlpha: Bool,
        provenance: Provenance, notes: [String] = []
    ) {
        self.model = model
        self.price = price ?? model.card.price
        self.request = request
        self.late = late
        self.image = image
        self.mask = mask
        self.maskRule = maskRule
        self.outputSize = outputSize
        self.format = format
        self.hasAlpha = hasAlpha
        self.provenance = provenance
        self.notes = notes
    }
}

extension PlanDraft {
    /// Adds a paid call.
    package mutating func call(
        _ request: CallRequest, for stage: VerbCall
    ) throws(PlanProblem) -> PlannedImage {
        let card = request.model.card
        var notes = request.notes
        warnIfRetired(card, for: stage)
        let (region, moved) = try region(for: card, of: stage)
        if let moved { notes.append(moved) }

        var pictures: [CallPicture] = []
        var identities: [ImageRole: Identity] = [:]
        var sent: SizeForecast = .unknown
        var sentBlind: SizeForecast = .unknown
        if let image = request.image, let limits = card.input {
            let preparation = Preparation(
                limits: limits, fit: fit(of: stage), isAnswer: isAnswer(image))
            let fitted = try fitted(image, by: preparation, card: card, stage: stage)
            pictures.append(
                CallPicture(role: .image, node: image.node, preparation: preparation))
            identities[.image] = fitted.identity
            sent = fitted.size
            sentBlind = expectedSize(of: image, by: preparation)
            notes += fitted.notes
        }
        if let mask = request.mask, let rule = request.maskRule, let limits = card.input {
            let preparation = Preparation(limits: limits, fit: fit(of: stage), mask: rule)
            try checkMask(mask, against: request.image, stage: stage)
            pictures.append(CallPicture(role: .mask, node: mask.node, preparation: preparation))
            identities[.mask] = maskIdentity(mask, by: preparation, sent: sent)
        }

        let key = AnswerKey(
            origin: settings.origin, modelID: card.invocationID,
            request: request.request.filled(with: symbols(of: request.late))
                ?? request.request,
            pictures: { identities[$0] ?? .none })
        let isFresh = stage.truth("fresh")
        let isSettled = request.late.isEmpty && identities.values.allSatisfy(\.isSettled)
        let known = isSettled && !isFresh ? world.known(key) : nil
        let call = ModelCall(
            model: request.model, region: region, request: request.request, pictures: pictures,
            late: request.late, price: request.price, known: known, isFresh: isFresh, key: key)

        var provenance = request.provenance
        provenance.model = card.name
        switch request.request.seed {
        case .integer(let seed)?: provenance.seed = seed
        case .some: provenance.seed = nil
        case nil: break
        }
        var forecast = Forecast(
            size: known.map { .exact($0.facts.size) } ?? request.outputSize(sent),
            format: known?.facts.format ?? request.format,
            hasAlpha: known?.facts.hasAlpha ?? request.hasAlpha, provenance: provenance)
        if known != nil || request.image?.forecast.guess != nil {
            forecast.guess = Forecast.Guess(
                size: request.outputSize(sentBlind), hasAlpha: request.hasAlpha)
        }
        return add(
            .call(call), from: inputs(of: call), forecast: forecast,
            identity: known.map { .content(hash: $0.imageHash) }
                ?? .answer(to: key, turn: isFresh ? nodes.count : nil),
            notes: notes, for: stage, isShared: !isFresh)
    }

    /// The images that a call waits for: its pictures, and those that its late values rest on.
    private func inputs(of call: ModelCall) -> [PlanNode.ID] {
        let late = call.late.values.flatMap { value -> [PlanNode.ID] in
            switch value {
            case .text(let text, _): text.nodes
            case .seed(_, _, let node): [node]
            }
        }
        let pictures = call.pictures.map(\.node)
        return pictures + Set(late).subtracting(pictures).sorted()
    }

    private func isAnswer(_ image: PlannedImage) -> Bool {
        if case .call = nodes[image.node].action { true } else { false }
    }

    private func fit(of stage: VerbCall) -> FitMode {
        stage.word("fit").flatMap(FitMode.init(rawValue:)) ?? .shrink
    }

    private mutating func warnIfRetired(_ card: ModelCard, for stage: VerbCall) {
        guard let endsOn = card.lifecycle.endsOn, world.today >= endsOn else { return }
        report(.model(.retiredModel(card.name, on: endsOn, span: stage.span("model"))))
    }

    /// The picture as the model will get it, as far as its size is known.
    private func fitted(
        _ image: PlannedImage, by preparation: Preparation, card: ModelCard, stage: VerbCall
    ) throws(PlanProblem) -> (size: SizeForecast, identity: Identity, notes: [String]) {
        let size = image.forecast.size
        guard let pixels = size.size, let format = image.forecast.format else {
            return (.unknown, image.identity.applying("fit for \(card.name)"), [])
        }
        let facts = ImageFacts(size: pixels, format: format, hasAlpha: image.forecast.hasAlpha)
        switch preparation.outcome(for: facts) {
        case .steps(let steps, let result):
            return (
                size.map { _ in result }, image.identity.applying(steps),
                steps.compactMap { $0.note(from: size, card: card) }
            )
        case .refused(let refusal):
            throw .model(
                .unfitPicture(
                    size, refusal, fit: preparation.fit, card: card, span: stage.verbSpan,
                    fitSpan: stage["fit"]?.span))
        }
    }

    /// The size in which a picture goes into a call, as far as it was known before any answer was.
    package func sentSize(
        of image: PlannedImage, to card: ModelCard, for stage: VerbCall
    ) -> SizeForecast {
        guard let limits = card.input else { return image.forecast.blind.size }
        return expectedSize(of: image, by: Preparation(limits: limits, fit: fit(of: stage)))
    }

    private func expectedSize(
        of image: PlannedImage, by preparation: Preparation
    ) -> SizeForecast {
        let blind = image.forecast.blind
        guard let pixels = blind.size.size, let format = blind.format else { return blind.size }
        let facts = ImageFacts(size: pixels, format: format, hasAlpha: blind.hasAlpha)
        guard case .steps(_, let result) = preparation.outcome(for: facts) else {
            return blind.size
        }
        return blind.size.map { _ in result }
    }

    private func checkMask(
        _ mask: PlannedImage, against image: PlannedImage?, stage: VerbCall
    ) throws(PlanProblem) {
        guard
            case .exact(let size) = mask.forecast.blind.size,
            case .exact(let wanted)? = image?.forecast.blind.size, size != wanted
        else { return }
        throw .model(
            .maskSize(size, wanted: wanted, span: stage.valueSpan("mask"), verb: stage.verbSpan))
    }

    private func maskIdentity(
        _ mask: PlannedImage, by preparation: Preparation, sent: SizeForecast
    ) -> Identity {
        guard let size = mask.forecast.size.size, let format = mask.forecast.format else {
            return mask.identity.applying("fit as mask")
        }
        let facts = ImageFacts(size: size, format: format, hasAlpha: mask.forecast.hasAlpha)
        guard case .steps(let steps, _) = preparation.outcome(for: facts, matching: sent.size)
        else {
            return mask.identity
        }
        return mask.identity.applying(steps)
    }

    /// Stand-ins for late values: equal calls have equal stand-ins, so they are found to be equal.
    private func symbols(of late: [String: LateValue]) -> [String: RequestValue] {
        late.mapValues { value in
            switch value {
            case .seed(let verb, let copy, let node):
                .string("<seed \(verb) \(copy) of \(node)>")
            case .text(let text, _): .string("<\(text.parts)>")
            }
        }
    }
}

extension RequestValue {
    /// Where Stability's and Nova's requests hold their seed.
    package var seed: RequestValue? {
        self["seed"] ?? self["imageGenerationConfig"]?["seed"]
    }
}

extension Preparation.Step {
    /// What the plan says of it; nil for what changes nothing that the user could see.
    package func note(from size: SizeForecast, card: ModelCard) -> String? {
        switch self {
        case .shrink(let smaller):
            "shrunk from \(size) to \(smaller): \(card.name) takes at most \(card.input?.most ?? "")"
        case .pad(_, let frame):
            "framed in white from \(size) to \(frame): \(card.name) takes \(card.input?.shape ?? "")"
        case .flatten: "alpha laid on white: \(card.name) takes opaque pictures only"
        case .match, .mask, .encode: nil
        }
    }
}
