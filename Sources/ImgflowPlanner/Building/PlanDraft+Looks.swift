import ImageFacts
import ImgflowLanguage
import ImgflowModels

/// What is seen of masks and alpha before a call is paid for.
extension PlanDraft {
    /// No document says of any model that it keeps alpha, or what it sees where a picture is transparent.
    mutating func warnOfAlpha(in request: CallRequest, for stage: VerbCall) {
        for picture in request.pictures where picture.mask == nil {
            let isInput = picture.role == .image
            guard !(isInput && request.keepsAlpha), isTransparent(picture.image) else { continue }
            report(
                .image(
                    .alphaDropped(
                        verb: stage.verb, model: request.chosen.card.name,
                        parameter: isInput ? nil : picture.role.parameter, span: stage.verbSpan)))
        }
    }

    mutating func checkMask(
        _ mask: PlannedImage, of request: CallRequest, by preparation: Preparation,
        stage: VerbCall
    ) throws(PlanProblem) {
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
            report(.image(.grayMask(span: stage.valueSpan("mask"))))
        case .gray?, .soft?, .mixed?, nil: break
        }
        let isSoft = tone.map { $0 == .soft || $0 == .gray } ?? isSoftened(mask.node)
        if preparation.mask?.isBinary == true, isSoft {
            report(
                .image(
                    .hardenedMask(model: request.chosen.card.name, span: stage.span("mask"))))
        }
    }

    /// Of a mask whose pixels only the run knows.
    private func isSoftened(_ node: PlanNode.ID) -> Bool {
        guard case .free(let operation) = nodes[node].action else { return false }
        return operation.softensMask || nodes[node].inputs.contains { isSoftened($0) }
    }

    /// Whether pixels of this image are transparent, as far as it is known before any call.
    package func isTransparent(_ image: PlannedImage) -> Bool {
        guard image.forecast.blind.hasAlpha else { return false }
        guard let recipe = recipe(of: image.node) else { return true }
        return world.tone(of: .alpha(recipe)) != .white
    }

    /// Of a mask that is made here from files; others are looked at when they are there.
    private func tone(of node: PlanNode.ID) -> MaskTone? {
        recipe(of: node).flatMap { world.tone(of: $0) }
    }

    func recipe(of node: PlanNode.ID) -> MaskRecipe? {
        let node = nodes[node]
        switch node.action {
        case .load(let path): return .file(path)
        case .free(let operation) where !(operation is any TextOperation):
            let parts = node.inputs.compactMap { recipe(of: $0) }
            return parts.count == node.inputs.count ? .made(operation, parts) : nil
        default: return nil
        }
    }
}

extension ImageRole {
    /// As the language calls it.
    fileprivate var parameter: String {
        self == .style ? "from" : String(rawValue.prefix { $0 != " " })
    }
}
