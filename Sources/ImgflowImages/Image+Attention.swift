package import ImageFacts

/// Parts that the pixels choose.
extension Image {
    /// Where the eye is drawn: edges, skin, strong colors. Decodes the image.
    package func croppedToAttention(_ part: PixelSize) throws(ImageError) -> Image {
        let whole = try pixels().inMemory()
        let place = try whole.attention(part)
        return with(try whole.cropped(x: place.x, y: place.y, part))
    }

    /// Around the middle of what is opaque, as far as the edges let it. Decodes the image.
    package func croppedToSubject(_ part: PixelSize) throws(ImageError) -> Image {
        let whole = try shared()
        return try whole.cropped(to: part, around: whole.subject())
    }

    /// Around what is opaque in an image of the same scene, of whatever size.
    package func croppedToSubject(
        _ part: PixelSize, of cutout: Image
    ) throws(ImageError) -> Image {
        let across = Double(facts.size.width) / Double(cutout.facts.size.width)
        let down = Double(facts.size.height) / Double(cutout.facts.size.height)
        let subject = try cutout.subject().map { box in
            (
                x: Int((Double(box.x) * across).rounded()),
                y: Int((Double(box.y) * down).rounded()),
                size: PixelSize(
                    Int((Double(box.size.width) * across).rounded()),
                    Int((Double(box.size.height) * down).rounded()))
            )
        }
        return try cropped(to: part, around: subject)
    }

    /// The box around what is opaque; nil where nothing is.
    private func subject() throws(ImageError) -> (x: Int, y: Int, size: PixelSize)? {
        // A line of nothing around it makes the corners transparent.
        let framed = try alphaMask().pixels().embedded(
            x: 1, y: 1, in: PixelSize(facts.size.width + 2, facts.size.height + 2),
            background: [0])
        guard let box = try framed.border(tolerance: 10) else { return nil }
        return (box.x - 1, box.y - 1, box.size)
    }

    private func cropped(
        to part: PixelSize, around box: (x: Int, y: Int, size: PixelSize)?
    ) throws(ImageError) -> Image {
        func start(_ low: Int?, _ length: Int?, _ side: Int, _ whole: Int) -> Int {
            guard let low, let length else { return (whole - side) / 2 }
            // In halves of pixels.
            return min(max((2 * low + length - side) / 2, 0), whole - side)
        }
        return try cropped(
            x: start(box?.x, box?.size.width, part.width, facts.size.width),
            y: start(box?.y, box?.size.height, part.height, facts.size.height),
            width: part.width, height: part.height)
    }

    /// Exactly that size, in linear light.
    package func resizedInLinearLight(to size: PixelSize) throws(ImageError) -> Image {
        guard size != facts.size else { return self }
        return try changed { (pixels) throws(ImageError) in
            try pixels.resizedInLinearLight(to: size)
        }
    }
}
