import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `restyle from:"painting.png"`: the picture in the style of another.
struct Restyle: Verb {
    private typealias Model = StableStyleTransfer

    let signature = Signature(
        "restyle", "gives the picture the style of another", takes: .image, isPaid: true,
        positional: Common.text("what the result shows", isRequired: false),
        parameters: [
            Parameter("from", .image, isRequired: true, "the picture whose style is taken"),
            Parameter(
                "strength", .number(StableStyleTransfer.strength), default: "1",
                "how much of the style comes over"),
            Parameter(
                "fidelity", .number(StableStyleTransfer.fidelity), default: "0.9",
                "how closely the picture's composition is kept"),
            Parameter(
                "change", .number(StableStyleTransfer.change), default: "0.9",
                "how much of the picture may change"),
            Common.negative, Common.seed, Common.count,
            Common.format(StableStyleTransfer.card.outputFormats),
            Common.model([StableStyleTransfer.self]), Common.region, Common.fit, Common.fresh,
        ],
        examples: [
            Example(
                "load \"a.png\" | restyle from:\"painting.png\" | save",
                "a.png as painting.png is painted")
        ])

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let style = try draft.image("from", of: stage) else { return [] }
        let chosen = try draft.choose([Route(Model.self)], for: stage)
        var images: [PlannedImage] = []
        for copy in 0..<stage.count {
            var parts = RequestDraft(stage, input, copy: copy, on: chosen)
            parts.note("what it shows comes from the picture that enters, the style from `from`")
            let text = stage.text("text").map {
                draft.text($0, for: input, names: stage.names)
            }
            let prompt = try parts.text("text", in: draft)
            let negative = try parts.text("negative", in: draft)
            let format = try parts.format(Model.outputSize, in: &draft)
            let request = Model.request(
                prompt: prompt, negative: negative, fidelity: stage.number("fidelity"),
                strength: stage.number("strength"), change: stage.number("change"),
                seed: parts.seed(in: &draft), format: format)
            let result = try draft.edit(
                parts, request, pictures: [.init(.image, input), .init(.style, style)],
                outputSize: Model.outputSize, format: format, provenance: parts.provenance(text))
            images.append(draft.unframed(result, of: input, on: chosen, for: stage))
        }
        return images
    }
}
