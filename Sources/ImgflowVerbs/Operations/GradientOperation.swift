import ImageFacts
import ImgflowImages
import ImgflowModels
import ImgflowPlanner

/// Makes an image of colors along a line, of nothing.
struct GradientOperation: LocalOperation {
    var size: PixelSize
    var colors: [Color]
    /// 0 is up, 90 to the right.
    var degrees: Double

    func forecast(for inputs: [Forecast]) -> Forecast {
        Forecast(
            size: .exact(size), format: .png, hasAlpha: colors.contains { $0.alpha < 255 },
            provenance: Provenance())
    }

    func apply(to images: [Image]) throws -> Image {
        try Image.gradient(size, colors, degrees: degrees)
    }
}

extension GradientOperation: CustomStringConvertible {
    var description: String {
        "gradient \(size) \(degrees) \(colors.map(\.words).joined(separator: ", "))"
    }
}

/// Where the last color of a gradient lies.
enum GradientDirection: String, CaseIterable, Sendable {
    case down, up, left, right
    case downRight = "down-right"
    case downLeft = "down-left"
    case upRight = "up-right"
    case upLeft = "up-left"

    var degrees: Double {
        switch self {
        case .up: 0
        case .upRight: 45
        case .right: 90
        case .downRight: 135
        case .down: 180
        case .downLeft: 225
        case .left: 270
        case .upLeft: 315
        }
    }
}
