import ImgflowLanguage
import ImgflowPlanner

/// `grow 12`.
struct Grow: Verb {
    let signature = Signature(
        "grow", "makes what is white in a mask larger", takes: .image,
        positional: Parameter(
            "pixels", .integer(1...2_000), isRequired: true, "in every direction"),
        examples: [
            Example(
                "load \"a.png\" | select alpha | grow 12 | save \"part.png\"",
                "the subject and 12 px around it")
        ])

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let amount = stage.number("pixels") else { return [] }
        return [
            try draft.mask(
                MaskEdgeOperation(kind: .grow, amount: amount), on: input, for: stage)
        ]
    }
}
