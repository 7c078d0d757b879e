import ImageFacts

/// Stable Image Control Structure: paints an image with the shapes of another. Source: AWS,
/// stable-image-services. It has no `aspect_ratio`: the answer has the shape of what goes in.
package enum StableImageControlStructure: ControlModel {
    package static let card = ModelCard(
        name: "control-structure", title: "Stable Image Control Structure",
        does: "generate an image with the composition of another",
        invocationID: "us.stability.stable-image-control-structure-v1:0",
        regions: Stability.serviceRegions, lifecycle: Stability.active,
        price: .listed(cents: 7), quota: Quota(requestsPerMinute: 20),
        input: Stability.serviceInput, promptLength: Stability.promptLength,
        outputFormats: [.png, .jpeg, .webp])

    /// The input's, as others measured it on Bedrock in September 2026; AWS promises none.
    package static func outputSize(input: SizeForecast) -> SizeForecast { input.documented }
}
