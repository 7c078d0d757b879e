import ImageFacts

/// One operation in a chain from a file's pixels to a result.
enum PixelStep: Sendable {
    typealias Change = @Sendable (Pixels) throws(ImageError) -> Pixels

    /// How a change reads its input, and how expensive its output is.
    enum Manner {
        /// Sequential access: each line is read a few times at most.
        case lineByLine
        /// Random access to the whole image. Expensive: materialize the result before anything reads it twice.
        case wholeImage
        /// Sequential access. Expensive: materialize the result before anything reads it twice.
        case expensive
    }

    case change(Manner, Change)
    case scaling(to: PixelSize)
    case cropping(x: Int, y: Int, PixelSize)
    case moving(Move)

    /// Moves pixels without changing them: it gives the same image before a scaling as after it.
    enum Move {
        /// Clockwise, by 90 degrees each.
        case turn(quarters: Int)
        case mirror(horizontally: Bool)
    }

    var needsWholeImage: Bool {
        switch self {
        case .change(let manner, _): manner == .wholeImage
        case .moving(.turn), .moving(.mirror(horizontally: false)): true
        case .scaling, .cropping, .moving(.mirror(horizontally: true)): false
        }
    }

    var isExpensive: Bool {
        switch self {
        case .change(.expensive, _), .change(.wholeImage, _): true
        default: false
        }
    }

    func applied(to pixels: Pixels) throws(ImageError) -> Pixels {
        switch self {
        case .change(_, let change): try change(pixels)
        case .scaling(let size): try pixels.resized(to: size)
        case .cropping(let x, let y, let part): try pixels.cropped(x: x, y: y, part)
        case .moving(.turn(let quarters)): try pixels.turned(quarters: quarters)
        case .moving(.mirror(let horizontally)):
            try pixels.flipped(horizontally: horizontally)
        }
    }
}

extension PixelStep {
    /// An image without pixels, of the size, bands, depth, and profile that the step's result has.
    func outlined(_ outline: Pixels) throws(ImageError) -> Pixels {
        switch self {
        // Building a scaling compiles its loops: of an outline only the size is wanted.
        case .scaling(let size): try outline.emptied(size)
        case .cropping, .moving, .change: try applied(to: outline).emptied()
        }
    }
}

extension [PixelStep] {
    /// Appends a scaling. One that shrinks the image goes before the moves at the end of the chain: fewer pixels
    /// are moved, and a JPEG whose first step it becomes is decoded at a reduced size.
    func adding(scalingTo target: PixelSize, from size: PixelSize) -> [PixelStep] {
        var place = endIndex
        var before = target
        while target.pixels < size.pixels, place > startIndex,
            case .moving(let move) = self[place - 1]
        {
            place -= 1
            if case .turn(let quarters) = move, quarters & 1 == 1 { before = before.transposed }
        }
        var next = self
        next.insert(.scaling(to: before), at: place)
        return next
    }

    /// The factor, 1, 2, 4, or 8, by which a decoder may divide the sides of the image, and the steps for the image
    /// so decoded. Above 1 the steps begin with a scaling down, or with a crop whose place and size the factor
    /// divides.
    func shrunk(from size: PixelSize) -> (shrink: Int, steps: [PixelStep]) {
        switch first {
        case .scaling(let target)?:
            return (PixelStep.shrinks(from: size, to: target).first ?? 1, self)
        case .cropping(let x, let y, let part)?:
            guard count > 1, case .scaling(let target) = self[1] else { return (1, self) }
            // The sides of the image too: an EXIF orientation may count from the opposite edge.
            let lengths = [x, y, part.width, part.height, size.width, size.height]
            let shrinks = PixelStep.shrinks(from: part, to: target)
            guard let shrink = shrinks.first(where: { by in lengths.allSatisfy { $0 % by == 0 } })
            else { return (1, self) }
            var steps = self
            steps[0] = .cropping(
                x: x / shrink, y: y / shrink, PixelSize(part.width / shrink, part.height / shrink))
            return (shrink, steps)
        default: return (1, self)
        }
    }
}

extension PixelStep {
    /// The factors that a decoder may divide the sides by, largest first. A decoder averages blocks, which aliases:
    /// a factor of two is left to the kernel, as in vipsthumbnail.
    fileprivate static func shrinks(from size: PixelSize, to target: PixelSize) -> [Int] {
        let scale = min(
            Double(size.shortSide) / Double(target.shortSide),
            Double(size.longSide) / Double(target.longSide))
        return [8, 4, 2].filter { scale >= 2 * Double($0) }
    }
}

extension PixelSize {
    var transposed: PixelSize { PixelSize(height, width) }
}
