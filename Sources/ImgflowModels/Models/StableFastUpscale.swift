package import ImageFacts

/// Stable Fast Upscale: four times each side, without a text. Source: AWS, stable-image-services.
package enum StableFastUpscale: StabilityModel {
    package static let card = ModelCard(
        name: "fast-upscale", title: "Stable Image Fast Upscale",
        does: "upscale an image four times",
        invocationID: "us.stability.stable-fast-upscale-v1:0",
        regions: Stability.serviceRegions, lifecycle: Stability.active,
        price: .listed(cents: 3), quota: Quota(requestsPerMinute: 20),
        input: ImageLimits(side: 32...1_536, pixels: 1_024...1_048_576), promptLength: nil,
        outputFormats: [.png, .jpeg, .webp])

    package static func request(format: ImageFormat) -> RequestValue {
        .fields(("image", .image(.image)), ("output_format", .string(format.rawValue)))
    }

    package static func outputSize(input: SizeForecast) -> SizeForecast {
        input.map { PixelSize($0.width * 4, $0.height * 4) }
    }
}
