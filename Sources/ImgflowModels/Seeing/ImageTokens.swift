package import ImageFacts

/// How many tokens an image counts as.
package enum ImageTokens: Hashable, Sendable {
    /// The same for every size.
    case flat(Int)
    /// Examples of a document, by pixels, after an image whose long side is shorter was enlarged to it:
    /// an image in between costs between its neighbors.
    case examples([Example], longSide: Int)
    /// One for each patch of 28 pixels a side, after the image was shrunk.
    case patches(longSide: Int, most: Int)
    /// One for each patch of 32 pixels a side, the sides rounded to such patches.
    case grid
    /// No rule is known: no measured request of this many pixels cost more than one token for each.
    case measured(pixelsForEach: Int)

    package struct Example: Hashable, Sendable {
        package var pixels: Int
        package var tokens: Int

        package init(_ width: Int, _ height: Int, _ tokens: Int) {
            pixels = width * height
            self.tokens = tokens
        }
    }

    /// The fewest and the most, of an image as it is sent.
    package func count(of size: PixelSize) -> ClosedRange<Int> {
        switch self {
        case .flat(let tokens): return tokens...tokens
        case .examples(let examples, let longSide):
            let pixels = Self.enlarged(size, longSide: longSide).pixels
            let least = examples.last { $0.pixels <= pixels } ?? examples.first
            guard let least, let last = examples.last else { return 0...0 }
            if let most = examples.first(where: { $0.pixels >= pixels }) {
                return min(least.tokens, most.tokens)...most.tokens
            }
            let scaled = (last.tokens * pixels + last.pixels - 1) / last.pixels
            return last.tokens...scaled
        case .patches(let longSide, let most):
            let shrunk = Self.shrunk(size, longSide: longSide, most: most)
            let tokens = Self.patches(shrunk, of: 28)
            return tokens...tokens
        case .grid:
            func patches(_ side: Int) -> Int { max(1, (side + 16) / 32) }
            let tokens = patches(size.width) * patches(size.height)
            return tokens...tokens
        case .measured(let pixels):
            return 0...((size.pixels + pixels - 1) / pixels)
        }
    }

    /// The image that the model looks at: its pixels are those of `BoxDialect.pixels`.
    package func seen(_ size: PixelSize) -> PixelSize {
        guard case .patches(let longSide, let most) = self else { return size }
        return Self.shrunk(size, longSide: longSide, most: most)
    }

    /// Of the same shape.
    private static func enlarged(_ size: PixelSize, longSide: Int) -> PixelSize {
        guard size.longSide < longSide else { return size }
        func scaled(_ side: Int) -> Int {
            max(1, (2 * side * longSide + size.longSide) / (2 * size.longSide))
        }
        return PixelSize(scaled(size.width), scaled(size.height))
    }

    /// The largest of its shape whose long side and patches are within bounds.
    private static func shrunk(_ size: PixelSize, longSide: Int, most: Int) -> PixelSize {
        if size.longSide <= longSide, patches(size, of: 28) <= most { return size }
        for side in stride(from: min(size.longSide, longSide), to: 0, by: -1) {
            let short = max(
                1, (2 * size.shortSide * side + size.longSide) / (2 * size.longSide))
            let candidate =
                size.width >= size.height ? PixelSize(side, short) : PixelSize(short, side)
            if patches(candidate, of: 28) <= most { return candidate }
        }
        return PixelSize(1, 1)
    }

    private static func patches(_ size: PixelSize, of side: Int) -> Int {
        ((size.width + side - 1) / side) * ((size.height + side - 1) / side)
    }
}
