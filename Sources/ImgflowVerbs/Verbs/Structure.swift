import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `structure "a castle of ice"`: another picture with the composition of this one.
struct Structure: Verb {
    let signature = ControlSignature.make(
        "structure", "makes another picture with the composition of the one that enters",
        on: StableImageControlStructure.self,
        example: Example(
            "load \"a.png\" | structure \"a castle of ice\" negative:\"people\" | save",
            "the same composition in ice"))

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        try draft.follow(input, on: StableImageControlStructure.self, .segments, for: stage)
    }
}
