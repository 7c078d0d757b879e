import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `remove-background`: keeps the subject, the rest becomes transparent.
struct RemoveBackground: Verb {
    private typealias Model = StableImageRemoveBackground

    let signature = Signature(
        "remove-background", "keeps the subject and makes the rest transparent", takes: .image,
        isPaid: true,
        parameters: [
            Common.format(StableImageRemoveBackground.card.outputFormats),
            Common.model([StableImageRemoveBackground.self]), Common.region, Common.fit,
            Common.fresh,
        ],
        examples: [
            Example("load \"a.png\" | remove-background | save", "cuts out the subject of a.png")
        ])

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input else { return [] }
        let format = try draft.outputFormat(
            of: Model.card,
            size: Model.outputSize(input: draft.sentSize(of: input, to: Model.card, for: stage)),
            hasAlpha: true,
            stage: stage)
        let image = try draft.call(
            CallRequest(
                model: Model.self, request: Model.request(format: format), late: [:], image: input,
                outputSize: Model.outputSize, format: format, hasAlpha: true,
                provenance: input.forecast.provenance.after(stage.verb)),
            for: stage)
        return [image]
    }
}
