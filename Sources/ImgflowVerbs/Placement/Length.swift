import ImgflowLanguage
import ImgflowPlanner

/// A measure along a side: pixels, or a share of the side.
package enum Length: Hashable, Sendable {
    case pixels(Int)
    /// 0.5 for `50%`.
    case share(Double)

    init?(_ value: CheckedValue?) {
        switch value {
        case .pixels(let pixels)?, .integer(let pixels)?: self = .pixels(pixels)
        case .share(let share)?: self = .share(share)
        default: return nil
        }
    }

    /// Of a side of so many pixels.
    func pixels(of side: Int) -> Int {
        switch self {
        case .pixels(let pixels): pixels
        case .share(let share): Self.whole(Double(side) * share)
        }
    }

    /// More than any image has on a side is as good as that.
    static func whole(_ pixels: Double) -> Int {
        pixels.isNaN ? 0 : Int(min(max(pixels.rounded(), -1e9), 1e9))
    }

    /// Without rounding.
    func exact(of side: Int) -> Double {
        switch self {
        case .pixels(let pixels): Double(pixels)
        case .share(let share): Double(side) * share
        }
    }
}

extension Length: CustomStringConvertible {
    package var description: String {
        switch self {
        case .pixels(let pixels): "\(pixels)px"
        case .share(let share): "\(share)"
        }
    }
}

extension StageContext {
    func length(_ name: String) -> Length? { Length(self[name]?.value) }

    /// Of a list of lengths: `rect:[0, 0, 100%, 40%]`.
    func lengths(_ name: String) -> [Length]? {
        guard case .list(let items)? = self[name]?.value else { return nil }
        return items.compactMap { Length($0.value) }
    }
}
