import ImageFacts
import ImgflowImages

/// The upper edge of a layer of land: a height in pixels from the top, for each column.
struct Profile: Sendable {
    private(set) var heights: [Float]

    /// Fractal noise: `amplitude` above and below `baseline`, waves of `wave` pixels and shorter.
    init(
        width: Int, baseline: Double, amplitude: Double, wave: Double, octaves: Int,
        randomness: inout Randomness
    ) {
        heights = Array(repeating: Float(baseline), count: width)
        var amplitude = amplitude
        var wave = wave
        for _ in 0..<octaves {
            let knots = (0..<(Int(Double(width) / wave) + 3)).map { _ in randomness.number(-1...1) }
            let offset = randomness.number(0...1)
            for column in heights.indices {
                let place = Double(column) / wave + offset
                let knot = Int(place)
                let part = place - Double(knot)
                let ease = part * part * (3 - 2 * part)
                heights[column] += Float(
                    amplitude * (knots[knot] + (knots[knot + 1] - knots[knot]) * ease))
            }
            amplitude *= 0.48
            wave = max(wave * 0.45, 2)
        }
    }

    /// Conifers: spikes with notched sides, `tall` pixels high.
    mutating func plant(tall: Double, density: Double, randomness: inout Randomness) {
        var column = 0.0
        while column < Double(heights.count) {
            let height = tall * randomness.number(0.55...1.2)
            let half = height * randomness.number(0.16...0.24)
            raise(around: column, half: half) { distance in
                // Branches: the side steps in and out three to six times on its way up.
                let notch = (distance * 5).truncatingRemainder(dividingBy: 1) * 0.1
                return height * (1 - distance - notch)
            }
            column += half * randomness.number(0.5...2.4) / density
        }
    }

    /// Buildings: boxes, some with a mast.
    mutating func build(tall: Double, randomness: inout Randomness) {
        var column = 0.0
        while column < Double(heights.count) {
            let half = tall * randomness.number(0.08...0.2)
            let height = tall * randomness.number(0.25...1)
            raise(around: column + half, half: half) { _ in height }
            if height > 0.75 * tall {
                raise(around: column + half, half: max(1, tall * 0.006)) { _ in height * 0.2 }
            }
            column += 2 * half + tall * randomness.number(-0.02...0.05)
        }
    }

    /// Lifts the edge to `height(distance)` above its middle, distance 0 to 1 on either side.
    private mutating func raise(
        around middle: Double, half: Double, to height: (Double) -> Double
    ) {
        let first = max(0, Int(middle - half))
        let last = min(heights.count - 1, Int(middle + half))
        guard first <= last, half > 0 else { return }
        let base = Double(heights[min(max(Int(middle), 0), heights.count - 1)])
        for column in first...last {
            let distance = min(abs(Double(column) - middle) / half, 1)
            heights[column] = min(heights[column], Float(base - height(distance)))
        }
    }

    /// 255 below the edge, 0 above, soft over one pixel.
    func mask(_ size: PixelSize, rows: Pixels) throws(ImageError) -> Pixels {
        let edge = try Pixels.numbers(heights, PixelSize(heights.count, 1))
            .repeated(across: 1, down: size.height)
        return try rows.minus(edge).linear(255, 127).eightBit()
    }
}
