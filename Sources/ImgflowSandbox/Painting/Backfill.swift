import ImageFacts
import ImgflowImages

/// Fills a hole with what surrounds it: near its edge with the nearest colors, in the middle of a
/// large one with those farther away.
struct Backfill {
    let seed: Int

    /// `hole` is 255 where nothing is known. Pixels outside of it are only about what they were.
    func filled(_ picture: Pixels, hole: Pixels) throws(ImageError) -> Pixels {
        let size = picture.size.fitted(within: 192)
        let known = try hole.stretched(to: size).atLeast(1).dilated(radius: 1).inverted()
            .linear(1 / 255.0, 0).inMemory()
        let share = try known.mean()
        let weighted = try picture.resized(to: size).times(known).inMemory()
        let color = share > 0 ? try weighted.means().map { $0 / share } : try picture.means()
        var result = try Pixels.constant(color, size)
        for sigma in [76.0, 38, 19, 9.5, 4.8, 2.4, 1.2] {
            let weight = try known.blurred(sigma: sigma).inMemory()
            let mean = try weighted.blurred(sigma: sigma).times(weight.linear(1, 1e-4).power(-1))
            result = try mean.blended(by: weight.linear(255 * 5, 0).eightBit(), over: result)
                .inMemory()
        }
        var randomness = Randomness(seed: seed, text: "backfill")
        let clouds = try Noise.fractal(
            picture.size, cell: max(picture.size.shortSide / 12, 8), octaves: 3, &randomness
        ).linear(14, 0)
        return try Lens.grained(
            result.stretched(to: picture.size).plus(clouds), picture.size, seed: randomness.seed()
        ).inMemory()
    }
}

extension Pixels {
    /// A mask with a soft edge that lies wholly outside of it, so many pixels wide: what is 255
    /// stays 255.
    func softenedOutwards(by pixels: Int) throws(ImageError) -> Pixels {
        // A Gaussian ends at four times its sigma.
        let soft = try dilated(radius: pixels / 2).blurred(sigma: Double(pixels) / 8)
        return try soft.higher(self).eightBit().inMemory()
    }

    /// A mask with a soft edge that lies wholly inside of it: what is 0 stays 0.
    func softenedInwards(by pixels: Double) throws(ImageError) -> Pixels {
        try lower(blurred(sigma: pixels)).eightBit().inMemory()
    }
}
