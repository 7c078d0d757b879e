import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `inpaint "storm" mask:"sky"`: repaints a part of the image. Words for a mask go to search and
/// replace, an image to inpaint; white is what changes, whatever the model's own rule.
struct Inpaint: Verb {
    let signature = Signature(
        "inpaint",
        "repaint the masked region, or an object that you describe",
        takes: .image, isPaid: true,
        positional: Common.text("the prompt, what to paint there", isRequired: true),
        parameters: [
            Parameter(
                "mask", MaskParameter.type, isRequired: true,
                "text that names what changes, or an image that is white there"),
            Common.grow, Common.negative, Common.style, Common.seed, Common.count, Common.exact(),
            Common.format(StableImageInpaint.card.outputFormats),
            Parameter(
                "model",
                .word(
                    [StableImageInpaint.self, StableImageSearchReplace.self, NovaCanvas.self]
                        .map { (model: any BedrockModel.Type) in model.card.name }),
                default: "search-replace for text, inpaint for an image", "pin a model"),
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

    /// What is painted, and where.
    private typealias Given = (text: Template, mask: MaskParameter)

    private static let candidates: [ModelCandidate<Given>] = [
        ModelCandidate(
            StableImageInpaint.self, lacks: NovaOptions.names,
            incompatibility: { stage in
                // Search and replace needs no look; whoever pins this model gets one.
                guard stage.hasMaskWords, stage["model"] == nil else { return nil }
                return Incompatibility(
                    "requires a mask image, which a separate call would find first",
                    .parameter(
                        .needs(
                            "mask", needed: "model", why: "is text",
                            fix: "add model:\(StableImageInpaint.card.name)",
                            span: stage.span("mask"))))
            },
            build: { (builder, given, plan) throws(PlanProblem) in
                try plan.inpaint(builder, given.text, given.mask)
            }),
        ModelCandidate(
            StableImageSearchReplace.self, lacks: NovaOptions.names,
            incompatibility: { stage in
                guard !stage.hasMaskWords else { return nil }
                return Incompatibility(
                    "requires text, not a mask image",
                    .model(
                        .maskPicturePinned(
                            model: StableImageSearchReplace.card.name, pin: stage.span("model"),
                            mask: stage.valueSpan("mask"))))
            },
            build: { (builder, given, plan) throws(PlanProblem) in
                guard case .words(let what) = given.mask else {
                    return try plan.inpaint(builder, given.text, given.mask)
                }
                return try plan.searchReplace(builder, what, by: given.text)
            }),
        ModelCandidate(
            NovaCanvas.self, lacks: ["style", "grow"],
            build: { (builder, given, plan) throws(PlanProblem) in
                try plan.novaInpaint(builder, given.text, given.mask)
            }),
    ]

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input, let text = stage.text("text"),
            var mask = try MaskParameter(of: stage, in: &plan)
        else { return [] }
        let (chosen, build) = try plan.choose(Self.candidates, for: stage)
        if chosen.model == StableImageInpaint.self {
            mask = try plan.located(mask, in: input, for: stage)
        }
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            let result = try build(
                RequestBuilder(stage, input, copy: copy, on: chosen), (text, mask), &plan)
            images.append(
                plan.exact(result, over: input, mask: mask.picture, on: chosen, for: stage))
        }
        return images
    }
}

extension PlanBuilder {
    /// Stable Image Inpaint, for `inpaint` and `backdrop`.
    mutating func inpaint(
        _ given: RequestBuilder, _ template: Template, _ mask: MaskParameter
    ) throws(PlanProblem) -> PlannedImage {
        typealias Model = StableImageInpaint
        var builder = given
        let (prompt, text) = try builder.prompt(template)
        let negative = try builder.text("negative")
        let format = try builder.format(Model.outputSize, in: &self)
        let request = Model.request(
            prompt: prompt, negative: negative, style: builder.stage.word("style"),
            growMask: builder.stage.integer("grow"), seed: builder.seed(in: &self), format: format)
        return try edit(
            builder, request,
            pictures: builder.masked(by: mask, MaskParameter.stability),
            outputSize: Model.outputSize, format: format,
            provenance: builder.described(by: text, isPartial: true))
    }
}
