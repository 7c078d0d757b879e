import ImageFacts
import ImgflowLanguage
import ImgflowPlanner

/// Where a part stands in a whole: `at:bottom-right`, `at:[10%, 40px]`.
package enum Position: Hashable, Sendable {
    package enum Anchor: String, CaseIterable, Sendable {
        case center, top, bottom, left, right
        case topLeft = "top-left"
        case topRight = "top-right"
        case bottomLeft = "bottom-left"
        case bottomRight = "bottom-right"
    }

    case anchor(Anchor)
    /// Of the part's upper left corner.
    case corner(Length, Length)

    static func parameter(_ summary: String, default anchor: Anchor = .center) -> Parameter {
        Parameter(
            "at",
            .either([
                .word(Anchor.allCases.map(\.rawValue)),
                .list(of: .length(-65_535...65_535), count: 2...2),
            ]), default: anchor.rawValue, summary)
    }

    init(of stage: StageContext, default anchor: Anchor = .center) {
        if let at = stage.lengths("at"), at.count == 2 {
            self = .corner(at[0], at[1])
        } else {
            self = .anchor(stage.word("at").flatMap(Anchor.init(rawValue:)) ?? anchor)
        }
    }

    /// The upper left corner of a part.
    ///
    /// - Parameter margin: pixels between the part and the edges that it stands at.
    func place(of part: PixelSize, in whole: PixelSize, margin: Int = 0) -> (x: Int, y: Int) {
        switch self {
        case .corner(let x, let y): return (x.pixels(of: whole.width), y.pixels(of: whole.height))
        case .anchor(let anchor):
            let x =
                switch anchor {
                case .left, .topLeft, .bottomLeft: margin
                case .right, .topRight, .bottomRight: whole.width - part.width - margin
                case .center, .top, .bottom: (whole.width - part.width) / 2
                }
            let y =
                switch anchor {
                case .top, .topLeft, .topRight: margin
                case .bottom, .bottomLeft, .bottomRight: whole.height - part.height - margin
                case .center, .left, .right: (whole.height - part.height) / 2
                }
            return (x, y)
        }
    }
}

extension Position: CustomStringConvertible {
    package var description: String {
        switch self {
        case .anchor(let anchor): anchor.rawValue
        case .corner(let x, let y): "\(x),\(y)"
        }
    }
}
