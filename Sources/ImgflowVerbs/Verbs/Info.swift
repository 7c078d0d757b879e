import ImgflowLanguage
import ImgflowPlanner

/// `info`: describes the image and passes it on.
struct Info: Verb {
    let signature = Signature(
        "info", "show dimensions, format, file size, and origin, and pass the image on",
        takes: .image, isSink: true, group: .files,
        examples: [Example("load \"a.png\" | info", "describe a.png")])

    func wish(_ call: CheckedCall) -> FormatWish { .passes }

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        plan.addSink(
            .info, from: [input.node], forecast: input.forecast,
            identity: input.identity.applying("info"), for: stage)
        return [input]
    }
}
