/// 8-bit sRGB with alpha, not premultiplied.
package struct Color: Hashable, Sendable {
    package var red: UInt8
    package var green: UInt8
    package var blue: UInt8
    package var alpha: UInt8

    package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8, alpha: UInt8 = 255) {
        self.red = red
        self.green = green
        self.blue = blue
        self.alpha = alpha
    }

    package static let white = Color(255, 255, 255)
    package static let black = Color(0, 0, 0)
    package static let clear = Color(0, 0, 0, alpha: 0)

    /// `#rgb`, `#rgba`, `#rrggbb` or `#rrggbbaa`.
    package init?(hex: String) {
        guard hex.hasPrefix("#") else { return nil }
        var digits = hex.dropFirst().compactMap(\.hexDigitValue)
        guard digits.count == hex.count - 1 else { return nil }
        if digits.count == 3 || digits.count == 4 { digits = digits.flatMap { [$0, $0] } }
        guard digits.count == 6 || digits.count == 8 else { return nil }
        func channel(_ index: Int) -> UInt8 {
            UInt8(truncatingIfNeeded: digits[2 * index] << 4 | digits[2 * index + 1])
        }
        self.init(channel(0), channel(1), channel(2), alpha: digits.count == 8 ? channel(3) : 255)
    }

    var numbers: [Double] { [Double(red), Double(green), Double(blue), Double(alpha)] }
}

/// One opaque pixel, as a terminal draws it.
package struct RGB: Hashable, Sendable {
    package var red: UInt8
    package var green: UInt8
    package var blue: UInt8

    package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }
}
