import ImgflowImages
import ImgflowLanguage
import ImgflowPlanner

/// `flatten`, `flatten "#87CEEB"`.
struct Flatten: Verb {
    let signature = Signature(
        "flatten", "replace transparency with a color", takes: .image,
        positional: Parameter("color", .color, default: "\"#ffffff\"", "background color"),
        examples: [
            Example("load \"a.png\" | flatten \"#87CEEB\" | save \"sky.jpg\"", "on sky blue")
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        let operation = FlattenOperation(Paint.color(of: stage) ?? .white)
        return [try plan.free(operation, on: input, for: stage)]
    }
}

/// Lays what is transparent on a color.
struct FlattenOperation: ImageOperation {
    var color: Color

    var worksInSRGB: Bool { true }

    init(_ color: Color) { self.color = color }

    func forecast(for input: Forecast) -> Forecast { input.with(hasAlpha: false) }

    func apply(to image: Image) throws -> Image { try image.flattened(on: color) }
}

extension FlattenOperation: CustomStringConvertible {
    var description: String { "flatten \(color.words)" }
}
