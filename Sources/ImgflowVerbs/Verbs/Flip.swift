import ImgflowImages
import ImgflowLanguage
import ImgflowPlanner

/// `flip`, `flip vertical`.
struct Flip: Verb {
    let signature = Signature(
        "flip", "mirrors the picture", takes: .image,
        positional: Parameter(
            "way", .word(["horizontal", "vertical"]), default: "horizontal",
            "left for right, or top for bottom"),
        examples: [Example("load \"a.png\" | flip | save \"mirror.png\"", "left becomes right")])

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input else { return [] }
        let operation = FlipOperation(isHorizontal: stage.word("way") != "vertical")
        return [try draft.free(operation, on: input, for: stage)]
    }
}

/// Mirrors a picture.
struct FlipOperation: ImageOperation {
    var isHorizontal: Bool

    func forecast(for input: Forecast) -> Forecast { input }

    func apply(to image: Image) throws -> Image {
        try image.flipped(horizontally: isHorizontal)
    }
}

extension FlipOperation: CustomStringConvertible {
    var description: String { "flip \(isHorizontal ? "horizontal" : "vertical")" }
}
