import ImgflowLanguage
import ImgflowPlanner

/// `select alpha | union (select rect:[0, 0, 50%, 50%])`.
struct Union: Verb {
    let signature = MaskAlgebraSignature.make(
        .union, "add another mask", "the subject and the upper half")

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        try plan.algebra(.union, of: stage.input, for: stage)
    }
}
