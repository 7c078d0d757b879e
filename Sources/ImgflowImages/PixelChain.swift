import ImageFacts

/// A file's bytes, or pixels that were kept, and the changes that are to be made to them: nothing is decoded
/// until somebody needs bytes, and then line by line where every change allows it.
struct PixelChain: Sendable {
    enum Base: Sendable {
        case file([UInt8], ImageFormat)
        /// Upright.
        case pixels(Pixels)
    }

    let base: Base
    private(set) var steps: [PixelStep] = []

    init(_ bytes: [UInt8], _ format: ImageFormat) { base = .file(bytes, format) }

    init(_ base: Base, _ steps: [PixelStep]) {
        self.base = base
        self.steps = steps
    }

    func adding(_ step: PixelStep) -> PixelChain {
        var next = self
        next.steps.append(step)
        return next
    }

    /// - Parameter size: of what came out so far.
    func adding(scalingTo target: PixelSize, from size: PixelSize) -> PixelChain {
        var next = self
        next.steps = steps.adding(scalingTo: target, from: size)
        return next
    }

    private func applied(
        _ steps: [PixelStep], to opened: Pixels, isInMemory: Bool, usingFiles: Bool
    ) throws(ImageError) -> Pixels {
        var (pixels, isInMemory) = (opened, isInMemory)
        for (index, step) in steps.enumerated() {
            if step.needsWholeImage, !isInMemory {
                pixels = try pixels.inMemory()
                isInMemory = true
            }
            pixels = try step.applied(to: pixels)
            // What follows may ask for lines again, and all cores make a whole image faster.
            if step.isExpensive || pixels.isDeep, index < steps.count - 1 {
                isInMemory = !usingFiles || steps[index + 1].needsWholeImage
                pixels = try isInMemory ? pixels.inMemory() : pixels.held()
            }
        }
        return pixels
    }

    /// Empty, and of the size, bands, depth and profile of the base, upright; of a file only its header is
    /// read.
    func outline() throws(ImageError) -> Pixels {
        switch base {
        case .pixels(let pixels): return try pixels.emptied()
        case .file(let bytes, let format):
            if let sure = try Pixels.outline(of: bytes, format) { return sure }
            return try Pixels.streaming(bytes, format, isOutline: true) {
                (opened) throws(ImageError) in try opened.upright().emptied()
            }
        }
    }

    /// For one use of the pixels, from top to bottom.
    func evaluated<Result>(
        _ use: (Pixels) throws(ImageError) -> Result
    ) throws(ImageError) -> Result {
        do throws(ImageError) {
            return try evaluatedOnce(usingFiles: true, use)
        } catch {
            if CancellationToken.isCancelledHere { throw error }
            switch error {
            // Whether the disk or the image was at fault, memory tells.
            case .unheld: return try evaluatedOnce(usingFiles: false, use)
            // Reading and writing are one pass: whose fault it was is seen by reading alone.
            case .unencodable:
                if case .file(let bytes, _) = base { try Image(encoded: bytes).decoded() }
                throw error
            default: throw error
            }
        }
    }

    /// A JPEG that becomes half as large or less is decoded so: most of its pixels are never made.
    private func shrunk(
        _ bytes: [UInt8], _ format: ImageFormat
    ) -> (shrink: Int, steps: [PixelStep]) {
        guard format == .jpeg, let size = try? ImageHeader.read(bytes).size else {
            return (1, steps)
        }
        return steps.shrunk(from: size)
    }

    private func evaluatedOnce<Result>(
        usingFiles: Bool, _ use: (Pixels) throws(ImageError) -> Result
    ) throws(ImageError) -> Result {
        switch base {
        case .pixels(let pixels):
            return try use(
                applied(steps, to: pixels, isInMemory: false, usingFiles: usingFiles))
        case .file(let bytes, let format):
            return try evaluatedOnce(bytes, format, usingFiles: usingFiles, use)
        }
    }

    private func evaluatedOnce<Result>(
        _ bytes: [UInt8], _ format: ImageFormat, usingFiles: Bool,
        _ use: (Pixels) throws(ImageError) -> Result
    ) throws(ImageError) -> Result {
        let (shrink, steps) = shrunk(bytes, format)
        return try Pixels.streamingWhole(bytes, format, shrink: shrink) {
            (opened) throws(ImageError) in
            if opened.isUpright {
                return try use(
                    applied(steps, to: opened, isInMemory: false, usingFiles: usingFiles))
            }
            // Turning upright needs all pixels at once: it waits where they will be fewer.
            var (source, rest) = (opened, steps)
            if case .scaling(let target)? = steps.first, target.pixels < opened.size.pixels {
                source = try opened.resized(
                    to: opened.liesOnItsSide ? target.transposed : target)
                rest.removeFirst()
            }
            return try use(
                applied(
                    rest, to: source.inMemory().upright(), isInMemory: true,
                    usingFiles: usingFiles))
        }
    }

    /// For many uses.
    func inMemory() throws(ImageError) -> Pixels {
        try evaluated { (pixels) throws(ImageError) in try pixels.inMemory() }
    }
}
