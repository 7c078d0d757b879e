import ImgflowLanguage
import ImgflowPlanner

/// `select subject | minus (select rect:[0, 0, 100%, 20%])`.
struct Minus: Verb {
    let signature = Signature(
        "minus", "takes another mask away from this one", takes: .image,
        positional: Parameter("mask", .image, isRequired: true, "the other mask"),
        examples: [
            Example(
                "load \"a.png\" | select alpha | minus (select rect:[0, 0, 100%, 50%]) | save \"part.png\"",
                "the subject without the upper half")
        ])

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let other = try draft.otherMask(for: input, of: stage) else { return [] }
        return [
            try draft.mask(
                MaskAlgebraOperation(kind: .minus), on: input, with: [other], for: stage)
        ]
    }
}
