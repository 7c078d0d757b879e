import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `backdrop "a marble table"`: another background for the subject. Without a mask the subject is
/// found first, which is a call of its own.
struct Backdrop: Verb {
    let signature = Signature(
        "backdrop", "replace the background of the subject", takes: .image, isPaid: true,
        positional: Common.text("the new background", isRequired: true),
        parameters: [
            Parameter(
                "mask", MaskParameter.type,
                "an image that is white where the background is; or text for what stays; without it, a separate call finds the subject"
            ),
            Common.negative, Common.style, Common.seed, Common.count, Common.exact(isOn: true),
            Parameter(
                "mode", .word(NovaCanvas.Blend.allCases.map(\.rawValue)),
                "nova-canvas only: how to join old and new"),
            Common.format(StableImageInpaint.card.outputFormats),
            Common.model([StableImageInpaint.self, NovaCanvas.self]), Common.region, Common.fit,
        ] + NovaOptions.parameters + [Common.fresh],
        examples: [
            Example(
                "load \"a.png\" | backdrop \"a marble table in morning light\" | save",
                "find the subject and paint around it: two calls"),
            Example(
                "load \"a.png\" | backdrop \"deep snow\" mask:(load \"mask.png\") | save",
                "snow where mask.png is white: one call"),
        ])

    /// The new background, and where it goes.
    private typealias Given = (text: Template, mask: MaskParameter)

    private static let candidates: [ModelCandidate<Given>] = [
        ModelCandidate(
            StableImageInpaint.self, lacks: ["mode"] + NovaOptions.names,
            build: { (builder, given, plan) throws(PlanProblem) in
                try plan.inpaint(builder, given.text, given.mask)
            }),
        ModelCandidate(
            NovaCanvas.self, lacks: ["style"],
            incompatibility: { stage in
                guard stage["mask"] == nil else { return nil }
                return Incompatibility(
                    "requires `mask`",
                    .parameter(
                        .needs(
                            "model:\(NovaCanvas.card.name)", needed: "mask",
                            why: "does not find the subject itself",
                            fix: "describe what stays: mask:\"the person\"",
                            span: stage.span("model"))))
            },
            build: { (builder, given, plan) throws(PlanProblem) in
                try plan.novaBackdrop(builder, given.text, given.mask)
            }),
    ]

    var models: [any BedrockModel.Type] {
        [StableImageInpaint.self, StableImageRemoveBackground.self, NovaCanvas.self]
    }

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input, let text = stage.text("text") else { return [] }
        var given = try MaskParameter(of: stage, in: &plan)
        let (chosen, build) = try plan.choose(Self.candidates, for: stage)
        if chosen.model == StableImageInpaint.self {
            given = try given.map { (mask) throws(PlanProblem) in
                try plan.located(mask, in: input, namesRest: true, for: stage)
            }
        }
        let isCutOut = plan.isTransparent(input)
        let mask: MaskParameter =
            if let given {
                given
            } else if isCutOut {
                .picture(
                    plan.apply(
                        BackgroundMaskOperation(), to: input,
                        notes: ["the image is already cut out: its alpha is the mask"],
                        for: stage))
            } else {
                .picture(try background(of: input, stage, in: &plan))
            }
        // What is transparent must not come back from the model: the subject is laid over its result.
        let sent =
            isCutOut ? plan.apply(FlattenOperation(.white), to: input, for: stage) : input
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            let result = try build(
                RequestBuilder(stage, sent, copy: copy, on: chosen), (text, mask), &plan)
            images.append(
                isCutOut
                    ? plan.overlaid(
                        result, with: input, mask: given?.picture, on: chosen, for: stage)
                    : plan.exact(
                        result, over: input, mask: mask.picture, on: chosen, for: stage,
                        isOn: true))
        }
        return images
    }

    /// White where the background is: what a call of its own cuts away.
    private func background(
        of input: PlannedImage, _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> PlannedImage {
        var finding = stage
        // These are of the background's call; and what was found once is not asked again.
        for name in ["format", "model", "fresh", "mode"] + NovaOptions.names {
            finding.call.arguments[name] = nil
        }
        finding.wish = .any
        let cut = try plan.removeBackground(
            of: input, for: finding, note: "finds the subject first, which stays unchanged"
        ).result
        return plan.apply(
            BackgroundMaskOperation(), to: cut,
            notes: ["the mask: only the background is repainted"],
            for: stage)
    }
}
