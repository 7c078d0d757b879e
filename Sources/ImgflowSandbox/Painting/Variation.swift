import ImageFacts
import ImgflowImages

/// An image that resembles others of its own size.
struct Variation {
    /// 0.2 to 1.
    let similarity: Double
    let seed: Int

    /// Without a scene it departs by view and color alone.
    func of(_ inputs: [Pixels], towards scene: Scene?) throws(ImageError) -> Pixels {
        var randomness = Randomness(seed: seed, text: "variation")
        guard var mixed = inputs.first else { return try Pixels.black(PixelSize(1, 1)) }
        for (index, input) in inputs.enumerated().dropFirst() {
            // Each input gets about an equal share, in soft patches.
            let share = 1 / Double(index + 1)
            let patches = try Noise.fractal(
                input.size, cell: max(input.size.shortSide / 2, 8), octaves: 2, &randomness
            ).linear(700, 128 + 560 * (share - 0.5)).eightBit()
            mixed = try input.blended(by: patches, over: mixed).inMemory()
        }
        let departure = 1 - similarity
        let seen = try anotherView(mixed, departure, &randomness)
        let told = try scene.map { (scene) throws(ImageError) in
            try scene.reinterpreted(seen, strength: 0.8 * departure)
        }
        let gains = (0..<3).map { _ in 1 + (0.03 + 0.18 * departure) * randomness.number(-1...1) }
        return try (told ?? seen).linear(gains, [0.5, 0.5, 0.5]).eightBit().asSRGB().inMemory()
    }

    /// Nearer, and to one side.
    private func anotherView(
        _ picture: Pixels, _ departure: Double, _ randomness: inout Randomness
    ) throws(ImageError) -> Pixels {
        let zoom = 1 - (0.01 + 0.3 * departure * randomness.number(0.5...1))
        let part = PixelSize(
            max(1, Int(Double(picture.size.width) * zoom)),
            max(1, Int(Double(picture.size.height) * zoom)))
        let x = Int(Double(picture.size.width - part.width) * randomness.number(0...1))
        let y = Int(Double(picture.size.height - part.height) * randomness.number(0...1))
        return try picture.cropped(x: x, y: y, part).resized(to: picture.size).inMemory()
    }
}

extension Pixels {
    /// Scaled until it covers that size, its middle cut out.
    func covering(_ target: PixelSize) throws(ImageError) -> Pixels {
        let scale = max(
            Double(target.width) / Double(size.width), Double(target.height) / Double(size.height))
        let scaled = PixelSize(
            max(target.width, Int((Double(size.width) * scale).rounded())),
            max(target.height, Int((Double(size.height) * scale).rounded())))
        return try resized(to: scaled).cropped(
            x: (scaled.width - target.width) / 2, y: (scaled.height - target.height) / 2, target
        ).inMemory()
    }
}
