import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowPlanner

/// `tint "#8B4513"`.
struct Tint: Verb {
    let signature = Signature(
        "tint", "convert the image to shades of one color", takes: .image, isNewer: true,
        positional: Parameter(
            "color", .color, isRequired: true,
            "color of the middle tones; black, white, and brightness are kept"),
        examples: [
            Example("load \"a.png\" | tint \"#8B4513\" | save \"sepia.png\"", "a.png in sepia")
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input, let color = Paint.color(of: stage) else { return [] }
        return [try plan.free(TintOperation(color: color), on: input, for: stage)]
    }
}

/// Shades of one color, alpha kept.
struct TintOperation: ImageOperation {
    var color: Color

    /// The color is one of sRGB.
    var mayConvertColors: Bool { true }

    func converts(_ colors: OtherColors) -> Bool { colors.isCMYK || colors.hasProfile }

    func forecast(for input: Forecast) -> Forecast { input }

    func apply(to image: Image) throws -> Image { try image.tinted(color) }
}

extension TintOperation: CustomStringConvertible {
    var description: String { "tint \(color.words)" }
}
