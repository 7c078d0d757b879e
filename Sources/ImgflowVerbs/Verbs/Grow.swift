import ImgflowLanguage
import ImgflowPlanner

/// `grow 12`.
struct Grow: Verb {
    let signature = MaskEdgeSignature.make(
        .grow, "makes what is white in a mask larger", .integer(1...2_000), "in every direction",
        example: 12, "the subject and 12 px around it")

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] { try draft.edge(.grow, of: input, for: stage) }
}
