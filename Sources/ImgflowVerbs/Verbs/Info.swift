import ImgflowLanguage
import ImgflowPlanner

/// `info`: tells of the picture and passes it on.
struct Info: Verb {
    let signature = Signature(
        "info", "tells size, format, bytes and origin of the picture, and passes it on",
        takes: .image, isSink: true,
        examples: [Example("load \"a.png\" | info", "tells of a.png")])

    func wish(_ call: CheckedCall) -> FormatWish { .passes }

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input else { return [] }
        _ = draft.add(
            .tell, from: [input.node], forecast: input.forecast,
            identity: input.identity.applying("info"), for: stage, isShared: false)
        return [input]
    }
}
