/// Reads what a file's header says, without decoding: a check must end before a pixel library loads.
package enum ImageHeader {
    package static func read(_ bytes: [UInt8]) throws(ImageHeaderError) -> ImageFacts {
        // `withUnsafeBytes` rethrows untyped, so the outcome travels as a value.
        try bytes.withUnsafeBytes { outcome(Bytes($0)) }.get()
    }

    /// The whole file, or a mapping of it: headers may lie at the end.
    package static func read(_ bytes: UnsafeRawBufferPointer) throws(ImageHeaderError) -> ImageFacts
    {
        try outcome(Bytes(bytes)).get()
    }

    /// No format goes beyond; more is damage, and a product of two such sides would not fit an `Int`.
    private static let longestSide = Int(Int32.max)

    private static func outcome(_ bytes: Bytes) -> Result<ImageFacts, ImageHeaderError> {
        guard let format = format(of: bytes) else {
            return .failure(.notAnImage(FileLikeness(bytes)))
        }
        let found: ImageFacts?
        do { found = try facts(bytes, format) } catch { return .failure(error) }
        guard var facts = found, facts.size.longSide <= longestSide else {
            return .failure(.truncated(format))
        }
        guard facts.size.width > 0, facts.size.height > 0 else {
            return .failure(.zeroSize(format))
        }
        let blocks = MetadataBlocks(bytes, format)
        facts.hasLocation = blocks.hasLocation
        facts.isSigned = blocks.isSigned
        facts.hasMetadata = blocks.isSomething
        facts.byteCount = bytes.count
        facts.pages = Pages.all(bytes, facts)
        return .success(facts)
    }

    /// By the first bytes.
    package static func format(of bytes: [UInt8]) -> ImageFormat? {
        bytes.withUnsafeBytes { format(of: Bytes($0)) }
    }

    static func format(of bytes: Bytes) -> ImageFormat? {
        if bytes.u32(0) == 0x8950_4E47, bytes.u32(4) == 0x0D0A_1A0A { return .png }
        if bytes.u24(0) == 0xFFD8FF { return .jpeg }
        if bytes.has("RIFF", at: 0), bytes.has("WEBP", at: 8) { return .webp }
        if bytes.has("GIF87a", at: 0) || bytes.has("GIF89a", at: 0) { return .gif }
        if TIFFHeader.isOne(bytes) { return .tiff }
        return HEIFHeader.format(bytes)
    }

    /// `nil` where the header is cut short or contradicts itself.
    private static func facts(
        _ bytes: Bytes, _ format: ImageFormat
    ) throws(ImageHeaderError) -> ImageFacts? {
        switch format {
        case .png: PNGHeader.facts(bytes)
        case .jpeg: try JPEGHeader.facts(bytes)
        case .webp: WebPHeader.facts(bytes)
        case .gif: try GIFHeader.facts(bytes)
        case .tiff: try TIFFHeader.facts(bytes)
        case .avif, .heif: HEIFHeader.facts(bytes, format)
        }
    }
}

extension PixelSize {
    /// As shown: EXIF orientations 5 to 8 swap the sides.
    func oriented(_ orientation: Int) -> PixelSize {
        (5...8).contains(orientation) ? PixelSize(height, width) : self
    }
}
