import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `backdrop "a marble table"`: another background for the subject. Without a mask the subject is
/// found first, which is a call of its own.
struct Backdrop: Verb {
    let signature = Signature(
        "backdrop", "puts the subject before another background", takes: .image, isPaid: true,
        positional: Common.text("the new background", isRequired: true),
        parameters: [
            Parameter(
                "mask", MaskParameter.type,
                "an image that is white where the background is; without it the subject is found, by a call of its own. nova-canvas takes words for what stays"
            ),
            Common.negative, Common.style, Common.seed, Common.count, Common.exact(isOn: true),
            Parameter(
                "mode", .word(NovaCanvas.Blend.allCases.map(\.rawValue)),
                "nova-canvas only: how the old and the new meet"),
            Common.format(StableImageInpaint.card.outputFormats),
            Common.model([StableImageInpaint.self, NovaCanvas.self]), Common.region, Common.fit,
        ] + NovaOptions.parameters + [Common.fresh],
        examples: [
            Example(
                "load \"a.png\" | backdrop \"a marble table in morning light\" | save",
                "finds the subject and paints around it: two calls"),
            Example(
                "load \"a.png\" | backdrop \"deep snow\" mask:(load \"mask.png\") | save",
                "snow where mask.png is white: one call"),
        ])

    private static let routes = [
        Route(StableImageInpaint.self, lacks: ["mode"] + NovaOptions.names) { stage in
            guard stage.hasMaskWords else { return nil }
            return Route.Objection(
                "takes a mask picture, not words",
                .model(
                    .keepWords(span: stage.valueSpan("mask"), verb: stage.verbSpan)))
        },
        Route(NovaCanvas.self, lacks: ["style"]) { stage in
            guard stage["mask"] == nil else { return nil }
            return Route.Objection(
                "needs `mask`",
                .parameter(
                    .needs(
                        "model:\(NovaCanvas.card.name)", needed: "mask",
                        why: "does not look for the subject itself",
                        fix: "say what stays: mask:\"the person\"", span: stage.span("model"))))
        },
    ]

    var models: [any BedrockModel.Type] {
        [StableImageInpaint.self, StableImageRemoveBackground.self, NovaCanvas.self]
    }

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let text = stage.text("text") else { return [] }
        let given = try MaskParameter(of: stage, in: &draft)
        let chosen = try draft.choose(Self.routes, for: stage)
        let isCutOut = draft.isTransparent(input)
        let mask: MaskParameter =
            if let given {
                given
            } else if isCutOut {
                .picture(
                    draft.apply(
                        BackgroundMaskOperation(), to: input,
                        notes: ["the image is cut out already: its own alpha is the mask"],
                        for: stage))
            } else {
                .picture(try background(of: input, stage, in: &draft))
            }
        // What is transparent must not come back from the model: the subject is laid over its result.
        let sent =
            isCutOut ? draft.apply(FlattenOperation(.white), to: input, for: stage) : input
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            let parts = RequestDraft(stage, sent, copy: copy, on: chosen)
            let result =
                if let picture = mask.picture, chosen.model is StableImageInpaint.Type {
                    try draft.inpaint(text, picture, sent, parts)
                } else {
                    try nova(text, mask, sent, parts, in: &draft)
                }
            images.append(
                isCutOut
                    ? draft.overlaid(
                        result, with: input, mask: given?.picture, on: chosen, for: stage)
                    : draft.exact(
                        result, over: input, mask: mask.picture, on: chosen, for: stage,
                        isOn: true))
        }
        return images
    }

    /// White where the background is: what a call of its own cuts away.
    private func background(
        of input: PlannedImage, _ stage: VerbCall, in draft: inout PlanDraft
    ) throws(PlanProblem) -> PlannedImage {
        var finding = stage
        // These are of the background's call; and what was found once is not asked again.
        for name in ["format", "model", "fresh", "mode"] + NovaOptions.names {
            finding.call.arguments[name] = nil
        }
        finding.wish = .any
        let cut = try draft.removeBackground(
            of: input, for: finding, note: "finds the subject first, which stays as it is"
        ).result
        return draft.apply(
            BackgroundMaskOperation(), to: cut,
            notes: ["the mask: only the background is repainted"],
            for: stage)
    }

    private func nova(
        _ template: Template, _ mask: MaskParameter, _ input: PlannedImage, _ draft: RequestDraft,
        in plan: inout PlanDraft
    ) throws(PlanProblem) -> PlannedImage {
        var parts = draft
        let stage = parts.stage
        let (prompt, text) = try parts.prompt(template, in: plan)
        let negative = try parts.text("negative", in: plan)
        let (place, pictures) = try plan.novaMask(mask, MaskParameter.novaOutpainting, &parts)
        let request = NovaCanvas.outpainting(
            text: prompt, mask: place,
            blend: stage.word("mode").flatMap(NovaCanvas.Blend.init(rawValue:)),
            negative: negative, config: parts.config(in: &plan))
        return try plan.call(
            parts, request, price: NovaOptions(stage).price(of: input),
            pictures: [.init(.image, input)] + pictures, outputSize: { $0.guessed },
            format: try parts.format({ _ in .unknown }, hasAlpha: false, in: &plan),
            hasAlpha: false, provenance: parts.provenance(text, isPartial: true))
    }
}
