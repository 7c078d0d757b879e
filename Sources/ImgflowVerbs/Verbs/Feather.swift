import ImgflowLanguage
import ImgflowPlanner

/// `feather 8`.
struct Feather: Verb {
    let signature = MaskEdgeSignature.make(
        .feather, "soften the edge of a mask", .number(0.5...2_000),
        "width of the soft edge", example: 8, "an edge about 8 px wide")

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] { try plan.edge(.feather, of: stage.input, for: stage) }
}
