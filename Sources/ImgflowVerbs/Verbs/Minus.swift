import ImgflowLanguage
import ImgflowPlanner

/// `select subject | minus (select rect:[0, 0, 100%, 20%])`.
struct Minus: Verb {
    let signature = MaskAlgebraSignature.make(
        .minus, "takes another mask away from this one", "the subject without the upper half")

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] { try draft.algebra(.minus, of: input, for: stage) }
}
