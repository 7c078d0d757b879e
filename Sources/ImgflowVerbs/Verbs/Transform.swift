import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `transform "a watercolor"`: the image redrawn from a text.
struct Transform: Verb {
    let signature = Signature(
        "transform", "redraw the whole image from a prompt", takes: .image, isPaid: true,
        positional: Common.text("the prompt, what the new image shows", isRequired: true),
        parameters: [
            Parameter(
                "change", .number(StableDiffusion35Large.strength), default: "0.7",
                "how much to change; 1 ignores the input"),
            Common.negative, Common.seed, Common.count,
            Common.format(StableDiffusion35Large.card.outputFormats),
            Common.model([StableDiffusion35Large.self]), Common.region, Common.fit, Common.fresh,
        ],
        examples: [
            Example(
                "load \"a.png\" | transform \"a watercolor of a village\" change:0.6 | save",
                "a.png as a watercolor")
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input, let template = stage.text("text") else { return [] }
        let chosen = try plan.choose(only: StableDiffusion35Large.self, for: stage)
        let change = stage.number("change") ?? 0.7
        if change == 0 {
            plan.report(
                .parameter(.changesNothing(parameter: "change", span: stage.span("change"))),
                for: stage)
        }
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            var builder = RequestBuilder(stage, input, copy: copy, on: chosen)
            let (prompt, text) = try builder.prompt(template)
            images.append(
                try plan.redraw(input, prompt, text, change: change, with: &builder))
        }
        return images
    }
}

extension PlanBuilder {
    /// SD3.5 image to image, for `transform` and `vary`.
    ///
    /// - Parameter change: 0 gives the image back, 1 ignores it.
    mutating func redraw(
        _ input: PlannedImage, _ prompt: RequestValue, _ text: PlannedText, change: Double,
        with builder: inout RequestBuilder
    ) throws(PlanProblem) -> PlannedImage {
        typealias Model = StableDiffusion35Large
        let negative = try builder.text("negative")
        let format = try builder.format(Model.outputSize, in: &self)
        let request = Model.imageToImage(
            prompt: prompt, strength: change, negative: negative, seed: builder.seed(in: &self),
            format: format)
        let result = try edit(
            builder, request, pictures: [.init(.image, input)], outputSize: Model.outputSize,
            format: format, provenance: builder.described(by: text))
        return unframed(result, of: input, on: builder.chosen, for: builder.stage)
    }
}
