import ImageFacts
import ImgflowImages

/// Layers of land, pale in the distance, dark and rough in front; water where the words ask for it.
struct Terrain {
    let mood: Mood
    let horizon: Double

    func painted(
        over sky: Pixels, _ size: PixelSize, _ randomness: inout Randomness
    ) throws(ImageError) -> Pixels {
        let rows = try Pixels.coordinates(size).band(1)
        var picture = sky
        let layers = mood.land == .sea ? 2 : 4
        for layer in 0..<layers {
            let near = Double(layer) / 3
            let profile = profile(near, size, &randomness)
            let mask = try profile.mask(size, rows: rows)
            picture = try surface(near, size, rows, &randomness).blended(by: mask, over: picture)
        }
        guard mood.land == .sea else { return picture }
        return try water(over: picture, size, rows, &randomness)
    }

    /// `near` is 0 in the distance, 1 in front.
    private func profile(
        _ near: Double, _ size: PixelSize, _ randomness: inout Randomness
    ) -> Profile {
        let height = Double(size.height)
        let (tall, wave, octaves): (Double, Double, Int) =
            switch mood.land {
            case .mountains: (0.15, 0.42, 7)
            case .desert: (0.05, 0.6, 2)
            case .sea: (0.05, 0.3, 5)
            case .city: (0.02, 0.5, 2)
            case .hills, .forest: (0.06, 0.45, 4)
            }
        let drop = (height - horizon) * 0.72 * near
        var profile = Profile(
            width: size.width, baseline: horizon + drop,
            amplitude: tall * height * (1 - 0.55 * near),
            wave: max(wave * Double(size.width) * (1 - 0.3 * near), 4), octaves: octaves,
            randomness: &randomness)
        switch mood.land {
        case .city: profile.build(tall: height * (0.22 + 0.12 * near), randomness: &randomness)
        case .forest where near > 0.3:
            profile.plant(tall: height * (0.05 + 0.17 * near), density: 1, randomness: &randomness)
        case .hills where near > 0.6:
            profile.plant(tall: height * 0.1, density: 0.12, randomness: &randomness)
        default: break
        }
        return profile
    }

    private func surface(
        _ near: Double, _ size: PixelSize, _ rows: Pixels, _ randomness: inout Randomness
    ) throws(ImageError) -> Pixels {
        let shaded = mood.ground.brighter((0.35 + 0.65 * mood.daylight) * (1 - 0.45 * near))
        let tint = shaded.mixed(with: mood.skyLow, 0.62 * (1 - near))
        let cell = max(Int(Double(size.shortSide) * (0.03 + 0.09 * near)), 4)
        let rough = try Noise.fractal(size, cell: cell, octaves: 3, flat: 1.8, &randomness)
            .linear(0.12 + 0.3 * near, 1)
        // Mist gathers in the valleys: each layer is paler towards its foot.
        let mist = try rows.linear(
            0.16 * (1 - near) / max(Double(size.height) - horizon, 1),
            0.95 - 0.16 * (1 - near) * horizon / max(Double(size.height) - horizon, 1))
        return try rough.times(mist).linear(tint.channels, [0, 0, 0])
    }

    /// From a little below the horizon to the bottom: the sky's colors upside down, in streaks.
    private func water(
        over picture: Pixels, _ size: PixelSize, _ rows: Pixels, _ randomness: inout Randomness
    ) throws(ImageError) -> Pixels {
        let shore = horizon + 0.035 * Double(size.height)
        let depth = max(Double(size.height) - shore, 1)
        let far = mood.skyLow.mixed(with: mood.ground, 0.12).brighter(0.94)
        let deep = mood.skyTop.mixed(with: Tint(10, 46, 74), 0.35).brighter(0.72)
        let down = try rows.linear(1 / depth, -shore / depth)
        let body = try down.linear(
            zip(deep.channels, far.channels).map { $0 - $1 }, far.channels)
        let waves = try Noise.fractal(
            size, cell: max(size.shortSide / 36, 4), octaves: 3, flat: 9, &randomness)
        let glints = try waves.times(down.linear(46, 14))
        let mask = try rows.linear(255, -255 * shore).eightBit()
        return try body.plus(glints).blended(by: mask, over: picture)
    }
}
