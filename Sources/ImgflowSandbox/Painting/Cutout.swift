import ImageFacts
import ImgflowImages

/// Tells the subject from the background: the background is what resembles the image's border
/// and hangs together with it.
struct Cutout {
    private let image: Pixels

    init(_ image: Pixels) { self.image = image }

    /// The image with alpha: opaque subject, transparent background.
    func picture() throws(ImageError) -> Pixels {
        let opaque = try image.flattened(on: .white)
        let alpha = try subject().stretched(to: image.size).eightBit()
        return try opaque.joined(alpha).eightBit().asSRGB()
    }

    /// 255 is the subject, soft-edged, at a size of at most 256 a side.
    func subject() throws(ImageError) -> Pixels {
        let size = image.size.fitted(within: 256)
        let small = try image.flattened(on: .white).resized(to: size).blurred(sigma: 0.6).inMemory()
        let difference = try borderDistance(small).linear(4, 0).eightBit().bytes()
        // Dark clothes would make a face part of a pale wall: never above 22 of Lab's units.
        let limit = min(max(Threshold.best(difference), 28), 88)
        let mask = Flood.outside(difference, size, below: limit).map { $0 ? UInt8(0) : 255 }
        let subject = try Pixels.bytes(mask, size, bands: 1).dilated(radius: 1).eroded(radius: 1)
            .blurred(sigma: 0.8).inMemory()
        let share = try subject.mean() / 255
        // An image without a subject of its own: what stands in the middle.
        return (0.01...0.9).contains(share) ? subject : try ellipse(size)
    }

    /// The distance to the nearest of the border's colors.
    private func borderDistance(_ small: Pixels) throws(ImageError) -> Pixels {
        let lab = try small.lab().inMemory()
        var patches: [(color: [Double], roughness: Double)] = []
        for part in borderParts(small.size) {
            let patch = try lab.cropped(x: part.x, y: part.y, part.size)
            let color = try patch.means()
            patches.append((color, try patch.distance(to: color).mean()))
        }
        // Rough patches are rather the subject's edge, or leaves in front of it.
        let smooth = patches.filter { $0.roughness < 14 }
        var nearest = try Pixels.constant([255], small.size).real()
        for patch in smooth.isEmpty ? patches : smooth {
            nearest = try nearest.lower(lab.distance(to: patch.color))
        }
        return nearest
    }

    /// Three patches of the upper edge, one of either side, two lower corners: a subject often
    /// stands on the lower edge.
    private func borderParts(_ size: PixelSize) -> [(x: Int, y: Int, size: PixelSize)] {
        let part = PixelSize(max(1, size.width / 12), max(1, size.height / 12))
        let right = size.width - part.width
        let bottom = size.height - part.height
        return [
            (0, 0, part), (right / 2, 0, part), (right, 0, part), (0, bottom / 2, part),
            (right, bottom / 2, part), (0, bottom, part), (right, bottom, part),
        ]
    }

    private func ellipse(_ size: PixelSize) throws(ImageError) -> Pixels {
        let places = try Pixels.coordinates(size).linear(
            [2.9 / Double(size.width), 2.5 / Double(size.height)], [-1.45, -1.25])
        return try places.times(places).bandMean().linear(-1500, 750).eightBit()
    }
}

enum Threshold {
    /// Otsu's: the limit that separates two kinds of numbers best.
    static func best(_ numbers: [UInt8]) -> Int {
        var histogram = Array(repeating: 0, count: 256)
        for number in numbers { histogram[Int(number)] += 1 }
        let total = Double(numbers.count)
        let sum = histogram.enumerated().reduce(0.0) { $0 + Double($1.offset * $1.element) }
        var below = 0.0
        var belowSum = 0.0
        var best = (limit: 0, spread: 0.0)
        for (level, count) in histogram.enumerated() {
            below += Double(count)
            belowSum += Double(level * count)
            guard below > 0, below < total else { continue }
            let gap = belowSum / below - (sum - belowSum) / (total - below)
            let spread = below * (total - below) * gap * gap
            if spread > best.spread { best = (level + 1, spread) }
        }
        return best.limit
    }
}

enum Flood {
    /// Whether each pixel is reached from the border through numbers below `limit`.
    static func outside(_ numbers: [UInt8], _ size: PixelSize, below limit: Int) -> [Bool] {
        var reached = Array(repeating: false, count: numbers.count)
        var open: [Int] = []
        func visit(_ index: Int, _ reached: inout [Bool], _ open: inout [Int]) {
            guard !reached[index], Int(numbers[index]) < limit else { return }
            reached[index] = true
            open.append(index)
        }
        for x in 0..<size.width {
            visit(x, &reached, &open)
            visit((size.height - 1) * size.width + x, &reached, &open)
        }
        for y in 0..<size.height {
            visit(y * size.width, &reached, &open)
            visit(y * size.width + size.width - 1, &reached, &open)
        }
        while let index = open.popLast() {
            let x = index % size.width
            if x > 0 { visit(index - 1, &reached, &open) }
            if x < size.width - 1 { visit(index + 1, &reached, &open) }
            if index >= size.width { visit(index - size.width, &reached, &open) }
            if index < numbers.count - size.width { visit(index + size.width, &reached, &open) }
        }
        return reached
    }
}
