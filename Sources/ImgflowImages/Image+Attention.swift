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
        let size = facts.size
        // A line of nothing around it makes the corners transparent.
        let framed = try whole.alphaMask().pixels().embedded(
            x: 1, y: 1, in: PixelSize(size.width + 2, size.height + 2), background: [0])
        let subject = try framed.border(tolerance: 10)
        func start(_ low: Int?, _ length: Int?, _ side: Int, _ whole: Int) -> Int {
            guard let low, let length else { return (whole - side) / 2 }
            // In halves of pixels.
            return min(max((2 * (low - 1) + length - side) / 2, 0), whole - side)
        }
        return try whole.cropped(
            x: start(subject?.x, subject?.size.width, part.width, size.width),
            y: start(subject?.y, subject?.size.height, part.height, size.height),
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
