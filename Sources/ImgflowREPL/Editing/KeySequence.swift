/// A sequence that a terminal sends for a key: `ESC [ 1 ; 5 C` for Ctrl-Right.
///
/// The forms of xterm (ctlseqs, "PC-Style Function Keys"), rxvt and the Linux console.
struct KeySequence: Equatable {
    /// What follows `ESC`, whole.
    var bytes: [UInt8]
    /// `ESC` came twice: as rxvt and iTerm2 describe Alt.
    var hasAlt = false

    /// What a key does in the line; a letter each, behind `KeyReader.action`.
    enum Action: Character, CaseIterable {
        case lineStart = "a"
        case lineEnd = "e"
        case left = "l"
        case right = "r"
        case wordLeft = "b"
        case wordRight = "f"
        case delete = "x"
        case deleteWord = "d"
        case older = "u"
        case newer = "w"
        case olderAlike = "p"
        case newerAlike = "n"
        case undo = "z"
        /// A character without a width goes to the one before it.
        case join = "j"

        /// The command of libedit or of the line's editor.
        var command: String {
            switch self {
            case .lineStart: "ed-move-to-beg"
            case .lineEnd: "ed-move-to-end"
            case .left: "ed-prev-char"
            case .right: "ed-next-char"
            case .wordLeft: "ed-prev-word"
            case .wordRight: "em-next-word"
            case .delete: "ed-delete-next-char"
            case .deleteWord: "em-delete-next-word"
            case .older: "ed-prev-history"
            case .newer: "ed-next-history"
            case .olderAlike: "ed-search-prev-history"
            case .newerAlike: "ed-search-next-history"
            case .undo: "imgflow-undo"
            case .join: "imgflow-join"
            }
        }
    }

    enum Meaning: Equatable {
        case action(Action)
        case character(Int)
        /// As bash has it: a key that means nothing here writes nothing.
        case nothing
    }

    var meaning: Meaning {
        guard let kind = bytes.first, let end = bytes.last, bytes.count > 1 else { return .nothing }
        let parameters = bytes.dropFirst().dropLast()
        // Others are answers of the terminal, or the first of the Linux console's function keys.
        guard
            parameters.allSatisfy({
                ("0"..."9").contains(Character(Unicode.Scalar($0))) || $0 == 0x3B
            })
        else { return .nothing }
        let numbers = parameters.split(separator: UInt8(ascii: ";")).map {
            Int(String(decoding: $0, as: UTF8.self)) ?? 0
        }
        // The last number, less 1: Shift 1, Alt 2, Ctrl 4. Old ones leave out the first where it is 1.
        let isNumbered = end == UInt8(ascii: "~")
        let held = max(0, (numbers.count > (isNumbered ? 1 : 0) ? numbers.last ?? 1 : 1) - 1)
        let isByWord = hasAlt || held & 6 != 0
        switch (kind, Character(Unicode.Scalar(end))) {
        case (UInt8(ascii: "["), "~"), (UInt8(ascii: "["), "^"), (UInt8(ascii: "["), "@"):
            return editing(numbers.first, isByWord: isByWord || !isNumbered)
        // Ctrl-arrows of rxvt; with Shift they begin with `[`.
        case (UInt8(ascii: "O"), "c"): return .action(.wordRight)
        case (UInt8(ascii: "O"), "d"): return .action(.wordLeft)
        case (_, "C"), (_, "c"): return .action(isByWord ? .wordRight : .right)
        case (_, "D"), (_, "d"): return .action(isByWord ? .wordLeft : .left)
        case (_, "A"): return isByWord ? .nothing : .action(.older)
        case (_, "B"): return isByWord ? .nothing : .action(.newer)
        case (_, "H"): return .action(.lineStart)
        case (_, "F"): return .action(.lineEnd)
        case (UInt8(ascii: "O"), "M"): return .character(0x0D)
        // Digits and signs of a keypad in application mode.
        case (UInt8(ascii: "O"), "j"..."y"): return .character(Int(end) - 0x40)
        default: return .nothing
        }
    }

    /// Keys that end in `~`, by their number.
    private func editing(_ number: Int?, isByWord: Bool) -> Meaning {
        switch number {
        case 1, 7: .action(.lineStart)
        case 4, 8: .action(.lineEnd)
        case 3: .action(isByWord ? .deleteWord : .delete)
        case 5: .action(.olderAlike)
        case 6: .action(.newerAlike)
        default: .nothing
        }
    }
}
