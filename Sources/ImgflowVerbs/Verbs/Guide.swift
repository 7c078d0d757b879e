import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `guide "a lighthouse"`: a new image in the style of the one that enters.
struct Guide: Verb {
    private typealias Model = StableImageStyleGuide

    let signature = Signature(
        "guide", "generate an image in the style of the input", takes: .image,
        isPaid: true,
        positional: Common.text("the prompt, what the new image shows", isRequired: true),
        parameters: [
            Parameter(
                "fidelity", .number(StableImageStyleGuide.fidelity), default: "0.5",
                "how closely to keep the style"),
            Parameter("aspect", .ratio([]), default: "1:1", "aspect ratio, width to height"),
            Common.negative, Common.style, Common.seed, Common.count,
            Common.format(StableImageStyleGuide.card.outputFormats),
            Common.model([StableImageStyleGuide.self]), Common.region, Common.fit, Common.fresh,
        ],
        examples: [
            Example(
                "load \"a.png\" | guide \"a lighthouse\" aspect:16:9 | save",
                "a lighthouse in the style of a.png")
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input, let template = stage.text("text") else { return [] }
        let chosen = try plan.choose(only: Model.self, for: stage)
        let shape = Shape(stage)
        let aspect = shape.nearest
        let size = Model.outputSize(aspect: aspect)
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            var builder = RequestBuilder(stage, input, copy: copy, on: chosen)
            let (prompt, text) = try builder.prompt(template)
            let negative = try builder.text("negative")
            let format = try builder.format({ _ in size }, hasAlpha: false, in: &plan)
            let request = Model.request(
                prompt: prompt, aspect: "\(aspect.width):\(aspect.height)",
                fidelity: stage.number("fidelity"), negative: negative,
                style: stage.word("style"), seed: builder.seed(in: &plan), format: format)
            let image = try plan.call(
                builder, request, pictures: [.init(.image, input)], outputSize: { _ in size },
                format: format, hasAlpha: false, provenance: builder.described(by: text))
            images.append(shape.finish(image, generated: aspect, for: stage, in: &plan))
        }
        return images
    }
}
