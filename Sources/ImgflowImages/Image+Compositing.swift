package import ImageFacts

extension Image {
    /// This picture where the mask is white, the original elsewhere, at the original's size: what
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

    /// This picture laid over a base by its alpha, its corner at `x`, `y`; what hangs out is cut.
    package func overlaid(on base: Image, x: Int, y: Int) throws(ImageError) -> Image {
        let below = try base.pixels().standard()
        let result = try pixels().standard().withAlpha().laid(over: below.withAlpha(), x: x, y: y)
            .eightBit().asSRGB()
        return try base.with(below.hasAlpha ? result : result.withoutAlpha())
    }

    /// With another picture laid over it, or put behind it, its corner at `x`, `y`.
    ///
    /// - Parameter opacity: 0 to 1, of the other picture.
    package func laid(
        with other: Image, x: Int, y: Int, opacity: Double = 1, isUnder: Bool = false
    ) throws(ImageError) -> Image {
        let layer = try other.pixels().standard().withAlpha().faded(to: opacity).inMemory()
        return try changed { (pixels) throws(ImageError) in
            let base = try pixels.standard()
            guard !isUnder else {
                let canvas = try layer.embedded(
                    x: x, y: y, in: base.size, background: [0, 0, 0, 0])
                return try base.withAlpha().laid(over: canvas, x: 0, y: 0).eightBit().asSRGB()
            }
            // Only the part under the layer is mixed: compositing is dear, and a mark is small.
            let left = max(0, x)
            let top = max(0, y)
            let part = PixelSize(
                min(base.size.width, x + layer.size.width) - left,
                min(base.size.height, y + layer.size.height) - top)
            guard part.width > 0, part.height > 0 else { return base }
            let mixed = try layer.laid(
                over: base.cropped(x: left, y: top, part).withAlpha(), x: x - left, y: y - top
            ).eightBit().asSRGB()
            return try base.inserting(
                base.hasAlpha ? mixed : mixed.withoutAlpha(), x: left, y: top)
        }
    }

    /// Another picture of the same size laid over it in one of the modes of compositing.
    package func blended(
        with other: Image, mode: BlendMode, opacity: Double
    ) throws(ImageError) -> Image {
        guard other.facts.size == facts.size else {
            throw .sizesDiffer(facts.size, other.facts.size)
        }
        let layer = try other.pixels().standard().withAlpha().faded(to: opacity).inMemory()
        return try changed { (pixels) throws(ImageError) in
            let base = try pixels.standard()
            let mixed = try layer.laid(over: base.withAlpha(), mode: mode).eightBit().asSRGB()
            return base.hasAlpha ? mixed : try mixed.withoutAlpha()
        }
    }

    /// `amount` 1 is this picture, 0 the other one.
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

extension Pixels {
    /// Of four bands: the alpha times `opacity`.
    fileprivate func faded(to opacity: Double) throws(ImageError) -> Pixels {
        guard opacity < 1 else { return self }
        return try linear([1, 1, 1, max(0, opacity)], [0, 0, 0, 0]).eightBit().asSRGB()
    }
}

extension Image {
    /// Pictures on a canvas, each with its upper left corner at a place; later ones cover earlier ones.
    package static func laidOut(
        _ layers: [(image: Image, x: Int, y: Int)], on canvas: PixelSize, _ background: Color
    ) throws(ImageError) -> Image {
        var sheet = try Image.solid(canvas, background)
        for (offset, layer) in layers.enumerated() {
            sheet = try sheet.laid(with: layer.image, x: layer.x, y: layer.y)
            // A long chain of pipelines costs more than the pixels.
            if offset % 16 == 15 { sheet = try sheet.shared() }
        }
        return try sheet.shared()
    }
}
