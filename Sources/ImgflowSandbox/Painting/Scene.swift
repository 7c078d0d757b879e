import ImageFacts
import ImgflowImages

/// A landscape that follows from a prompt's words and a seed.
struct Scene: Sendable {
    let prompt: String
    let negative: String
    let seed: Int

    private var randomness: Randomness { Randomness(seed: seed, text: prompt + "\u{0}" + negative) }

    var mood: Mood {
        var randomness = randomness
        return Mood(prompt: prompt, negative: negative, randomness: &randomness)
    }

    func painted(_ size: PixelSize) throws(ImageError) -> Pixels {
        var randomness = randomness
        let mood = Mood(prompt: prompt, negative: negative, randomness: &randomness)
        let horizon = Double(size.height) * randomness.number(0.48...0.66)
        let sky = try Sky(mood: mood, horizon: horizon).painted(size, &randomness)
        let land = try Terrain(mood: mood, horizon: horizon).painted(over: sky, size, &randomness)
        return try Lens.finished(land, size, seed: randomness.seed())
    }

    /// Nothing but sky, for where a sky is replaced.
    func paintedSky(_ size: PixelSize) throws(ImageError) -> Pixels {
        var randomness = randomness
        let mood = Mood(prompt: prompt, negative: negative, randomness: &randomness)
        let sky = try Sky(mood: mood, horizon: Double(size.height)).painted(size, &randomness)
        return try Lens.grained(sky, size, seed: randomness.seed())
    }

    /// A surface of the prompt's colors, for where a thing is replaced.
    func paintedTexture(_ size: PixelSize) throws(ImageError) -> Pixels {
        var randomness = randomness
        let mood = Mood(prompt: prompt, negative: negative, randomness: &randomness)
        let cell = max(size.shortSide / 6, 8)
        let waves = try Noise.fractal(size, cell: cell, octaves: 3, &randomness)
            .linear(0.8, 0.5)
        let colors = zip(mood.ground.channels, mood.skyLow.mixed(with: mood.ground, 0.35).channels)
        let surface = try waves.linear(colors.map { $1 - $0 }, colors.map { $0.0 })
        return try Lens.grained(surface, size, seed: randomness.seed())
    }

    /// An existing image drawn towards this scene; `strength` 0 leaves it, 1 ignores it.
    func reinterpreted(_ picture: Pixels, strength: Double) throws(ImageError) -> Pixels {
        let own = try painted(picture.size)
        return try own.linear(strength, 0).plus(picture.linear(1 - strength, 0)).linear(1, 0.5)
            .eightBit().asSRGB()
    }
}
