internal import CVips
package import ImageFacts

extension Pixels {
    /// Opens a file's bytes for `body` only: the image reads them while it is evaluated, once,
    /// from top to bottom.
    ///
    /// - Parameters:
    ///   - shrink: 2, 4 or 8 divides the sides of a JPEG while it is decoded.
    ///   - isOutline: `body` asks for no pixel.
    ///   - isStrict: What a decoder warns of is an error.
    static func streaming<Result>(
        _ bytes: [UInt8], _ format: ImageFormat, shrink: Int = 1, isOutline: Bool = false,
        isStrict: Bool = false,
        _ body: (Pixels) throws(ImageError) -> Result
    ) throws(ImageError) -> Result {
        let facts: ImageFacts
        do { facts = try ImageHeader.read(bytes) } catch { throw .unreadable(error) }
        let bytes = format == .tiff ? TIFFFloats.inSingles(bytes) ?? bytes : bytes
        return try bytes.withUnsafeBufferPointer { (buffer) throws(ImageError) in
            do throws(ImageError) {
                if format.needsModule { imgflow_vips_open_heif() }
                let turn = Int32(facts.orientation)
                let opened = try made("decoding") {
                    buffer.baseAddress.flatMap {
                        shrink > 1
                            ? imgflow_vips_load_shrunk(
                                $0, buffer.count, turn, isStrict, Int32(shrink))
                            : imgflow_vips_load($0, buffer.count, turn, isStrict)
                    }
                }
                // A decoder may disagree with the header that was checked.
                try opened.agree(with: facts, shrink: shrink)
                let words = SafeMetadata(UnsafeRawBufferPointer(buffer), facts.format)
                let noted = try opened.meaning(by: facts, isOutline: isOutline).noting(words)
                let result = try body(noted)
                if imgflow_vips_is_broken(opened.pointer) {
                    throw .operationFailed("decoding", detail: "its end is missing or wrong")
                }
                return result
            } catch {
                guard case .operationFailed(_, let detail) = error else { throw error }
                throw .undecodable(format, detail: detail)
            }
        }
    }

    /// What was checked, planned and paid for is what the header said: a decoder that says otherwise is
    /// stopped before it makes a pixel.
    private func agree(with facts: ImageFacts, shrink: Int) throws(ImageError) {
        var found = facts
        found.size = liesOnItsSide ? size.transposed : size
        found.bands = bands
        found.bytesPerBand = Int(imgflow_vips_band_bytes(pointer))
        try found.check()
        if shrink == 1, found.size != facts.size {
            throw .sizeUnlikeHeader(facts.format, header: facts.size, found.size)
        }
    }

    /// The decoded image, upright.
    static func decoded(_ bytes: [UInt8], _ format: ImageFormat) throws(ImageError) -> Pixels {
        try streamingWhole(bytes, format) { (opened) throws(ImageError) in
            try opened.inMemory()
        }
        .upright()
    }

    var isUpright: Bool { imgflow_vips_orientation(pointer) == 1 }

    /// Upright it is as wide as it is high now.
    var liesOnItsSide: Bool { imgflow_vips_orientation(pointer) > 4 }

    var hasProfile: Bool { imgflow_vips_has_profile(pointer) }

    var isCMYK: Bool { imgflow_vips_is_cmyk(pointer) }

    var isEightBit: Bool { imgflow_vips_is_8_bit(pointer) }

    var isStandard: Bool { imgflow_vips_is_srgb8(pointer) && !hasProfile }
}

extension ImageFormat {
    /// libvips reads and writes it by a module, which is opened for it alone.
    var needsModule: Bool { self == .heif || self == .avif }
}
