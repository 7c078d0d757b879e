import ImageFacts

/// Stable Image Core 1.0: text to image, fast and cheap.
/// Source: AWS, model-parameters-stability-diffusion; bedrock-image-mcp-server 0.5.0, live, for what
/// it refuses (`mode`, `image`, `strength`, `style_preset`, `width`, `height`, webp).
package enum StableImageCore: TextToImageModel {
    package static let card = ModelCard(
        name: "core", title: "Stable Image Core 1.0",
        does: "generate an image from text, fast and inexpensive",
        invocationID: "stability.stable-image-core-v1:1",
        regions: Stability.textToImageRegions, lifecycle: Stability.active,
        price: .listed(cents: 4), quota: Quota(requestsPerMinute: 90), input: nil,
        promptLength: Stability.promptLength, outputFormats: [.png, .jpeg],
        seeds: Stability.textToImageSeeds)

    /// About 1.5 megapixels (Stability's own words).
    package static func outputSize(aspect: (width: Int, height: Int)) -> SizeForecast {
        Stability.size(aspect: aspect, pixels: 1_500_000)
    }
}
