import ImageFacts

/// Stable Image Control Sketch: paints an image along the lines of another. Source: AWS,
/// stable-image-services. It has no `aspect_ratio`: the answer has the shape of what goes in.
package enum StableImageControlSketch: ControlModel {
    package static let card = ModelCard(
        name: "control-sketch", title: "Stable Image Control Sketch",
        does: "generate an image that follows the lines of another",
        invocationID: "us.stability.stable-image-control-sketch-v1:0",
        regions: Stability.serviceRegions, lifecycle: Stability.active,
        price: .listed(cents: 7), quota: Quota(requestsPerMinute: 20),
        input: Stability.serviceInput, promptLength: Stability.promptLength,
        outputFormats: [.png, .jpeg, .webp])

    /// Not documented.
    package static func outputSize(input: SizeForecast) -> SizeForecast { input.guessed }
}
