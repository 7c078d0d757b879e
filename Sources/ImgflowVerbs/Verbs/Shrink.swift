import ImgflowLanguage
import ImgflowPlanner

/// `shrink 4`.
struct Shrink: Verb {
    let signature = MaskEdgeSignature.make(
        .shrink, "shrink the white area of a mask", .pixels(1...2_000), "in every direction",
        example: 4, "4 px less on every side")

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] { try plan.edge(.shrink, of: stage.input, for: stage) }
}
