import ImgflowImages
import ImgflowLanguage
import ImgflowPlanner

/// `flip`, `flip vertical`.
struct Flip: Verb {
    let signature = Signature(
        "flip", "mirror the image", takes: .image,
        positional: Parameter(
            "way", .word(["horizontal", "vertical"]), default: "horizontal",
            "swap left and right, or top and bottom"),
        examples: [Example("load \"a.png\" | flip | save \"mirror.png\"", "left becomes right")])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        let operation = FlipOperation(isHorizontal: stage.word("way") != "vertical")
        return [try plan.free(operation, on: input, for: stage)]
    }
}

/// Mirrors an image.
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
