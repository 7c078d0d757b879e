internal import CVips
package import ImageFacts

extension Pixels {
    /// The image as a file.
    ///
    /// - Parameter paletteBits: of a PNG with few colors; 0 keeps all, and below it lines are not made differences.
    package func encoded(
        as format: ImageFormat, _ how: EncodingOptions = EncodingOptions(), paletteBits: Int = 0
    ) throws(ImageError) -> [UInt8] {
        if format == .jpeg, hasAlpha { throw .alphaInJPEG }
        if let limit = format.longestSide, size.longSide > limit {
            throw .tooLongFor(format, size, limit: limit)
        }
        let settings = ImgflowEncoding(how, as: format, paletteBits: paletteBits)
        let dpi = how.dpi.map(Double.init) ?? self.dpi
        // What libvips writes for an image without a resolution is 25 dpi, which is nobody's.
        let sized = try withResolution(dpi: dpi ?? 72)
        switch how.metadata ?? .safe {
        case .all:
            let bytes = try sized.coded(as: format, settings)
            return dpi == nil ? FileResolution.removed(from: bytes, format) : bytes
        case .safe:
            let words = safeMetadata.saying(alternativeText: how.alternativeText)
            return try sized.coded(as: format, settings, with: words, dpi: dpi)
        case .none: return try sized.coded(as: format, settings, with: SafeMetadata(), dpi: dpi)
        }
    }

    /// With these words alone.
    private func coded(
        as format: ImageFormat, _ settings: ImgflowEncoding, with words: SafeMetadata, dpi: Double?
    ) throws(ImageError) -> [UInt8] {
        var plain = try withoutMetadata(keepsProfile: true)
        // What cannot be written into a file afterwards, libvips writes.
        if let packet = words.packet, !SafeMetadata.formats.contains(format) {
            plain = try plain.withXMP(packet)
        }
        let bytes = try plain.coded(as: format, settings)
        // libvips notes the resolution as EXIF.
        let bare = BareFile.bytes(of: bytes, format, for: .privacy) ?? bytes
        if words.isEmpty || format != .webp {
            let sized =
                dpi == nil
                ? FileResolution.removed(from: bare, format) : bare.resolved(dpi, format) ?? bare
            return words.put(into: sized, format, dpi: dpi) ?? sized
        }
        // Its resolution is part of its EXIF.
        return words.put(into: bare, format, dpi: dpi) ?? bare
    }

    private func coded(
        as format: ImageFormat, _ settings: ImgflowEncoding
    ) throws(ImageError) -> [UInt8] {
        let plain = try withoutPreviews().fitting(format)
        let pointer = plain.pointer
        var count = 0
        if format.needsModule { imgflow_vips_open_heif() }
        let memory =
            switch format {
            case .png: imgflow_vips_save_png(pointer, settings, &count)
            case .jpeg: imgflow_vips_save_jpeg(pointer, settings, &count)
            case .webp: imgflow_vips_save_webp(pointer, settings, &count)
            case .tiff: imgflow_vips_save_tiff(pointer, &count)
            case .gif: imgflow_vips_save_gif(pointer, settings, &count)
            case .avif: imgflow_vips_save_heif(pointer, true, settings, &count)
            case .heif: imgflow_vips_save_heif(pointer, false, settings, &count)
            }
        let bytes = try Self.array(memory, count) { .unencodable(format, detail: $0) }
        withExtendedLifetime(plain) {}
        return bytes
    }
}

extension [UInt8] {
    /// The file with this resolution, where it says another one; nil where only encoding it again would do.
    func resolved(_ dpi: Double?, _ format: ImageFormat) -> [UInt8]? {
        guard let dpi, (try? ImageHeader.read(self))?.dpi != dpi else { return self }
        return FileResolution.put(dpi: Int(dpi.rounded()), into: self, format)
    }
}

extension ImgflowEncoding {
    fileprivate init(_ how: EncodingOptions, as format: ImageFormat, paletteBits: Int) {
        let effort: Int
        switch format {
        case .png: effort = how.effort ?? 3
        case .webp: effort = how.effort.map { $0 * 6 / 9 } ?? 4
        case .gif: effort = how.effort.map { $0 + 1 } ?? 7
        case .avif, .heif: effort = how.effort ?? 3
        case .jpeg, .tiff: effort = how.effort ?? 0
        }
        let chroma: Int32 = how.chroma.map { $0 == .full ? 1 : 2 } ?? 0
        self.init(
            quality: Int32(min(max(how.quality ?? format.usualQuality, 1), 100)),
            effort: Int32(effort), is_lossless: how.isLossless,
            is_progressive: how.isProgressive, chroma: chroma, palette_bits: Int32(paletteBits))
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

extension ImageFormat {
    /// Where none is asked for; AV1 looks at 60 as JPEG does at 90.
    package var usualQuality: Int { self == .avif || self == .heif ? 60 : 90 }
}
