import ImageFacts

/// Output sizes by aspect ratio. The documents give 640 to 1536 a side, about 1.5 MP for Core and
/// 1 MP for the others (reference, sections 5.1 to 5.3), but no table: these are the multiples of
/// 64 that come nearest.
struct StabilitySizes: Sendable {
    static let ratios = ["16:9", "1:1", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21"]

    private let sizes: [String: PixelSize]

    subscript(ratio: String?) -> PixelSize { sizes[ratio ?? "1:1"] ?? PixelSize(1024, 1024) }

    static let core = StabilitySizes(sizes: [
        "16:9": PixelSize(1536, 896), "1:1": PixelSize(1216, 1216), "21:9": PixelSize(1536, 640),
        "2:3": PixelSize(1024, 1536), "3:2": PixelSize(1536, 1024), "4:5": PixelSize(1088, 1344),
        "5:4": PixelSize(1344, 1088), "9:16": PixelSize(896, 1536), "9:21": PixelSize(640, 1536),
    ])

    static let megapixel = StabilitySizes(sizes: [
        "16:9": PixelSize(1344, 768), "1:1": PixelSize(1024, 1024), "21:9": PixelSize(1536, 640),
        "2:3": PixelSize(832, 1216), "3:2": PixelSize(1216, 832), "4:5": PixelSize(896, 1088),
        "5:4": PixelSize(1088, 896), "9:16": PixelSize(768, 1344), "9:21": PixelSize(640, 1536),
    ])

    /// About `pixels` at the aspect of `size`, sides multiples of `step`.
    static func scaled(_ size: PixelSize, toPixels pixels: Double, step: Int) -> PixelSize {
        func side(_ length: Double) -> Int {
            max(step, Int((length / Double(step)).rounded()) * step)
        }
        return PixelSize(
            side((pixels * size.aspect).squareRoot()), side((pixels / size.aspect).squareRoot()))
    }
}
