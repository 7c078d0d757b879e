/// How a terminal takes images.
package enum PictureProtocol: String, CaseIterable, Sendable {
    case kitty, iterm, sixel
    /// Characters, two pixels each: any terminal with colors.
    case blocks

    package var words: String {
        switch self {
        case .kitty: "kitty's protocol"
        case .iterm: "iTerm2's protocol"
        case .sixel: "sixel"
        case .blocks: "half blocks"
        }
    }
}

/// What a terminal said of itself.
package struct TerminalAnswers: Hashable, Sendable {
    /// It answered the question of kitty's graphics protocol with OK.
    package var takesKitty = false
    /// Its device attributes name sixel (4).
    package var takesSixel = false
    /// Pixels of a character.
    package var cell: (width: Int, height: Int)? {
        get { cellSides.map { ($0[0], $0[1]) } }
        set { cellSides = newValue.map { [$0.width, $0.height] } }
    }
    private var cellSides: [Int]?

    package init() {}

    /// - Parameter text: all that came back, in any order, and keys that were typed meanwhile.
    package init(reading text: String) {
        takesKitty = text.contains("\u{1B}_Gi=31;OK")
        for part in text.components(between: "\u{1B}[?", and: "c") {
            let numbers = part.split(separator: ";")
            if numbers.allSatisfy({ $0.allSatisfy(\.isNumber) }), numbers.contains("4") {
                takesSixel = true
            }
        }
        for part in text.components(between: "\u{1B}[6;", and: "t") {
            let numbers = part.split(separator: ";").compactMap { Int($0) }
            if numbers.count == 2, (1...200).contains(numbers[0]), (1...200).contains(numbers[1]) {
                cell = (numbers[1], numbers[0])
            }
        }
    }
}

extension PictureProtocol {
    /// From what the terminal answered, and what its environment says where it cannot be asked.
    ///
    /// tmux and screen stand between: what they do not hand through would be garbage, so there only
    /// what they themselves claim is believed.
    package static func choose(
        _ answers: TerminalAnswers, environment: [String: String]
    ) -> PictureProtocol {
        let isInside = environment["TMUX"] != nil || environment["STY"] != nil
        if !isInside {
            if answers.takesKitty { return .kitty }
            let programs = [environment["TERM_PROGRAM"], environment["LC_TERMINAL"]]
            if programs.contains("iTerm.app") || programs.contains("iTerm2") { return .iterm }
        }
        return answers.takesSixel ? .sixel : .blocks
    }

    /// Colors that the environment promises.
    package static func colors(_ environment: [String: String]) -> Int {
        if ["truecolor", "24bit"].contains(environment["COLORTERM"]) { return 16_777_216 }
        let term = environment["TERM"] ?? ""
        if term.contains("direct") || term.contains("kitty") { return 16_777_216 }
        return term.contains("256") ? 256 : 16
    }
}

extension String {
    /// Each piece between a beginning and the first end behind it.
    fileprivate func components(between start: String, and end: Character) -> [Substring] {
        var pieces: [Substring] = []
        var rest = self[...]
        while let place = rest.range(of: start) {
            rest = rest[place.upperBound...]
            guard let stop = rest.firstIndex(of: end) else { break }
            pieces.append(rest[..<stop])
        }
        return pieces
    }

}

extension Substring {
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) {
                return start..<index(start, offsetBy: text.count)
            }
            start = index(after: start)
        }
        return nil
    }
}
