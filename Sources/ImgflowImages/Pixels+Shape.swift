internal import CVips
package import ImageFacts

extension Pixels {
    /// Turned as its EXIF orientation says.
    package func upright() throws(ImageError) -> Pixels {
        isUpright ? self : try Self.made("turning upright") { imgflow_vips_upright(pointer) }
    }

    /// Clockwise.
    package func turned(quarters: Int) throws(ImageError) -> Pixels {
        guard quarters & 3 != 0 else { return self }
        return try Self.made("rotating") { imgflow_vips_turn(pointer, Int32(quarters & 3)) }
    }

    /// Clockwise by any angle, on a canvas that holds all of it; one number a band around it.
    package func rotated(degrees: Double, background: [Double]) throws(ImageError) -> Pixels {
        try Self.made("rotating") {
            imgflow_vips_rotate(pointer, degrees, background, Int32(background.count))
        }
    }

    package func flipped(horizontally: Bool) throws(ImageError) -> Pixels {
        try Self.made("flipping") { imgflow_vips_flip(pointer, horizontally) }
    }

    /// Exactly that size, Lanczos 3, colors weighted by their alpha.
    package func resized(to target: PixelSize) throws(ImageError) -> Pixels {
        try target.check()
        guard target != size else { return self }
        guard hasAlpha else { return try scaled(to: target) }
        let weighted = try Self.made("resizing") { imgflow_vips_premultiply(pointer) }
            .scaled(to: target)
        let plain = try Self.made("resizing") { imgflow_vips_unpremultiply(weighted.pointer) }
        return try Self.made("resizing") { imgflow_vips_cast_like(plain.pointer, pointer) }
    }

    /// The same in linear light, by the curve of sRGB.
    func resizedInLinearLight(to target: PixelSize) throws(ImageError) -> Pixels {
        try target.check()
        guard target != size else { return self }
        let source = try inRGB()
        let light = try Self.made("resizing") { imgflow_vips_linear_light(source.pointer) }
            .scaled(to: target)
        return try Self.made("resizing") {
            imgflow_vips_from_linear_light(light.pointer, source.pointer)
        }
    }

    /// Where a part of that size holds what draws the eye. Evaluates the image.
    func attention(_ part: PixelSize) throws(ImageError) -> (x: Int, y: Int) {
        let whole = try standard().inMemory()
        var (x, y): (Int32, Int32) = (0, 0)
        guard
            imgflow_vips_attention(
                whole.pointer, Int32(clamping: part.width), Int32(clamping: part.height), &x, &y)
        else { throw .operationFailed("cropping", detail: Libvips.takeError()) }
        return (Int(x), Int(y))
    }

    /// For masks and fields of numbers: linear, never beyond the range of its input.
    package func stretched(to target: PixelSize) throws(ImageError) -> Pixels {
        try target.check()
        guard target != size else { return self }
        let scale = size.scale(to: target)
        return try Self.made("resizing") {
            imgflow_vips_resize_linear(pointer, scale.across, scale.down)
        }.exactly(target)
    }

    private func scaled(to target: PixelSize) throws(ImageError) -> Pixels {
        let scale = size.scale(to: target)
        return try Self.made("resizing") {
            imgflow_vips_resize(pointer, scale.across, scale.down)
        }.exactly(target)
    }

    /// libvips rounds sides by its own rule: a pixel too many is cut.
    private func exactly(_ target: PixelSize) throws(ImageError) -> Pixels {
        guard size != target else { return self }
        let common = PixelSize(min(size.width, target.width), min(size.height, target.height))
        let cut = try cropped(x: 0, y: 0, common)
        guard common != target else { return cut }
        throw .operationFailed("resizing", detail: "expected \(target), found \(size)")
    }

    package func cropped(x: Int, y: Int, _ part: PixelSize) throws(ImageError) -> Pixels {
        guard x >= 0, y >= 0, part.width > 0, part.height > 0, x <= size.width - part.width,
            y <= size.height - part.height
        else { throw .outside(x: x, y: y, part, of: size) }
        return try Self.made("cropping") {
            imgflow_vips_crop(pointer, Int32(x), Int32(y), Int32(part.width), Int32(part.height))
        }
    }

    /// Side by side and one below the other.
    package func repeated(across: Int, down: Int) throws(ImageError) -> Pixels {
        try PixelSize(size.width * max(across, 0), size.height * max(down, 0)).check()
        return try Self.made("repeating") {
            imgflow_vips_repeat(pointer, Int32(across), Int32(down))
        }
    }

    /// With a part of the same bands put in at `x`, `y`, without blending.
    package func inserting(_ part: Pixels, x: Int, y: Int) throws(ImageError) -> Pixels {
        try Self.made("inserting") {
            imgflow_vips_insert(pointer, part.pointer, Int32(clamping: x), Int32(clamping: y))
        }
    }

    /// On a larger (or smaller) canvas, with one number a band around it.
    package func embedded(
        x: Int, y: Int, in canvas: PixelSize, background: [Double]
    ) throws(ImageError) -> Pixels {
        try canvas.check()
        guard let x = Int32(exactly: x), let y = Int32(exactly: y) else {
            throw .outside(x: x, y: y, size, of: canvas)
        }
        return try Self.made("padding") {
            imgflow_vips_embed(
                pointer, x, y, Int32(canvas.width), Int32(canvas.height), background,
                Int32(background.count))
        }
    }
}

extension PixelSize {
    fileprivate func scale(to target: PixelSize) -> (across: Double, down: Double) {
        (Double(target.width) / Double(width), Double(target.height) / Double(height))
    }
}
