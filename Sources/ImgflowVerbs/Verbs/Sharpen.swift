import ImgflowImages
import ImgflowLanguage
import ImgflowPlanner

/// `sharpen`, `sharpen 50% radius:2`.
struct Sharpen: Verb {
    let signature = Signature(
        "sharpen", "sharpen the image with an unsharp mask", takes: .image, isNewer: true,
        positional: Parameter(
            "amount", .number(0...10), default: "1", "strength: 1 doubles the contrast of details"),
        parameters: [
            Parameter(
                "radius", .number(0.3...20), default: "1",
                "size of the details: standard deviation of a Gaussian, in pixels")
        ],
        examples: [
            Example(
                "load \"a.png\" | resize 50% | sharpen 50% | save \"small.png\"",
                "half the size, crisp again")
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        let operation = SharpenOperation(
            amount: stage.number("amount") ?? 1, sigma: stage.number("radius") ?? 1)
        return [try plan.free(operation, on: input, for: stage)]
    }
}

/// An unsharp mask, alpha kept.
struct SharpenOperation: ImageOperation {
    var amount: Double
    /// Pixels.
    var sigma: Double

    func forecast(for input: Forecast) -> Forecast { input }

    func apply(to image: Image) throws -> Image {
        try image.sharpened(sigma: sigma, amount: amount)
    }
}

extension SharpenOperation: CustomStringConvertible {
    var description: String { "sharpen \(amount) \(sigma)" }
}
