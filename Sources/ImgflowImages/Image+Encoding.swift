package import ImageFacts

extension Image {
    /// The file as `how` asks for it. Bytes that have the format, and of which nothing else is asked, keep
    /// their compressed pixels. Transparent images are never flattened silently: they fail as JPEG.
    package func encoded(
        as format: ImageFormat, _ how: EncodingOptions = EncodingOptions()
    ) throws(ImageError) -> [UInt8] {
        if let bytes = encoded, format == facts.format, !how.asksForCoding {
            try JPEGData.check(bytes, format)
            if let edited = try edited(bytes, how), edited.count <= how.maxBytes ?? .max {
                return edited
            }
            if let limit = how.maxBytes, how.metadata == nil {
                // Its pixels may fit as they are without what else the file says.
                var bare = how
                bare.metadata = .safe
                if let edited = try edited(bytes, bare), edited.count <= limit { return edited }
            }
        }
        if format == .jpeg, facts.hasAlpha { throw .alphaInJPEG }
        return try evaluated { (pixels) throws(ImageError) in
            guard let limit = how.maxBytes else { return try pixels.encoded(as: format, how) }
            // Encoded more than once, computed once.
            return try pixels.inMemory().encoded(as: format, how, within: limit)
        }
    }

    /// Nil where only encoding it again would do.
    private func edited(_ bytes: [UInt8], _ how: EncodingOptions) throws(ImageError) -> [UInt8]? {
        let dpi = how.dpi.map(Double.init) ?? facts.dpi
        switch how.metadata {
        case nil, .all:
            guard facts.isSigned, how.dpi != nil, how.dpi.map(Double.init) != facts.dpi else {
                return bytes.resolved(dpi, facts.format)
            }
            // A signature that no longer holds is worse than none.
            return nil
        case .safe:
            guard let bare = BareFile.bytes(of: bytes, facts.format, for: .privacy) else {
                return nil
            }
            let words = bytes.withUnsafeBytes { SafeMetadata($0, facts.format) }
                .saying(alternativeText: how.alternativeText)
            if how.alternativeText != nil, !SafeMetadata.formats.contains(facts.format) {
                return nil
            }
            guard SafeMetadata.formats.contains(facts.format) else { return bare }
            if facts.format == .webp, !words.isEmpty || facts.orientation > 1 {
                return words.put(into: bare, .webp, dpi: dpi, orientation: facts.orientation)
            }
            return bare.resolved(dpi, facts.format).flatMap {
                words.put(into: $0, facts.format, dpi: dpi, orientation: facts.orientation)
            }
        case .some(.none):
            // The turn is metadata: without it the pixels have to be turned.
            guard let bare = BareFile.bytes(of: bytes, facts.format, for: .privacy),
                try Pixels.streaming(bytes, facts.format, { (opened) in opened.isUpright })
            else { return nil }
            return bare.resolved(dpi, facts.format)
        }
    }

    /// One use of the pixels, from top to bottom.
    private func evaluated<Result>(
        _ use: (Pixels) throws(ImageError) -> Result
    ) throws(ImageError) -> Result {
        switch content {
        case .file(let bytes): try PixelChain(bytes, facts.format).evaluated(use)
        case .work(let chain, _): try chain.evaluated(use)
        case .pixels(let pixels): try use(pixels)
        }
    }
}
