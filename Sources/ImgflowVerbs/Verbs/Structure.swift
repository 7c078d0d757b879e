import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `structure "a castle of ice"`: another image with the composition of this one.
struct Structure: Verb {
    let signature = ControlSignature.make(
        "structure", "generate an image with the composition of the input",
        on: StableImageControlStructure.self,
        example: Example(
            "load \"a.png\" | structure \"a castle of ice\" negative:\"people\" | save",
            "the same composition in ice"))

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        try plan.follow(stage.input, on: StableImageControlStructure.self, .segments, for: stage)
    }
}
