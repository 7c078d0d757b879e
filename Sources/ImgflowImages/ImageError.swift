package import ImageFacts

package enum ImageError: Error, Hashable, Sendable {
    case unreadable(ImageHeaderError)
    case undecodable(ImageFormat, detail: String)
    case tooManyPixels(PixelSize, limit: Int)
    case tooManyBytes(PixelSize, bytes: Int, limit: Int)
    case tooManyBands(Int, limit: Int)
    case sizeUnlikeHeader(ImageFormat, header: PixelSize, PixelSize)
    case tooLargeWords(PixelSize, limit: PixelSize)
    case emptySize(PixelSize)
    case alphaInJPEG
    case alphaUnwanted
    case outside(x: Int, y: Int, PixelSize, of: PixelSize)
    case sizesDiffer(PixelSize, PixelSize)
    case byteCount(expected: Int, found: Int)
    case overBytes(ImageFormat, limit: Int, reached: Int)
    case tooLongFor(ImageFormat, PixelSize, limit: Int)
    case noPage(Int, of: Int)
    case unencodable(ImageFormat, detail: String)
    /// The file in which pixels were to wait could not be written, or they could not be made.
    case unheld(detail: String)
    case allBorder(tolerance: Double)
    case operationFailed(String, detail: String)
    case noLibrary(String)
}

extension ImageError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreadable(let error): error.description
        case .undecodable(let format, let detail):
            "the \(format.title) is damaged or truncated: \(detail)"
        case .tooManyPixels(let size, let limit):
            "\(size) is too large: expected at most \(limit / 1_000_000) megapixels, "
                + "found \(size.pixels / 1_000_000)"
        case .tooManyBytes(let size, let bytes, let limit):
            "decoding \(size) requires too much memory: expected at most \(limit / 1_000_000) MB, "
                + "found \(bytes / 1_000_000)"
        case .tooManyBands(let count, let limit):
            "expected at most \(limit) channels, found \(count): save it as RGB, or RGB with alpha"
        case .sizeUnlikeHeader(let format, let header, let found):
            "the \(format.title) contradicts itself: its header says \(header), its pixels are \(found)"
        case .tooLargeWords(let size, let limit):
            "the text would be \(size) px, expected at most \(limit): shorten it or reduce `size`"
        case .emptySize(let size): "expected sides of 1 pixel or more, found \(size)"
        case .alphaInJPEG:
            "JPEG does not support transparency: use `flatten`, or save as PNG or WebP"
        case .alphaUnwanted: "the model does not support transparency: add `flatten` before it"
        case .outside(let x, let y, let size, let whole):
            "expected a part of \(whole), found \(size) at \(x),\(y)"
        case .sizesDiffer(let first, let second):
            "expected two images of one size, found \(first) and \(second)"
        case .byteCount(let expected, let found):
            "expected \(expected) bytes of pixels, found \(found)"
        case .overBytes(let format, let limit, let reached):
            "the smallest \(format.title) has \(reached) bytes, expected at most \(limit) (`max-bytes`): "
                + "use `resize` before it, or a greater `max-bytes`"
        case .tooLongFor(let format, let size, let limit):
            "\(format.title) supports sides of at most \(limit) px, found \(size): "
                + "use `resize` before it, or save as PNG"
        case .noPage(let number, let count): "there is no page \(number): the last one is \(count)"
        case .unencodable(let format, let detail): "\(format.title) encoding failed: \(detail)"
        case .unheld(let detail): "the pixels cannot be written to a file: \(detail)"
        case .allBorder(let tolerance):
            "`trim` would leave nothing: every pixel is within \(tolerance.formatted) levels of the border's color; "
                + (tolerance > 0 ? "use a lower `tolerance`, or remove `trim`" : "remove `trim`")
        case .operationFailed(let operation, let detail): "\(operation) failed: \(detail)"
        case .noLibrary(let reason): reason
        }
    }
}

extension Double {
    /// Without a fraction that is nothing.
    fileprivate var formatted: String { Int(exactly: self).map { "\($0)" } ?? "\(self)" }
}
