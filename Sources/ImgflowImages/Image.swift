package import ImageFacts

/// An image: its encoded bytes as they came, until an operation needs pixels; then a pipeline
/// that is evaluated and encoded once, when somebody needs bytes again.
///
/// Operations block while they decode or encode: run them in `PixelWork`.
package struct Image: Sendable {
    /// An image of more pixels than this is refused before it is decoded.
    package static let pixelLimit = 300_000_000
    /// And one whose pixels take more bytes.
    package static let byteLimit = 4 * pixelLimit
    package static let bandLimit = 4

    enum Content {
        case file([UInt8])
        /// With an empty image of what comes out: the last of many changes is tried on it as fast as the
        /// first, and its kind is known without a pixel.
        case work(PixelChain, outline: Pixels)
        case pixels(Pixels)
    }

    /// Of a pixel image: the format that it will be encoded in where none is asked for.
    package let facts: ImageFacts
    let content: Content

    /// Reads the header only.
    package init(encoded bytes: [UInt8]) throws(ImageError) {
        do {
            facts = try ImageHeader.read(bytes)
        } catch {
            throw .unreadable(error)
        }
        try facts.check()
        content = .file(bytes)
    }

    init(_ facts: ImageFacts, _ content: Content) {
        self.facts = facts
        self.content = content
    }

    /// A transparent image never becomes a JPEG.
    package init(_ pixels: Pixels, format: ImageFormat) {
        let alpha = pixels.hasAlpha
        facts = ImageFacts(
            size: pixels.size, format: alpha && !format.carriesAlpha ? .png : format,
            hasAlpha: alpha
        ).at(dpi: pixels.dpi)
        content = .pixels(pixels)
    }

    /// The untouched bytes; `nil` once an operation changed pixels.
    package var encoded: [UInt8]? {
        guard case .file(let bytes) = content else { return nil }
        return bytes
    }

    /// Proves that every pixel can be read: a file that is cut short fails.
    package func decoded() throws(ImageError) {
        switch content {
        case .file(let bytes):
            _ = try Pixels.streamingWhole(bytes, facts.format) { (opened) throws(ImageError) in
                try opened.mean()
            }
        case .work(let chain, _):
            _ = try chain.evaluated { (pixels) throws(ImageError) in try pixels.mean() }
        case .pixels(let pixels):
            _ = try pixels.mean()
        }
    }

    /// What it has beyond 8-bit sRGB; nil where nothing. Reads no pixel.
    package func otherColors() throws(ImageError) -> OtherColors? {
        switch content {
        // Of most files their heads tell.
        case .file(let bytes) where StandardColors.areSure(of: bytes, facts): nil
        case .file(let bytes): try PixelChain(bytes, facts.format).outline().otherColors()
        case .work(_, let outline): try outline.otherColors()
        case .pixels(let pixels): try pixels.otherColors()
        }
    }

    /// Decoded on each call where the image is still a file.
    package func pixels() throws(ImageError) -> Pixels {
        switch content {
        case .file(let bytes): try Pixels.decoded(bytes, facts.format)
        case .work(let chain, _): try chain.inMemory()
        case .pixels(let pixels): pixels.isDeep ? try pixels.inMemory() : pixels
        }
    }

    /// The same image with its pixels decoded once, for several that work on them.
    package func shared() throws(ImageError) -> Image {
        if case .pixels(let pixels) = content { return try with(pixels.inMemory()) }
        return try with(pixels().inMemory())
    }

    /// The image with a change to come: it is made when bytes are needed, in one pass with those
    /// before it where all of them go from top to bottom.
    ///
    /// - Parameter change: called more than once; it builds a pipeline and must not evaluate it.
    func changed(
        _ manner: PixelStep.Manner = .lineByLine, _ change: @escaping PixelStep.Change
    ) throws(ImageError) -> Image {
        try changed(by: .change(manner, change))
    }

    func changed(by step: PixelStep) throws(ImageError) -> Image {
        switch content {
        case .pixels(let pixels):
            return try with(
                step.applied(
                    to: step.needsWholeImage || pixels.isDeep ? pixels.inMemory() : pixels))
        case .file(let bytes):
            let chain = PixelChain(bytes, facts.format)
            return try Image(
                chain.adding(step), facts.format, outline: step.outlined(chain.outline()))
        case .work(let chain, let outline):
            return try Image(
                chain.adding(step), facts.format, outline: step.outlined(outline))
        }
    }

    /// Exactly that size, whatever the aspect.
    package func resized(to size: PixelSize) throws(ImageError) -> Image {
        guard size != facts.size else { return self }
        switch content {
        case .file: return try changed(by: .scaling(to: size))
        case .work(let chain, let outline):
            return try Image(
                chain.adding(scalingTo: size, from: facts.size), facts.format,
                outline: PixelStep.scaling(to: size).outlined(outline))
        // A scaling looks at its lines in narrow strips: what is expensive, as a mask that grows, would be
        // made many times over.
        case .pixels(let pixels): return try with(pixels.inMemory().resized(to: size))
        }
    }

    private init(_ chain: PixelChain, _ format: ImageFormat, outline: Pixels) {
        let alpha = outline.hasAlpha
        facts = ImageFacts(
            size: outline.size, format: alpha && !format.carriesAlpha ? .png : format,
            hasAlpha: alpha
        ).at(dpi: outline.dpi)
        content = .work(chain, outline: outline)
    }

    /// The same image with other pixels, in the same format.
    func with(_ pixels: Pixels) -> Image { Image(pixels, format: facts.format) }
}
