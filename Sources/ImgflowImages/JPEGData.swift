internal import CJPEGScan
import ImageFacts

/// Whether a JPEG's data are all there: decoders fill up with gray what was cut out, where an end marker
/// follows all the same.
enum JPEGData {
    /// Decoding shows it too: where every line was made without a warning, nothing is missing.
    static func isShownByDecoding(_ file: [UInt8]) -> Bool {
        ImageEnd.isReached(file, .jpeg)
            && file.withUnsafeBufferPointer { bytes in
                bytes.baseAddress.map { imgflow_jpeg_is_one_scan($0, bytes.count) } ?? false
            }
    }

    /// Nothing of other formats, whose decoders see it.
    static func check(_ file: [UInt8], _ format: ImageFormat) throws(ImageError) {
        guard format == .jpeg else { return }
        let state = file.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { imgflow_jpeg_scan($0, bytes.count) } ?? IMGFLOW_JPEG_CUT
        }
        switch state {
        case IMGFLOW_JPEG_CUT: throw .undecodable(.jpeg, detail: "its end is missing")
        case IMGFLOW_JPEG_DAMAGED:
            throw .undecodable(.jpeg, detail: "its data has an invalid code")
        case IMGFLOW_JPEG_UNKNOWN where !ImageEnd.isReached(file, .jpeg):
            throw .undecodable(.jpeg, detail: "its end is missing")
        default: return
        }
    }
}
