import ImageFacts
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `replace "the car" text:"a bicycle"`: finds something by words and puts another in its place.
struct Replace: Verb {
    let signature = Signature(
        "replace", "finds something by words and puts another thing in its place", takes: .image,
        isPaid: true,
        positional: Parameter(
            "what", .text(maximum: Stability.promptLength.upperBound), isRequired: true,
            "what to look for"),
        parameters: [
            Common.text("what to put in its place", isRequired: true), Common.grow,
            Common.negative, Common.style, Common.seed, Common.count,
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
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            images.append(
                try Self.call(text: text, what: what, copy: copy, of: stage, input, in: &draft))
        }
        return images
    }

    /// Search and replace, for `replace` and for `inpaint` with mask words.
    static func call(
        text: Template, what: Template, copy: Int, of stage: VerbCall, _ input: PlannedImage,
        in draft: inout PlanDraft
    ) throws(PlanProblem) -> PlannedImage {
        typealias Model = StableImageSearchReplace
        let planned = draft.text(text, for: input, names: stage.names)
        var late: [String: LateValue] = [:]
        let prompt = try draft.requestText(
            planned, named: "text", length: Stability.promptLength, span: text.span, late: &late)
        let search = try draft.requestText(
            draft.text(what, for: input, names: stage.names), named: "what",
            length: Stability.promptLength, span: what.span, late: &late)
        let negative = try draft.negative(
            of: stage, input: input, length: Stability.promptLength, late: &late)
        let seed = draft.seed(of: stage, input: input, copy: copy, late: &late)
        let before = input.forecast.blind
        let format = try draft.outputFormat(
            of: Model.card,
            size: Model.outputSize(input: draft.sentSize(of: input, to: Model.card, for: stage)),
            hasAlpha: before.hasAlpha, stage: stage)
        var provenance = input.forecast.provenance.after(stage.verb)
        provenance.text = planned
        provenance.textIsPartial = true
        return try draft.call(
            CallRequest(
                model: Model.self,
                request: Model.request(
                    prompt: prompt, searchPrompt: search, negative: negative,
                    style: stage.word("style"), growMask: stage.integer("grow"), seed: seed,
                    format: format),
                late: late, image: input, outputSize: Model.outputSize, format: format,
                hasAlpha: before.hasAlpha && format.carriesAlpha, provenance: provenance),
            for: stage)
    }
}
