import ImgflowLanguage
import ImgflowPlanner

/// `feather 8`.
struct Feather: Verb {
    let signature = Signature(
        "feather", "makes the edge of a mask soft", takes: .image,
        positional: Parameter(
            "pixels", .number(0.5...2_000), isRequired: true, "the width of the soft edge"),
        examples: [
            Example(
                "load \"a.png\" | select alpha | feather 8 | save \"part.png\"",
                "an edge about 8 px wide")
        ])

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let amount = stage.number("pixels") else { return [] }
        return [
            try draft.mask(
                MaskEdgeOperation(kind: .feather, amount: amount), on: input, for: stage)
        ]
    }
}
