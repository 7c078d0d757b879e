import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `recolor "the jacket" text:"bright red"`: finds something by words and changes its colour.
struct Recolor: Verb {
    private typealias Model = StableImageSearchRecolor

    let signature = Signature(
        "recolor", "finds something by words and changes its colour", takes: .image, isPaid: true,
        positional: Common.what("what to look for"),
        parameters: [
            Common.text("the colour it gets", isRequired: true), Common.grow, Common.negative,
            Common.style, Common.seed, Common.count, Common.exact(),
            Common.format(StableImageSearchRecolor.card.outputFormats),
            Common.model([StableImageSearchRecolor.self]), Common.region, Common.fit, Common.fresh,
        ],
        examples: [
            Example(
                "load \"a.png\" | recolor \"the jacket\" text:\"bright red\" | save",
                "a red jacket, and all else as it was")
        ])

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let template = stage.text("text") else { return [] }
        let chosen = try draft.choose([Route(Model.self)], for: stage)
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            var parts = RequestDraft(stage, input, copy: copy, on: chosen)
            let (prompt, text) = try parts.prompt(template, in: draft)
            guard let select = try parts.text("what", in: draft) else { return [] }
            let negative = try parts.text("negative", in: draft)
            let format = try parts.format(Model.outputSize, in: &draft)
            let request = Model.request(
                prompt: prompt, selectPrompt: select, negative: negative,
                style: stage.word("style"), growMask: stage.integer("grow"),
                seed: parts.seed(in: &draft), format: format)
            let result = try draft.edit(
                parts, request, pictures: [.init(.image, input)], outputSize: Model.outputSize,
                format: format, provenance: parts.provenance(text, isPartial: true))
            images.append(draft.exact(result, over: input, mask: nil, on: chosen, for: stage))
        }
        return images
    }
}
