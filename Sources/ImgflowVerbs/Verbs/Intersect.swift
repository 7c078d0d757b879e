import ImgflowLanguage
import ImgflowPlanner

/// `select alpha | intersect (select rect:[0, 0, 50%, 50%])`.
struct Intersect: Verb {
    let signature = Signature(
        "intersect", "is white where both masks are", takes: .image,
        positional: Parameter("mask", .image, isRequired: true, "the other mask"),
        examples: [
            Example(
                "load \"a.png\" | select alpha | intersect (select rect:[0, 0, 100%, 50%]) | save \"part.png\"",
                "the subject, in the upper half only")
        ])

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let other = try draft.otherMask(for: input, of: stage) else { return [] }
        return [
            try draft.mask(
                MaskAlgebraOperation(kind: .intersect), on: input, with: [other], for: stage)
        ]
    }
}
