import ImageFacts

/// A file's bytes and the changes that are to be made to its pixels: nothing is decoded until
/// somebody needs bytes, and then line by line where every change allows it.
struct PixelChain: Sendable {
    typealias Change = @Sendable (Pixels) throws(ImageError) -> Pixels

    /// What a change asks of the pixels before it, and what becomes of those that it makes.
    enum Manner {
        /// Lines in order, each a few times at most.
        case lineByLine
        /// All pixels at once.
        case wholePicture
        /// Lines in order; what it makes is dear, and computed once.
        case dear
        /// Only scales: to this size.
        case scaling(PixelSize)
    }

    private struct Step {
        var manner: Manner
        var change: Change
    }

    private let bytes: [UInt8]
    private let format: ImageFormat
    private var steps: [Step] = []

    init(_ bytes: [UInt8], _ format: ImageFormat) {
        self.bytes = bytes
        self.format = format
    }

    func adding(_ manner: Manner, _ change: @escaping Change) -> PixelChain {
        var next = self
        next.steps.append(Step(manner: manner, change: change))
        return next
    }

    private func applied(to opened: Pixels, isInMemory: Bool) throws(ImageError) -> Pixels {
        var (pixels, isInMemory) = (opened, isInMemory)
        for step in steps {
            if case .wholePicture = step.manner, !isInMemory {
                pixels = try pixels.inMemory()
                isInMemory = true
            }
            pixels = try step.change(pixels)
            if case .dear = step.manner {
                pixels = try pixels.inMemory()
                isInMemory = true
            }
        }
        return pixels
    }

    /// Size and alpha of what comes out; only the header is read.
    func outline() throws(ImageError) -> (size: PixelSize, hasAlpha: Bool) {
        try Pixels.streaming(bytes, format) { (opened) throws(ImageError) in
            var result = try opened.upright()
            for step in steps { result = try step.change(result) }
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

    /// A JPEG that becomes half as large or less is decoded so: most of its pixels are never made.
    private func shrink() -> Int {
        guard format == .jpeg, case .scaling(let target)? = steps.first?.manner,
            let size = try? ImageHeader.read(bytes).size,
            // One that was cut short is read whole: only so libvips always sees that its end is missing.
            hasEnd
        else { return 1 }
        let scale = min(
            Double(size.shortSide) / Double(target.shortSide),
            Double(size.longSide) / Double(target.longSide))
        return [8, 4, 2].first { scale >= Double($0) } ?? 1
    }

    /// JPEG's end marker, behind which some cameras put more.
    private var hasEnd: Bool {
        let tail = bytes.suffix(4_096)
        return zip(tail, tail.dropFirst()).contains { $0 == 0xFF && $1 == 0xD9 }
    }

    private func evaluatedOnce<Result>(
        _ use: (Pixels) throws(ImageError) -> Result
    ) throws(ImageError) -> Result {
        try Pixels.streaming(bytes, format, shrink: shrink()) { (opened) throws(ImageError) in
            // Turning upright needs all pixels at once.
            let isUpright = opened.isUpright
            return try use(
                applied(
                    to: isUpright ? opened : opened.inMemory().upright(), isInMemory: !isUpright))
        }
    }

    /// For many uses.
    func inMemory() throws(ImageError) -> Pixels {
        try evaluated { (pixels) throws(ImageError) in try pixels.inMemory() }
    }
}
