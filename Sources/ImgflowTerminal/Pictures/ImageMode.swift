/// Whether and how images are shown on the terminal: `IMGFLOW_IMAGES`, or `:images` at the prompt.
package enum ImageMode: Equatable, Sendable {
    case off
    /// As the terminal says that it can.
    case auto
    case by(PictureProtocol)

    package static let names = ["off", "auto", "blocks", "kitty", "iterm", "sixel"]

    package init?(name: String) {
        switch name {
        case "off": self = .off
        case "auto": self = .auto
        default:
            guard let kind = PictureProtocol(rawValue: name) else { return nil }
            self = .by(kind)
        }
    }

    package var name: String {
        switch self {
        case .off: "off"
        case .auto: "auto"
        case .by(let kind): kind.rawValue
        }
    }

    /// - Returns: What the environment asks for; nil where it names no mode. A terminal that takes no sequences
    ///   shows no images.
    static func of(_ environment: [String: String]) -> ImageMode? {
        if let name = environment["IMGFLOW_IMAGES"], !name.isEmpty { return ImageMode(name: name) }
        return TerminalName.takesSequences(environment["TERM"]) ? .auto : .off
    }
}
