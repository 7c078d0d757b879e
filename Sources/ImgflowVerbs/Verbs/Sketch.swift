import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `sketch "a red sports car"`: a finished picture along the lines of a drawing.
struct Sketch: Verb {
    let signature = ControlSignature.make(
        "sketch", "makes a finished picture along the lines of the one that enters",
        on: StableImageControlSketch.self,
        example: Example(
            "load \"a.png\" | sketch \"a red sports car in the rain\" strength:0.8 | save",
            "the drawing a.png as a photograph of a car"))

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        try draft.follow(input, on: StableImageControlSketch.self, .edges, for: stage)
    }
}
