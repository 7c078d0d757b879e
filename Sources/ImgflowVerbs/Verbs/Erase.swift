import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `erase mask:(load "mask.png")`: takes away what a mask shows, and fills in what is behind it.
struct Erase: Verb {
    private typealias Model = StableImageEraseObject

    let signature = Signature(
        "erase", "takes away what a mask shows in white, and fills in what is behind it",
        takes: .image, isPaid: true,
        parameters: [
            Parameter(
                "mask", MaskParameter.type, isRequired: true,
                "an image that is white where something is taken away"),
            Common.grow, Common.seed, Common.count, Common.exact(),
            Common.format(StableImageEraseObject.card.outputFormats),
            Common.model([StableImageEraseObject.self, NovaCanvas.self]), Common.region,
            Common.fit,
        ] + NovaOptions.parameters + [Common.fresh],
        examples: [
            Example(
                "load \"a.png\" | erase mask:(load \"mask.png\") | save",
                "without what mask.png shows in white")
        ])

    private static let routes = [
        Route(StableImageEraseObject.self, lacks: NovaOptions.names) { stage in
            guard let words = stage.text("mask") else { return nil }
            return Route.Objection(
                "takes a mask picture, not words",
                .model(
                    .eraseWords(words.literal ?? "…", span: stage.valueSpan("mask"))))
        },
        Route(NovaCanvas.self, lacks: ["grow"]),
    ]

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let mask = try MaskParameter(of: stage, in: &draft) else { return [] }
        let chosen = try draft.choose(Self.routes, for: stage)
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            let parts = RequestDraft(stage, input, copy: copy, on: chosen)
            let result =
                if let picture = mask.picture, chosen.model is Model.Type {
                    try erase(picture, input, parts, in: &draft)
                } else {
                    try draft.novaInpaint(nil, mask, input, parts)
                }
            images.append(
                draft.exact(result, over: input, mask: mask.picture, on: chosen, for: stage))
        }
        return images
    }

    private func erase(
        _ mask: PlannedImage, _ input: PlannedImage, _ draft: RequestDraft,
        in plan: inout PlanDraft
    ) throws(PlanProblem) -> PlannedImage {
        var parts = draft
        let format = try parts.format(Model.outputSize, in: &plan)
        let request = Model.request(
            growMask: parts.stage.integer("grow"), seed: parts.seed(in: &plan), format: format)
        return try plan.edit(
            parts, request,
            pictures: [
                .init(.image, input), .init(.mask, mask, mask: MaskParameter.stability),
            ],
            outputSize: Model.outputSize, format: format, provenance: parts.provenance())
    }
}
