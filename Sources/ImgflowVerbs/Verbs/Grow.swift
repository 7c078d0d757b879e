import ImgflowLanguage
import ImgflowPlanner

/// `grow 12`.
struct Grow: Verb {
    let signature = MaskEdgeSignature.make(
        .grow, "grow the white area of a mask", .pixels(1...2_000), "in every direction",
        example: 12, "the subject and 12 px around it")

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] { try plan.edge(.grow, of: stage.input, for: stage) }
}
