internal import CVips
import ImageFacts

extension Image {
    /// Words in a colour on nothing, as large as they are.
    ///
    /// - Parameters:
    ///   - font: a family, and perhaps a style: `DejaVu Sans Bold`.
    ///   - size: of the letters, in pixels.
    ///   - width: pixels at which lines are broken; nil where they are not.
    package static func words(
        _ text: String, font: String, size: Int, color: Color, width: Int? = nil
    ) throws(ImageError) -> Image {
        let ink = try Pixels.text(text, font: "\(font) \(max(1, size))", width: width)
        let paint = try Pixels.constant(Array(color.numbers.prefix(3)), ink.size)
        let alpha = try ink.linear(color.numbers[3] / 255, 0)
        return try Image(paint.joined(alpha).eightBit().asSRGB().inMemory(), format: .png)
    }
}

/// The fonts of this machine, as fontconfig knows them.
package enum Fonts {
    /// Words behind a family's name that say how it is drawn.
    private static let styles: Set<String> = [
        "bold", "italic", "oblique", "light", "medium", "semibold", "heavy", "black", "thin",
        "condensed", "regular", "book",
    ]
    /// Names for whatever font there is of a kind.
    private static let kinds: Set<String> = ["sans", "sans-serif", "serif", "monospace", "mono"]

    package static func exists(_ name: String) -> Bool {
        var words = name.split(separator: " ")
        while let last = words.last, words.count > 1, styles.contains(last.lowercased()) {
            words.removeLast()
        }
        let family = words.joined(separator: " ")
        return imgflow_font_exists(kinds.contains(family.lowercased()) ? "" : family)
    }
}
