import ImageFacts

/// A file of at most so many bytes.
extension Pixels {
    /// The best quality that fits, up to the one that is asked for or usual; of PNG less effort's worth of bytes, then
    /// fewer colors. At most eight encodings: a search by halves over 1 to 99 takes seven after the first.
    ///
    /// - Parameter limit: bytes of the whole file.
    func encoded(
        as format: ImageFormat, _ how: EncodingOptions, within limit: Int
    ) throws(ImageError) -> [UInt8] {
        var least = Int.max
        func attempt(_ how: EncodingOptions, paletteBits: Int = 0) throws(ImageError) -> [UInt8]? {
            let bytes = try encoded(as: format, how, paletteBits: paletteBits)
            least = min(least, bytes.count)
            return bytes.count <= limit ? bytes : nil
        }
        if let bytes = try attempt(how) { return bytes }
        switch format {
        case .jpeg, .webp, .avif, .heif:
            var how = how
            var (low, high) = (1, (how.quality ?? format.usualQuality) - 1)
            var best: [UInt8]?
            while low <= high {
                let quality = (low + high) / 2
                how.quality = quality
                if let bytes = try attempt(how) {
                    best = bytes
                    low = quality + 1
                } else {
                    high = quality - 1
                }
            }
            if let best { return best }
        case .png:
            var how = how
            how.effort = 9
            // Photographs are smaller as differences, drawings as they are.
            if let bytes = try attempt(how) { return bytes }
            if let bytes = try attempt(how, paletteBits: -1) { return bytes }
            for bits in [8, 4] {
                if let bytes = try attempt(how, paletteBits: bits) { return bytes }
            }
        case .gif, .tiff: break
        }
        throw .overBytes(format, limit: limit, reached: least)
    }
}
