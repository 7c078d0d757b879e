package import ImageFacts

/// Stable Image Search and Recolor: finds something by words and colors it again. Source: AWS,
/// stable-image-services. The words' field is `select_prompt`, unlike search and replace's.
package enum StableImageSearchRecolor: StabilityModel {
    package static let card = ModelCard(
        name: "search-recolor", title: "Stable Image Search and Recolor",
        does: "find an object by text and change its color",
        invocationID: "us.stability.stable-image-search-recolor-v1:0",
        regions: Stability.serviceRegions, lifecycle: Stability.active,
        price: .listed(cents: 7), quota: Quota(requestsPerMinute: 20),
        input: Stability.serviceInput, promptLength: Stability.promptLength,
        outputFormats: [.png, .jpeg, .webp])

    package static func request(
        prompt: RequestValue, selectPrompt: RequestValue, negative: RequestValue?, style: String?,
        growMask: Int?, seed: RequestValue, format: ImageFormat
    ) -> RequestValue {
        .fields(
            ("prompt", prompt), ("image", .image(.image)), ("select_prompt", selectPrompt),
            ("negative_prompt", negative), ("style_preset", style.map { .string($0) }),
            ("grow_mask", growMask.map { .integer($0) }), ("seed", seed),
            ("output_format", .string(format.rawValue)))
    }

    /// The input's, by AWS's own notebooks; not documented.
    package static func outputSize(input: SizeForecast) -> SizeForecast { input.guessed }
}
