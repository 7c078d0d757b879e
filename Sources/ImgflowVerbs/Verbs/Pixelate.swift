import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowPlanner

/// `pixelate 16`, `pixelate 2%`.
struct Pixelate: Verb {
    let signature = Signature(
        "pixelate", "replace square blocks of pixels with their mean color", takes: .image,
        isNewer: true,
        positional: Parameter(
            "size", .length(2...65_535), isRequired: true,
            "side of a block: pixels, or percentage of the image's longer side"),
        examples: [
            Example("load \"a.png\" | pixelate 16 | save \"blocks.png\"", "blocks of 16x16 px")
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input, let side = stage.length("size") else { return [] }
        return [try plan.free(PixelateOperation(side: side), on: input, for: stage)]
    }
}

/// Square blocks of mean colors.
struct PixelateOperation: ImageOperation {
    /// Of the longer side.
    var side: Length

    func forecast(for input: Forecast) -> Forecast { input }

    func apply(to image: Image) throws -> Image {
        try image.pixelated(side: max(1, side.pixels(of: image.facts.size.longSide)))
    }
}

extension PixelateOperation: CustomStringConvertible {
    var description: String { "pixelate \(side)" }
}
