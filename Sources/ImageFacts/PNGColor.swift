/// What a PNG says of its colors without an ICC profile.
///
/// Source: PNG Third Edition, sections 4.3 (precedence), 11.3.2 (cHRM, gAMA, cICP, iCCP, sRGB).
package enum PNGColor {
    package enum Meaning: Equatable, Sendable {
        /// sRGB, or what the file's own ICC profile says.
        case usual
        /// An ICC profile that says the same.
        case profile([UInt8])
        /// cICP of a high dynamic range or of a kind that has no ICC profile.
        case unknown
    }

    package static func meaning(of file: [UInt8]) -> Meaning {
        var chunks: [String: [UInt8]] = [:]
        file.withUnsafeBytes { raw in
            let bytes = Bytes(raw)
            var at = 8
            while let length = bytes.u32(at), !bytes.has("IDAT", at: at + 4), length < 1 << 30 {
                let name = String(decoding: bytes.values(at + 4, 4), as: UTF8.self)
                if ["cICP", "iCCP", "sRGB", "gAMA", "cHRM", "IHDR"].contains(name) {
                    chunks[name] = bytes.values(at + 8, min(length, 32))
                }
                at += 12 + length
            }
        }
        guard let header = chunks["IHDR"], header.count > 9 else { return .usual }
        let isGray = header[9] & 2 == 0
        if let code = chunks["cICP"], code.count >= 4 {
            return meaning(primaries: code[0], transfer: code[1], isGray: isGray)
        }
        guard chunks["iCCP"] == nil, chunks["sRGB"] == nil, let gamma = chunks["gAMA"]?.number(0),
            gamma > 1_000, gamma < 1_000_000
        else { return .usual }
        let primaries = chunks["cHRM"].flatMap(primaries) ?? .srgb
        // 1/2.2 is what writers of sRGB put there.
        let isUsual = abs(gamma - 45_455) < 700
        if isUsual, isGray || primaries == .srgb { return .usual }
        let curve = isUsual ? ColorProfile.Curve.srgb : .power(100_000 / Double(gamma))
        return .profile(
            ColorProfile(primaries: primaries, curve: curve, isGray: isGray).bytes)
    }

    /// White, red, green and blue, a hundred thousand to one.
    private static func primaries(_ chunk: [UInt8]) -> ColorProfile.Primaries? {
        let numbers = (0..<8).compactMap { chunk.number(4 * $0).map { Double($0) / 100_000 } }
        guard numbers.count == 8 else { return nil }
        let points = stride(from: 0, to: 8, by: 2).map { (x: numbers[$0], y: numbers[$0 + 1]) }
        let found = ColorProfile.Primaries(
            red: points[1], green: points[2], blue: points[3], white: points[0])
        return found.areReal ? found : nil
    }

    /// Source: ITU-T H.273, tables 2 and 3.
    private static func meaning(primaries: UInt8, transfer: UInt8, isGray: Bool) -> Meaning {
        let known: [UInt8: ColorProfile.Primaries] = [1: .srgb, 9: .bt2020, 12: .displayP3]
        guard let primaries = known[primaries] else { return .unknown }
        let curve: ColorProfile.Curve
        switch transfer {
        // BT.709 and BT.2020 are shown by BT.1886.
        case 1, 6, 14, 15: curve = .power(2.4)
        case 4: curve = .power(2.2)
        case 5: curve = .power(2.8)
        case 8: curve = .power(1)
        case 13: curve = .srgb
        default: return .unknown
        }
        if curve == .srgb, isGray || primaries == .srgb { return .usual }
        return .profile(
            ColorProfile(primaries: primaries, curve: curve, isGray: isGray).bytes)
    }
}
