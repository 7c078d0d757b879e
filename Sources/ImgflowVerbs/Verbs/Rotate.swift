import Glibc
import ImageFacts
import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner

/// `rotate 90`, `rotate 12 color:"#fff"`.
struct Rotate: Verb {
    let signature = Signature(
        "rotate", "rotate the image clockwise", takes: .image,
        positional: Parameter(
            "degrees", .number(-360...360), isRequired: true,
            "degrees clockwise; negative values turn counterclockwise"),
        parameters: [
            Paint.parameter(
                default: "transparent", "color of the corners, unless it is a quarter turn")
        ],
        examples: [
            Example("load \"a.png\" | rotate 90 | save \"turned.png\"", "a quarter turn"),
            Example(
                "load \"a.png\" | rotate -2.5 color:\"#fff\" | save \"straight.png\"",
                "straighten the horizon"),
        ])

    func plan(
        _ stage: StageContext, in plan: inout PlanBuilder
    ) throws(PlanProblem) -> [PlannedImage] {
        guard let input = stage.input, let degrees = stage.number("degrees") else { return [] }
        let operation = RotateOperation(degrees, color: Paint.color(of: stage) ?? .clear)
        return [try plan.free(operation, on: input, for: stage, limitAt: "degrees")]
    }
}

/// Turns an image clockwise.
struct RotateOperation: ImageOperation {
    var degrees: Double
    var color: Color

    /// Quarter turns only move pixels.
    var worksInSRGB: Bool { degrees.truncatingRemainder(dividingBy: 90) != 0 }

    init(_ degrees: Double, color: Color) {
        self.degrees = degrees
        self.color = color
    }

    private var quarters: Int? {
        let turns = degrees / 90
        return turns == turns.rounded() ? Int(turns) & 3 : nil
    }

    func forecast(for input: Forecast) -> Forecast {
        if let quarters {
            return quarters & 1 == 0
                ? input : input.with(size: input.size.map { PixelSize($0.height, $0.width) })
        }
        // The library rounds the canvas by its own rule, to within a pixel or two.
        let size = input.size.map(canvas)
        return input.with(
            size: size.size.map { .about($0) } ?? .unknown,
            hasAlpha: input.hasAlpha || color.alpha < 255)
    }

    func apply(to image: Image) throws -> Image {
        if let quarters { return try image.rotated(quarters: quarters) }
        return try image.rotated(degrees: degrees, background: color)
    }

    private func canvas(_ size: PixelSize) -> PixelSize {
        let angle = degrees * Double.pi / 180
        let (across, down) = (abs(cos(angle)), abs(sin(angle)))
        let (width, height) = (Double(size.width), Double(size.height))
        return PixelSize(
            max(1, Int((width * across + height * down).rounded())),
            max(1, Int((width * down + height * across).rounded())))
    }
}

extension RotateOperation: CustomStringConvertible {
    var description: String { "rotate \(degrees) \(color.words)" }
}
