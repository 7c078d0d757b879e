package import ImageFacts
import ImgflowLanguage
import ImgflowModels

/// Checks of models, masks and alpha before a call is paid for.
extension PlanBuilder {
    /// AWS refuses calls of a retired model.
    mutating func warnIfRetired(
        _ chosen: ChosenModel, for stage: StageContext
    ) {
        let card = chosen.card
        guard let endsOn = card.lifecycle.endsOn, world.today >= endsOn else { return }
        let isPinned = stage["model"] != nil
        report(
            .model(
                .retiredModel(
                    card.name, on: endsOn, unpinning: isPinned ? chosen.selection.unpinning : nil,
                    span: isPinned ? stage.span("model") : stage.verbSpan)),
            for: stage)
    }

    /// No document says that any model keeps alpha, or what it sees where an image is transparent.
    mutating func warnOfAlpha(in request: RequestBuilder) {
        let stage = request.stage
        for picture in request.pictures where picture.mask == nil {
            let isInput = picture.role == .image
            guard !(isInput && request.keepsAlpha), isTransparent(picture.image) else { continue }
            report(
                .image(
                    .alphaDropped(
                        verb: stage.verb, model: request.chosen.card.name,
                        parameter: isInput ? nil : picture.role.parameter, span: stage.verbSpan)),
                for: stage)
        }
    }

    mutating func checkMask(
        _ mask: PlannedImage, of request: RequestBuilder, by preparation: Preparation
    ) throws(PlanProblem) {
        let stage = request.stage
        if case .exact(let size) = mask.forecast.blind.size,
            case .exact(let wanted)? = request.pictures.first?.image.forecast.blind.size,
            size != wanted
        {
            throw .model(
                .maskSize(size, wanted: wanted, span: stage.valueSpan("mask"), verb: stage.verbSpan)
            )
        }
        let tone = tone(of: mask.node)
        switch tone {
        case .black?:
            throw .model(.plainMask(isWhite: false, span: stage.valueSpan("mask")))
        case .white?:
            throw .model(.plainMask(isWhite: true, span: stage.valueSpan("mask")))
        case .gray? where stage["mask"] != nil:
            report(.image(.grayMask(span: stage.valueSpan("mask"))), for: stage)
        case .gray?, .soft?, .mixed?, nil: break
        }
        let isSoft = tone.map { $0 == .soft || $0 == .gray } ?? graph.isSoftened(mask.node)
        if preparation.mask?.isBinary == true, isSoft {
            report(
                .image(
                    .hardenedMask(model: request.chosen.card.name, span: stage.span("mask"))),
                for: stage)
        }
    }

    /// Whether a look at an image that is made of files shows nothing; false where only the run can tell.
    package func isBlack(_ look: any FreeOperation, of image: PlannedImage) -> Bool {
        guard let source = graph.source(of: image.node) else { return false }
        return world.tone(of: .made(look, [source])) == .black
    }

    /// How large what is made of files becomes by an operation; nil where only the run can tell.
    package func size(after operation: any FreeOperation, of image: PlannedImage) -> PixelSize? {
        graph.source(of: image.node).flatMap { world.size(of: .made(operation, [$0])) }
    }

    /// Whether pixels of this image are transparent, without cached results.
    package func isTransparent(_ image: PlannedImage) -> Bool {
        guard image.forecast.blind.hasAlpha else { return false }
        guard let source = graph.source(of: image.node) else { return true }
        return world.tone(of: .alpha(source)) != .white
    }

    /// The tone of a mask that is made of files; others are checked by the run.
    private func tone(of node: PlanNode.ID) -> MaskTone? {
        graph.source(of: node).flatMap { world.tone(of: $0) }
    }
}

extension ImageRole {
    /// As the language calls it.
    fileprivate var parameter: String {
        self == .style ? "from" : String(rawValue.prefix { $0 != " " })
    }
}
