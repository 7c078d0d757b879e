internal import CJPEGScan
internal import CPNGScan
import ImageFacts

extension Image {
    /// Proves that every pixel can be read: of a file by its data where they are of a common kind, else by
    /// decoding it. Decoders pass over wrong checksums and missing rows of a PNG: here they count.
    package func proven() throws(ImageError) {
        guard let bytes = encoded else { return try decoded() }
        switch facts.format {
        case .png:
            switch Self.scan(bytes, with: imgflow_png_scan) {
            case IMGFLOW_PNG_WHOLE?: return
            case IMGFLOW_PNG_CUT?: throw .undecodable(.png, detail: "its end is missing")
            case IMGFLOW_PNG_DAMAGED?:
                throw .undecodable(.png, detail: "its compressed data or checksum is wrong")
            default: break
            }
        case .jpeg where Self.scan(bytes, with: imgflow_jpeg_scan) == IMGFLOW_JPEG_WHOLE: return
        case .webp where Self.scan(bytes, with: imgflow_webp_is_whole) == true: return
        case .jpeg, .webp, .gif, .tiff, .avif, .heif: break
        }
        try decoded()
    }

    private static func scan<State>(
        _ file: [UInt8], with scan: (UnsafePointer<UInt8>, Int) -> State
    ) -> State? {
        file.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { scan($0, bytes.count) }
        }
    }
}
