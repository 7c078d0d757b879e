import ImageFacts
import ImgflowImages

/// The areas of one color in an image: what a segmentation map keeps of it.
struct Areas {
    private struct Area {
        var color: [Double]
        /// Of its middle, 0 at the top, 1 at the bottom.
        var height: Double
    }

    private static let count = 7

    private let picture: Pixels
    private let areas: [Area]

    init(_ picture: Pixels) throws(ImageError) {
        self.picture = try picture.blurred(sigma: Double(picture.size.shortSide) / 220).inMemory()
        let size = picture.size.fitted(within: 72)
        let small = try picture.resized(to: size).eightBit().bytes()
        areas = Self.grouped(small, size)
    }

    /// The areas in the colors that the scene's words ask for: light and sky above, ground below.
    /// `strength` 0 leaves the scene alone.
    func painted(as scene: Scene, strength: Double) throws(ImageError) -> Pixels {
        let own = try scene.painted(picture.size)
        guard strength > 0 else { return own }
        let mood = scene.mood
        let lights = areas.map { $0.color.reduce(0, +) / 3 }
        let middle = lights.reduce(0, +) / Double(max(lights.count, 1))
        var result = try Pixels.constant([0, 0, 0], picture.size)
        var nearest = try Pixels.constant([1000], picture.size).real()
        for (area, light) in zip(areas, lights) {
            let distance = try picture.distance(to: area.color).inMemory()
            let tint = Self.tint(area.height, mood).brighter(1 + 0.9 * (light - middle) / 255)
                .mixed(with: mood.light, 0.35 * light / 255)
            // Half a pixel's ramp keeps the borders smooth.
            let mask = try nearest.minus(distance).linear(24, 128).eightBit()
            result = try Pixels.constant(tint.channels, picture.size)
                .blended(by: mask, over: result).inMemory()
            nearest = try nearest.lower(distance).inMemory()
        }
        var randomness = Randomness(seed: scene.seed, text: "areas")
        let rough = try Noise.fractal(
            picture.size, cell: max(picture.size.shortSide / 24, 4), octaves: 3, &randomness
        ).linear(0.22, 1)
        return try result.times(rough).linear(strength, 0).plus(own.linear(1 - strength, 0))
            .linear(1, 0.5).eightBit().asSRGB()
    }

    private static func tint(_ height: Double, _ mood: Mood) -> Tint {
        height < 0.5
            ? mood.skyTop.mixed(with: mood.skyLow, height * 2)
            : mood.skyLow.mixed(with: mood.ground, min((height - 0.5) * 5, 1))
                .brighter(1.2 - 0.4 * height)
    }

    /// k-means from the colors that are farthest apart.
    private static func grouped(_ bytes: [UInt8], _ size: PixelSize) -> [Area] {
        let colors = stride(from: 0, to: bytes.count - 2, by: 3).map {
            SIMD3<Float>(Float(bytes[$0]), Float(bytes[$0 + 1]), Float(bytes[$0 + 2]))
        }
        guard var middles = colors.first.map({ [$0] }) else { return [] }
        var gaps = colors.map { squared($0 - middles[0]) }
        while middles.count < count, let far = gaps.indices.max(by: { gaps[$0] < gaps[$1] }),
            gaps[far] > 100
        {
            middles.append(colors[far])
            for index in gaps.indices {
                gaps[index] = min(gaps[index], squared(colors[index] - colors[far]))
            }
        }
        var heights = middles.map { _ in Float(0) }
        for _ in 0..<5 {
            var sums = middles.map { _ in SIMD3<Float>.zero }
            var rows = middles.map { _ in Float(0) }
            var counts = middles.map { _ in Float(0) }
            for (index, color) in colors.enumerated() {
                var best = 0
                for group in middles.indices
                where squared(color - middles[group]) < squared(color - middles[best]) {
                    best = group
                }
                sums[best] += color
                rows[best] += Float(index / size.width)
                counts[best] += 1
            }
            for group in middles.indices where counts[group] > 0 {
                middles[group] = sums[group] / counts[group]
                heights[group] = rows[group] / counts[group] / Float(size.height)
            }
        }
        return zip(middles, heights).map { middle, height in
            Area(
                color: [Double(middle.x), Double(middle.y), Double(middle.z)],
                height: Double(height))
        }
    }

    private static func squared(_ offset: SIMD3<Float>) -> Float {
        (offset * offset).sum()
    }
}
