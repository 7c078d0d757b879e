import Glibc
import ImageFacts

/// How much of each pixel a polygon covers, from four lines a pixel.
enum PolygonCover {
    private static let lines = 4

    static func bytes(_ size: PixelSize, _ points: [(x: Double, y: Double)]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size.pixels)
        var row = [Double](repeating: 0, count: size.width)
        for y in 0..<size.height {
            for x in 0..<size.width { row[x] = 0 }
            for line in 0..<lines {
                let height = Double(y) + (Double(line) + 0.5) / Double(lines)
                let crossings = crossings(of: points, at: height)
                for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
                    add(from: crossings[pair], to: crossings[pair + 1], &row)
                }
            }
            for x in 0..<size.width where row[x] > 0 {
                let cover = row[x] / Double(lines) * 255
                bytes[y * size.width + x] = UInt8(min(255, max(0, cover.rounded())))
            }
        }
        return bytes
    }

    private static func crossings(of points: [(x: Double, y: Double)], at height: Double)
        -> [Double]
    {
        points.indices.compactMap { index in
            let (a, b) = (points[index], points[(index + 1) % points.count])
            guard (a.y <= height) != (b.y <= height) else { return nil }
            return a.x + (height - a.y) / (b.y - a.y) * (b.x - a.x)
        }.sorted()
    }

    /// The part of each pixel between two places of a line.
    private static func add(from start: Double, to end: Double, _ row: inout [Double]) {
        let start = max(0, start)
        let end = min(Double(row.count), end)
        guard start < end else { return }
        for x in Int(start)..<min(row.count, Int(end.rounded(.up))) {
            row[x] += max(0, min(end, Double(x) + 1) - max(start, Double(x)))
        }
    }
}

/// How much of each pixel an ellipse covers, exactly.
struct EllipseCover {
    private let center: (x: Double, y: Double)
    private let radius: (x: Double, y: Double)

    /// The ellipse that fills a rectangle.
    init(x: Int, y: Int, width: Int, height: Int) {
        radius = (Double(width) / 2, Double(height) / 2)
        center = (Double(x) + radius.x, Double(y) + radius.y)
    }

    func bytes(_ size: PixelSize) -> [UInt8] {
        let columns = (0...size.width).map { Edge((Double($0) - center.x) / radius.x) }
        let scale = 255 * radius.x * radius.y
        var bytes = [UInt8](repeating: 0, count: size.pixels)
        var above = columns.map { $0.area(Edge(-center.y / radius.y)) }
        for y in 0..<size.height {
            let edge = Edge((Double(y + 1) - center.y) / radius.y)
            var left = columns[0].area(edge)
            for x in 0..<size.width {
                let right = columns[x + 1].area(edge)
                let cover = (right - left - above[x + 1] + above[x]) * scale
                bytes[y * size.width + x] = UInt8(min(255, max(0, cover.rounded())))
                above[x] = left
                left = right
            }
            above[size.width] = left
        }
        return bytes
    }

    /// A line between pixels, in radii from the center.
    private struct Edge {
        let place: Double
        private let sign: Double
        /// Of the unit circle, from the center to this line; and what is left of it where another line,
        /// across, meets the circle nearer to the center.
        private let segment: Double
        private let rest: Double

        init(_ place: Double) {
            let length = min(abs(place), 1)
            (self.place, sign) = (length, place < 0 ? -1 : 1)
            segment = Self.integral(length)
            let crossing = (1 - length * length).squareRoot()
            rest = crossing * length - Self.integral(crossing)
        }

        /// Of the square root of 1 - t², from 0 to `end`.
        private static func integral(_ end: Double) -> Double {
            (end * (1 - end * end).squareRoot() + asin(end)) / 2
        }

        /// Of the unit circle, between the center and the place where this line meets one across.
        func area(_ other: Edge) -> Double {
            let isInside = place * place + other.place * other.place <= 1
            return sign * other.sign * (isInside ? place * other.place : segment + other.rest)
        }
    }
}
