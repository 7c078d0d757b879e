package import ImageFacts

/// Stable Image Inpaint: repaints what the mask shows in white. Source: AWS, stable-image-services.
/// Without `mask` the image's alpha is the mask, so imgflow always sends one.
package enum StableImageInpaint: StabilityModel {
    package static let card = ModelCard(
        name: "inpaint", title: "Stable Image Inpaint", does: "repaint the masked region",
        invocationID: "us.stability.stable-image-inpaint-v1:0",
        regions: Stability.serviceRegions, lifecycle: Stability.active,
        price: .listed(cents: 7), quota: Quota(requestsPerMinute: 20),
        input: Stability.serviceInput, promptLength: Stability.promptLength,
        outputFormats: [.png, .jpeg, .webp])

    package static func request(
        prompt: RequestValue, negative: RequestValue?, style: String?, growMask: Int?,
        seed: RequestValue, format: ImageFormat
    ) -> RequestValue {
        .fields(
            ("prompt", prompt), ("image", .image(.image)), ("mask", .image(.mask)),
            ("negative_prompt", negative), ("style_preset", style.map { .string($0) }),
            ("grow_mask", growMask.map { .integer($0) }), ("seed", seed),
            ("output_format", .string(format.rawValue)))
    }

    /// The input's, as others measured it on Bedrock in September 2026; AWS promises none.
    package static func outputSize(input: SizeForecast) -> SizeForecast { input.documented }
}
