import ImageFacts

/// A file's bytes and the changes that are to be made to its pixels: nothing is decoded until
/// somebody needs bytes, and then line by line where every change allows it.
struct PixelChain: Sendable {
    private let bytes: [UInt8]
    private let format: ImageFormat
    private var steps: [PixelStep] = []

    init(_ bytes: [UInt8], _ format: ImageFormat) {
        self.bytes = bytes
        self.format = format
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
            if step.needsWholePicture, !isInMemory {
                pixels = try pixels.inMemory()
                isInMemory = true
            }
            pixels = try step.applied(to: pixels)
            // What follows may ask for lines again, and all cores make a whole picture faster.
            if step.isDear || pixels.isDeep, index < steps.count - 1 {
                isInMemory = !usingFiles || steps[index + 1].needsWholePicture
                pixels = try isInMemory ? pixels.inMemory() : pixels.held()
            }
        }
        return pixels
    }

    /// Size and alpha of what comes out; only the header is read.
    func outline() throws(ImageError) -> (size: PixelSize, hasAlpha: Bool) {
        try outlined { (result) in (result.size, result.hasAlpha) }
    }

    /// What is more than 8-bit sRGB of what comes out, in words.
    func otherColors() throws(ImageError) -> String? {
        try outlined { (result) throws(ImageError) in try result.otherColors() }
    }

    private func outlined<Result>(
        _ use: (Pixels) throws(ImageError) -> Result
    ) throws(ImageError) -> Result {
        try Pixels.streaming(bytes, format, isOutline: true) { (opened) throws(ImageError) in
            var result = try opened.upright()
            for step in steps { result = try step.applied(to: result) }
            return try use(result)
        }
    }

    /// For one use of the pixels, from top to bottom.
    func evaluated<Result>(
        _ use: (Pixels) throws(ImageError) -> Result
    ) throws(ImageError) -> Result {
        do throws(ImageError) {
            return try evaluatedOnce(usingFiles: true, use)
        } catch {
            if WorkSign.isUpHere { throw error }
            switch error {
            // Whether the disk or the picture was at fault, memory tells.
            case .unheld: return try evaluatedOnce(usingFiles: false, use)
            // Reading and writing are one pass: whose fault it was is seen by reading alone.
            case .unencodable:
                try Image(encoded: bytes).decoded()
                throw error
            default: throw error
            }
        }
    }

    /// A JPEG that becomes half as large or less is decoded so: most of its pixels are never made.
    private func shrunk() -> (shrink: Int, steps: [PixelStep]) {
        guard format == .jpeg, let size = try? ImageHeader.read(bytes).size else {
            return (1, steps)
        }
        return steps.shrunk(from: size)
    }

    private func evaluatedOnce<Result>(
        usingFiles: Bool, _ use: (Pixels) throws(ImageError) -> Result
    ) throws(ImageError) -> Result {
        try JPEGData.check(bytes, format)
        let (shrink, steps) = shrunk()
        return try Pixels.streaming(bytes, format, shrink: shrink) { (opened) throws(ImageError) in
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
