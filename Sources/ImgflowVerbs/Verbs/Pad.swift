import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `pad 20`, `pad 16:9 color:"#fff"`, `pad 1920x1080 at:left`, `pad bottom:80`.
struct Pad: Verb {
    private static let sides = 1...65_535
    private static let edges = ["top", "right", "bottom", "left"]

    let signature = Signature(
        "pad", "place the image on a larger canvas", takes: .image,
        positional: Parameter(
            "to", .either([.length(Pad.sides), .ratio([]), .size(side: Pad.sides)]),
            "a border on all sides, an aspect ratio, or the size of the canvas"),
        parameters: Pad.edges.map { edge in
            Parameter(
                edge, .length(0...65_535),
                "added at the \(edge): pixels, or percentage of the longer side")
        } + [
            Position.parameter("position of the image"),
            Paint.parameter(default: "\"#ffffff\"", "color of the canvas"),
        ],
        examples: [
            Example("load \"a.png\" | pad 5% | save \"framed.png\"", "a white border"),
            Example(
                "load \"a.png\" | pad 1:1 color:\"#000\" | save \"square.png\"",
                "a square with black bars"),
            Example(
                "load \"a.png\" | pad bottom:60 | label \"Fig. 1\" at:bottom color:\"#000\" | save \"figure.png\"",
                "room below for a caption"),
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        let canvas: PadOperation.Canvas
        let edges = Self.edges.filter { stage[$0] != nil }
        if let edge = edges.first, let other = ["to", "at"].first(where: { stage[$0] != nil }) {
            throw .parameter(
                .together([other, edge], span: stage.span(edge), other: stage.span(other)))
        }
        guard !edges.isEmpty || stage["to"] != nil else {
            throw .parameter(
                .noSizeGiven(
                    verb: stage.verb,
                    fix: "write `pad 20`, `pad 5%`, `pad 16:9`, `pad 1920x1080` or `pad bottom:80`",
                    span: stage.verbSpan))
        }
        switch stage["to"]?.value {
        case .ratio(let ratio)?: canvas = .shape(ratio)
        case .size(let width, let height)?: canvas = .size(PixelSize(width, height))
        default:
            canvas =
                edges.isEmpty
                ? .border(stage.length("to") ?? .pixels(0))
                : .edges(Self.edges.map { stage.length($0) ?? .pixels(0) })
        }
        if case .border = canvas, stage["at"] != nil {
            throw .parameter(
                .notTaken(
                    parameter: "at", by: "pad with a border",
                    takenBy: ["an aspect ratio or a size: pad 16:9 at:left"],
                    span: stage.span("at"),
                    mode: stage.span("to")))
        }
        if case .size(let size) = canvas, case .exact(let whole) = input.forecast.size,
            size.width < whole.width || size.height < whole.height
        {
            throw .parameter(.canvasTooSmall(size, for: whole, span: stage.span("to")))
        }
        let operation = PadOperation(
            canvas, at: Position(of: stage), color: Paint.color(of: stage) ?? .white)
        return [try plan.free(operation, on: input, for: stage, limitAt: edges.first ?? "to")]
    }
}

/// Puts an image on a canvas that holds all of it.
struct PadOperation: ImageOperation {
    enum Canvas: Hashable, Sendable {
        case border(Length)
        /// Top, right, bottom, left.
        case edges([Length])
        case shape(Ratio)
        case size(PixelSize)
    }

    var canvas: Canvas
    var position: Position
    var color: Color

    var worksInSRGB: Bool { true }

    init(_ canvas: Canvas, at position: Position, color: Color) {
        self.canvas = canvas
        self.position = position
        self.color = color
    }

    func forecast(for input: Forecast) -> Forecast {
        input.with(
            size: input.size.map(result), hasAlpha: input.hasAlpha || color.alpha < 255)
    }

    func apply(to image: Image) throws -> Image {
        let whole = result(image.facts.size)
        var place = position.place(of: image.facts.size, in: whole)
        if case .edges(let edges) = canvas {
            let widths = edges.map { $0.pixels(of: image.facts.size.longSide) }
            place = (widths[3], widths[0])
        }
        return try image.padded(to: whole, background: color, x: place.x, y: place.y)
    }

    /// Never smaller than the image.
    private func result(_ size: PixelSize) -> PixelSize {
        switch canvas {
        case .border(let length):
            // A share is of the longer side, so that the border is as wide on all sides.
            let border = length.pixels(of: size.longSide)
            return PixelSize(size.width + 2 * border, size.height + 2 * border)
        case .edges(let edges):
            let widths = edges.map { $0.pixels(of: size.longSide) }
            return PixelSize(
                size.width + widths[1] + widths[3], size.height + widths[0] + widths[2])
        case .shape(let ratio):
            let width = Int((Double(size.height) * ratio.value).rounded())
            let height = Int((Double(size.width) / ratio.value).rounded())
            return PixelSize(max(size.width, width), max(size.height, height))
        case .size(let canvas):
            return PixelSize(max(canvas.width, size.width), max(canvas.height, size.height))
        }
    }
}

extension PadOperation: CustomStringConvertible {
    var description: String {
        switch canvas {
        case .border(let length): "pad by \(length) \(color.words)"
        case .edges(let edges):
            "pad edges \(edges.map(\.description).joined(separator: " ")) \(color.words)"
        case .shape(let ratio): "pad \(ratio) at \(position) \(color.words)"
        case .size(let size): "pad \(size) at \(position) \(color.words)"
        }
    }
}
