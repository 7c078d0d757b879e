import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `overlay "logo.png" at:bottom-right size:15% margin:2%`.
struct Overlay: Verb {
    let signature = Signature(
        "overlay", "overlay another image", takes: .image,
        positional: Parameter("image", .image, isRequired: true, "the other image"),
        parameters: [
            Position.parameter("its position, or its top-left corner"),
            Parameter(
                "size", .length(1...65_535),
                "its width: pixels, or percentage of this image's width"),
            Parameter(
                "margin", .length(0...65_535), default: "0",
                "distance from the edges: pixels, or percentage of the width"),
            Parameter("opacity", .number(0...1), default: "1", "opacity of the other image"),
            Parameter("under", .truth, default: "false", "place it under this image instead"),
        ],
        examples: [
            Example(
                "load \"a.png\" | overlay \"logo.png\" at:bottom-right size:15% margin:2% | save",
                "a logo in the corner"),
            Example(
                "load \"alpha.png\" | overlay \"a.png\" under:true | save \"scene.png\"",
                "a.png shows where alpha.png is transparent"),
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input, let other = try plan.image("image", of: stage) else {
            return []
        }
        let operation = OverlayOperation(
            at: Position(of: stage), width: stage.length("size"),
            margin: stage.length("margin") ?? .pixels(0), opacity: stage.number("opacity") ?? 1,
            isUnder: stage.truth("under"))
        var notes: [String] = []
        if operation.isUnder, operation.width == nil, input.forecast.size != other.forecast.size {
            notes.append("the image below is resized and cropped to the size of this one")
        }
        return [try plan.free(operation, on: input, with: [other], notes: notes, for: stage)]
    }
}

/// Takes the image, and the one that is laid over it.
struct OverlayOperation: LocalOperation {
    var position: Position
    /// As it came where this is nil; below, it then covers the image.
    var width: Length?
    var margin: Length
    var opacity: Double
    var isUnder: Bool

    var worksInSRGB: Bool { true }

    init(at position: Position, width: Length?, margin: Length, opacity: Double, isUnder: Bool) {
        self.position = position
        self.width = width
        self.margin = margin
        self.opacity = opacity
        self.isUnder = isUnder
    }

    func forecast(for inputs: [Forecast]) -> Forecast {
        guard let base = inputs.first else {
            return Forecast.nothing
        }
        return base
    }

    func apply(to images: [Image]) throws -> Image {
        guard images.count == 2 else { throw MissingImage(operation: description) }
        let base = images[0]
        let whole = base.facts.size
        var layer = images[1]
        if let width {
            let wanted = max(1, width.pixels(of: whole.width))
            layer = try ResizeOperation(.width(wanted)).apply(to: layer)
        } else if isUnder {
            layer = try ResizeOperation(.box(whole, .cover)).apply(to: layer)
        }
        let place = position.place(
            of: layer.facts.size, in: whole, margin: margin.pixels(of: whole.width))
        return try base.laid(
            with: layer, x: place.x, y: place.y, opacity: opacity, isUnder: isUnder)
    }
}

extension OverlayOperation: CustomStringConvertible {
    var description: String {
        "overlay \(isUnder ? "under " : "")at \(position) \(width.map(\.description) ?? "whole") \(margin) \(opacity)"
    }
}
