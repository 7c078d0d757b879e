import ImageFacts

/// A mask is one 8-bit band: 255 is what changes.
extension Image {
    /// The brightness of this image; transparent is black.
    package func mask() throws(ImageError) -> Image {
        Image(try pixels().maskBand(), format: .png)
    }

    /// The alpha of this image; an opaque one is all white.
    package func alphaMask() throws(ImageError) -> Image {
        let source = try pixels().standard().withAlpha()
        return Image(try source.band(3).asSRGB(), format: .png)
    }

    /// Colors or a mask inverted, alpha kept.
    package func inverted() throws(ImageError) -> Image {
        try changed { (source) throws(ImageError) in
            guard source.hasAlpha else { return try source.inverted() }
            let alpha = try source.band(source.bands - 1)
            return try source.withoutAlpha().inverted().joined(alpha)
        }
    }

    /// Pure black and white.
    package func binarized(at limit: Int = 128) throws(ImageError) -> Image {
        Image(try pixels().maskBand().atLeast(Double(limit)).asSRGB(), format: .png)
    }

    /// White grown by so many pixels in every direction.
    package func grown(by pixels: Int) throws(ImageError) -> Image {
        Image(try self.pixels().maskBand().dilated(radius: pixels), format: .png)
    }

    package func shrunk(by pixels: Int) throws(ImageError) -> Image {
        Image(try self.pixels().maskBand().eroded(radius: pixels), format: .png)
    }

    /// A soft edge about so many pixels wide.
    package func feathered(by pixels: Double) throws(ImageError) -> Image {
        Image(try self.pixels().maskBand().blurred(sigma: pixels / 2), format: .png)
    }

    /// The same with a soft edge on the white side: what is black stays black.
    package func featheredInwards(by pixels: Double) throws(ImageError) -> Image {
        let band = try self.pixels().maskBand().inMemory()
        let soft = try band.eroded(radius: Int(pixels.rounded(.up))).blurred(sigma: pixels / 2)
        return Image(try soft.lower(band).eightBit().asSRGB(), format: .png)
    }

    /// White where this image is visibly another one than the original, at the original's size,
    /// single pixels left out and a margin taken in.
    package func difference(from original: Image) throws(ImageError) -> Image {
        let below = try original.pixels().standard().flattened(on: .white).inMemory()
        let above = try pixels().standard().flattened(on: .white).resized(to: below.size)
        let offset = try above.blurred(sigma: 1.5).linear(1, 0)
            .plus(below.blurred(sigma: 1.5).linear(-1, 0))
        // The root of the mean square over the bands, 0 to 255; 20 is a difference that shows.
        let distance = try offset.times(offset).bandMean().power(0.5)
        let changed = try distance.atLeast(20).eroded(radius: 1).dilated(radius: 6)
        return Image(try changed.blurred(sigma: 1.5).eightBit().asSRGB(), format: .png)
    }

    package func union(_ other: Image) throws(ImageError) -> Image {
        try combined(other) { (a, b) throws(ImageError) in try a.higher(b) }
    }

    package func intersection(_ other: Image) throws(ImageError) -> Image {
        try combined(other) { (a, b) throws(ImageError) in try a.lower(b) }
    }

    package func subtracting(_ other: Image) throws(ImageError) -> Image {
        try combined(other) { (a, b) throws(ImageError) in try a.lower(b.inverted()) }
    }

    /// Of the brightness, 0 to 255: all white has a minimum of 255, all black a maximum of 0.
    package func brightness() throws(ImageError) -> Brightness {
        let band = try pixels().maskBand().inMemory()
        return Brightness(
            mean: try band.mean(), minimum: Int(try band.minimum()),
            maximum: Int(try band.maximum()),
            gray: (try band.atLeast(16).mean() - band.atLeast(240).mean()) / 255)
    }

    /// Nothing but black. Few bytes hold an image of one color: others are not decoded for it.
    package var isBlack: Bool {
        guard !facts.hasAlpha, let encoded, encoded.count < max(2_000, facts.size.pixels / 20),
            let brightest = try? pixels().maskBand().inMemory().maximum()
        else { return false }
        return brightest == 0
    }

    private func combined(
        _ other: Image, _ operation: (Pixels, Pixels) throws(ImageError) -> Pixels
    ) throws(ImageError) -> Image {
        guard facts.size == other.facts.size else {
            throw .sizesDiffer(facts.size, other.facts.size)
        }
        return Image(
            try operation(pixels().maskBand(), other.pixels().maskBand()).eightBit().asSRGB(),
            format: .png)
    }
}

package struct Brightness: Hashable, Sendable {
    package var mean: Double
    package var minimum: Int
    package var maximum: Int
    /// The share of pixels, 0 to 1, that are neither nearly black nor nearly white.
    package var gray: Double
}

extension Pixels {
    /// One 8-bit band; transparent is black.
    package func maskBand() throws(ImageError) -> Pixels {
        let opaque = try hasAlpha ? standard().flattened(on: .black) : self
        return try opaque.bands == 1 ? opaque.gray().eightBit() : opaque.standard().gray()
    }
}
