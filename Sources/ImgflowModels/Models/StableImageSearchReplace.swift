package import ImageFacts

/// Stable Image Search and Replace: finds by words and repaints. Source: AWS, stable-image-services.
package enum StableImageSearchReplace: StabilityModel {
    package static let card = ModelCard(
        name: "search-replace", title: "Stable Image Search and Replace",
        does: "find an object by text and replace it",
        invocationID: "us.stability.stable-image-search-replace-v1:0",
        regions: Stability.serviceRegions, lifecycle: Stability.active,
        price: .listed(cents: 7), quota: Quota(requestsPerMinute: 20),
        input: Stability.serviceInput, promptLength: Stability.promptLength,
        outputFormats: [.png, .jpeg, .webp])

    package static func request(
        prompt: RequestValue, searchPrompt: RequestValue, negative: RequestValue?, style: String?,
        growMask: Int?, seed: RequestValue, format: ImageFormat
    ) -> RequestValue {
        .fields(
            ("prompt", prompt), ("image", .image(.image)), ("search_prompt", searchPrompt),
            ("negative_prompt", negative), ("style_preset", style.map { .string($0) }),
            ("grow_mask", growMask.map { .integer($0) }), ("seed", seed),
            ("output_format", .string(format.rawValue)))
    }

    /// The input's, as others measured it on Bedrock in September 2026; AWS promises none.
    package static func outputSize(input: SizeForecast) -> SizeForecast { input.documented }
}
