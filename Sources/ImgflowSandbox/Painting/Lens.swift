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
        try picture.plus(grain(size, seed: seed)).linear(1, 0.5).eightBit().asSRGB()
    }

    /// One piece, laid side by side: nobody sees where it begins again, and drawing it for each pixel
    /// would take a fifth of the image's whole time.
    private static func grain(_ size: PixelSize, seed: Int32) throws(ImageError) -> Pixels {
        let piece = PixelSize(min(size.width, 307), min(size.height, 293))
        return try Pixels.noise(piece, sigma: 2.2, seed: seed).inMemory()
            .repeated(
                across: (size.width - 1) / piece.width + 1,
                down: (size.height - 1) / piece.height + 1
            ).cropped(x: 0, y: 0, size)
    }
}
