import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `guide "a lighthouse"`: a new picture in the style of the one that enters.
struct Guide: Verb {
    private typealias Model = StableImageStyleGuide

    let signature = Signature(
        "guide", "makes a new picture in the style of the one that enters", takes: .image,
        isPaid: true,
        positional: Common.text("what the new picture shows", isRequired: true),
        parameters: [
            Parameter(
                "fidelity", .number(StableImageStyleGuide.fidelity), default: "0.5",
                "how closely the style is kept"),
            Parameter("aspect", .ratio([]), default: "1:1", "width to height"),
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
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let template = stage.text("text") else { return [] }
        let chosen = try draft.choose([Route(Model.self)], for: stage)
        let shape = Shape(stage)
        let aspect = shape.nearest
        let size = Model.outputSize(aspect: aspect)
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            var parts = RequestDraft(stage, input, copy: copy, on: chosen)
            let (prompt, text) = try parts.prompt(template, in: draft)
            let negative = try parts.text("negative", in: draft)
            let format = try parts.format({ _ in size }, hasAlpha: false, in: &draft)
            let request = Model.request(
                prompt: prompt, aspect: "\(aspect.width):\(aspect.height)",
                fidelity: stage.number("fidelity"), negative: negative,
                style: stage.word("style"), seed: parts.seed(in: &draft), format: format)
            let image = try draft.call(
                parts, request, pictures: [.init(.image, input)], outputSize: { _ in size },
                format: format, hasAlpha: false, provenance: parts.provenance(text))
            images.append(shape.finish(image, generated: aspect, for: stage, in: &draft))
        }
        return images
    }
}
