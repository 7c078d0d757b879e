import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `crop 16:9 at:center`, `crop 800x600 at:top-left`, `crop width:50% at:[10%, 0]`.
struct Crop: Verb {
    private static let sides = 1...65_535

    let signature = Signature(
        "crop", "crop the image", takes: .image,
        positional: Parameter(
            "to", .either([.ratio([]), .size(side: Crop.sides)]),
            "an aspect ratio (largest area that fits), or a size"),
        parameters: [
            Parameter("width", .length(Crop.sides), "pixels, or percentage of the image's width"),
            Parameter("height", .length(Crop.sides), "pixels, or percentage of the image's height"),
            Position.parameter("position of the part, or its top-left corner"),
        ],
        examples: [
            Example("load \"a.png\" | crop 1:1 | save \"square.png\"", "the middle of a.png"),
            Example(
                "load \"a.png\" | crop width:50% at:left | save \"left.png\"", "its left half"),
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        let sides = ["width", "height"].filter { stage[$0] != nil }
        if stage["to"] != nil, let side = sides.first {
            throw .parameter(
                .together(["to", side], span: stage.span(side), other: stage.span("to")))
        }
        let part: CropOperation.Part
        switch stage["to"]?.value {
        case .ratio(let ratio)?: part = .shape(ratio)
        case .size(let width, let height)?: part = .sides(.pixels(width), .pixels(height))
        default:
            guard !sides.isEmpty else {
                throw .parameter(
                    .noSizeGiven(
                        verb: stage.verb,
                        fix: "write `crop 16:9`, `crop 800x600` or `crop width:50%`",
                        span: stage.verbSpan))
            }
            part = .sides(
                stage.length("width") ?? .share(1), stage.length("height") ?? .share(1))
        }
        let operation = CropOperation(part, at: Position(of: stage))
        if let size = input.forecast.blind.size.size, input.forecast.size.isReliable {
            let place = operation.place(in: size)
            if place.x < 0 || place.y < 0 || place.x + place.size.width > size.width
                || place.y + place.size.height > size.height
            {
                throw .parameter(
                    .outsidePicture(
                        place.size, x: place.x, y: place.y, of: size,
                        span: stage.span(stage["to"] == nil ? sides.first ?? "at" : "to")))
            }
        }
        return [try plan.free(operation, on: input, for: stage)]
    }
}

/// Cuts a part out.
struct CropOperation: ImageOperation {
    enum Part: Hashable, Sendable {
        case shape(Ratio)
        case sides(Length, Length)
    }

    var part: Part
    var position: Position

    init(_ part: Part, at position: Position) {
        self.part = part
        self.position = position
    }

    func forecast(for input: Forecast) -> Forecast {
        input.with(size: input.size.map { place(in: $0).size })
    }

    func apply(to image: Image) throws -> Image {
        let place = place(in: image.facts.size)
        return try image.cropped(
            x: place.x, y: place.y, width: place.size.width, height: place.size.height)
    }

    func place(in whole: PixelSize) -> (x: Int, y: Int, size: PixelSize) {
        let size =
            switch part {
            case .shape(let ratio): CropToShapeOperation.largest(of: ratio.value, in: whole)
            case .sides(let width, let height):
                PixelSize(
                    max(1, width.pixels(of: whole.width)), max(1, height.pixels(of: whole.height)))
            }
        let corner = position.place(of: size, in: whole)
        guard case .sides(let width, let height) = part, case .corner(let x, let y) = position
        else { return (corner.x, corner.y, size) }
        let across = Self.fitted(size.width, at: corner.x, of: width, at: x, in: whole.width)
        let down = Self.fitted(size.height, at: corner.y, of: height, at: y, in: whole.height)
        return (across.start, down.start, PixelSize(across.length, down.length))
    }

    /// Without the pixel that hangs out where place and length, which fit together, were both rounded up.
    private static func fitted(
        _ rounded: Int, at corner: Int, of length: Length, at place: Length, in side: Int
    ) -> (start: Int, length: Int) {
        let end = place.exact(of: side) + length.exact(of: side)
        guard end < Double(side) + 1e-6 else { return (corner, rounded) }
        let start = min(corner, side - 1)
        return (start, min(rounded, side - start))
    }
}

extension CropOperation: CustomStringConvertible {
    var description: String {
        switch part {
        case .shape(let ratio): "crop \(ratio) at \(position)"
        case .sides(let width, let height): "crop \(width) \(height) at \(position)"
        }
    }
}
