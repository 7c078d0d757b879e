import ImageFacts

/// A file's bytes and the changes that are to be made to its pixels: nothing is decoded until
/// somebody needs bytes, and then line by line where every change allows it.
struct PixelChain: Sendable {
    typealias Change = @Sendable (Pixels) throws(ImageError) -> Pixels

    private let bytes: [UInt8]
    private let format: ImageFormat
    private var changes: [Change] = []
    private var streams = true

    init(_ bytes: [UInt8], _ format: ImageFormat) {
        self.bytes = bytes
        self.format = format
    }

    func adding(streams: Bool, _ change: @escaping Change) -> PixelChain {
        var next = self
        next.changes.append(change)
        next.streams = self.streams && streams
        return next
    }

    private func applied(to opened: Pixels) throws(ImageError) -> Pixels {
        var pixels = opened
        for change in changes { pixels = try change(pixels) }
        return pixels
    }

    /// Size and alpha of what comes out; only the header is read.
    func outline() throws(ImageError) -> (size: PixelSize, hasAlpha: Bool) {
        try Pixels.streaming(bytes, format) { (opened) throws(ImageError) in
            let result = try applied(to: opened.upright())
            return (result.size, result.hasAlpha)
        }
    }

    /// For one use of the pixels, from top to bottom.
    func evaluated<Result>(
        _ use: (Pixels) throws(ImageError) -> Result
    ) throws(ImageError) -> Result {
        do throws(ImageError) {
            return try evaluatedOnce(use)
        } catch {
            guard case .unencodable = error else { throw error }
            // Reading and writing are one pass: whose fault it was is seen by reading alone.
            try Image(encoded: bytes).decoded()
            throw error
        }
    }

    private func evaluatedOnce<Result>(
        _ use: (Pixels) throws(ImageError) -> Result
    ) throws(ImageError) -> Result {
        try Pixels.streaming(bytes, format) { (opened) throws(ImageError) in
            // Turning upright needs all pixels at once, as some changes do.
            let isInOrder = streams && opened.isUpright
            return try use(applied(to: isInOrder ? opened : opened.inMemory().upright()))
        }
    }

    /// For many uses.
    func inMemory() throws(ImageError) -> Pixels {
        try evaluated { (pixels) throws(ImageError) in try pixels.inMemory() }
    }
}
