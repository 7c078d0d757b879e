import ImgflowLanguage
import ImgflowPlanner

/// `select alpha | intersect (select rect:[0, 0, 50%, 50%])`.
struct Intersect: Verb {
    let signature = MaskAlgebraSignature.make(
        .intersect, "is white where both masks are", "the subject, in the upper half only")

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] { try draft.algebra(.intersect, of: input, for: stage) }
}
