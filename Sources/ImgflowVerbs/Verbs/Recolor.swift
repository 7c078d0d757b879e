import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `recolor "the jacket" text:"bright red"`: finds something by words and changes its color.
struct Recolor: Verb {
    private typealias Model = StableImageSearchRecolor

    let signature = Signature(
        "recolor", "find an object by text and change its color", takes: .image, isPaid: true,
        positional: Common.what("what to look for"),
        parameters: [
            Common.text("the prompt, the new color", isRequired: true), Common.grow,
            Common.negative,
            Common.style, Common.seed, Common.count, Common.exact(),
            Common.format(StableImageSearchRecolor.card.outputFormats),
            Common.model([StableImageSearchRecolor.self]), Common.region, Common.fit, Common.fresh,
        ],
        examples: [
            Example(
                "load \"a.png\" | recolor \"the jacket\" text:\"bright red\" | save",
                "a red jacket, everything else unchanged")
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input, let template = stage.text("text") else { return [] }
        let chosen = try plan.choose(only: Model.self, for: stage)
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            var builder = RequestBuilder(stage, input, copy: copy, on: chosen)
            let (prompt, text) = try builder.prompt(template)
            guard let select = try builder.text("what") else { return [] }
            let negative = try builder.text("negative")
            let format = try builder.format(Model.outputSize, in: &plan)
            let request = Model.request(
                prompt: prompt, selectPrompt: select, negative: negative,
                style: stage.word("style"), growMask: stage.integer("grow"),
                seed: builder.seed(in: &plan), format: format)
            let result = try plan.edit(
                builder, request, pictures: [.init(.image, input)], outputSize: Model.outputSize,
                format: format, provenance: builder.described(by: text, isPartial: true))
            images.append(plan.exact(result, over: input, mask: nil, on: chosen, for: stage))
        }
        return images
    }
}
