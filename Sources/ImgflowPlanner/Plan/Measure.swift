package import ImageFacts
import ImgflowModels

/// A number of pixels in a request that follows from the size of the image that is sent: known
/// when planning where that size is, and counted by the same rule when running where it is not.
package enum Measure: Hashable, Sendable {
    case margin(OutpaintMargins, OutpaintMargins.Side)
    /// A side of a Nova image that has the shape of what goes in.
    case novaWidth
    case novaHeight

    package func pixels(for size: PixelSize) -> Int {
        switch self {
        case .margin(let margins, let side): margins.pixels(of: side, for: size)
        case .novaWidth: NovaCanvas.size(aspect: size.aspect, covering: nil).width
        case .novaHeight: NovaCanvas.size(aspect: size.aspect, covering: nil).height
        }
    }
}

/// How far an image is painted on beyond its edges.
package struct OutpaintMargins: Hashable, Sendable {
    package enum Side: String, CaseIterable, Sendable { case left, right, up, down }

    /// Where the image stands within a wider or taller frame.
    package enum Anchor: String, CaseIterable, Sendable {
        case center, left, right, top, bottom
    }

    package enum Length: Hashable, Sendable {
        case pixels(Int)
        /// Of the image's own width or height; 1 doubles it.
        case share(Double)
    }

    package enum Rule: Hashable, Sendable {
        case sides([Side: Length])
        /// The smallest frame of this width over height that holds the image.
        case shape(Double, Anchor)
    }

    package var rule: Rule

    package init(_ rule: Rule) { self.rule = rule }

    /// At most what the model takes.
    package func pixels(of side: Side, for size: PixelSize) -> Int {
        min(wanted(side, for: size), StableOutpaint.margins.upperBound)
    }

    /// The image and its margins.
    package func frame(around size: PixelSize) -> PixelSize {
        func added(_ first: Side, _ last: Side) -> Int {
            pixels(of: first, for: size) + pixels(of: last, for: size)
        }
        return PixelSize(size.width + added(.left, .right), size.height + added(.up, .down))
    }

    /// The image is as it should be already.
    package func isNothing(for size: PixelSize) -> Bool { frame(around: size) == size }

    /// What the rule asks for, whatever the model takes.
    package func wanted(_ side: Side, for size: PixelSize) -> Int {
        switch rule {
        case .sides(let lengths):
            switch lengths[side] {
            case .pixels(let pixels)?: return pixels
            case .share(let share)?:
                let length = side == .left || side == .right ? size.width : size.height
                return Int((Double(length) * share).rounded())
            case nil: return 0
            }
        case .shape(let aspect, let anchor):
            if aspect > size.aspect {
                let missing = Int((Double(size.height) * aspect).rounded()) - size.width
                return part(of: missing, side, .left, .right, anchor, .left, .right)
            }
            let missing = Int((Double(size.width) / aspect).rounded()) - size.height
            return part(of: missing, side, .up, .down, anchor, .top, .bottom)
        }
    }

    /// What a side gets of the pixels that are missing between the first and the last.
    private func part(
        of missing: Int, _ side: Side, _ first: Side, _ last: Side, _ anchor: Anchor,
        _ atFirst: Anchor, _ atLast: Anchor
    ) -> Int {
        let before: Int =
            switch anchor {
            case atFirst: 0
            case atLast: missing
            default: missing / 2
            }
        if side == first { return max(0, before) }
        return side == last ? max(0, missing - before) : 0
    }
}
