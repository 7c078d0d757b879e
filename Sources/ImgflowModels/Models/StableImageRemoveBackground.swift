package import ImageFacts

/// Stable Image Remove Background: a cut-out with alpha. Source: AWS, stable-image-services, which
/// lists jpeg as an output too; a JPEG cannot carry alpha, so it is not offered.
package enum StableImageRemoveBackground: StabilityModel {
    package static let card = ModelCard(
        name: "remove-background", title: "Stable Image Remove Background",
        does: "remove the background",
        invocationID: "us.stability.stable-image-remove-background-v1:0",
        regions: Stability.serviceRegions, lifecycle: Stability.active,
        price: .listed(cents: 7), quota: Quota(requestsPerMinute: 20),
        input: Stability.serviceInput, promptLength: nil, outputFormats: [.png, .webp])

    package static func request(format: ImageFormat) -> RequestValue {
        .fields(("image", .image(.image)), ("output_format", .string(format.rawValue)))
    }

    /// As the input, though no source says so.
    package static func outputSize(input: SizeForecast) -> SizeForecast { input.guessed }
}
