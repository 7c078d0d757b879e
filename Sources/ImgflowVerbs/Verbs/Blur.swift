import ImgflowImages
import ImgflowLanguage
import ImgflowPlanner

/// `blur 8`.
struct Blur: Verb {
    let signature = Signature(
        "blur", "makes the picture soft", takes: .image,
        positional: Parameter(
            "radius", .number(0.2...1_000), isRequired: true,
            "pixels: the standard deviation of the Gaussian"),
        examples: [Example("load \"a.png\" | blur 8 | save \"soft.png\"", "a soft a.png")])

    func plan(
        _ stage: VerbCall, for input: PlannedImage?, in draft: inout PlanDraft
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input, let radius = stage.number("radius") else { return [] }
        return [try draft.free(BlurOperation(radius), on: input, for: stage)]
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
