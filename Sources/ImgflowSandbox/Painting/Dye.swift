import ImageFacts
import ImgflowImages

/// A color that a thing is given; its light and shade stay.
struct Dye {
    private static let grays: [String: Double] = [
        "white": 1.5, "silver": 1.15, "grey": 0.8, "gray": 0.8, "black": 0.28,
    ]

    private let tint: Tint

    /// The color that the words name; any one, by the seed, where they name none.
    init(_ words: String, seed: Int) {
        let named = Mood.sequence(words)
        var randomness = Randomness(seed: seed, text: words)
        // No two seeds mix quite the same color.
        let depth = randomness.number(0.94...1.06)
        if let gray = named.compactMap({ Self.grays[$0] }).first {
            tint = Tint(255, 255, 255).brighter(gray * depth)
        } else {
            let hue = named.compactMap { Mood.hues[$0] }.first ?? randomness.number(0...1)
            tint = Tint(hue: hue, saturation: 0.86, value: 1.25 * depth)
        }
    }

    func applied(to picture: Pixels) throws(ImageError) -> Pixels {
        let light = try picture.gray().linear(0.85, 22).inMemory()
        return try Pixels.constant(tint.channels.map { $0 / 255 }, picture.size).times(light)
            .linear(1, 0.5).eightBit().asSRGB()
    }
}
