package import ImageFacts

extension Image {
    /// This image where the mask is white, the original elsewhere, at the original's size: what
    /// `exact` does with a model's result.
    package func composited(over original: Image, mask: Image) throws(ImageError) -> Image {
        let below = try original.pixels().standard()
        let above = try pixels().standard().resized(to: below.size)
        let selection = try mask.pixels().maskBand().stretched(to: below.size).eightBit()
        let alpha = below.hasAlpha || above.hasAlpha
        let blended = try (alpha ? above.withAlpha() : above)
            .blended(by: selection, over: alpha ? below.withAlpha() : below)
        return Image(blended, format: original.facts.format)
    }

    /// With another image laid over it, or put under it, its corner at `x`, `y`; what hangs out is cut.
    ///
    /// - Parameter opacity: 0 to 1, of the other image where it lies above.
    package func laid(
        with other: Image, x: Int, y: Int, opacity: Double = 1, isUnder: Bool = false
    ) throws(ImageError) -> Image {
        // Nothing shows under an opaque image.
        if isUnder, !facts.hasAlpha { return self }
        let layer = try Layer(other, x: x, y: y)
        return try changed { (pixels) throws(ImageError) in
            try pixels.standard().laid(with: [layer], opacity: opacity, isUnder: isUnder)
        }
    }

    /// Another image of the same size laid over it in one of the blend modes.
    package func blended(
        with other: Image, mode: BlendMode, opacity: Double
    ) throws(ImageError) -> Image {
        guard other.facts.size == facts.size else {
            throw .sizesDiffer(facts.size, other.facts.size)
        }
        let layer = try Layer(other, x: 0, y: 0)
        return try changed { (pixels) throws(ImageError) in
            try pixels.standard().laid(with: [layer], mode: mode, opacity: opacity)
        }
    }

    /// Images on a canvas, each with its upper left corner at a place; later ones cover earlier ones.
    package static func laidOut(
        _ layers: [(image: Image, x: Int, y: Int)], on canvas: PixelSize, _ background: Color
    ) throws(ImageError) -> Image {
        var placed: [Layer] = []
        for layer in layers { placed.append(try Layer(layer.image, x: layer.x, y: layer.y)) }
        let sheet = try Image.solid(canvas, background)
        return try sheet.with(sheet.pixels().laid(with: placed)).shared()
    }

    /// `amount` 1 is this image, 0 the other one.
    package func blended(with other: Image, amount: Double) throws(ImageError) -> Image {
        guard other.facts.size == facts.size else {
            throw .sizesDiffer(facts.size, other.facts.size)
        }
        var first = try pixels().standard()
        var second = try other.pixels().standard()
        if first.hasAlpha || second.hasAlpha {
            first = try first.withAlpha()
            second = try second.withAlpha()
        }
        let amount = min(max(amount, 0), 1)
        return try with(
            first.linear(amount, 0).plus(second.linear(1 - amount, 0)).linear(1, 0.5).eightBit()
                .asSRGB())
    }
}

extension Layer {
    fileprivate init(_ image: Image, x: Int, y: Int) throws(ImageError) {
        self.init(try image.pixels().standard().withAlpha().inMemory(), x: x, y: y)
    }
}
