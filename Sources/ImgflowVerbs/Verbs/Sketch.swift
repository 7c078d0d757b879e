import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `sketch "a red sports car"`: a finished image along the lines of a drawing.
struct Sketch: Verb {
    let signature = ControlSignature.make(
        "sketch", "generate an image that follows the lines of a sketch",
        on: StableImageControlSketch.self,
        example: Example(
            "load \"a.png\" | sketch \"a red sports car in the rain\" strength:0.8 | save",
            "the drawing a.png as a photograph of a car"))

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        try plan.follow(stage.input, on: StableImageControlSketch.self, .edges, for: stage)
    }
}
