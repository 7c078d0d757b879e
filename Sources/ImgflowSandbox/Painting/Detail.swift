import ImageFacts
import ImgflowImages

/// What a creative upscale invents: crisper edges, fine structure, a little more contrast.
enum Detail {
    /// `amount` is the request's creativity, 0.1 to 0.5.
    static func added(
        to picture: Pixels, amount: Double, randomness: Randomness
    ) throws(ImageError) -> Pixels {
        var randomness = randomness
        let colors = try picture.withoutAlpha()
        let edges = try colors.minus(colors.blurred(sigma: 1.6)).linear(1.2 * amount, 0)
        let structure = try Noise.fractal(picture.size, cell: 10, octaves: 2, &randomness)
            .linear(24 * amount, 0)
        let contrast = 1 + 0.25 * amount
        let result = try colors.linear(contrast, 128 * (1 - contrast)).plus(edges).plus(structure)
            .linear(1, 0.5).eightBit().asSRGB()
        return try picture.hasAlpha ? result.joined(picture.band(3)).inMemory() : result.inMemory()
    }
}
