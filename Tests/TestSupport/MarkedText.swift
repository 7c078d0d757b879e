/// A text with places marked in it: `load 1️⃣"a.png"2️⃣ | save`. A marker takes no room.
package struct MarkedText: Sendable {
    /// The text without its markers.
    package let text: String
    /// UTF-8 offsets into `text`, by the marker's number.
    package let markers: [Int: Int]

    package init(_ marked: String) {
        var text = ""
        var markers: [Int: Int] = [:]
        for character in marked {
            if let number = Self.number(character) {
                markers[number] = text.utf8.count
            } else {
                text.append(character)
            }
        }
        self.text = text
        self.markers = markers
    }

    /// The digit of a keycap: a digit, a variation selector and an enclosing keycap.
    private static func number(_ character: Character) -> Int? {
        let scalars = Array(character.unicodeScalars)
        guard scalars.count == 3, scalars[1] == "\u{FE0F}", scalars[2] == "\u{20E3}" else {
            return nil
        }
        return Int(String(scalars[0]))
    }
}
