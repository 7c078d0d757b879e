package import ImageFacts

/// A picture: its encoded bytes as they came, until an operation needs pixels; then a pipeline
/// that is evaluated and encoded once, when somebody needs bytes again.
///
/// Operations block while they decode or encode: run them in `PixelWork`.
package struct Image: Sendable {
    /// A picture of more pixels than this is refused before it is decoded.
    package static let pixelLimit = 300_000_000
    /// And one whose pixels take more bytes.
    package static let byteLimit = 4 * pixelLimit
    package static let bandLimit = 4

    private enum Content {
        case file([UInt8])
        case work(PixelChain)
        case pixels(Pixels)
    }

    /// Of a pixel picture: the format that it will be encoded in where none is asked for.
    package let facts: ImageFacts
    private let content: Content

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

    /// A transparent picture never becomes a JPEG.
    package init(_ pixels: Pixels, format: ImageFormat) {
        let alpha = pixels.hasAlpha
        facts = ImageFacts(
            size: pixels.size, format: alpha && !format.carriesAlpha ? .png : format,
            hasAlpha: alpha)
        content = .pixels(pixels)
    }

    /// The untouched bytes; `nil` once an operation changed pixels.
    package var encoded: [UInt8]? {
        guard case .file(let bytes) = content else { return nil }
        return bytes
    }

    /// The untouched bytes where format and quality ask for nothing else. Transparent pictures are
    /// never flattened silently: they fail as JPEG.
    package func encoded(
        as format: ImageFormat, quality: Int? = nil
    ) throws(ImageError) -> [UInt8] {
        switch content {
        case .file(let bytes) where format == facts.format && quality == nil:
            try JPEGData.check(bytes, format)
            return bytes
        case .file(let bytes):
            if format == .jpeg, facts.hasAlpha { throw .alphaInJPEG }
            return try PixelChain(bytes, facts.format).evaluated { (pixels) throws(ImageError) in
                try pixels.encoded(as: format, quality: quality)
            }
        case .work(let chain):
            return try chain.evaluated { (pixels) throws(ImageError) in
                try pixels.encoded(as: format, quality: quality)
            }
        case .pixels(let pixels):
            return try pixels.encoded(as: format, quality: quality)
        }
    }

    /// Proves that every pixel can be read: a file that is cut short fails.
    package func decoded() throws(ImageError) {
        switch content {
        case .file(let bytes):
            try JPEGData.check(bytes, facts.format)
            _ = try Pixels.streaming(bytes, facts.format) { (opened) throws(ImageError) in
                try opened.mean()
            }
        case .work(let chain):
            _ = try chain.evaluated { (pixels) throws(ImageError) in try pixels.mean() }
        case .pixels(let pixels):
            _ = try pixels.mean()
        }
    }

    /// What it has beyond 8-bit sRGB, in words (`16-bit gray`); nil where nothing. Reads no pixel.
    package func otherColors() throws(ImageError) -> String? {
        switch content {
        // Of most files their heads tell.
        case .file(let bytes) where StandardColors.areSure(of: bytes, facts): nil
        case .file(let bytes): try PixelChain(bytes, facts.format).otherColors()
        case .work(let chain): try chain.otherColors()
        case .pixels(let pixels): try pixels.otherColors()
        }
    }

    /// Decoded on each call where the picture is still a file.
    package func pixels() throws(ImageError) -> Pixels {
        switch content {
        case .file(let bytes): try Pixels.decoded(bytes, facts.format)
        case .work(let chain): try chain.inMemory()
        case .pixels(let pixels): pixels.isDeep ? try pixels.inMemory() : pixels
        }
    }

    /// The same picture with its pixels decoded once, for several that work on them.
    package func shared() throws(ImageError) -> Image {
        if case .pixels(let pixels) = content { return try with(pixels.inMemory()) }
        return try with(pixels().inMemory())
    }

    /// The picture with a change to come: it is made when bytes are needed, in one pass with those
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
            try with(
                step.applied(
                    to: step.needsWholePicture || pixels.isDeep ? pixels.inMemory() : pixels))
        case .file(let bytes):
            try Image(PixelChain(bytes, facts.format).adding(step), facts.format)
        case .work(let chain): try Image(chain.adding(step), facts.format, after: step, facts)
        }
    }

    /// Exactly that size, whatever the aspect.
    package func resized(to size: PixelSize) throws(ImageError) -> Image {
        guard size != facts.size else { return self }
        switch content {
        case .file: return try changed(by: .scaling(to: size))
        case .work(let chain):
            return try Image(
                chain.adding(scalingTo: size, from: facts.size), facts.format,
                after: .scaling(to: size), facts)
        // A scaling looks at its lines in narrow strips: what is dear, as a mask that grows, would be
        // made many times over.
        case .pixels(let pixels): return try with(pixels.inMemory().resized(to: size))
        }
    }

    /// - Parameter step: the last of many, and what it is applied to.
    private init(
        _ chain: PixelChain, _ format: ImageFormat, after step: PixelStep? = nil,
        _ before: ImageFacts? = nil
    ) throws(ImageError) {
        let (size, alpha) =
            if let step, let before {
                try step.outline(of: before.size, hasAlpha: before.hasAlpha)
            } else {
                try chain.outline()
            }
        facts = ImageFacts(
            size: size, format: alpha && !format.carriesAlpha ? .png : format, hasAlpha: alpha)
        content = .work(chain)
    }

    /// The same picture with other pixels, in the same format.
    func with(_ pixels: Pixels) -> Image { Image(pixels, format: facts.format) }
}
