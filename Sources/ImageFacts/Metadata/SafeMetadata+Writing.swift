/// The words of an image, written into a file that has none.
extension SafeMetadata {
    /// - Parameters:
    ///   - dpi: stands in EXIF too, where readers look first.
    ///   - orientation: how stored pixels are to be turned, 1 to 8.
    /// - Returns: Nil where the format has no room for them, or the file is not whole.
    package func put(
        into file: [UInt8], _ format: ImageFormat, dpi: Double?, orientation: Int = 1
    ) -> [UInt8]? {
        let exif = exif(dpi: dpi, orientation: orientation)
        let packet = packet.map { Array($0.utf8) }
        if exif.isEmpty, packet == nil { return file }
        switch format {
        case .jpeg: return jpeg(file, exif.bytes, packet)
        case .png: return png(file, exif.bytes, packet)
        case .webp: return webp(file, exif.bytes, packet)
        case .gif, .tiff, .avif, .heif: return nil
        }
    }

    /// The formats that `put` knows.
    package static let formats: [ImageFormat] = [.jpeg, .png, .webp]

    private func exif(dpi: Double?, orientation: Int) -> EXIFBlock {
        guard !isEmpty || orientation > 1 else { return EXIFBlock() }
        var block = EXIFBlock(dpi: dpi)
        if orientation > 1 { block.image[274] = .short(orientation) }
        block.image[270] = (self[.description] ?? self[.title]).map { .ascii($0) }
        block.image[315] = self[.creator].map { .ascii($0.replacing("\n", with: "; ")) }
        block.image[33_432] = self[.copyright].map { .ascii($0) }
        block.photo[36_864] = .undefined(Array("0232".utf8))
        if let date = self[.date].flatMap(CaptureDate.init), let exif = date.exif {
            block.photo[36_867] = .ascii(exif)
            block.photo[36_881] = date.offset.map { .ascii($0) }
        }
        return block
    }

    /// Behind JFIF's segment, which readers want first.
    private func jpeg(_ file: [UInt8], _ exif: [UInt8], _ packet: [UInt8]?) -> [UInt8]? {
        guard let parts = FilePart.all(of: file, .jpeg) else { return nil }
        let head = Array("http://ns.adobe.com/xap/1.0/\0".utf8)
        guard var segments = FileWriting.jpegSegment(0xE1, Array("Exif\0\0".utf8) + exif) else {
            return nil
        }
        if let packet {
            guard let segment = FileWriting.jpegSegment(0xE1, head + packet) else { return nil }
            segments += segment
        }
        let first = parts.first.flatMap { $0.name == [0xE0] ? $0.whole.upperBound : nil }
        return file.inserting(segments, at: first ?? 2)
    }

    private func png(_ file: [UInt8], _ exif: [UInt8], _ packet: [UInt8]?) -> [UInt8]? {
        guard let header = FilePart.all(of: file, .png)?.first else { return nil }
        var chunks = FileWriting.pngChunk("eXIf", exif)
        if let packet {
            // Keyword, 0, not compressed (0, 0), no language (0), no translation (0).
            chunks += FileWriting.pngChunk(
                "iTXt", Array("XML:com.adobe.xmp".utf8) + [0, 0, 0, 0, 0] + packet)
        }
        return file.inserting(chunks, at: header.whole.upperBound)
    }

    private func webp(_ file: [UInt8], _ exif: [UInt8], _ packet: [UInt8]?) -> [UInt8]? {
        let chunks =
            FileWriting.webpChunk("EXIF", exif)
            + (packet.map { FileWriting.webpChunk("XMP ", $0) } ?? [])
        return FileWriting.webp(file, adding: chunks, flags: packet == nil ? 0x08 : 0x0C)
    }
}
