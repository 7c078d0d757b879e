/// Text made harmless for a terminal, and how many columns it takes there.
package enum Printable {
    /// Control characters become their images (`␛`), other invisible ones their code (`\u{202E}`).
    package static func text(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isHarmful) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            result += isHarmful(scalar) ? picture(scalar) : String(scalar)
        }
        return result
    }

    /// The same of what is printed as a whole: its lines and its tabs are meant.
    package static func screen(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isHarmfulOnScreen) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            result += isHarmfulOnScreen(scalar) ? picture(scalar) : String(scalar)
        }
        return result
    }

    private static func isHarmfulOnScreen(_ scalar: Unicode.Scalar) -> Bool {
        isHarmful(scalar) && scalar != "\n" && scalar != "\t"
    }

    /// The same of a text whose lines are meant.
    package static func lines(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { self.text(String($0)) }
            .joined(separator: "\n")
    }

    /// A program of several lines that means the same: what could harm a terminal is escaped as a
    /// string of the language escapes it.
    package static func program(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            result +=
                (isHarmful(scalar) && scalar != "\n" && scalar != "\t") || PathText.isByte(scalar)
                ? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" : String(scalar)
        }
        return result
    }

    /// Columns on a terminal: none for combining marks, two for East Asian wide and for emoji.
    package static func width(_ text: String) -> Int {
        text.reduce(0) { $0 + width($1) }
    }

    package static func width(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return 0 }
        if first.isASCII { return scalars.contains("\u{FE0F}") ? 2 : 1 }
        if first.properties.isEmojiPresentation || scalars.contains("\u{FE0F}") { return 2 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return isWide(first) ? 2 : 1
        }
    }

    /// Whether a character moves the cursor, or is not seen where it stands.
    package static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        switch scalar.value {
        // C1 controls, directional marks and overrides, invisible spaces, line separators.
        case 0x80...0x9F, 0x061C, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF,
            0xE0000...0xE007F:
            return true
        default: return false
        }
    }

    private static func picture(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value).map { String($0) } ?? "?"
        case 0x7F: "␡"
        default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }
    }

    /// East Asian Width W and F (Unicode Standard Annex 11), in the ranges that hold text.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF,
            0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF,
            0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD:
            return true
        default: return false
        }
    }
}
