internal import CVips
package import ImageFacts

extension Pixels {
    /// Opens a file's bytes for `body` only: the picture reads them while it is evaluated, once,
    /// from top to bottom.
    ///
    /// - Parameters:
    ///   - shrink: 2, 4 or 8 divides the sides of a JPEG while it is decoded.
    ///   - isOutline: `body` asks for no pixel.
    static func streaming<Result>(
        _ bytes: [UInt8], _ format: ImageFormat, shrink: Int = 1, isOutline: Bool = false,
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
                            ? imgflow_vips_load_shrunk($0, buffer.count, turn, Int32(shrink))
                            : imgflow_vips_load($0, buffer.count, turn)
                    }
                }
                // A decoder may disagree with the header that was checked.
                try opened.agree(with: facts, shrink: shrink)
                let result = try body(opened.meaning(by: facts, isOutline: isOutline))
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

    /// The decoded picture, upright.
    static func decoded(_ bytes: [UInt8], _ format: ImageFormat) throws(ImageError) -> Pixels {
        try JPEGData.check(bytes, format)
        return try streaming(bytes, format) { (opened) throws(ImageError) in
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

    /// `quality` is 1 to 100 and means nothing to the lossless formats.
    package func encoded(
        as format: ImageFormat, quality: Int? = nil, effort: EncodingEffort = .usual
    ) throws(ImageError) -> [UInt8] {
        if format == .jpeg, hasAlpha { throw .alphaInJPEG }
        let plain = try withoutPreviews().fitting(format)
        let pointer = plain.pointer
        let quality = Int32(min(max(quality ?? format.usualQuality, 1), 100))
        var count = 0
        if format.needsModule { imgflow_vips_open_heif() }
        let memory =
            switch format {
            case .png: imgflow_vips_save_png(pointer, effort == .least ? 1 : 3, &count)
            case .jpeg: imgflow_vips_save_jpeg(pointer, quality, &count)
            case .webp: imgflow_vips_save_webp(pointer, quality, effort == .least ? 0 : 4, &count)
            case .tiff: imgflow_vips_save_tiff(pointer, &count)
            case .gif: imgflow_vips_save_gif(pointer, &count)
            case .avif: imgflow_vips_save_heif(pointer, true, quality, &count)
            case .heif: imgflow_vips_save_heif(pointer, false, quality, &count)
            }
        let bytes = try Self.array(memory, count) { .unencodable(format, detail: $0) }
        withExtendedLifetime(plain) {}
        return bytes
    }
}

extension Pixels {
    /// As a format can hold it with the same colors: one that has no color profiles, or no gray or CMYK
    /// to which a profile could belong, gets sRGB.
    fileprivate func fitting(_ format: ImageFormat) throws(ImageError) -> Pixels {
        let isColor = bands >= 3 && !isCMYK
        return switch format {
        case .jpeg, .tiff: self
        case .png: try isCMYK ? standard() : self
        case .webp, .avif, .heif: try isColor || !(hasProfile || isCMYK) ? self : standard()
        case .gif: try standard()
        }
    }
}

/// Time against size, for the formats that let one choose.
package enum EncodingEffort: Sendable {
    case least, usual
}

extension ImageFormat {
    /// Where none is asked for; AV1 looks at 60 as JPEG does at 90.
    package var usualQuality: Int { self == .avif || self == .heif ? 60 : 90 }

    /// libvips reads and writes it by a module, which is opened for it alone.
    fileprivate var needsModule: Bool { self == .heif || self == .avif }
}
