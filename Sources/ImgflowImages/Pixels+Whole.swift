internal import CVips
import ImageFacts

extension Pixels {
    /// As `streaming`, of a file whose data are all there. A JPEG whose decoding shows it is not walked through
    /// before: that takes a tenth of the time of a small image.
    ///
    /// - Parameter body: called again where the decoder warned and the data are whole.
    static func streamingWhole<Result>(
        _ bytes: [UInt8], _ format: ImageFormat, shrink: Int = 1,
        _ body: (Pixels) throws(ImageError) -> Result
    ) throws(ImageError) -> Result {
        guard format == .jpeg, JPEGData.isShownByDecoding(bytes) else {
            try JPEGData.check(bytes, format)
            return try streaming(bytes, format, shrink: shrink, body)
        }
        // libvips heeds a decoder's warning at its next lines, and logs one of the last lines when it is done.
        let warnings = imgflow_vips_warnings()
        do throws(ImageError) {
            let (result, reading) = try streaming(bytes, format, shrink: shrink, isStrict: true) {
                (opened) throws(ImageError) in
                let watched = try made("decoding") { imgflow_vips_watched(opened.pointer) }
                return (try body(watched), imgflow_vips_reading(watched.pointer))
            }
            let isWarned = imgflow_vips_warnings() != warnings
            if reading == IMGFLOW_READ_WHOLE, !isWarned { return result }
            try JPEGData.check(bytes, format)
            if reading != IMGFLOW_READ_FAILED { return result }
        } catch {
            guard !CancellationToken.isCancelledHere, error.mayBeOfDecoding else { throw error }
            try JPEGData.check(bytes, format)
        }
        // The decoder warned of what all decoders pass over.
        return try streaming(bytes, format, shrink: shrink, body)
    }
}

extension ImageError {
    /// Reading and writing are one pass, and either may be at fault.
    fileprivate var mayBeOfDecoding: Bool {
        switch self {
        case .undecodable, .operationFailed, .unencodable: true
        default: false
        }
    }
}
