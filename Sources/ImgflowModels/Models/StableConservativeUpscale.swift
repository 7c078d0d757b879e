package import ImageFacts

/// Stable Conservative Upscale: keeps to the image. Source: AWS, stable-image-services.
/// `creativity` is documented by AWS and refused by one live report, so it is sent only when asked.
package enum StableConservativeUpscale: StabilityModel {
    package static let card = ModelCard(
        name: "conservative-upscale", title: "Stable Image Conservative Upscale",
        does: "upscale an image and preserve its content",
        invocationID: "us.stability.stable-conservative-upscale-v1:0",
        regions: Stability.serviceRegions, lifecycle: Stability.active,
        price: .listed(cents: 40), quota: Quota(requestsPerMinute: 4),
        input: Stability.serviceInput, promptLength: Stability.promptLength,
        outputFormats: [.png, .jpeg, .webp])

    package static let creativity = 0.1...0.5

    package static func request(
        prompt: RequestValue, creativity: Double?, negative: RequestValue?, seed: RequestValue,
        format: ImageFormat
    ) -> RequestValue {
        .fields(
            ("prompt", prompt), ("image", .image(.image)),
            ("creativity", creativity.map { .number($0) }), ("negative_prompt", negative),
            ("seed", seed), ("output_format", .string(format.rawValue)))
    }

    /// About 3112x3112 from one megapixel (measured by others); not documented.
    package static func outputSize(input: SizeForecast) -> SizeForecast {
        input.map { $0.scaled(toPixels: 3_112 * 3_112) }.guessed
    }
}
