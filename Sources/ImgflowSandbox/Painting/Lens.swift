import ImageFacts
import ImgflowImages

/// What a camera adds: darker corners and grain.
enum Lens {
    static func finished(_ picture: Pixels, _ size: PixelSize, seed: Int32) throws(ImageError)
        -> Pixels
    {
        let places = try Pixels.coordinates(size).linear(
            [2 / Double(size.width), 2 / Double(size.height)], [-1, -1])
        let corners = try places.times(places).bandMean().linear(-0.24, 1.06)
        return try grained(picture.times(corners), size, seed: seed)
    }

    static func grained(_ picture: Pixels, _ size: PixelSize, seed: Int32) throws(ImageError)
        -> Pixels
    {
        try picture.plus(Pixels.noise(size, sigma: 2.2, seed: seed)).linear(1, 0.5).eightBit()
            .asSRGB()
    }
}
