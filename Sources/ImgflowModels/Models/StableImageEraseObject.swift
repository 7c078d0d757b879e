package import ImageFacts

/// Stable Image Erase Object: takes away what the mask shows in white. Source: AWS,
/// stable-image-services. It has no prompt; without `mask` the image's alpha would be the mask, so
/// imgflow always sends one.
package enum StableImageEraseObject: StabilityModel {
    package static let card = ModelCard(
        name: "erase-object", title: "Stable Image Erase Object",
        does: "remove the masked object and fill in the background",
        invocationID: "us.stability.stable-image-erase-object-v1:0",
        regions: Stability.serviceRegions, lifecycle: Stability.active,
        price: .listed(cents: 7), quota: Quota(requestsPerMinute: 20),
        input: Stability.serviceInput, promptLength: nil,
        outputFormats: [.png, .jpeg, .webp])

    package static func request(
        growMask: Int?, seed: RequestValue, format: ImageFormat
    ) -> RequestValue {
        .fields(
            ("image", .image(.image)), ("mask", .image(.mask)),
            ("grow_mask", growMask.map { .integer($0) }), ("seed", seed),
            ("output_format", .string(format.rawValue)))
    }

    /// Not documented for Bedrock.
    package static func outputSize(input: SizeForecast) -> SizeForecast { input.guessed }
}
