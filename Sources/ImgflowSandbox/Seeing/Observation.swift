import ImageFacts
import ImgflowImages

/// What can be computed of an image: its colors, how much of each, and how it is drawn. The sandbox
/// never answers as if it understood.
struct Observation {
    /// The largest first, in hundredths of the image.
    let colors: [(name: String, share: Int)]
    /// 0 to 10 each.
    let sharpness: Int
    let contrast: Int
    let colorfulness: Int
    let size: PixelSize

    init(_ picture: Pixels) throws(ImageError) {
        size = picture.size
        let small = picture.size.fitted(within: 96)
        let bytes = try Self.three(picture.resized(to: small).eightBit()).bytes()
        var counts: [String: Int] = [:]
        var lights: [Double] = []
        var vividness = 0.0
        for index in stride(from: 0, to: bytes.count - 2, by: 3) {
            let tint = Tint(
                Double(bytes[index]), Double(bytes[index + 1]), Double(bytes[index + 2]))
            counts[Self.name(of: tint), default: 0] += 1
            lights.append(tint.light)
            vividness += tint.spread
        }
        let total = max(lights.count, 1)
        colors = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { (name: $0.key, share: ($0.value * 100 + total / 2) / total) }
            .filter { $0.share > 0 }
        let mean = lights.reduce(0, +) / Double(total)
        let spread = lights.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(total)
        contrast = Self.tenth(spread.squareRoot() / 64)
        colorfulness = Self.tenth(vividness / Double(total) / 160)
        var edges = 0.0
        for index in lights.indices.dropFirst() where index % small.width != 0 {
            edges += abs(lights[index] - lights[index - 1])
        }
        sharpness = Self.tenth(edges / Double(total) / 8)
    }

    private static func three(_ pixels: Pixels) throws(ImageError) -> Pixels {
        pixels.bands == 3
            ? pixels : try pixels.band(0).joined(pixels.band(0)).joined(pixels.band(0))
    }

    private static func tenth(_ share: Double) -> Int {
        Int((min(max(share, 0), 1) * 10).rounded())
    }

    private static func name(of tint: Tint) -> String {
        guard tint.spread >= 32 else {
            return tint.light < 64 ? "black" : tint.light > 200 ? "white" : "gray"
        }
        let hues = [
            "red": 0.0, "orange": 0.08, "yellow": 0.15, "green": 0.33, "cyan": 0.5, "blue": 0.62,
            "purple": 0.77, "pink": 0.9,
        ]
        func distance(_ hue: Double) -> Double {
            let gap = abs(hue - tint.hue)
            return min(gap, 1 - gap)
        }
        return hues.min { (distance($0.value), $0.key) < (distance($1.value), $1.key) }?.key
            ?? "gray"
    }

    /// The mean of all three.
    var score: Int { (sharpness + contrast + colorfulness + 1) / 3 }

    /// By one criterion: what its words name, or one of the three.
    func score(by criterion: String) -> Int {
        let words = Mood.words(criterion)
        if !words.isDisjoint(with: ["sharp", "sharpness", "crisp", "focus"]) { return sharpness }
        if !words.isDisjoint(with: ["contrast", "light", "dark"]) { return contrast }
        if !words.isDisjoint(with: ["color", "colors", "colour", "colorful", "vivid"]) {
            return colorfulness
        }
        return score
    }

    /// One line, of at most five colors.
    var sentence: String {
        let shares = colors.prefix(5).map { "\($0.name) \($0.share) %" }
        return "sandbox: \(shares.joined(separator: ", ")), \(size.width) by \(size.height) pixels"
    }
}

extension Tint {
    /// The most of its channels less the least.
    fileprivate var spread: Double { max(red, green, blue) - min(red, green, blue) }

    /// In turns.
    fileprivate var hue: Double {
        guard spread > 0 else { return 0 }
        let most = max(red, green, blue)
        let sixths =
            most == red
            ? (green - blue) / spread
            : most == green ? 2 + (blue - red) / spread : 4 + (red - green) / spread
        return (sixths + 6).truncatingRemainder(dividingBy: 6) / 6
    }
}
