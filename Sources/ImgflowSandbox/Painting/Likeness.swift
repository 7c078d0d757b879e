import ImageFacts
import ImgflowImages

/// The look of an image: the mean and the spread of its colors, and its fine structure.
struct Likeness {
    private let picture: Pixels
    private let means: [Double]
    private let spreads: [Double]

    /// An opaque image.
    init(of picture: Pixels) throws(ImageError) {
        self.picture = picture
        let small = try picture.resized(to: picture.size.fitted(within: 256)).inMemory()
        means = try small.means()
        spreads = try Self.spreads(of: small, around: means)
    }

    /// - Parameter amount: 0 leaves the other image as it is.
    func given(to other: Pixels, amount: Double, seed: Int) throws(ImageError) -> Pixels {
        guard amount > 0 else { return other }
        let small = try other.resized(to: other.size.fitted(within: 256)).inMemory()
        let theirs = try small.means()
        let gains = zip(spreads, try Self.spreads(of: small, around: theirs))
            .map { min(3, $0 / max($1, 4)) }
        let toned = try other.linear(
            gains, zip(means, zip(theirs, gains)).map { $0 - $1.0 * $1.1 })
        var randomness = Randomness(seed: seed, text: "likeness")
        let brush = try texture(other.size, &randomness)
        let styled = try toned.plus(brush.linear(0.8, 0)).inMemory()
        return try styled.linear(amount, 0).plus(other.linear(1 - amount, 0)).linear(1, 0.5)
            .eightBit().asSRGB().inMemory()
    }

    /// What is left of the image without its large shapes, from a place that the seed chooses.
    private func texture(
        _ size: PixelSize, _ randomness: inout Randomness
    ) throws(ImageError) -> Pixels {
        let zoom = randomness.number(0.7...0.95)
        let part = PixelSize(
            max(1, Int(Double(picture.size.width) * zoom)),
            max(1, Int(Double(picture.size.height) * zoom)))
        let x = Int(Double(picture.size.width - part.width) * randomness.number(0...1))
        let y = Int(Double(picture.size.height - part.height) * randomness.number(0...1))
        let seen = try picture.cropped(x: x, y: y, part).covering(size)
        return try seen.minus(seen.blurred(sigma: max(1.5, Double(size.shortSide) / 200)))
            .inMemory()
    }

    private static func spreads(
        of picture: Pixels, around means: [Double]
    ) throws(ImageError) -> [Double] {
        let offset = try picture.linear(means.map { _ in 1 }, means.map { -$0 })
        return try offset.times(offset).means().map { $0.squareRoot() }
    }
}
