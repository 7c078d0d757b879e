import ImageFacts

/// One change on the way from a file's pixels to a result.
enum PixelStep: Sendable {
    typealias Change = @Sendable (Pixels) throws(ImageError) -> Pixels

    /// What a change asks of the pixels before it, and what becomes of those that it makes.
    enum Manner {
        /// Lines in order, each a few times at most.
        case lineByLine
        /// All pixels at once; what it makes is expensive too.
        case wholeImage
        /// Lines in order; what it makes is expensive, and computed once.
        case expensive
    }

    case change(Manner, Change)
    case scaling(to: PixelSize)
    case cropping(x: Int, y: Int, PixelSize)
    case moving(Move)

    /// Puts each pixel elsewhere: before a scaling or after it, the image is the same.
    enum Move {
        /// Clockwise.
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
    /// Empty, and of the kind of what it makes of such an image.
    func outlined(_ outline: Pixels) throws(ImageError) -> Pixels {
        try applied(to: outline).emptied()
    }
}

extension [PixelStep] {
    /// With a scaling that makes an image smaller put before the moves at the end: fewer pixels are
    /// moved, and where it comes to stand first they are not even decoded.
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

    /// By how much, 2, 4 or 8, the sides of an image can be divided before these steps, and what the
    /// steps are then: they begin with a scaling down, or with a crop of a part that can be divided too.
    func shrunk(from size: PixelSize) -> (shrink: Int, steps: [PixelStep]) {
        switch first {
        case .scaling(let target)?:
            return (PixelStep.shrinks(from: size, to: target).first ?? 1, self)
        case .cropping(let x, let y, let part)?:
            guard count > 1, case .scaling(let target) = self[1] else { return (1, self) }
            // The sides too: a camera may count from the other end.
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
    /// What a decoder may divide the sides by; most first. It takes means of blocks, which alias: a factor
    /// of two is left to the kernel, as vipsthumbnail does.
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
