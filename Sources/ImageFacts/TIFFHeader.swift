/// TIFF 6.0 and BigTIFF, both byte orders, first directory; EXIF orientations are read by the same rules.
enum TIFFHeader {
    static func isOne(_ bytes: Bytes) -> Bool { TIFFDirectory.Layout(bytes) != nil }

    static func facts(_ bytes: Bytes) throws(ImageHeaderError) -> ImageFacts? {
        guard let directory = TIFFDirectory(bytes), let width = directory.number(256),
            let height = directory.number(257)
        else { return nil }
        // Extra samples: 1 is premultiplied alpha, 2 is plain alpha, 0 means something else.
        let extra = directory.number(338) ?? 0
        let samples = directory.number(277) ?? 1
        // A palette's colors are looked up while it is decoded.
        let isPalette = directory.number(262) == 3
        let bits = directory.number(258) ?? 1
        let format = directory.sampleFormat
        if let kind = unreadKind(bits, format, directory) { throw .unread(.tiff, kind) }
        var facts = ImageFacts(
            size: PixelSize(width, height), format: .tiff, hasAlpha: extra == 1 || extra == 2
        )
        .coded(bands: isPalette ? samples + 2 : samples, bits: bits)
        .oriented(directory.number(274) ?? 1).at(dpi: directory.dpi)
        // Earlier versions took floats and large integers as they are: black, or cut off at 255.
        let isUsual = bits <= 8 || bits == 16 && format == .unsigned
        if !isUsual, !directory.isColorimetric { facts.revision = 2 }
        // And CIELAB of 8 bits as four numbers.
        if bits <= 8, directory.number(262) == 8 { facts.revision = 2 }
        // And the alpha of CIELAB of 16 bits as nothing.
        if bits == 16, directory.number(262) == 8, facts.hasAlpha { facts.revision = 2 }
        return facts
    }

    /// The orientation, 1 to 8, that a TIFF structure inside another format gives; 1 without one.
    static func orientation(_ bytes: Bytes) -> Int {
        let value = TIFFDirectory(bytes)?.number(274) ?? 1
        return (1...8).contains(value) ? value : 1
    }

    /// Dots per inch that a TIFF structure inside another format gives.
    static func dpi(_ bytes: Bytes) -> Double? { TIFFDirectory(bytes)?.dpi }

    /// What libvips does not read.
    private static func unreadKind(
        _ bits: Int, _ format: TIFFDirectory.SampleFormat, _ directory: TIFFDirectory
    ) -> String? {
        if let kind = unreadCompression(directory.number(259) ?? 1) { return kind }
        if directory.isColorimetric { return nil }
        return switch (format, bits) {
        case (.unsigned, 1), (.unsigned, 2), (.unsigned, 4): nil
        case (.unsigned, 8), (.unsigned, 16), (.unsigned, 32): nil
        case (.signed, 8), (.signed, 16), (.signed, 32): nil
        case (.float, 32): nil
        case (.float, 16), (.float, 64):
            directory.isPlain ? nil : "tiled or compressed TIFF of \(bits)-bit floats"
        case (.float, _): "TIFF of \(bits)-bit floats"
        case (.complex, _): "TIFF of complex numbers"
        case (.unsigned, _), (.signed, _): "\(bits)-bit TIFF"
        }
    }

    /// What libtiff does not decode.
    private static func unreadCompression(_ code: Int) -> String? {
        switch code {
        case 1...8, 32_766...32_809, 32_909, 32_946, 34_676, 34_677, 34_887, 34_925, 50_000, 50_001:
            nil
        case 34_712: "TIFF of JPEG 2000"
        case 34_933: "TIFF of PNG"
        case 34_934: "TIFF of JPEG XR"
        case 50_002, 52_546: "TIFF of JPEG XL"
        default: "TIFF of compression \(code)"
        }
    }
}
