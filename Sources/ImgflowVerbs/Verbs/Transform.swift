import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `transform "a watercolour"`: the picture redrawn from a text.
struct Transform: Verb {
    let signature = Signature(
        "transform", "redraws the whole picture from a text", takes: .image, isPaid: true,
        positional: Common.text("what the picture shows then", isRequired: true),
        parameters: [
            Parameter(
                "change", .number(StableDiffusion35Large.strength), default: "0.7",
                "how much is changed; 1 ignores the picture"),
            Common.negative, Common.seed, Common.count,
            Common.format(StableDiffusion35Large.card.outputFormats),
            Common.model([StableDiffusion35Large.self]), Common.region, Common.fit, Common.fresh,
        ],
        examples: [
            Example(
                "load \"a.png\" | transform \"a watercolour of a village\" change:0.6 | save",
                "a.png as a watercolour")
        ])

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let template = stage.text("text") else { return [] }
        let chosen = try draft.choose([Route(StableDiffusion35Large.self)], for: stage)
        let change = stage.number("change") ?? 0.7
        if change == 0 {
            draft.report(
                .parameter(.changesNothing(parameter: "change", span: stage.span("change"))))
        }
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            var parts = RequestDraft(stage, input, copy: copy, on: chosen)
            let (prompt, text) = try parts.prompt(template, in: draft)
            images.append(
                try draft.redraw(input, prompt, text, change: change, with: &parts))
        }
        return images
    }
}

extension PlanDraft {
    /// SD3.5 image to image, for `transform` and `vary`.
    ///
    /// - Parameter change: 0 gives the picture back, 1 ignores it.
    mutating func redraw(
        _ input: PlannedImage, _ prompt: RequestValue, _ text: PlannedText, change: Double,
        with parts: inout RequestDraft
    ) throws(PlanProblem) -> PlannedImage {
        typealias Model = StableDiffusion35Large
        let negative = try parts.text("negative", in: self)
        let format = try parts.format(Model.outputSize, in: &self)
        let request = Model.imageToImage(
            prompt: prompt, strength: change, negative: negative, seed: parts.seed(in: &self),
            format: format)
        let result = try edit(
            parts, request, pictures: [.init(.image, input)], outputSize: Model.outputSize,
            format: format, provenance: parts.provenance(text))
        return unframed(result, of: input, on: parts.chosen, for: parts.stage)
    }
}
