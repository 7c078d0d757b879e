package import ImageFacts

/// Stable Image Outpaint: paints on beyond the edges. Source: AWS, stable-image-services.
/// `negative_prompt` is not documented and never sent.
package enum StableOutpaint: StabilityModel {
    package static let card = ModelCard(
        name: "outpaint", title: "Stable Image Outpaint",
        does: "extend an image beyond its edges",
        invocationID: "us.stability.stable-outpaint-v1:0",
        regions: Stability.serviceRegions, lifecycle: Stability.active,
        price: .listed(cents: 6), quota: Quota(requestsPerMinute: 4),
        input: Stability.serviceInput, promptLength: Stability.promptLength,
        outputFormats: [.png, .jpeg, .webp])

    /// Pixels of each margin; at least one is not zero.
    package static let margins = 0...2_000
    /// Notebooks say 0 to 1; AWS's page is narrower, and right within both.
    package static let creativity = 0.1...1.0

    /// - Parameter margins: the names `left`, `right`, `up` and `down`; what is not there is 0.
    package static func request(
        margins: [(name: String, pixels: RequestValue)], prompt: RequestValue?,
        creativity: Double?, style: String?, seed: RequestValue, format: ImageFormat
    ) -> RequestValue {
        let sides = margins.map { RequestField($0.name, $0.pixels) }
        let rest = RequestValue.fields(
            ("prompt", prompt), ("creativity", creativity.map { .number($0) }),
            ("style_preset", style.map { .string($0) }), ("seed", seed),
            ("output_format", .string(format.rawValue)))
        guard case .object(let others) = rest else { return rest }
        return .object([RequestField("image", .image(.image))] + sides + others)
    }

    /// The input and its margins, as others measured it on Bedrock in September 2026; AWS promises none.
    package static func outputSize(
        input: SizeForecast, left: Int, right: Int, up: Int, down: Int
    ) -> SizeForecast {
        input.map { PixelSize($0.width + left + right, $0.height + up + down) }.documented
    }
}
