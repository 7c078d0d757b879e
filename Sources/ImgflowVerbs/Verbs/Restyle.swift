import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `restyle from:"painting.png"`: the image in the style of another.
struct Restyle: Verb {
    private typealias Model = StableStyleTransfer

    let signature = Signature(
        "restyle", "apply the style of another image", takes: .image, isPaid: true,
        positional: Common.text("the prompt, what the result shows", isRequired: false),
        parameters: [
            Parameter("from", .image, isRequired: true, "the image with the style"),
            Parameter(
                "strength", .number(StableStyleTransfer.strength), default: "1",
                "how much of the style to apply"),
            Parameter(
                "fidelity", .number(StableStyleTransfer.fidelity), default: "0.9",
                "how closely to keep the composition"),
            Parameter(
                "change", .number(StableStyleTransfer.change), default: "0.9",
                "how much of the image may change"),
            Common.negative, Common.seed, Common.count,
            Common.format(StableStyleTransfer.card.outputFormats),
            Common.model([StableStyleTransfer.self]), Common.region, Common.fit, Common.fresh,
        ],
        examples: [
            Example(
                "load \"a.png\" | restyle from:\"painting.png\" | save",
                "a.png in the style of painting.png")
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input, let style = try plan.image("from", of: stage) else {
            return []
        }
        let chosen = try plan.choose(only: Model.self, for: stage)
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            var builder = RequestBuilder(stage, input, copy: copy, on: chosen)
            builder.note("the content comes from the input image, the style from `from`")
            let text = stage.text("text").map {
                stage.filled($0, for: input)
            }
            let prompt = try builder.text("text")
            let negative = try builder.text("negative")
            let format = try builder.format(Model.outputSize, in: &plan)
            let request = Model.request(
                prompt: prompt, negative: negative, fidelity: stage.number("fidelity"),
                strength: stage.number("strength"), change: stage.number("change"),
                seed: builder.seed(in: &plan), format: format)
            let result = try plan.edit(
                builder, request, pictures: [.init(.image, input), .init(.style, style)],
                outputSize: Model.outputSize, format: format,
                provenance: builder.described(by: text))
            images.append(plan.unframed(result, of: input, on: chosen, for: stage))
        }
        return images
    }
}
