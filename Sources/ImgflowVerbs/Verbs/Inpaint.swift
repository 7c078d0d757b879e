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
                "mask", MaskParameter.type, isRequired: true,
                "words that name what changes, or an image that is white there"),
            Common.grow, Common.negative, Common.style, Common.seed, Common.count, Common.exact(),
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

    private static let routes = [
        Route(StableImageInpaint.self, lacks: NovaOptions.names) { stage in
            guard stage.hasMaskWords else { return nil }
            return Route.Objection(
                "takes a mask picture, not words",
                .model(
                    .maskWordsPinned(
                        model: StableImageInpaint.card.name, pin: stage.span("model"),
                        mask: stage.valueSpan("mask"))))
        },
        Route(StableImageSearchReplace.self, lacks: NovaOptions.names) { stage in
            guard !stage.hasMaskWords else { return nil }
            return Route.Objection(
                "takes words, not a mask picture",
                .model(
                    .maskPicturePinned(
                        model: StableImageSearchReplace.card.name, pin: stage.span("model"),
                        mask: stage.valueSpan("mask"))))
        },
        Route(NovaCanvas.self, lacks: ["style", "grow"]),
    ]

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let text = stage.text("text"),
            let mask = try MaskParameter(of: stage, in: &draft)
        else { return [] }
        let chosen = try draft.choose(Self.routes, for: stage)
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            let parts = RequestDraft(stage, input, copy: copy, on: chosen)
            let result =
                switch mask {
                case _ where chosen.model is NovaCanvas.Type:
                    try draft.novaInpaint(text, mask, input, parts)
                case .words(let what): try draft.searchReplace(what, by: text, input, parts)
                case .picture(let picture): try draft.inpaint(text, picture, input, parts)
                }
            images.append(
                draft.exact(result, over: input, mask: mask.picture, on: chosen, for: stage))
        }
        return images
    }
}

extension PlanDraft {
    /// Stable Image Inpaint, for `inpaint` and `backdrop`.
    mutating func inpaint(
        _ template: Template, _ mask: PlannedImage, _ input: PlannedImage, _ draft: RequestDraft
    ) throws(PlanProblem) -> PlannedImage {
        typealias Model = StableImageInpaint
        var parts = draft
        let (prompt, text) = try parts.prompt(template, in: self)
        let negative = try parts.text("negative", in: self)
        let format = try parts.format(Model.outputSize, in: &self)
        let request = Model.request(
            prompt: prompt, negative: negative, style: parts.stage.word("style"),
            growMask: parts.stage.integer("grow"), seed: parts.seed(in: &self), format: format)
        return try edit(
            parts, request,
            pictures: [
                .init(.image, input), .init(.mask, mask, mask: MaskParameter.stability),
            ],
            outputSize: Model.outputSize, format: format,
            provenance: parts.provenance(text, isPartial: true))
    }

    /// Nova inpainting, for `inpaint` and, without a text, for `erase`.
    mutating func novaInpaint(
        _ template: Template?, _ mask: MaskParameter, _ input: PlannedImage, _ draft: RequestDraft
    ) throws(PlanProblem) -> PlannedImage {
        var parts = draft
        let stage = parts.stage
        let prompt = try template.map { (it) throws(PlanProblem) in
            try parts.prompt(it, in: self)
        }
        let negative = try parts.text("negative", in: self)
        let (place, pictures) = try novaMask(mask, MaskParameter.novaInpainting, &parts)
        let request = NovaCanvas.inpainting(
            text: prompt?.value, mask: place, negative: negative, config: parts.config(in: &self))
        return try call(
            parts, request, price: NovaOptions(stage).price(of: input),
            pictures: [.init(.image, input)] + pictures, outputSize: { $0.guessed },
            format: try parts.format({ _ in .unknown }, hasAlpha: false, in: &self),
            hasAlpha: false, provenance: parts.provenance(prompt?.text, isPartial: true))
    }

    /// A mask as Nova's request names it, and the picture that goes with it.
    func novaMask(
        _ mask: MaskParameter, _ rule: Preparation.MaskRule, _ parts: inout RequestDraft
    ) throws(PlanProblem) -> (NovaCanvas.Mask, [CallRequest.Picture]) {
        switch mask {
        case .words(let words):
            let planned = text(words, for: parts.input, names: parts.stage.names)
            let value = try parts.value(planned, named: "mask", at: words.span, in: self)
            return (.words(value), [])
        case .picture(let picture):
            return (.picture, [.init(.mask, picture, mask: rule)])
        }
    }
}
