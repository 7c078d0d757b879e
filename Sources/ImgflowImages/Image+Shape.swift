package import ImageFacts

extension Image {
    package func cropped(x: Int, y: Int, width: Int, height: Int) throws(ImageError) -> Image {
        let part = PixelSize(width, height)
        if x == 0, y == 0, part == facts.size { return self }
        return try changed(by: .cropping(x: x, y: y, part))
    }

    /// On a canvas of that size; in the middle, or with its corner at `x`, `y`.
    package func padded(
        to canvas: PixelSize, background: Color, x: Int? = nil, y: Int? = nil
    ) throws(ImageError) -> Image {
        try changed { (pixels) throws(ImageError) in
            var source = try pixels.standard()
            if background.alpha < 255 { source = try source.withAlpha() }
            return try source.embedded(
                x: x ?? (canvas.width - source.size.width) / 2,
                y: y ?? (canvas.height - source.size.height) / 2, in: canvas,
                background: Array(background.numbers.prefix(source.bands)))
        }
    }

    /// Clockwise.
    package func rotated(quarters: Int) throws(ImageError) -> Image {
        guard quarters & 3 != 0 else { return self }
        return try changed(by: .moving(.turn(quarters: quarters)))
    }

    /// Clockwise by any angle, on a canvas that holds the whole image.
    package func rotated(degrees: Double, background: Color) throws(ImageError) -> Image {
        // Each line of the result lies across many lines of the source, which are made once.
        try changed(.expensive) { (pixels) throws(ImageError) in
            let source = try pixels.standard()
            return background.alpha < 255 ? try source.withAlpha() : source
        }
        .changed(.wholeImage) { (source) throws(ImageError) in
            try source.rotated(
                degrees: degrees, background: Array(background.numbers.prefix(source.bands)))
        }
    }

    package func flipped(horizontally: Bool) throws(ImageError) -> Image {
        try changed(by: .moving(.mirror(horizontally: horizontally)))
    }

    /// Transparency replaced by a color; an opaque image stays untouched.
    package func flattened(on color: Color) throws(ImageError) -> Image {
        guard facts.hasAlpha else { return self }
        return try changed { (pixels) throws(ImageError) in
            try pixels.standard().flattened(on: color)
        }
    }

    /// The same pixels, to be encoded without loss.
    package func asPNG() throws(ImageError) -> Image {
        facts.format == .png ? self : Image(try pixels(), format: .png)
    }

    package func blurred(sigma: Double) throws(ImageError) -> Image {
        try changed(.expensive) { (pixels) throws(ImageError) in
            try pixels.blurred(sigma: sigma)
        }
    }
    /// An unsharp mask: `amount` times what a Gaussian of that sigma takes away is added. Alpha stays.
    package func sharpened(sigma: Double, amount: Double) throws(ImageError) -> Image {
        guard amount > 0 else { return self }
        return try changed(.expensive) { (pixels) throws(ImageError) in
            try pixels.sharpened(sigma: sigma, amount: amount)
        }
    }

    /// In square blocks from the upper left corner, each of the mean color of its pixels.
    package func pixelated(side: Int) throws(ImageError) -> Image {
        guard side > 1 else { return self }
        return try changed { (pixels) throws(ImageError) in try pixels.pixelated(side: side) }
    }
}
