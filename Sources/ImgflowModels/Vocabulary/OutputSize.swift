package import ImageFacts

/// The size of a picture that is yet to come.
package enum SizeForecast: Hashable, Sendable {
    /// Documented, or measured from a file.
    case exact(PixelSize)
    /// Not documented: the best guess, never relied upon.
    case about(PixelSize)
    /// Nothing can be said, as of standard input before it is read.
    case unknown

    package var size: PixelSize? {
        switch self {
        case .exact(let size), .about(let size): size
        case .unknown: nil
        }
    }

    package var isExact: Bool {
        if case .exact = self { true } else { false }
    }

    package var isAbout: Bool {
        if case .about = self { true } else { false }
    }

    /// The same certainty, another size.
    package func map(_ transform: (PixelSize) -> PixelSize) -> SizeForecast {
        switch self {
        case .exact(let size): .exact(transform(size))
        case .about(let size): .about(transform(size))
        case .unknown: .unknown
        }
    }
}

extension SizeForecast: CustomStringConvertible {
    package var description: String {
        switch self {
        case .exact(let size): "\(size)"
        case .about(let size): "about \(size)"
        case .unknown: "unknown size"
        }
    }
}

extension PixelSize {
    /// The size of this shape that has about `pixels` pixels, each side a multiple of `step`.
    package func scaled(toPixels pixels: Int, step: Int = 1) -> PixelSize {
        let factor = (Double(pixels) / Double(self.pixels)).squareRoot()
        func side(_ length: Int) -> Int {
            max(step, Int((Double(length) * factor / Double(step)).rounded()) * step)
        }
        return PixelSize(side(width), side(height))
    }
}

extension SizeForecast {
    /// The same size, no longer certain.
    package var guessed: SizeForecast { size.map { .about($0) } ?? .unknown }
}
