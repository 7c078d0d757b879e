import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `shadow blur:40 offset:[0, 20] color:"#000" opacity:60%`.
struct Shadow: Verb {
    let signature = Signature(
        "shadow", "add a soft shadow below what is opaque; the canvas grows to hold it",
        takes: .image, isNewer: true,
        parameters: [
            Parameter(
                "blur", .length(0...1_000), default: "40",
                "width of the soft edge: pixels, or percentage of the longer side"),
            Parameter(
                "offset", .list(of: .length(-65_535...65_535), count: 2...2), default: "[0, 20]",
                "to the right and down: pixels, or percentages of width and height"),
            Parameter("color", .color, default: "\"#000000\"", "color of the shadow"),
            Parameter("opacity", .number(0...1), default: "60%", "opacity of the shadow"),
        ],
        examples: [
            Example(
                "load \"alpha.png\" | shadow blur:24 offset:[0, 12] | flatten | save \"card.png\"",
                "on white, above its shadow")
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input else { return [] }
        var color = Paint.color(of: stage) ?? .black
        color.alpha = UInt8(((stage.number("opacity") ?? 0.6) * 255).rounded())
        let offset = stage.lengths("offset") ?? [.pixels(0), .pixels(20)]
        guard offset.count == 2 else { return [] }
        let operation = ShadowOperation(
            blur: stage.length("blur") ?? .pixels(40), right: offset[0], down: offset[1],
            color: color)
        return [try plan.free(operation, on: input, for: stage)]
    }
}

/// An image over its shadow.
struct ShadowOperation: ImageOperation {
    /// Of the longer side: twice the standard deviation, as in style sheets.
    var blur: Length
    var right: Length
    var down: Length
    /// With the opacity of the shadow.
    var color: Color

    var worksInSRGB: Bool { true }
    var readsPixels: Bool { true }

    func forecast(for input: Forecast) -> Forecast {
        input.with(size: input.size.map { place(of: $0).canvas }, hasAlpha: true)
    }

    func apply(to image: Image) throws -> Image {
        let place = place(of: image.facts.size)
        return try image.shaded(
            color, sigma: place.sigma, shift: place.shift, on: place.canvas, x: place.x, y: place.y)
    }

    private struct Place {
        var sigma: Double
        var shift: (x: Int, y: Int)
        /// Of the image.
        var x: Int
        var y: Int
        var canvas: PixelSize
    }

    /// Half of the greatest blur in pixels: a share of an image may be more.
    private static let greatest = 500.0

    /// Beyond three standard deviations less than half a level of a shadow is left.
    private func place(of size: PixelSize) -> Place {
        let sigma = min(blur.exact(of: size.longSide) / 2, Self.greatest)
        let reach = Int((3 * sigma).rounded(.up))
        let shift = (x: right.pixels(of: size.width), y: down.pixels(of: size.height))
        let (x, y) = (max(0, reach - shift.x), max(0, reach - shift.y))
        return Place(
            sigma: sigma, shift: shift, x: x, y: y,
            canvas: PixelSize(
                x + size.width + max(0, reach + shift.x),
                y + size.height + max(0, reach + shift.y)))
    }
}

extension ShadowOperation: CustomStringConvertible {
    var description: String { "shadow \(blur) \(right) \(down) \(color.words)" }
}
