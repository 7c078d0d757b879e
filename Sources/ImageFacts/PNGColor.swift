/// What a PNG says of its colors without an ICC profile.
///
/// Source: PNG Third Edition, sections 4.3 (precedence), 11.3.2 (cHRM, gAMA, cICP, iCCP, sRGB).
enum PNGColor {
    static func meaning(_ bytes: Bytes, isGray: Bool) -> ColorProfile.Meaning {
        var chunks: [String: [UInt8]] = [:]
        var at = 8
        while let length = bytes.u32(at), !bytes.has("IDAT", at: at + 4), length < 1 << 30 {
            let name = String(decoding: bytes.values(at + 4, 4), as: UTF8.self)
            if ["cICP", "iCCP", "sRGB", "gAMA", "cHRM"].contains(name) {
                chunks[name] = bytes.values(at + 8, min(length, 32))
            }
            at += 12 + length
        }
        if let code = chunks["cICP"], code.count >= 4 {
            // Its third number is of YCbCr, which a PNG does not hold.
            return CodedColor.meaning(
                primaries: Int(code[0]), transfer: Int(code[1]),
                isFullRange: code[2] == 0 && code[3] == 1, isGray: isGray)
        }
        guard chunks["iCCP"] == nil, chunks["sRGB"] == nil, let gamma = chunks["gAMA"]?.number(0),
            gamma > 1_000, gamma < 1_000_000
        else { return .usual }
        let primaries = chunks["cHRM"].flatMap(primaries) ?? .srgb
        // 1/2.2 is what writers of sRGB put there.
        let isUsual = abs(gamma - 45_455) < 700
        if isUsual, isGray || primaries.isNear(.srgb) { return .usual }
        let curve = isUsual ? ColorProfile.Curve.srgb : .power(100_000 / Double(gamma))
        return .profile(ColorProfile(primaries: primaries, curve: curve, isGray: isGray))
    }

    /// White, red, green and blue, a hundred thousand to one.
    private static func primaries(_ chunk: [UInt8]) -> ColorProfile.Primaries? {
        let numbers = (0..<8).compactMap { chunk.number(4 * $0).map { Double($0) / 100_000 } }
        guard numbers.count == 8 else { return nil }
        let points = stride(from: 0, to: 8, by: 2).map {
            ColorProfile.Point(numbers[$0], numbers[$0 + 1])
        }
        let found = ColorProfile.Primaries(
            red: points[1], green: points[2], blue: points[3], white: points[0])
        return found.areReal ? found : nil
    }
}
