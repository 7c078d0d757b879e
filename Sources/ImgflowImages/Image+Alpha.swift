package import ImageFacts

/// Borders, cut-outs, corners and shadows.
extension Image {
    /// Without its border of one color, or of transparency.
    ///
    /// - Parameters:
    ///   - tolerance: levels of 255 by which a pixel of the border may differ.
    ///   - margin: pixels of border around what stays, for a size of it; made where there are not enough.
    package func trimmed(
        tolerance: Double, margin: (PixelSize) -> Int = { _ in 0 }
    ) throws(ImageError) -> Image {
        let decoded = try pixels()
        let whole = try (decoded.isOfUsualDepth ? decoded : decoded.standard()).inMemory()
        guard let border = try whole.border(tolerance: tolerance) else {
            throw .allBorder(tolerance: tolerance)
        }
        let margin = min(margin(border.size), Image.pixelLimit)
        if margin == 0 {
            return with(try whole.cropped(x: border.x, y: border.y, border.size))
        }
        let canvas = PixelSize(border.size.width + 2 * margin, border.size.height + 2 * margin)
        return with(
            try whole.embedded(
                x: margin - border.x, y: margin - border.y, in: canvas, background: border.color))
    }

    /// Nothing would be left of it.
    package func isAllBorder(tolerance: Double) throws(ImageError) -> Bool {
        try pixels().border(tolerance: tolerance) == nil
    }

    /// Opaque where the mask is white, and no more than it was.
    package func cut(by mask: Image) throws(ImageError) -> Image {
        let band = try mask.pixels().maskBand().inMemory().stretched(to: facts.size).eightBit()
            .inMemory()
        return try changed { (pixels) throws(ImageError) in try pixels.covered(by: band) }
    }

    /// Corners of a radius in pixels, half of the shorter side at most.
    package func rounded(radius: Double) throws(ImageError) -> Image {
        let cover = CornerCover(radius: radius, of: facts.size)
        return try changed { (pixels) throws(ImageError) in try pixels.rounded(by: cover) }
    }

    /// Over its own shadow, on a canvas with its corner at `x`, `y`.
    ///
    /// - Parameters:
    ///   - shift: of the shadow, in pixels.
    ///   - color: its alpha is the shadow's at most.
    package func shaded(
        _ color: Color, sigma: Double, shift: (x: Int, y: Int), on canvas: PixelSize, x: Int, y: Int
    ) throws(ImageError) -> Image {
        // Of a transparent image the shadow is made of the pixels that come.
        let source = facts.hasAlpha ? try shared() : self
        let shape =
            facts.hasAlpha
            ? try source.alphaMask().pixels()
            : try Pixels.constant([255], facts.size).eightBit().asSRGB()
        let shade = try shape.embedded(
            x: x + shift.x, y: y + shift.y, in: canvas, background: [0]
        ).blurred(sigma: sigma).linear(Double(color.alpha) / 255, 0.5).eightBit().inMemory()
        return try source.changed { (pixels) throws(ImageError) in
            try pixels.standard().withAlpha().embedded(
                x: x, y: y, in: canvas, background: [0, 0, 0, 0]
            ).over(color, alpha: shade)
        }
    }
}
