/// An ICC profile that says by numbers how its colors are coded, as those of HDR do. Its curves mean ten thousand
/// times the light that a page has, and color engines older than the tag show such an image nearly black.
///
/// Source: ICC.1:2022, sections 7.2 (header), 7.3 (tag table), 9.2.17 and 10.3 (`cicp`).
package enum CodedProfile {
    /// What `profile` means, where that is PQ or HLG.
    package static func colors(of profile: [UInt8]) -> ColorProfile? {
        profile.withUnsafeBytes { colors(of: Bytes($0)) }
    }

    static func colors(of profile: Bytes) -> ColorProfile? {
        guard profile.has("acsp", at: 36), profile.has("RGB ", at: 16),
            let count = profile.u32(128), count < 1_000
        else { return nil }
        for place in stride(from: 132, to: 132 + 12 * count, by: 12)
        where profile.has("cicp", at: place) {
            guard let at = profile.u32(place + 4), profile.has("cicp", at: at),
                let primaries = profile.u8(at + 8), let transfer = profile.u8(at + 9),
                case .profile(let colors) = CodedColor.meaning(
                    primaries: primaries, transfer: transfer, isGray: false)
            else { return nil }
            return colors.range == nil ? nil : colors
        }
        return nil
    }
}

extension ImageFacts {
    /// With what a file's ICC profile says of HDR: earlier versions took its curves.
    func profiled(_ profile: Bytes?) -> ImageFacts {
        guard bands >= 3, let colors = profile.flatMap(CodedProfile.colors) else { return self }
        return colored(.profile(colors))
    }
}
