package import ImageFacts
import ImgflowLanguage
package import ImgflowModels

/// What a verb asks for when it calls a model; the draft adds region, fit, key and notes.
package struct CallRequest {
    /// A picture that goes into the call.
    package struct Picture {
        package var role: ImageRole
        package var image: PlannedImage
        /// How the model reads it, where it is a mask.
        package var mask: Preparation.MaskRule?

        package init(
            _ role: ImageRole, _ image: PlannedImage, mask: Preparation.MaskRule? = nil
        ) {
            self.role = role
            self.image = image
            self.mask = mask
        }
    }

    package var chosen: ChosenModel
    /// Where the model's options make another price than its card's.
    package var price: Price?
    /// Those that the answer is to bring; each has the price.
    package var images = 1
    package var request: RequestValue
    package var late: [String: LateValue]
    /// The one that the call changes first; a mask follows its size.
    package var pictures: [Picture]
    /// From the size that goes in to the size that comes out.
    package var outputSize: (SizeForecast) -> SizeForecast
    /// Nil where only the answer will tell.
    package var format: ImageFormat?
    package var hasAlpha: Bool
    /// What is transparent in the image that enters is meant to go, or is put back.
    package var keepsAlpha = false
    package var provenance: Provenance
    package var notes: [String]
    /// The call is for a larger image: from the size that goes in to the size that comes out.
    package var enlarging: (@Sendable (SizeForecast) -> SizeForecast)?

    package init(
        _ chosen: ChosenModel, price: Price? = nil, request: RequestValue,
        late: [String: LateValue], pictures: [Picture] = [],
        outputSize: @escaping (SizeForecast) -> SizeForecast, format: ImageFormat?,
        hasAlpha: Bool, provenance: Provenance, notes: [String] = []
    ) {
        self.chosen = chosen
        self.price = price
        self.request = request
        self.late = late
        self.pictures = pictures
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
        let card = request.chosen.card
        warnIfRetired(request.chosen, for: stage)
        try checkSeed(of: request, for: stage)
        let (region, moved) = try region(for: card, of: stage)
        var notes = request.notes + (moved.map { [$0] } ?? [])
        if let endsOn = card.lifecycle.endsOn, world.today >= endsOn {
            notes.append("retired on \(endsOn): at AWS this call fails, and no picture is made")
        }
        let sent = try pictures(of: request, for: stage)
        notes += sent.notes
        warnOfAlpha(in: request, for: stage)

        let filled = request.request.filled(with: symbols(of: request.late)) ?? request.request
        let key = AnswerKey(
            origin: settings.origin, modelID: card.modelID, request: filled,
            pictures: { sent.identities[$0] ?? .none })
        // Equal stages that say `fresh:true` are asked each; the whole run afresh still asks once.
        let isItself = stage.truth("fresh") && !isSettled(stage)
        let isFresh = isItself || settings.asksAfresh
        let isSettled = request.late.isEmpty && sent.identities.values.allSatisfy(\.isSettled)
        let known = isSettled && !isFresh ? world.known(key) : nil
        let before = known == nil && !isFresh ? earlierAnswer(to: request, sent: sent) : nil
        if before != nil {
            notes.append(
                "the cached result of an earlier version is not used: the image that it was made from "
                    + "had wrong pixels, so this call is made again")
        }
        let call = ModelCall(
            model: request.chosen.model, card: card, choice: request.chosen.choice,
            region: region, request: request.request, pictures: sent.pictures,
            late: request.late, price: price(of: request).times(request.images),
            images: request.images, known: known, isFresh: isFresh, key: key,
            enlarging: request.enlarging)

        var provenance = request.provenance
        provenance.model = card.name
        switch request.request.seed {
        case .integer(let seed)?: provenance.seed = seed
        case .some: provenance.seed = nil
        case nil: break
        }
        var forecast = Forecast(
            size: known.map { .exact($0.facts.size) } ?? request.outputSize(sent.size),
            format: known?.facts.format ?? request.format,
            hasAlpha: known?.facts.hasAlpha ?? request.hasAlpha, provenance: provenance)
        if known != nil || request.pictures.contains(where: { $0.image.forecast.guess != nil }) {
            forecast.guess = Forecast.Guess(
                size: request.outputSize(sent.blindSize), format: request.format,
                hasAlpha: request.hasAlpha)
        }
        return add(
            .call(call), from: inputs(of: call), forecast: forecast,
            identity: known.map { .content(hash: $0.imageHash) }
                ?? .answer(
                    to: key, turn: isItself ? nodes.count : nil,
                    before: before.map { .content(hash: $0.imageHash) }),
            notes: notes, for: stage, isShared: !isItself)
    }

    /// All images of a call whose answer is to bring several: the first comes of the call itself.
    package mutating func images(
        of call: CallRequest, for stage: VerbCall
    ) throws(PlanProblem) -> [PlannedImage] {
        let first = try self.call(call, for: stage)
        guard call.images > 1 else { return [first] }
        var known: KnownAnswer?
        if case .call(let made) = nodes[first.node].action { known = made.known }
        return [first]
            + (2...call.images).map { number in
                let place = number - 2
                let other = known.flatMap { place < $0.others.count ? $0.others[place] : nil }
                var forecast = first.forecast
                if let other {
                    forecast.size = .exact(other.facts.size)
                    forecast.format = other.facts.format
                    forecast.hasAlpha = other.facts.hasAlpha
                    forecast.provenance.seed = other.seed ?? forecast.provenance.seed
                } else {
                    forecast.size = call.outputSize(.unknown)
                    forecast.format = call.format
                }
                return add(
                    .returnedImage(number), from: [first.node], forecast: forecast,
                    identity: other.map { .content(hash: $0.imageHash) }
                        ?? first.identity.returnedImage(number), for: stage)
            }
    }

    /// Models differ in how far their seeds go; copies count on from the one that is written.
    private func checkSeed(of request: CallRequest, for stage: VerbCall) throws(PlanProblem) {
        guard let written = stage["seed"], case .integer(let seed)? = request.request.seed,
            seed > request.chosen.card.seeds.upperBound
        else { return }
        throw .parameter(
            .seedBeyond(
                seed, limit: request.chosen.card.seeds.upperBound, model: request.chosen.card.name,
                span: written.span))
    }

    /// What the user says a model costs holds for all its options.
    private func price(of request: CallRequest) -> Price {
        let card = request.chosen.card
        let isOverruled = card.price != request.chosen.model.card.price
        return isOverruled ? card.price : request.price ?? card.price
    }

    /// A call's pictures as they are sent.
    struct Sent {
        var pictures: [CallPicture] = []
        var identities: [ImageRole: Identity] = [:]
        var notes: [String] = []
        /// Of the first picture.
        var size: SizeForecast = .unknown
        /// The same without what known answers tell.
        var blindSize: SizeForecast = .unknown
    }

    private mutating func pictures(
        of request: CallRequest, for stage: VerbCall
    ) throws(PlanProblem) -> Sent {
        var sent = Sent()
        let card = request.chosen.card
        guard let limits = card.input else { return sent }
        for picture in request.pictures {
            let preparation = Preparation(
                limits: limits, fit: fit(of: stage), mask: picture.mask,
                isAnswer: picture.mask == nil && isAnswer(picture.image))
            sent.pictures.append(
                CallPicture(
                    role: picture.role, node: picture.image.node, preparation: preparation))
            if picture.mask != nil {
                try checkMask(picture.image, of: request, by: preparation, stage: stage)
                sent.identities[picture.role] = maskIdentity(
                    picture.image, by: preparation, sent: sent.size)
                continue
            }
            let fitted = try fitted(picture, by: preparation, card: card, stage: stage)
            sent.identities[picture.role] = fitted.identity
            sent.notes += fitted.notes
            if sent.pictures.count == 1 {
                sent.size = fitted.size
                sent.blindSize = expectedSize(of: picture.image.forecast.blind, by: preparation)
            }
        }
        return sent
    }

    /// The images that a call waits for: its pictures, and those that its late values rest on.
    private func inputs(of call: ModelCall) -> [PlanNode.ID] {
        let late = call.late.values.flatMap { value -> [PlanNode.ID] in
            switch value {
            case .text(let text, _): text.nodes
            case .seed(_, _, let node): [node]
            case .measure: []
            }
        }
        let pictures = call.pictures.map(\.node)
        return pictures + Set(late).subtracting(pictures).sorted()
    }

    private func isAnswer(_ image: PlannedImage) -> Bool { isAnswer(image.node) }

    private func isAnswer(_ node: PlanNode.ID) -> Bool {
        switch nodes[node].action {
        case .call, .returnedImage: true
        // Where it is not needed, the answer goes on as it came.
        case .free(let operation) where operation is any OptionalOperation:
            nodes[node].inputs.first.map { isAnswer($0) } ?? false
        default: false
        }
    }

    private func fit(of stage: VerbCall) -> FitMode {
        stage.word("fit").flatMap(FitMode.init(rawValue:)) ?? .shrink
    }

    private mutating func warnIfRetired(
        _ chosen: ChosenModel, for stage: VerbCall
    ) {
        let card = chosen.card
        guard let endsOn = card.lifecycle.endsOn, world.today >= endsOn else { return }
        let isPinned = stage["model"] != nil
        report(
            .model(
                .retiredModel(
                    card.name, on: endsOn, unpinning: isPinned ? chosen.choice.unpinning : nil,
                    span: isPinned ? stage.span("model") : stage.verbSpan)))
    }

    /// The picture as the model will get it, as far as its size is known.
    private func fitted(
        _ picture: CallRequest.Picture, by preparation: Preparation, card: ModelCard,
        stage: VerbCall
    ) throws(PlanProblem) -> (size: SizeForecast, identity: Identity, notes: [String]) {
        let image = picture.image
        let size = image.forecast.size
        guard let pixels = size.size, let format = image.forecast.format else {
            return (.unknown, image.identity.applying("fit for \(card.name)"), [])
        }
        let facts = ImageFacts(size: pixels, format: format, hasAlpha: image.forecast.hasAlpha)
        switch preparation.outcome(for: facts) {
        case .steps(let steps, let result):
            return (
                size.map { _ in result }, image.identity.applying(steps),
                steps.compactMap { $0.note(from: size, card: card) }.map {
                    picture.role == .image ? $0 : "\(picture.role.rawValue): \($0)"
                }
            )
        case .refused(let refusal):
            throw .model(
                .unfitPicture(
                    size, refusal, fit: preparation.fit, card: card,
                    span: picture.role == .image
                        ? stage.verbSpan : stage.valueSpan(picture.role.rawValue),
                    fitSpan: stage["fit"]?.span))
        }
    }

    /// The size in which a picture goes into a call, as far as it was known before any answer was.
    package func sentSize(
        of image: PlannedImage, to card: ModelCard, for stage: VerbCall
    ) -> SizeForecast {
        guard let limits = card.input else { return image.forecast.blind.size }
        return expectedSize(
            of: image.forecast.blind, by: Preparation(limits: limits, fit: fit(of: stage)))
    }

    /// The same with what known answers tell: what a measure rests on, as the run takes it from the
    /// size that really came.
    package func measuredSize(
        of image: PlannedImage, to card: ModelCard, for stage: VerbCall
    ) -> SizeForecast {
        guard let limits = card.input else { return image.forecast.size }
        return expectedSize(
            of: image.forecast, by: Preparation(limits: limits, fit: fit(of: stage)))
    }

    private func expectedSize(
        of image: Forecast, by preparation: Preparation
    ) -> SizeForecast {
        guard let pixels = image.size.size, let format = image.format else { return image.size }
        let facts = ImageFacts(size: pixels, format: format, hasAlpha: image.hasAlpha)
        guard case .steps(_, let result) = preparation.outcome(for: facts) else {
            return image.size
        }
        return image.size.map { _ in result }
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
            case .measure(let measure): .string("<\(measure)>")
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
            "made smaller first, \(size) -> \(smaller): \(card.name) takes at most \(card.input?.most ?? "")"
        case .pad(_, let frame):
            "framed in white first, \(size) -> \(frame): \(card.name) takes \(card.input?.shape ?? "")"
        case .flatten: "alpha laid on white: \(card.name) takes opaque pictures only"
        case .match, .mask, .encode: nil
        }
    }
}
