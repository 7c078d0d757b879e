import Glibc
import ImageFacts

/// How much of each pixel a rectangle with round corners covers, at its upper left corner.
struct CornerCover: Sendable {
    /// Pixels of the corner, across and down.
    let side: Int
    /// 255 for all of a pixel, row by row.
    let bytes: [UInt8]

    private static let samples = 64

    init(radius: Double, of size: PixelSize) {
        let radius = min(radius, Double(size.shortSide) / 2)
        let side = Int(radius.rounded(.up))
        self.side = side
        /// From the upper edge down to the line, at each place across.
        let depths = (0..<side * Self.samples).map { place -> Double in
            let x = (Double(place) + 0.5) / Double(Self.samples)
            let across = radius - min(x, Double(size.width) - x)
            guard across > 0 else { return 0 }
            return radius - max(0, radius * radius - across * across).squareRoot()
        }
        var bytes = [UInt8](repeating: 255, count: side * side)
        for x in 0..<side {
            let part = depths[x * Self.samples..<(x + 1) * Self.samples]
            let deepest = part.max() ?? 0
            for y in 0..<min(side, Int(deepest.rounded(.up))) {
                let cover = part.reduce(0) { sum, depth in
                    let low = min(Double(size.height) - depth, Double(y + 1))
                    return sum + max(0, low - max(depth, Double(y)))
                }
                bytes[y * side + x] = UInt8(
                    min(255, (cover / Double(Self.samples) * 255).rounded()))
            }
        }
        self.bytes = bytes
    }
}
