import ImageFacts
import ImgflowImages

/// Fills a region with what a prompt asks for, and leaves the rest as it is.
enum Repaint {
    /// `mask` is 255 where the image changes.
    static func fill(_ picture: Pixels, mask: Pixels, with scene: Scene) throws(ImageError)
        -> Pixels
    {
        let sky: Set = ["sky", "storm", "clouds", "cloud", "sunset", "sunrise", "night", "stars"]
        let words = Mood.words(scene.prompt)
        let fill =
            if words.isDisjoint(with: sky) {
                try shaded(scene.paintedTexture(picture.size), like: picture)
            } else {
                try scene.paintedSky(picture.size)
            }
        return try fill.blended(by: mask, over: picture)
    }

    /// The new surface keeps the light and shade of what it covers.
    private static func shaded(_ surface: Pixels, like picture: Pixels) throws(ImageError) -> Pixels
    {
        let light = try picture.gray().linear(1 / 255.0, 0)
        let mean = try light.mean()
        let shade = try light.linear(0.9, 1 - 0.9 * mean)
        return try surface.times(shade).linear(1, 0.5).eightBit().asSRGB()
    }
}

extension Pixels {
    /// A mask grown by so many pixels, its new band soft.
    func grown(by pixels: Int) throws(ImageError) -> Pixels {
        guard pixels > 0 else { return self }
        let soft = try dilated(radius: pixels).blurred(sigma: Double(pixels) / 2)
        // What was chosen outright stays chosen outright.
        return try soft.higher(self).eightBit().inMemory()
    }
}
