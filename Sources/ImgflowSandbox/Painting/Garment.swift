import ImageFacts
import ImgflowImages

/// A piece of clothing, or another thing, cut out of its image to be put onto a person.
struct Garment {
    /// How soft the edge is, and how much the folds below show.
    enum Merge {
        case balanced, seamless, detailed
    }

    /// Its own box of its image, three bands, its color where the background was.
    private let piece: Pixels
    private let color: [Double]

    init(_ picture: Pixels) throws(ImageError) {
        let subject = try Cutout(picture).subject().stretched(to: picture.size).inMemory()
        let whole = Box(x: 0, y: 0, width: picture.size.width, height: picture.size.height)
        let box = try subject.bounds() ?? whole
        let mask = try subject.cropped(x: box.x, y: box.y, box.size).inMemory()
        let part = try picture.cropped(x: box.x, y: box.y, box.size)
        let share = max(try mask.mean() / 255, 0.001)
        let weighted = try part.times(mask.linear(1 / 255.0, 0))
        color = try weighted.means().map { $0 / share }
        let ground = try Pixels.constant(color, box.size).eightBit().asSRGB()
        let cut = try part.blended(by: mask.eightBit(), over: ground).inMemory()
        // Next to the garment its own middle goes on, so that stripes stay in line.
        let middle = PixelSize(max(1, box.width * 2 / 5), box.height)
        let under = try cut.cropped(x: (box.width - middle.width) / 2, y: 0, middle)
            .resized(to: box.size)
        piece = try cut.blended(by: mask.eightBit(), over: under).inMemory()
    }

    /// Stretched onto the region's box, in the light of what it covers. Where `region` is 0 the
    /// image keeps its pixels.
    func worn(
        on picture: Pixels, region: Pixels, merge: Merge, seed: Int,
        finish: (Pixels) throws -> Pixels
    ) throws -> Pixels {
        guard let box = try region.bounds() else { return picture }
        var randomness = Randomness(seed: seed, text: "garment")
        let ground = try Pixels.constant(color, picture.size).eightBit().asSRGB()
        let laid = try ground.inserting(
            varied(&randomness).resized(to: box.size), x: box.x, y: box.y)
        let shaded = try laid.times(shade(picture, merge)).linear(
            1 + 0.05 * randomness.number(-1...1), 0.5
        ).eightBit().asSRGB().inMemory()
        return try finish(shaded).blended(by: edge(region, merge), over: picture)
    }

    /// A slightly different cut for each seed.
    private func varied(_ randomness: inout Randomness) throws(ImageError) -> Pixels {
        let keep = randomness.number(0.94...1)
        let part = PixelSize(
            max(1, Int(Double(piece.size.width) * keep)),
            max(1, Int(Double(piece.size.height) * keep)))
        return try piece.cropped(
            x: (piece.size.width - part.width) / 2, y: (piece.size.height - part.height) / 2, part)
    }

    /// Folds of what is covered, around 1; its color and its broad light do not show.
    private func shade(
        _ picture: Pixels, _ merge: Merge
    ) throws(ImageError) -> Pixels {
        let amount =
            switch merge {
            case .balanced: 0.8
            case .seamless: 1.2
            case .detailed: 0.4
            }
        let side = Double(picture.size.shortSide)
        let light = try picture.gray().blurred(sigma: side / 400).inMemory()
        let folds = try light.minus(light.blurred(sigma: side / 24))
        return try folds.linear(amount / 255, 1)
    }

    private func edge(_ region: Pixels, _ merge: Merge) throws(ImageError) -> Pixels {
        switch merge {
        case .balanced: try region.softenedInwards(by: 2)
        case .seamless: try region.softenedInwards(by: 8)
        case .detailed: region
        }
    }
}
