import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowPlanner

/// `threshold 50%`.
struct Threshold: Verb {
    let signature = Signature(
        "threshold", "make each pixel black or white, by its brightness", takes: .image,
        isNewer: true,
        positional: Parameter(
            "level", .number(0...1), default: "50%",
            "minimum brightness of white pixels"),
        examples: [
            Example(
                "load \"a.png\" | threshold 60% | save \"white.png\"",
                "white where a.png is light")
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        let operation = ThresholdOperation(level: stage.number("level") ?? 0.5)
        return [try plan.mask(operation, on: input, for: stage)]
    }
}

/// Black and white, alpha kept.
struct ThresholdOperation: ImageOperation {
    /// 0 to 1.
    var level: Double

    var mayConvertColors: Bool { true }

    func converts(_ colors: OtherColors) -> Bool { colors.isCMYK }

    func forecast(for input: Forecast) -> Forecast { input }

    func apply(to image: Image) throws -> Image { try image.thresholded(at: level) }
}

extension ThresholdOperation: CustomStringConvertible {
    var description: String { "threshold \(level)" }
}
