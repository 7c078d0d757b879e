import ImgflowLanguage
import ImgflowPlanner

/// `select alpha | union (select rect:[0, 0, 50%, 50%])`.
struct Union: Verb {
    let signature = MaskAlgebraSignature.make(
        .union, "is white where one of two masks is", "the subject and the upper half")

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] { try draft.algebra(.union, of: input, for: stage) }
}
