import ImageFacts
import ImgflowImages
import ImgflowPlanner

/// Work on one mask that a number describes.
struct MaskEdgeOperation: ImageOperation {
    enum Kind: String { case grow, shrink, feather }

    var kind: Kind
    /// Pixels.
    var amount: Double
    /// What earlier versions made of such a mask was another one.
    var wasWrong = false

    init(kind: Kind, amount: Double) {
        self.kind = kind
        self.amount = amount
        wasWrong = kind == .feather
    }

    /// A soft edge was narrower than it said; growing and shrinking stopped early where a side had no room
    /// for their window.
    func wasWrong(of size: PixelSize) -> Bool {
        kind == .feather || size.shortSide < 2 * min(Int(amount), 44) + 1
    }

    var softensMask: Bool { kind == .feather }

    func forecast(for input: Forecast) -> Forecast { input.asMask }

    func apply(to image: Image) throws -> Image {
        switch kind {
        case .grow: try image.grown(by: Int(amount))
        case .shrink: try image.shrunk(by: Int(amount))
        case .feather: try image.feathered(by: amount)
        }
    }
}

extension MaskEdgeOperation: CustomStringConvertible {
    var description: String { "mask \(kind.rawValue)\(wasWrong ? " 2" : "") \(amount)" }
    var earlierDescription: String? { wasWrong ? "mask \(kind.rawValue) \(amount)" : nil }
}
