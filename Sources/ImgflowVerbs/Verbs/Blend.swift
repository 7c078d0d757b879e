import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `blend "paper.jpg" mode:multiply opacity:60%`.
struct Blend: Verb {
    let signature = Signature(
        "blend", "blend the image with another image", takes: .image,
        positional: Parameter("image", .image, isRequired: true, "the other image"),
        parameters: [
            Parameter(
                "mode", .word(BlendMode.allCases.map(\.rawValue)), default: "normal",
                "blend mode"),
            Parameter("opacity", .number(0...1), default: "0.5", "opacity of the other image"),
        ],
        examples: [
            Example(
                "load \"a.png\" | blend \"b.png\" mode:soft-light opacity:80% | save \"mixed.png\"",
                "a.png lit by b.png")
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input, let other = try plan.image("image", of: stage) else {
            return []
        }
        let mode = stage.word("mode").flatMap(BlendMode.init(rawValue:)) ?? .normal
        let operation = BlendOperation(mode, opacity: stage.number("opacity") ?? 0.5)
        let notes =
            input.forecast.size == other.forecast.size
            ? [] : ["the other image is resized and cropped to the size of this one"]
        return [try plan.free(operation, on: input, with: [other], notes: notes, for: stage)]
    }
}

/// Takes the image, and the one that is mixed in.
struct BlendOperation: LocalOperation {
    var mode: BlendMode
    var opacity: Double

    var worksInSRGB: Bool { true }

    init(_ mode: BlendMode, opacity: Double) {
        self.mode = mode
        self.opacity = opacity
    }

    func forecast(for inputs: [Forecast]) -> Forecast {
        guard let base = inputs.first else {
            return Forecast.nothing
        }
        return base
    }

    func apply(to images: [Image]) throws -> Image {
        guard images.count == 2 else { throw MissingImage(operation: description) }
        let layer = try ResizeOperation(.box(images[0].facts.size, .cover)).apply(to: images[1])
        return try images[0].blended(with: layer, mode: mode, opacity: opacity)
    }
}

extension BlendOperation: CustomStringConvertible {
    /// Version 2 of all modes but `normal`: what was made before let opacity take part in the blend.
    var description: String { "blend \(mode == .normal ? "" : "2 ")\(mode.rawValue) \(opacity)" }
    var earlierDescription: String? {
        mode == .normal ? nil : "blend \(mode.rawValue) \(opacity)"
    }
}
