import ImageFacts
import ImgflowImages

/// Gradient, sun or moon with its halo, stars, clouds.
struct Sky {
    let mood: Mood
    /// In pixels from the top.
    let horizon: Double

    func painted(_ size: PixelSize, _ randomness: inout Randomness) throws(ImageError) -> Pixels {
        let places = try Pixels.coordinates(size)
        let rows = try places.band(1)
        let down = try rows.linear(1 / horizon, 0).power(0.85)
        var sky = try down.linear(
            zip(mood.skyLow.channels, mood.skyTop.channels).map { $0 - $1 }, mood.skyTop.channels)
        if mood.daylight < 0.4 { sky = try stars(sky, size, rows, &randomness) }
        sky = try sun(sky, size, places, &randomness)
        return try clouds(sky, size, down, &randomness)
    }

    private func sun(
        _ sky: Pixels, _ size: PixelSize, _ places: Pixels, _ randomness: inout Randomness
    ) throws(ImageError) -> Pixels {
        let x = Double(size.width) * randomness.number(0.15...0.85)
        let y = horizon * randomness.number(0.25...0.8)
        let radius = Double(size.shortSide) * randomness.number(0.03...0.055)
        let offset = try places.linear([1, 1], [-x, -y])
        let squared = try offset.times(offset).bandMean().linear(2, 0)
        // 1 in the middle, a long soft tail outside.
        let halo = try squared.linear(1 / (36 * radius * radius), 1).power(-1.2)
        let glow = mood.light.brighter(0.3 * (1 - 0.6 * mood.cloudiness))
        let lit = try sky.plus(halo.linear(glow.channels, [0, 0, 0]))
        guard mood.cloudiness < 0.85 else { return lit }
        let disc = try squared.power(0.5).linear(-128, 128 * radius).eightBit()
        // Never darker than the glow around it.
        return try constant(mood.light, size).higher(lit).blended(by: disc, over: lit)
    }

    private func stars(
        _ sky: Pixels, _ size: PixelSize, _ rows: Pixels, _ randomness: inout Randomness
    ) throws(ImageError) -> Pixels {
        let sparse = try Pixels.noise(size, sigma: 1, seed: randomness.seed())
            .linear(900, -2900).eightBit()
        let fade = try rows.linear(-0.8 / horizon, 0.9)
        return try sky.plus(sparse.times(fade).eightBit())
    }

    private func clouds(
        _ sky: Pixels, _ size: PixelSize, _ down: Pixels, _ randomness: inout Randomness
    ) throws(ImageError) -> Pixels {
        guard mood.cloudiness > 0 else { return sky }
        let cell = max(size.shortSide / 3, 16)
        let shape = try Noise.fractal(size, cell: cell, octaves: 5, flat: 2.2, &randomness)
        let cover = 1.25 * mood.cloudiness - 0.62
        // Denser up high, thin towards the horizon.
        let density = try shape.linear(1.5, cover).plus(down.linear(-0.35, 0.2))
        let mask = try density.linear(430, 0).eightBit()
        let shade = try shape.linear(-0.75, 1.02).linear(
            mood.cloud.brighter(0.9).channels, mood.cloud.brighter(0.1).channels)
        return try shade.blended(by: mask, over: sky)
    }

    private func constant(_ tint: Tint, _ size: PixelSize) throws(ImageError) -> Pixels {
        try Pixels.constant(tint.channels, size)
    }
}
