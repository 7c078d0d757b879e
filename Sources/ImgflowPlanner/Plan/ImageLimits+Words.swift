package import ImgflowModels

extension ImageLimits {
    /// The upper limits in words: `9,437,184 px`, `4096 px a side`.
    package var most: String {
        var words: [String] = []
        if pixels.upperBound < Int(Int32.max) { words.append("\(Grouped(pixels.upperBound)) px") }
        if side.upperBound < Int(Int32.max) { words.append("\(side.upperBound) px per side") }
        return words.joined(separator: " and ")
    }

    /// The lower limits in words: `64 px a side and 4,096 px`.
    package var least: String {
        var words = ["\(side.lowerBound) px per side"]
        if pixels.lowerBound > side.lowerBound * side.lowerBound {
            words.append("\(Grouped(pixels.lowerBound)) px in total")
        }
        return words.joined(separator: " and ")
    }

    /// The limit of shape in words: `1:2.5 to 2.5:1`.
    package var shape: String {
        guard elongation.isFinite else { return "any shape" }
        let limit =
            elongation == elongation.rounded() ? "\(Int(elongation))" : "\(elongation)"
        return "1:\(limit) to \(limit):1"
    }
}
