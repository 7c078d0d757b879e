import ImgflowLanguage
import ImgflowPlanner

/// `shrink 4`.
struct Shrink: Verb {
    let signature = Signature(
        "shrink", "makes what is white in a mask smaller", takes: .image,
        positional: Parameter(
            "pixels", .integer(1...2_000), isRequired: true, "in every direction"),
        examples: [
            Example(
                "load \"a.png\" | select alpha | shrink 4 | save \"part.png\"",
                "4 px less on every side")
        ])

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let amount = stage.number("pixels") else { return [] }
        return [
            try draft.mask(
                MaskEdgeOperation(kind: .shrink, amount: amount), on: input, for: stage)
        ]
    }
}
