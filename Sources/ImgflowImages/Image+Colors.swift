import Glibc

/// Colors of single pixels; depth, profile and alpha stay.
extension Image {
    /// Shades of gray, by the weights of ITU-R BT.709.
    package func grayscale() throws(ImageError) -> Image {
        try changed { (pixels) throws(ImageError) in try pixels.mapped { $0 } }
    }

    /// White where the brightness is a share of white or more, else black.
    package func thresholded(at share: Double) throws(ImageError) -> Image {
        // A share that was meant as a whole level is one.
        try changed { (pixels) throws(ImageError) in
            try pixels.mapped { $0 >= share - 1e-9 ? 1 : 0 }
        }
    }

    /// In shades of one color of sRGB: black and white stay, and so does the brightness of each pixel.
    package func tinted(_ color: Color) throws(ImageError) -> Image {
        let target = color.numbers.prefix(3).map { $0 / 255 }
        let brightness = zip(Tones.weights, target).reduce(0) { $0 + $1.0 * $1.1 }
        return try changed { (pixels) throws(ImageError) in
            let source = try pixels.hasProfile ? pixels.standard() : pixels.inRGB()
            return try source.mapped(colors: 3) { share in
                target.map { part in
                    if share <= brightness { return brightness > 0 ? part * share / brightness : 0 }
                    return part + (1 - part) * (share - brightness) / (1 - brightness)
                }
            }
        }
    }

    /// - Parameter isAutomatic: Levels first: of the visible pixels the darkest and the brightest half percent
    ///   become black and white. Decodes the image.
    package func adjusted(_ tones: Tones, isAutomatic: Bool) throws(ImageError) -> Image {
        guard isAutomatic else {
            return try changed { (pixels) throws(ImageError) in
                try pixels.toned(by: tones.curve, tones.matrix)
            }
        }
        let whole = try pixels().inMemory()
        let levels = Levels(of: try whole.brightnessCounts())
        return try with(whole.toned(by: { tones.curve(levels.curve($0)) }, tones.matrix))
    }
}

/// What `adjust` changes; 1 leaves a measure as it is.
package struct Tones: Hashable, Sendable {
    package var brightness = 1.0
    package var contrast = 1.0
    /// Above 1 the middle tones are lighter.
    package var gamma = 1.0
    package var saturation = 1.0
    /// Degrees.
    package var hue = 0.0

    package init() {}

    /// Of red, green and blue in the brightness. Source: ITU-R BT.709.
    static let weights = [0.2126, 0.7152, 0.0722]

    /// Of a share, in this order: brightness, contrast, gamma. Source of the first two: W3C, Filter Effects.
    func curve(_ share: Double) -> Double {
        let level = min(max((share * brightness - 0.5) * contrast + 0.5, 0), 1)
        return gamma == 1 ? level : pow(level, 1 / gamma)
    }

    /// Of saturation and then hue; nil where both stay. Source: W3C, Filter Effects, section 8.6.
    var matrix: [Double]? {
        guard saturation != 1 || hue != 0 else { return nil }
        return Self.product(turned, saturated)
    }

    private var saturated: [Double] {
        (0..<9).map { place -> Double in
            let weight = Self.weights[place % 3]
            let own: Double = place % 4 == 0 ? 1 : 0
            return weight + (own - weight) * saturation
        }
    }

    private var turned: [Double] {
        guard hue != 0 else { return [1, 0, 0, 0, 1, 0, 0, 0, 1] }
        let (cosine, sine) = (cos(hue * .pi / 180), sin(hue * .pi / 180))
        return (0..<9).map { place -> Double in
            Self.still[place] + cosine * Self.across[place] + sine * Self.around[place]
        }
    }

    private static let still = [0.213, 0.715, 0.072, 0.213, 0.715, 0.072, 0.213, 0.715, 0.072]
    private static let across = [
        0.787, -0.715, -0.072, -0.213, 0.285, -0.072, -0.213, -0.715, 0.928,
    ]
    private static let around = [-0.213, -0.715, 0.928, 0.143, 0.140, -0.283, -0.787, 0.715, 0.072]

    private static func product(_ a: [Double], _ b: [Double]) -> [Double] {
        (0..<9).map { place -> Double in
            let (row, column) = (place / 3 * 3, place % 3)
            return a[row] * b[column] + a[row + 1] * b[3 + column] + a[row + 2] * b[6 + column]
        }
    }
}

/// The levels, as shares, that become black and white.
private struct Levels {
    private var low = 0.0
    private var high = 1.0

    init(of counts: [Int]) {
        let total = counts.reduce(0, +)
        let cut = total / 200
        guard let first = Self.place(counts, beyond: cut),
            let last = Self.place(counts.reversed(), beyond: cut),
            first < counts.count - 1 - last
        else { return }
        low = Double(first) / Double(counts.count - 1)
        high = 1 - Double(last) / Double(counts.count - 1)
    }

    private static func place(_ counts: [Int], beyond cut: Int) -> Int? {
        var sum = 0
        return counts.firstIndex { count in
            sum += count
            return sum > cut
        }
    }

    func curve(_ share: Double) -> Double { (share - low) / (high - low) }
}
