/// JPEG, ITU T.81: the size stands in the first frame header (SOF), the orientation in APP1.
enum JPEGHeader {
    static func facts(_ bytes: Bytes) throws(ImageHeaderError) -> ImageFacts? {
        /// Of the first EXIF, as decoders take it.
        var orientation: Int?
        var wasSquashed = false
        var dpi: (jfif: Double?, exif: Double?)
        /// Pieces of the ICC profile, by their numbers.
        var profile: [Int: [UInt8]] = [:]
        for segment in JPEGSegments(bytes) {
            let (marker, at, length) = (
                segment.marker, segment.range.lowerBound, segment.range.count - 2
            )
            if isFrame(marker) {
                guard let depth = bytes.u8(at + 4), let height = bytes.u16(at + 5),
                    let width = bytes.u16(at + 7), let components = bytes.u8(at + 9)
                else { return nil }
                if let kind = unreadKind(marker, depth: depth, height: height) {
                    throw .unread(.jpeg, kind)
                }
                var facts = ImageFacts(
                    size: PixelSize(width, height), format: .jpeg, hasAlpha: false
                )
                .coded(bands: components).oriented(orientation ?? 1)
                .at(dpi: dpi.exif ?? dpi.jfif)
                if wasSquashed { facts.revision = 2 }
                facts.isArithmetic = marker > 0xC8
                let pieces = profile.sorted { $0.key < $1.key }.flatMap(\.value)
                return pieces.withUnsafeBytes { facts.profiled(Bytes($0)) }
            }
            if marker == 0xE2, bytes.has("ICC_PROFILE\0", at: at + 4), let piece = bytes.u8(at + 16)
            {
                profile[piece] = bytes.values(at + 18, length - 16)
            }
            if marker == 0xE0, bytes.has("JFIF\0", at: at + 4) { dpi.jfif = jfifDPI(bytes, at + 9) }
            if marker == 0xE1, bytes.has("Exif\0\0", at: at + 4) {
                let found = TIFFHeader.orientation(bytes.slice(at + 10, length: length - 8))
                // Earlier versions planned it turned by a second EXIF, which decoders pass over.
                dpi.exif = dpi.exif ?? TIFFHeader.dpi(bytes.slice(at + 10, length: length - 8))
                wasSquashed = wasSquashed || orientation == 1 && found > 4
                orientation = orientation ?? found
            }
        }
        // Pixels or end before any frame.
        return nil
    }

    /// - Parameter at: of the version.
    private static func jfifDPI(_ bytes: Bytes, _ at: Int) -> Double? {
        guard let across = bytes.u16(at + 3), across > 1 else { return nil }
        switch bytes.u8(at + 2) {
        case 1: return Double(across)
        case 2: return Double(across) * 2.54
        default: return nil
        }
    }

    /// Where the first frame's scan begins, behind whose start its end marker is to be sought: what
    /// stands before it may hold a thumbnail with an end of its own.
    static func firstScan(_ bytes: Bytes) -> Int? {
        var segments = JPEGSegments(bytes)
        while segments.next() != nil {}
        if case .scan(let place) = segments.stop { return place }
        return nil
    }

    /// SOF0 to SOF15 without DHT, JPG and DAC, which sit between them.
    private static func isFrame(_ marker: Int) -> Bool {
        (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
    }

    /// What neither libjpeg nor browsers read.
    private static func unreadKind(_ marker: Int, depth: Int, height: Int) -> String? {
        switch marker {
        case 0xC3, 0xCB: "lossless JPEG"
        case 0xC5, 0xC6, 0xC7, 0xCD, 0xCE, 0xCF: "hierarchical JPEG"
        case _ where depth != 8: "\(depth)-bit JPEG"
        default: height == 0 ? "JPEG that stores its height after its pixels" : nil
        }
    }
}
