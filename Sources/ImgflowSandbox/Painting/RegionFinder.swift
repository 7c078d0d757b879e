import ImageFacts
import ImgflowImages

/// Finds what words plausibly mean in an image, by color and place alone.
struct RegionFinder {
    private let picture: Pixels

    /// An opaque image.
    init(_ picture: Pixels) { self.picture = picture }

    /// Soft-edged, 255 is what was found, at the image's size.
    func mask(of phrase: String) throws(ImageError) -> Pixels {
        let words = Mood.words(phrase)
        let small = try picture.resized(to: picture.size.fitted(within: 384)).inMemory()
        let found =
            if !words.isDisjoint(with: ["sky", "cloud", "clouds", "heaven", "ceiling"]) {
                try sky(small)
            } else if !words.isDisjoint(with: ["background", "backdrop", "surroundings"]) {
                try Cutout(small).subject().inverted()
            } else if !words.isDisjoint(
                with: ["ground", "floor", "grass", "road", "water", "sea", "sand", "field"])
            {
                try ground(small)
            } else if let hue = Mood.sequence(phrase).compactMap({ Mood.hues[$0] }).first {
                try colored(small, Tint(hue: hue, saturation: 0.75, value: 0.75))
            } else {
                try Cutout(small).subject()
            }
        return try found.blurred(sigma: 1.2).eightBit().stretched(to: picture.size).eightBit()
            .inMemory()
    }

    /// Like the image's upper edge, and the less so the farther down.
    private func sky(_ small: Pixels) throws(ImageError) -> Pixels {
        let lab = try small.lab()
        let strip = PixelSize(small.size.width, max(1, small.size.height / 12))
        let distance = try lab.distance(to: lab.cropped(x: 0, y: 0, strip).means())
        let fall = try Pixels.coordinates(small.size).band(1)
            .linear(34 / Double(small.size.height), 0)
        return try distance.plus(fall).linear(-16, 16 * 44).eightBit()
    }

    /// Like the image's lower edge, and the less so the farther up.
    private func ground(_ small: Pixels) throws(ImageError) -> Pixels {
        try sky(small.flipped(horizontally: false)).flipped(horizontally: false)
    }

    private func colored(_ small: Pixels, _ tint: Tint) throws(ImageError) -> Pixels {
        let wanted = try Pixels.constant(tint.channels, PixelSize(1, 1)).eightBit().asSRGB().lab()
            .means()
        // Lightness says little about a color's name.
        let distance = try small.lab().distance(to: wanted, weights: [0.15, 1, 1])
        return try distance.linear(-12, 12 * 42).eightBit()
    }
}

extension Pixels {
    /// The mean of each band.
    func means() throws(ImageError) -> [Double] {
        var means: [Double] = []
        for index in 0..<bands { means.append(try band(index).mean()) }
        return means
    }

    /// The distance of each pixel's bands to a point, as one band of numbers.
    func distance(
        to point: [Double], weights: [Double] = [1, 1, 1]
    ) throws(ImageError) -> Pixels {
        let offset = try linear(weights, zip(point, weights).map { -$0 * $1 })
        return try offset.times(offset).bandMean().linear(Double(bands), 0).power(0.5)
    }
}

extension PixelSize {
    /// The same aspect, no side longer than `side`.
    func fitted(within side: Int) -> PixelSize {
        guard longSide > side else { return self }
        let scale = Double(side) / Double(longSide)
        return PixelSize(
            max(1, Int((Double(width) * scale).rounded())),
            max(1, Int((Double(height) * scale).rounded())))
    }
}
