package import ImageFacts

/// The size of an image that is yet to come.
package enum SizeForecast: Hashable, Sendable {
    /// Measured from a file, or made on this machine.
    case exact(PixelSize)
    /// What a model's answers are known to have; a request is not built on it before the answer is there.
    case documented(PixelSize)
    /// Not documented: the best guess, never relied upon.
    case about(PixelSize)
    /// Nothing can be said, as of standard input before it is read.
    case unknown

    package var size: PixelSize? {
        switch self {
        case .exact(let size), .documented(let size), .about(let size): size
        case .unknown: nil
        }
    }

    package var isExact: Bool {
        if case .exact = self { true } else { false }
    }

    /// Measured or documented: what would be wrong with it is told before anything is paid.
    package var isReliable: Bool {
        switch self {
        case .exact, .documented: true
        case .about, .unknown: false
        }
    }

    package var isAbout: Bool {
        if case .about = self { true } else { false }
    }

    /// The same certainty, another size.
    package func map(_ transform: (PixelSize) -> PixelSize) -> SizeForecast {
        switch self {
        case .exact(let size): .exact(transform(size))
        case .documented(let size): .documented(transform(size))
        case .about(let size): .about(transform(size))
        case .unknown: .unknown
        }
    }
}

extension SizeForecast: CustomStringConvertible {
    package var description: String {
        switch self {
        case .exact(let size), .documented(let size): "\(size)"
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

    /// The size of a model's answer that is known from what goes in; a guess where that is one.
    package var documented: SizeForecast {
        if case .exact(let size) = self { .documented(size) } else { self }
    }

    /// The same size, as certain as it and the other are both.
    package func resting(on other: SizeForecast) -> SizeForecast {
        switch other {
        case .exact: self
        case .documented: documented
        case .about, .unknown: guessed
        }
    }
}
