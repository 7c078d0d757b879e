import ImgflowImages
import ImgflowLanguage
import ImgflowPlanner

/// `blur 8`.
struct Blur: Verb {
    let signature = Signature(
        "blur", "blur the image", takes: .image,
        positional: Parameter(
            "radius", .number(0.2...1_000), isRequired: true,
            "standard deviation of the Gaussian, in pixels"),
        examples: [Example("load \"a.png\" | blur 8 | save \"soft.png\"", "a.png, blurred")])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input, let radius = stage.number("radius") else { return [] }
        return [try plan.free(BlurOperation(radius), on: input, for: stage)]
    }
}

/// A Gaussian blur.
struct BlurOperation: ImageOperation {
    var sigma: Double

    init(_ sigma: Double) { self.sigma = sigma }

    func forecast(for input: Forecast) -> Forecast { input }

    func apply(to image: Image) throws -> Image { try image.blurred(sigma: sigma) }
}

extension BlurOperation: CustomStringConvertible {
    /// Version 2: what was made before had 0.82 of the sigma, and colors of invisible pixels.
    var description: String { "blur 2 \(sigma)" }
    var earlierDescription: String? { "blur \(sigma)" }
}
