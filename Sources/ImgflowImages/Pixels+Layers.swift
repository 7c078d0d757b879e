internal import CVips

/// An image of 8-bit sRGB with alpha, in memory, with its upper left corner at a place.
struct Layer: Sendable {
    let pixels: Pixels
    let x: Int
    let y: Int

    init(_ pixels: Pixels, x: Int, y: Int) {
        (self.pixels, self.x, self.y) = (pixels, x, y)
    }
}

extension Pixels {
    /// 8-bit sRGB with layers over it, or under it, in their order. Read once, from top to bottom.
    ///
    /// - Parameter opacity: 0 to 1, by which the alpha of layers that lie above is multiplied.
    func laid(
        with layers: [Layer], mode: BlendMode = .normal, opacity: Double = 1, isUnder: Bool = false
    ) throws(ImageError) -> Pixels {
        let placed = layers.map {
            ImgflowLayer(
                image: $0.pixels.pointer, x: Int32(clamping: $0.x), y: Int32(clamping: $0.y))
        }
        return try withExtendedLifetime(layers) { () throws(ImageError) in
            try Self.made("laying over") {
                imgflow_vips_lay(
                    pointer, placed, Int32(placed.count), mode.rawValue, min(max(opacity, 0), 1),
                    isUnder)
            }
        }
    }
}

/// How two images become one. Source: W3C, Compositing and Blending Level 1, and `add`.
package enum BlendMode: String, CaseIterable, Sendable {
    case normal, multiply, screen, overlay, darken, lighten
    case colorDodge = "color-dodge"
    case colorBurn = "color-burn"
    case hardLight = "hard-light"
    case softLight = "soft-light"
    case difference, exclusion, add
}
