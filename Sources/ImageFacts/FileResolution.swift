/// The resolution of a file, written into it without touching a pixel.
package enum FileResolution {
    /// Nil where only encoding the file again would do.
    ///
    /// Sources: JFIF 1.02; PNG Third Edition, 11.3.4.3 (pHYs, in pixels a meter); TIFF 6.0, XResolution.
    package static func put(dpi: Int, into file: [UInt8], _ format: ImageFormat) -> [UInt8]? {
        switch format {
        case .jpeg: jpeg(file, dpi)
        case .png: png(file, dpi)
        case .tiff: patched(file, from: 0, dpi)
        case .webp: webp(file, dpi)
        case .gif, .avif, .heif: nil
        }
    }

    /// The file without a word on its resolution, as it is written for an image that has none. EXIF, which must
    /// have numbers, gets no unit for them.
    package static func removed(from file: [UInt8], _ format: ImageFormat) -> [UInt8] {
        guard let parts = FilePart.all(of: file, format) else { return file }
        var result = file
        if let start = exif(parts, file, format), let unit = unit(file, from: start) {
            result.replaceSubrange(unit.place, with: unit.none)
            if format == .png, let part = parts.first(where: { $0.isNamed("eXIf") }) {
                result.replaceSubrange(
                    part.whole, with: FileWriting.pngChunk("eXIf", Array(result[part.body])))
            }
        }
        switch format {
        case .jpeg:
            // Square pixels, of no size.
            if let jfif = parts.first(where: { isJFIF($0, file) }) {
                result.replaceSubrange(density(jfif), with: [0, 0, 1, 0, 1])
            }
        case .png:
            for part in parts.reversed() where part.isNamed("pHYs") {
                result.removeSubrange(part.whole)
            }
        default: break
        }
        return result
    }

    /// Where the TIFF structure of EXIF begins.
    private static func exif(_ parts: [FilePart], _ file: [UInt8], _ format: ImageFormat) -> Int? {
        let prefix = Array("Exif\0\0".utf8)
        for part in parts {
            let isPrefixed = file[part.body].starts(with: prefix)
            switch format {
            case .jpeg where part.name == [0xE1] && isPrefixed: return part.body.lowerBound + 6
            case .png where part.isNamed("eXIf"): return part.body.lowerBound
            case .webp where part.isNamed("EXIF"):
                return part.body.lowerBound + (isPrefixed ? 6 : 0)
            default: continue
            }
        }
        return nil
    }

    /// Two bytes of a TIFF structure, and what is written there for no unit.
    private static func unit(
        _ file: [UInt8], from start: Int
    ) -> (place: Range<Int>, none: [UInt8])? {
        file.withUnsafeBytes { buffer in
            let bytes = Bytes(buffer)
            guard let directory = TIFFDirectory(bytes.slice(start, length: bytes.count - start)),
                let place = directory.place(296), start + place + 2 <= file.count
            else { return nil }
            return (
                (start + place)..<(start + place + 2), directory.order == .big ? [0, 1] : [1, 0]
            )
        }
    }

    private static func isJFIF(_ part: FilePart, _ file: [UInt8]) -> Bool {
        part.name == [0xE0] && part.body.count >= 14
            && file[part.body].starts(with: Array("JFIF\0".utf8))
    }

    /// Unit and the densities across and down.
    private static func density(_ jfif: FilePart) -> Range<Int> {
        (jfif.body.lowerBound + 7)..<(jfif.body.lowerBound + 12)
    }

    private static func jpeg(_ file: [UInt8], _ dpi: Int) -> [UInt8]? {
        guard let parts = FilePart.all(of: file, .jpeg) else { return nil }
        let across = FileWriting.number(dpi).suffix(2)
        var result = file
        if let start = exif(parts, file, .jpeg) {
            // Readers take it before JFIF's.
            guard let known = patched(result, from: start, dpi) else { return nil }
            result = known
        }
        if let jfif = parts.first(where: { isJFIF($0, file) }) {
            result.replaceSubrange(density(jfif), with: [1] + across + across)
            return result
        }
        let head = Array("JFIF\0".utf8) + [1, 1, 1] + across + across + [0, 0]
        return FileWriting.jpegSegment(0xE0, head).map { result.inserting($0, at: 2) }
    }

    private static func png(_ file: [UInt8], _ dpi: Int) -> [UInt8]? {
        guard let parts = FilePart.all(of: file, .png), let header = parts.first,
            !parts.contains(where: { $0.isNamed("eXIf") })
        else { return nil }
        let meter = FileWriting.number(Int((Double(dpi) / 0.0254).rounded()))
        return removed(from: file, .png).inserting(
            FileWriting.pngChunk("pHYs", meter + meter + [1]), at: header.whole.upperBound)
    }

    /// The container has no field of its own: EXIF has it.
    private static func webp(_ file: [UInt8], _ dpi: Int) -> [UInt8]? {
        guard let parts = FilePart.all(of: file, .webp) else { return nil }
        guard let start = exif(parts, file, .webp) else {
            return EXIFBlock(dpi: Double(dpi)).put(into: file, .webp)
        }
        let known = patched(file, from: start, dpi)
        return known == file ? nil : known
    }

    /// Numbers that stand in a TIFF structure, in place. A structure without any stays as it is in another
    /// file, and is none for a TIFF.
    private static func patched(_ file: [UInt8], from start: Int, _ dpi: Int) -> [UInt8]? {
        let places: (order: ByteOrder, across: Int?, down: Int?, unit: Int?)? =
            file.withUnsafeBytes { buffer in
                let bytes = Bytes(buffer)
                return TIFFDirectory(bytes.slice(start, length: bytes.count - start)).map {
                    ($0.order, $0.place(282), $0.place(283), $0.place(296))
                }
            }
        guard let places else { return nil }
        guard let across = places.across, let down = places.down, let unit = places.unit else {
            return start > 0 && places.across == nil ? file : nil
        }
        var result = file
        func put(_ bytes: [UInt8], at place: Int) -> Bool {
            let at = start + place
            guard at >= 0, at + bytes.count <= result.count else { return false }
            let written = places.order == .big ? bytes : bytes.reversed()
            result.replaceSubrange(at..<(at + bytes.count), with: written)
            return true
        }
        for place in [across, down] {
            guard put(FileWriting.number(dpi), at: place),
                put(FileWriting.number(1), at: place + 4)
            else { return nil }
        }
        return put([0, 2], at: unit) ? result : nil
    }
}
