import ImgflowImages
import ImgflowLanguage
import ImgflowPlanner

/// `color:"#fff"` or `color:transparent`.
enum Paint {
    static let type = ValueType.either([.color, .word(["transparent"])])

    static func parameter(_ name: String = "color", default text: String, _ summary: String)
        -> Parameter
    { Parameter(name, type, default: text, summary) }

    /// Nil where it is not given.
    static func color(_ name: String = "color", of stage: StageContext) -> Color? {
        switch stage[name]?.value {
        case .color(let red, let green, let blue)?: Color(red, green, blue)
        case .word("transparent")?: .clear
        default: nil
        }
    }
}

extension Color {
    /// For the description of an operation: `255 255 255 255`.
    var words: String { "\(red) \(green) \(blue) \(alpha)" }
}
