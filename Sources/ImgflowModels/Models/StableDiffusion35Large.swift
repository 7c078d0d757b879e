package import ImageFacts

/// Stable Diffusion 3.5 Large: text to image.
/// Source: AWS, model-parameters-diffusion-3-5-large. `style_preset`, `cfg_scale` and `steps` are
/// not documented there and never sent.
package enum StableDiffusion35Large: TextToImageModel {
    package static let card = ModelCard(
        name: "sd35-large", title: "SD3.5 Large",
        invocationID: "stability.sd3-5-large-v1:0",
        regions: Stability.textToImageRegions, lifecycle: Stability.active,
        price: Price(
            Dollars(cents: 8), source: "litellm price map; others say $0.065, not confirmed",
            asOf: "2026-09"),
        quota: Quota(requestsPerMinute: 15), input: nil,
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

    /// About 1 megapixel.
    package static func outputSize(aspect: (width: Int, height: Int)) -> SizeForecast {
        Stability.size(aspect: aspect, pixels: 1_000_000)
    }
}
