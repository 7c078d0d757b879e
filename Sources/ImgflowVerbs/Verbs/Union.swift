import ImgflowLanguage
import ImgflowPlanner

/// `select alpha | union (select rect:[0, 0, 50%, 50%])`.
struct Union: Verb {
    let signature = Signature(
        "union", "is white where one of two masks is", takes: .image,
        positional: Parameter("mask", .image, isRequired: true, "the other mask"),
        examples: [
            Example(
                "load \"a.png\" | select alpha | union (select rect:[0, 0, 100%, 50%]) | save \"part.png\"",
                "the subject and the upper half")
        ])

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let other = try draft.otherMask(for: input, of: stage) else { return [] }
        return [
            try draft.mask(
                MaskAlgebraOperation(kind: .union), on: input, with: [other], for: stage)
        ]
    }
}
