import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowPlanner

/// `rounded 5%`, `rounded 24`.
struct Rounded: Verb {
    let signature = Signature(
        "rounded", "round the corners", takes: .image, isNewer: true,
        positional: Parameter(
            "radius", .length(1...65_535), default: "5%",
            "pixels, or percentage of the image's shorter side; 50% makes a square a circle"),
        examples: [
            Example(
                "load \"a.png\" | crop 1:1 | rounded 50% | save \"avatar.png\"",
                "a round portrait")
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        let operation = RoundedOperation(radius: stage.length("radius") ?? .share(0.05))
        return [try plan.free(operation, on: input, for: stage)]
    }
}

/// Transparent corners; alpha that is there stays.
struct RoundedOperation: ImageOperation {
    /// Of the shorter side.
    var radius: Length

    var mayConvertColors: Bool { true }

    func converts(_ colors: OtherColors) -> Bool { colors.isCMYK }

    func forecast(for input: Forecast) -> Forecast { input.with(hasAlpha: true) }

    func apply(to image: Image) throws -> Image {
        try image.rounded(radius: radius.exact(of: image.facts.size.shortSide))
    }
}

extension RoundedOperation: CustomStringConvertible {
    var description: String { "rounded \(radius)" }
}
