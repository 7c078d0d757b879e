import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `inpaint "storm" mask:"sky"`: repaints a part of the picture. Words for a mask go to search and
/// replace, a picture to inpaint; white is what changes, whatever the model's own rule.
struct Inpaint: Verb {
    let signature = Signature(
        "inpaint",
        "repaints the part of the picture that a mask shows in white, or that words name",
        takes: .image, isPaid: true,
        positional: Common.text("what to paint there", isRequired: true),
        parameters: [
            Parameter(
                "mask", .either([.text(maximum: Stability.promptLength.upperBound), .image]),
                isRequired: true, "words that name what changes, or an image that is white there"),
            Common.grow, Common.negative, Common.style, Common.seed, Common.count,
            Common.format(StableImageInpaint.card.outputFormats),
            Parameter(
                "model",
                .word(
                    [StableImageInpaint.self, StableImageSearchReplace.self, NovaCanvas.self]
                        .map { (model: any BedrockModel.Type) in model.card.name }),
                default: "search-replace for words, inpaint for an image", "pins a model"),
            Common.region, Common.fit,
        ] + NovaOptions.parameters + [Common.fresh],
        examples: [
            Example(
                "load \"a.png\" | inpaint mask:\"sky\" text:\"storm\" | upscale creative | save",
                "a storm in the sky, enlarged"),
            Example(
                "load \"a.png\" | inpaint \"a wooden door\" mask:(load \"mask.png\") | save",
                "a door where mask.png is white"),
        ])

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let text = stage.text("text") else { return [] }
        let pin = stage.word("model")
        let words = stage.text("mask")
        if let path = words?.literal {
            switch draft.world.look(at: path) {
            case .image, .unusable:
                throw .model(.maskNamesFile(path, span: stage.valueSpan("mask")))
            case .folder, .missing: break
            }
        }
        if pin != NovaCanvas.card.name {
            try draft.refuseNovaOptions(
                of: stage,
                chosen: words == nil ? StableImageInpaint.card : StableImageSearchReplace.card)
        }
        let mask = words == nil ? try draft.image("mask", of: stage) : nil
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            let part = Part(text: text, words: words, mask: mask, copy: copy)
            let image: PlannedImage =
                switch (pin, words) {
                case (NovaCanvas.card.name?, _):
                    try nova(part, of: stage, input, in: &draft)
                case (StableImageInpaint.card.name?, _?):
                    throw .model(
                        .maskWordsPinned(
                            model: StableImageInpaint.card.name, pin: stage.span("model"),
                            mask: stage.valueSpan("mask")))
                case (StableImageSearchReplace.card.name?, nil):
                    throw .model(
                        .maskPicturePinned(
                            model: StableImageSearchReplace.card.name, pin: stage.span("model"),
                            mask: stage.valueSpan("mask")))
                case (_, let what?):
                    try Replace.call(
                        text: text, what: what, copy: copy, of: stage, input, in: &draft)
                case (_, nil):
                    try stability(part, of: stage, input, in: &draft)
                }
            images.append(image)
        }
        return images
    }

    /// What one copy paints, and where.
    private struct Part {
        let text: Template
        let words: Template?
        let mask: PlannedImage?
        let copy: Int
    }

    private func stability(
        _ part: Part, of stage: VerbCall, _ input: PlannedImage, in draft: inout PlanDraft
    ) throws(PlanProblem) -> PlannedImage {
        typealias Model = StableImageInpaint
        let text = draft.text(part.text, for: input, names: stage.names)
        var late: [String: LateValue] = [:]
        let prompt = try draft.requestText(
            text, named: "text", length: Stability.promptLength, span: part.text.span, late: &late)
        let negative = try draft.negative(
            of: stage, input: input, length: Stability.promptLength, late: &late)
        let seed = draft.seed(of: stage, input: input, copy: part.copy, late: &late)
        let before = input.forecast.blind
        let format = try draft.outputFormat(
            of: Model.card,
            size: Model.outputSize(input: draft.sentSize(of: input, to: Model.card, for: stage)),
            hasAlpha: before.hasAlpha, stage: stage)
        return try draft.call(
            CallRequest(
                model: Model.self,
                request: Model.request(
                    prompt: prompt, negative: negative, style: stage.word("style"),
                    growMask: stage.integer("grow"), seed: seed, format: format),
                late: late, image: input, mask: part.mask,
                maskRule: Preparation.MaskRule(isInverted: false, isBinary: false),
                outputSize: Model.outputSize, format: format,
                hasAlpha: before.hasAlpha && format.carriesAlpha,
                provenance: provenance(text, after: input, stage)),
            for: stage)
    }

    private func nova(
        _ part: Part, of stage: VerbCall, _ input: PlannedImage, in draft: inout PlanDraft
    ) throws(PlanProblem) -> PlannedImage {
        typealias Model = NovaCanvas
        try draft.refuse(
            ["style", "grow"], of: stage, by: "inpaint on \(Model.card.name)",
            takenBy: [StableImageInpaint.card.name, StableImageSearchReplace.card.name])
        let length = Model.card.promptLength ?? 1...1_024
        let text = draft.text(part.text, for: input, names: stage.names)
        var late: [String: LateValue] = [:]
        let prompt = try draft.requestText(
            text, named: "text", length: length, span: part.text.span, late: &late)
        var mask = NovaCanvas.Mask.picture
        if let words = part.words {
            mask = .words(
                try draft.requestText(
                    draft.text(words, for: input, names: stage.names), named: "what",
                    length: length, span: words.span, late: &late))
        }
        let negative = try draft.negative(of: stage, input: input, length: length, late: &late)
        let seed = draft.seed(of: stage, input: input, copy: part.copy, late: &late)
        let format = try draft.outputFormat(
            of: Model.card, size: .unknown, hasAlpha: false, stage: stage)
        let options = NovaOptions(stage)
        return try draft.call(
            CallRequest(
                model: Model.self,
                price: options.price(at: input.forecast.size.size ?? PixelSize(2_048, 2_048)),
                request: Model.inpainting(
                    text: prompt, mask: mask, negative: negative, quality: options.quality,
                    guidance: options.guidance, seed: seed),
                late: late, image: input, mask: part.mask,
                maskRule: Preparation.MaskRule(isInverted: true, isBinary: true),
                outputSize: { $0.guessed }, format: format, hasAlpha: false,
                provenance: provenance(text, after: input, stage)),
            for: stage)
    }

    private func provenance(
        _ text: PlannedText, after input: PlannedImage, _ stage: VerbCall
    ) -> Provenance {
        var provenance = input.forecast.provenance.after(stage.verb)
        provenance.text = text
        provenance.textIsPartial = true
        return provenance
    }
}
