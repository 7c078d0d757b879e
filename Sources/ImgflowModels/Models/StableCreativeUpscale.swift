package import ImageFacts

/// Stable Creative Upscale: invents detail. Source: AWS, stable-image-services. Its PNG never fits
/// the 16 MiB of an answer (measured by others), so PNG is not among its formats here.
package enum StableCreativeUpscale: StabilityModel {
    package static let card = ModelCard(
        name: "creative-upscale", title: "Stable Image Creative Upscale",
        does: "upscale an image and add detail",
        invocationID: "us.stability.stable-creative-upscale-v1:0",
        regions: Stability.serviceRegions, lifecycle: Stability.active,
        price: .listed(cents: 60), quota: Quota(requestsPerMinute: 4),
        input: ImageLimits(side: 64...Int(Int32.max), pixels: 4_096...1_048_576),
        promptLength: Stability.promptLength, outputFormats: [.jpeg, .webp])

    package static let creativity = 0.1...0.5

    package static func request(
        prompt: RequestValue, creativity: Double?, negative: RequestValue?, style: String?,
        seed: RequestValue, format: ImageFormat
    ) -> RequestValue {
        .fields(
            ("prompt", prompt), ("image", .image(.image)),
            ("creativity", creativity.map { .number($0) }), ("negative_prompt", negative),
            ("style_preset", style.map { .string($0) }), ("seed", seed),
            ("output_format", .string(format.rawValue)))
    }

    /// About 3152x3152 whatever comes in (measured by others); not documented.
    package static func outputSize(input: SizeForecast) -> SizeForecast {
        input.map { $0.scaled(toPixels: 3_152 * 3_152) }.guessed
    }
}
