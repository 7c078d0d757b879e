import ImageFacts
import ImgflowImages

enum Noise {
    /// Smooth noise around 0, within about -0.7...0.7, waves of `cell` pixels and shorter, `flat`
    /// times as wide as high. Made small and stretched once, which looks the same and costs less.
    static func fractal(
        _ size: PixelSize, cell: Int, octaves: Int, flat: Double = 1,
        _ randomness: inout Randomness
    ) throws(ImageError) -> Pixels {
        let coarseness = Double(max(1, (cell >> (octaves - 1)) / 3))
        let small = PixelSize(
            max(2, Int(Double(size.width) / (coarseness * flat))),
            max(2, Int(Double(size.height) / coarseness)))
        var sum = try Pixels.constant([0], small)
        var wave = Double(cell) / coarseness
        var amplitude = 0.6
        for _ in 0..<octaves {
            let octave = try Pixels.perlin(small, cell: max(2, Int(wave)), seed: randomness.seed())
            sum = try sum.plus(octave.linear(amplitude, 0))
            wave /= 2
            amplitude *= 0.52
        }
        return try sum.inMemory().stretched(to: size)
    }
}
