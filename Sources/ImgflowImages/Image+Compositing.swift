import ImageFacts

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
