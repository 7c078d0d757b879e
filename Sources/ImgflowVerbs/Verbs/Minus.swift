import ImgflowLanguage
import ImgflowPlanner

/// `select subject | minus (select rect:[0, 0, 100%, 20%])`.
struct Minus: Verb {
    let signature = MaskAlgebraSignature.make(
        .minus, "subtract another mask", "the subject without the upper half")

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        try plan.algebra(.minus, of: stage.input, for: stage)
    }
}
