import ImageFacts
import ImgflowLanguage
package import ImgflowModels

/// The images of a call, as they will be sent.
extension PlanBuilder {
    /// A call's images as they are sent.
    struct SentPictures {
        var pictures: [CallPicture] = []
        var identities: [ImageRole: Identity] = [:]
        var notes: [String] = []
        /// Of the first image.
        var size: SizeForecast = .unknown
        /// The same without what cached results tell.
        var blindSize: SizeForecast = .unknown
    }

    mutating func pictures(
        of request: RequestBuilder
    ) throws(PlanProblem) -> SentPictures {
        var sent = SentPictures()
        let (stage, card) = (request.stage, request.chosen.card)
        guard let limits = card.input else { return sent }
        for picture in request.pictures {
            let preparation = Preparation(
                limits: limits, fit: stage.fit, mask: picture.mask,
                isAnswer: picture.mask == nil && graph.isAnswer(picture.image.node))
            sent.pictures.append(
                CallPicture(
                    role: picture.role, node: picture.image.node, preparation: preparation))
            if picture.mask != nil {
                try checkMask(picture.image, of: request, by: preparation)
                sent.identities[picture.role] = maskIdentity(
                    picture.image, by: preparation, sent: sent.size)
                continue
            }
            let fitted = try fitted(picture, by: preparation, card: card, stage: stage)
            sent.identities[picture.role] = fitted.identity
            sent.notes += fitted.notes
            if sent.pictures.count == 1 {
                sent.size = fitted.size
                sent.blindSize = preparation.expectedSize(of: picture.image.forecast.blind)
            }
        }
        return sent
    }

    /// The image as the model will get it, as far as its size is known.
    private func fitted(
        _ picture: RequestBuilder.Picture, by preparation: Preparation, card: ModelCard,
        stage: StageContext
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
}

extension StageContext {
    var fit: FitMode { word("fit").flatMap(FitMode.init(rawValue:)) ?? .shrink }

    /// The size in which an image goes into a call, as far as it is known without cached results.
    package func sentSize(of image: PlannedImage, to card: ModelCard) -> SizeForecast {
        guard let limits = card.input else { return image.forecast.blind.size }
        return Preparation(limits: limits, fit: fit).expectedSize(of: image.forecast.blind)
    }

    /// The same with cached results: what a measure rests on, as the run takes it from the size that
    /// really came.
    package func measuredSize(of image: PlannedImage, to card: ModelCard) -> SizeForecast {
        guard let limits = card.input else { return image.forecast.size }
        return Preparation(limits: limits, fit: fit).expectedSize(of: image.forecast)
    }
}

extension Preparation {
    /// The size of an image after these steps; its own if it would be refused.
    fileprivate func expectedSize(of image: Forecast) -> SizeForecast {
        guard let pixels = image.size.size, let format = image.format else { return image.size }
        let facts = ImageFacts(size: pixels, format: format, hasAlpha: image.hasAlpha)
        guard case .steps(_, let result) = outcome(for: facts) else {
            return image.size
        }
        return image.size.map { _ in result }
    }
}

extension Preparation.Step {
    /// What the plan says of it; nil for what changes nothing that the user could see.
    package func note(from size: SizeForecast, card: ModelCard) -> String? {
        switch self {
        case .shrink(let smaller):
            "downscaled first: \(size) -> \(smaller) (\(card.name) accepts at most \(card.input?.most ?? ""))"
        case .pad(_, let frame):
            "padded with white first: \(size) -> \(frame) (\(card.name) accepts \(card.input?.shape ?? ""))"
        case .flatten: "alpha flattened on white: \(card.name) accepts only opaque images"
        case .match, .mask, .encode: nil
        }
    }
}
