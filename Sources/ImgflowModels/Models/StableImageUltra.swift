import ImageFacts

/// Stable Image Ultra 1.0: text to image. AWS's parameter page has an image-to-image tab, the model
/// card and live reports say text only: `mode`, `image`, `strength` and `style_preset` are never sent.
package enum StableImageUltra: TextToImageModel {
    package static let card = ModelCard(
        name: "ultra", title: "Stable Image Ultra 1.0",
        does: "generate an image from text, at the highest quality",
        invocationID: "stability.stable-image-ultra-v1:1",
        regions: Stability.textToImageRegions, lifecycle: Stability.active,
        price: .listed(cents: 14), quota: Quota(requestsPerMinute: 10), input: nil,
        promptLength: Stability.promptLength, outputFormats: [.png, .jpeg],
        seeds: Stability.textToImageSeeds)

    /// About 1 megapixel (Stability's own words).
    package static func outputSize(aspect: (width: Int, height: Int)) -> SizeForecast {
        Stability.size(aspect: aspect, pixels: 1_000_000)
    }
}
