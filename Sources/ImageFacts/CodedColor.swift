/// Colors that are named by numbers, as cICP does in a PNG and `nclx` in AVIF and HEIC.
///
/// Source: ITU-T H.273, tables 2 and 3.
enum CodedColor {
    static func meaning(
        primaries: Int, transfer: Int, isFullRange: Bool = true, isGray: Bool
    ) -> ColorProfile.Meaning {
        guard isFullRange, let primaries = known[primaries], let curve = curve(transfer) else {
            return .unknown
        }
        if curve == .srgb, isGray || primaries == .srgb { return .usual }
        return .profile(ColorProfile(primaries: primaries, curve: curve, isGray: isGray))
    }

    private static let tungsten = ColorProfile.Point(0.310, 0.316)

    /// 2 is "unspecified".
    private static let known: [Int: ColorProfile.Primaries] = [
        1: .srgb, 2: .srgb,
        4: .init(
            red: .init(0.67, 0.33), green: .init(0.21, 0.71), blue: .init(0.14, 0.08),
            white: tungsten),
        5: .init(red: .init(0.64, 0.33), green: .init(0.29, 0.60), blue: .init(0.15, 0.06)),
        6: television, 7: television,
        8: .init(
            red: .init(0.681, 0.319), green: .init(0.243, 0.692), blue: .init(0.145, 0.049),
            white: tungsten),
        9: .init(
            red: .init(0.708, 0.292), green: .init(0.170, 0.797), blue: .init(0.131, 0.046)),
        11: .init(
            red: .init(0.680, 0.320), green: .init(0.265, 0.690), blue: .init(0.150, 0.060),
            white: .init(0.314, 0.351)),
        12: .init(
            red: .init(0.680, 0.320), green: .init(0.265, 0.690), blue: .init(0.150, 0.060)),
        22: .init(
            red: .init(0.630, 0.340), green: .init(0.295, 0.605), blue: .init(0.155, 0.077)),
    ]

    /// SMPTE 170M and 240M.
    private static let television = ColorProfile.Primaries(
        red: .init(0.630, 0.340), green: .init(0.310, 0.595), blue: .init(0.155, 0.070))

    private static func curve(_ transfer: Int) -> ColorProfile.Curve? {
        switch transfer {
        // BT.709 and BT.2020 are shown by BT.1886.
        case 1, 6, 14, 15: .power(2.4)
        case 2, 13: .srgb
        case 4: .power(2.2)
        case 5: .power(2.8)
        case 8: .power(1)
        case 16: .high(.pq)
        case 17: .power(2.6)
        case 18: .high(.hlg)
        default: nil
        }
    }
}
