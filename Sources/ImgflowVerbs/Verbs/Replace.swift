import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `replace "the car" text:"a bicycle"`: finds something by words and puts another in its place.
struct Replace: Verb {
    let signature = Signature(
        "replace", "finds something by words and puts another thing in its place", takes: .image,
        isPaid: true,
        positional: Common.what("what to look for"),
        parameters: [
            Common.text("what to put in its place", isRequired: true), Common.grow,
            Common.negative, Common.style, Common.seed, Common.count, Common.exact(),
            Common.format(StableImageSearchReplace.card.outputFormats),
            Common.model([StableImageSearchReplace.self]), Common.region, Common.fit, Common.fresh,
        ],
        examples: [
            Example(
                "load \"a.png\" | replace \"the car\" text:\"a red bicycle\" | save",
                "puts a bicycle where the car was")
        ])

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let text = stage.text("text"), let what = stage.text("what") else {
            return []
        }
        let chosen = try draft.choose([Route(StableImageSearchReplace.self)], for: stage)
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            let parts = RequestDraft(stage, input, copy: copy, on: chosen)
            let result = try draft.searchReplace(what, by: text, input, parts)
            images.append(draft.exact(result, over: input, mask: nil, on: chosen, for: stage))
        }
        return images
    }
}

extension PlanDraft {
    /// Search and replace, for `replace` and for `inpaint` with mask words.
    mutating func searchReplace(
        _ what: Template, by template: Template, _ input: PlannedImage, _ draft: RequestDraft
    ) throws(PlanProblem) -> PlannedImage {
        typealias Model = StableImageSearchReplace
        var parts = draft
        let (prompt, text) = try parts.prompt(template, in: self)
        let search = try parts.value(
            self.text(what, for: input, names: parts.stage.names), named: "what", at: what.span,
            in: self)
        let negative = try parts.text("negative", in: self)
        let format = try parts.format(Model.outputSize, in: &self)
        let request = Model.request(
            prompt: prompt, searchPrompt: search, negative: negative,
            style: parts.stage.word("style"), growMask: parts.stage.integer("grow"),
            seed: parts.seed(in: &self), format: format)
        return try edit(
            parts, request, pictures: [.init(.image, input)], outputSize: Model.outputSize,
            format: format, provenance: parts.provenance(text, isPartial: true))
    }
}
