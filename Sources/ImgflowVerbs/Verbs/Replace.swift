import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `replace "the car" text:"a bicycle"`: finds something by words and puts another in its place.
struct Replace: Verb {
    let signature = Signature(
        "replace", "find an object by text and replace it", takes: .image,
        isPaid: true,
        positional: Common.what("what to look for"),
        parameters: [
            Common.text("the prompt, what to put in its place", isRequired: true), Common.grow,
            Common.negative, Common.style, Common.seed, Common.count, Common.exact(),
            Common.format(StableImageSearchReplace.card.outputFormats),
            Common.model([StableImageSearchReplace.self]), Common.region, Common.fit, Common.fresh,
        ],
        examples: [
            Example(
                "load \"a.png\" | replace \"the car\" text:\"a red bicycle\" | save",
                "a bicycle instead of the car")
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input, let text = stage.text("text"), let what = stage.text("what")
        else {
            return []
        }
        let chosen = try plan.choose(only: StableImageSearchReplace.self, for: stage)
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            let result = try plan.searchReplace(
                RequestBuilder(stage, input, copy: copy, on: chosen), what, by: text)
            images.append(plan.exact(result, over: input, mask: nil, on: chosen, for: stage))
        }
        return images
    }
}

extension PlanBuilder {
    /// Search and replace, for `replace` and for `inpaint` with mask words.
    mutating func searchReplace(
        _ given: RequestBuilder, _ what: Template, by template: Template
    ) throws(PlanProblem) -> PlannedImage {
        typealias Model = StableImageSearchReplace
        var builder = given
        let (prompt, text) = try builder.prompt(template)
        let search = try builder.value(
            builder.stage.filled(what, for: builder.input), named: "what", at: what.span)
        let negative = try builder.text("negative")
        let format = try builder.format(Model.outputSize, in: &self)
        let request = Model.request(
            prompt: prompt, searchPrompt: search, negative: negative,
            style: builder.stage.word("style"), growMask: builder.stage.integer("grow"),
            seed: builder.seed(in: &self), format: format)
        return try edit(
            builder, request, pictures: builder.inputImage, outputSize: Model.outputSize,
            format: format, provenance: builder.described(by: text, isPartial: true))
    }
}
