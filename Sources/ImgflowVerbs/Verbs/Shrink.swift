import ImgflowLanguage
import ImgflowPlanner

/// `shrink 4`.
struct Shrink: Verb {
    let signature = MaskEdgeSignature.make(
        .shrink, "makes what is white in a mask smaller", .integer(1...2_000), "in every direction",
        example: 4, "4 px less on every side")

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] { try draft.edge(.shrink, of: input, for: stage) }
}
