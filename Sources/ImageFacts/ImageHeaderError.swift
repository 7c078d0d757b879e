package enum ImageHeaderError: Error, Hashable, Sendable {
    case notAnImage(FileLikeness)
    case truncated(ImageFormat)
    case zeroSize(ImageFormat)
    /// Two places of it describe different sizes.
    case contradiction(ImageFormat, PixelSize, PixelSize)
    /// A kind of its format that is not read here.
    case unread(ImageFormat, String)
}

extension ImageHeaderError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAnImage(.empty): "the file is empty"
        case .notAnImage(.zeroBytes): "the file contains only zero bytes"
        case .notAnImage(.unknown):
            "not an image: expected \(Self.formats), found something else"
        case .notAnImage(let likeness):
            "not an image: expected \(Self.formats), found \(likeness)"
        case .truncated(let format): "the \(format.title) is truncated or damaged in its header"
        case .zeroSize(let format): "the \(format.title) has no pixels: a side is 0"
        case .contradiction(let format, let first, let second):
            "the \(format.title) contradicts itself: it says \(first), and its pixels reach to \(second)"
        case .unread(let format, let kind):
            "a \(kind) is not supported: save it as a plain 8-bit \(format.title) or as PNG"
        }
    }

    private static let formats = "PNG, JPEG, WebP, GIF, TIFF, AVIF or HEIC"
}

extension FileLikeness: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty: "an empty file"
        case .zeroBytes: "zero bytes"
        case .pdf: "a PDF; make images of its pages first: pdftoppm -png -r 300 in.pdf page"
        case .svg: "an SVG drawing"
        case .html: "an HTML page"
        case .json: "JSON"
        case .zip: "a zip archive"
        case .gzip: "a gzip archive"
        case .bmp: "a BMP"
        case .jpegXL: "a JPEG XL"
        case .video: "a video"
        case .text: "text"
        case .unknown: "unknown bytes"
        }
    }
}

extension ImageFormat {
    /// As its makers write it.
    package var title: String {
        switch self {
        case .png: "PNG"
        case .jpeg: "JPEG"
        case .webp: "WebP"
        case .gif: "GIF"
        case .tiff: "TIFF"
        case .avif: "AVIF"
        case .heif: "HEIC"
        }
    }
}
