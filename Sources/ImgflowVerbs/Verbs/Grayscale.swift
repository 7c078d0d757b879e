import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowPlanner

/// `grayscale`.
struct Grayscale: Verb {
    let signature = Signature(
        "grayscale", "convert the image to shades of gray", takes: .image, isNewer: true,
        examples: [
            Example("load \"a.png\" | grayscale | save \"gray.png\"", "a black-and-white a.png")
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        return [try plan.free(GrayscaleOperation(), on: input, for: stage)]
    }
}

/// Shades of gray, alpha kept.
struct GrayscaleOperation: ImageOperation {
    var mayConvertColors: Bool { true }

    func converts(_ colors: OtherColors) -> Bool { colors.isCMYK }

    func forecast(for input: Forecast) -> Forecast { input }

    func apply(to image: Image) throws -> Image { try image.grayscale() }
}

extension GrayscaleOperation: CustomStringConvertible {
    var description: String { "grayscale" }
}
