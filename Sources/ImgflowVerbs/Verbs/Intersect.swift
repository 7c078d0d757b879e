import ImgflowLanguage
import ImgflowPlanner

/// `select alpha | intersect (select rect:[0, 0, 50%, 50%])`.
struct Intersect: Verb {
    let signature = MaskAlgebraSignature.make(
        .intersect, "keep what is white in both masks", "the subject, in the upper half only")

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        try plan.algebra(.intersect, of: stage.input, for: stage)
    }
}
