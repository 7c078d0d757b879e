package import ImageFacts

/// What the Stability AI models have in common. Source: AWS, stable-image-services and
/// model-parameters-stability-diffusion; limits and words as there.
package enum Stability {
    /// `aspect_ratio`; 4:3 and 3:4 are not among them.
    package static let aspectRatios: [(width: Int, height: Int)] = [
        (16, 9), (1, 1), (21, 9), (2, 3), (3, 2), (4, 5), (5, 4), (9, 16), (9, 21),
    ]

    /// `style_preset`.
    package static let stylePresets = [
        "3d-model", "analog-film", "anime", "cinematic", "comic-book", "digital-art", "enhance",
        "fantasy-art", "isometric", "line-art", "low-poly", "modeling-compound", "neon-punk",
        "origami", "photographic", "pixel-art", "tile-texture",
    ]

    /// AWS writes 0 to 10,000 characters; Stability's own schema has at least 1.
    package static let promptLength = 1...10_000
    /// `grow_mask` in pixels; the service's default is 5.
    package static let growMask = 0...20
    /// `seed`; 0 lets the service choose.
    package static let seeds = 0...4_294_967_294
    /// Of Core and Ultra, by their own pages.
    package static let textToImageSeeds = 0...4_294_967_295
    /// `control_strength`: 0 ignores the image.
    package static let controlStrength = 0.0...1.0

    static let serviceRegions = ["us-east-1", "us-east-2", "us-west-2"]
    static let textToImageRegions = ["us-west-2"]
    /// AWS's model cards of October 2026; lists that accounts were shown and a public price map have
    /// the same 16 since, the newest of 2026-11-20.
    static let active = Lifecycle(
        source: "AWS's model cards, and lists of models since", asOf: "2026-11-20")

    /// Edit and control services, and the conservative upscale (its parameter entry).
    static let serviceInput = ImageLimits(
        side: 64...Int(Int32.max), pixels: 4_096...9_437_184, elongation: 2.5)

    /// Pixels of each side that Core and Ultra give: AWS's parameter pages.
    static let textToImageSides = 640...1_536

    /// Text to image: no size is documented beyond the limits of a side and Stability's own words
    /// on how many megapixels come out, so it is a guess with sides in steps of 64.
    static func size(aspect: (width: Int, height: Int), pixels: Int) -> SizeForecast {
        let shape = PixelSize(aspect.width, aspect.height).scaled(toPixels: pixels)
        let longest = min(1, Double(textToImageSides.upperBound) / Double(shape.longSide))
        func side(_ length: Int) -> Int {
            let steps = Int((Double(length) * longest / 64).rounded())
            return min(max(steps * 64, textToImageSides.lowerBound), textToImageSides.upperBound)
        }
        return .about(PixelSize(side(shape.width), side(shape.height)))
    }
}

/// A Stability service that follows an image as closely as it is told to.
package protocol ControlModel: StabilityModel {
    static func outputSize(input: SizeForecast) -> SizeForecast
}

extension ControlModel {
    /// Control sketch and control structure share one table.
    ///
    /// - Parameter strength: `Stability.controlStrength`; 0.7 where none is given.
    package static func request(
        prompt: RequestValue, strength: Double?, negative: RequestValue?, style: String?,
        seed: RequestValue, format: ImageFormat
    ) -> RequestValue {
        .fields(
            ("prompt", prompt), ("image", .image(.image)),
            ("control_strength", strength.map { .number($0) }), ("negative_prompt", negative),
            ("style_preset", style.map { .string($0) }), ("seed", seed),
            ("output_format", .string(format.rawValue)))
    }
}

/// A Stability model that makes an image from words alone.
package protocol TextToImageModel: StabilityModel {
    /// - Parameter aspect: one of `Stability.aspectRatios`, as `16:9`.
    static func request(
        prompt: RequestValue, aspect: String, negative: RequestValue?, seed: RequestValue,
        format: ImageFormat
    ) -> RequestValue
    static func outputSize(aspect: (width: Int, height: Int)) -> SizeForecast
}

extension TextToImageModel {
    /// The table that Core and Ultra share.
    package static func request(
        prompt: RequestValue, aspect: String, negative: RequestValue?, seed: RequestValue,
        format: ImageFormat
    ) -> RequestValue {
        .fields(
            ("prompt", prompt), ("aspect_ratio", .string(aspect)), ("negative_prompt", negative),
            ("seed", seed), ("output_format", .string(format.rawValue)))
    }
}
