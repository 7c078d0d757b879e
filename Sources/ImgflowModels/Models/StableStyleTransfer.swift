package import ImageFacts

/// Stable Image Style Transfer: the content of one image in the style of another. Source: AWS,
/// stable-image-services. Its images are `init_image` and `style_image`; it has no `style_preset`.
package enum StableStyleTransfer: StabilityModel {
    package static let card = ModelCard(
        name: "style-transfer", title: "Stable Image Style Transfer",
        does: "apply the style of another image",
        invocationID: "us.stability.stable-style-transfer-v1:0",
        regions: Stability.serviceRegions, lifecycle: Stability.active,
        price: .listed(cents: 8), quota: Quota(requestsPerMinute: 20),
        input: Stability.serviceInput, promptLength: Stability.promptLength,
        outputFormats: [.png, .jpeg, .webp])

    package static let fidelity = 0.0...1.0
    package static let strength = 0.0...1.0
    /// One client allows 0; AWS's page does not.
    package static let change = 0.1...1.0

    package static func request(
        prompt: RequestValue?, negative: RequestValue?, fidelity: Double?, strength: Double?,
        change: Double?, seed: RequestValue, format: ImageFormat
    ) -> RequestValue {
        .fields(
            ("init_image", .image(.image)), ("style_image", .image(.style)), ("prompt", prompt),
            ("negative_prompt", negative),
            ("composition_fidelity", fidelity.map { .number($0) }),
            ("style_strength", strength.map { .number($0) }),
            ("change_strength", change.map { .number($0) }), ("seed", seed),
            ("output_format", .string(format.rawValue)))
    }

    /// Not documented.
    package static func outputSize(input: SizeForecast) -> SizeForecast { input.guessed }
}
