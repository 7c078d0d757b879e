package import ImageFacts

/// Stable Image Style Guide: a new image in the style of the one that goes in. Source: AWS,
/// stable-image-services.
package enum StableImageStyleGuide: StabilityModel {
    package static let card = ModelCard(
        name: "style-guide", title: "Stable Image Style Guide",
        does: "generate an image in the style of another",
        invocationID: "us.stability.stable-image-style-guide-v1:0",
        regions: Stability.serviceRegions, lifecycle: Stability.active,
        price: .listed(cents: 7), quota: Quota(requestsPerMinute: 20),
        input: Stability.serviceInput, promptLength: Stability.promptLength,
        outputFormats: [.png, .jpeg, .webp])

    package static let fidelity = 0.0...1.0

    /// - Parameter aspect: one of `Stability.aspectRatios`, as `16:9`.
    package static func request(
        prompt: RequestValue, aspect: String, fidelity: Double?, negative: RequestValue?,
        style: String?, seed: RequestValue, format: ImageFormat
    ) -> RequestValue {
        .fields(
            ("prompt", prompt), ("image", .image(.image)), ("aspect_ratio", .string(aspect)),
            ("fidelity", fidelity.map { .number($0) }), ("negative_prompt", negative),
            ("style_preset", style.map { .string($0) }), ("seed", seed),
            ("output_format", .string(format.rawValue)))
    }

    /// 1 megapixel, 1024x1024 for 1:1 (Stability's own words).
    package static func outputSize(aspect: (width: Int, height: Int)) -> SizeForecast {
        Stability.size(aspect: aspect, pixels: 1_000_000)
    }
}
