package import ImageFacts

/// Stable Diffusion 3.5 Large: text to image, and image to image.
/// Source: AWS, model-parameters-diffusion-3-5-large. `style_preset`, `cfg_scale` and `steps` are
/// not documented there and never sent.
package enum StableDiffusion35Large: TextToImageModel {
    package static let card = ModelCard(
        name: "sd35-large", title: "SD3.5 Large",
        does: "generate an image from text, or from an image",
        invocationID: "stability.sd3-5-large-v1:0",
        regions: Stability.textToImageRegions, lifecycle: Stability.active,
        price: .listed(cents: 8),
        quota: Quota(requestsPerMinute: 15),
        input: ImageLimits(side: 64...Int(Int32.max), pixels: 4_096...Int(Int32.max)),
        promptLength: Stability.promptLength, outputFormats: [.png, .jpeg, .webp])

    package static func request(
        prompt: RequestValue, aspect: String, negative: RequestValue?, seed: RequestValue,
        format: ImageFormat
    ) -> RequestValue {
        .fields(
            ("prompt", prompt), ("mode", .string("text-to-image")),
            ("aspect_ratio", .string(aspect)), ("negative_prompt", negative), ("seed", seed),
            ("output_format", .string(format.rawValue)))
    }

    /// How much is changed: 0 gives the input back, 1 ignores it.
    package static let strength = 0.0...1.0

    /// AWS's own sample leaves `mode` out although the table needs it: it is always sent.
    package static func imageToImage(
        prompt: RequestValue, strength: Double, negative: RequestValue?, seed: RequestValue,
        format: ImageFormat
    ) -> RequestValue {
        .fields(
            ("prompt", prompt), ("mode", .string("image-to-image")), ("image", .image(.image)),
            ("strength", .number(strength)), ("negative_prompt", negative), ("seed", seed),
            ("output_format", .string(format.rawValue)))
    }

    /// About a megapixel of the input's shape.
    package static func outputSize(input: SizeForecast) -> SizeForecast {
        input.map { $0.scaled(toPixels: 1_000_000, step: 64) }.guessed
    }

    /// About 1 megapixel.
    package static func outputSize(aspect: (width: Int, height: Int)) -> SizeForecast {
        Stability.size(aspect: aspect, pixels: 1_000_000)
    }
}
