/// What an image has beyond 8-bit sRGB.
package struct OtherColors: Hashable, Sendable {
    package var isDeep: Bool
    package var isCMYK: Bool
    package var isGray: Bool
    /// One that is not sRGB.
    package var hasProfile: Bool

    package init(
        isDeep: Bool = false, isCMYK: Bool = false, isGray: Bool = false, hasProfile: Bool = false
    ) {
        self.isDeep = isDeep
        self.isCMYK = isCMYK
        self.isGray = isGray
        self.hasProfile = hasProfile
    }
}

extension OtherColors: CustomStringConvertible {
    /// `16-bit gray`, `CMYK with a color profile`.
    package var description: String {
        let kind = [isDeep ? "16-bit" : nil, isCMYK ? "CMYK" : isGray ? "gray" : nil]
            .compactMap(\.self).joined(separator: " ")
        guard hasProfile else { return kind }
        return kind.isEmpty ? "color profile" : "\(kind) with a color profile"
    }
}
