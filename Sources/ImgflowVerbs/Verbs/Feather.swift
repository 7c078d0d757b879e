import ImgflowLanguage
import ImgflowPlanner

/// `feather 8`.
struct Feather: Verb {
    let signature = MaskEdgeSignature.make(
        .feather, "makes the edge of a mask soft", .number(0.5...2_000),
        "the width of the soft edge", example: 8, "an edge about 8 px wide")

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] { try draft.edge(.feather, of: input, for: stage) }
}
