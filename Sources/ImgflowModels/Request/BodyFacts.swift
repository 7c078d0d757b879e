package import ImageFacts

/// What a body that the user wrote says of the images that it asks for, and of their price.
package struct BodyFacts: Sendable {
    /// How many images; nil where it does not say.
    package var images: Int?
    package var size: PixelSize?
    /// Nova's `quality`.
    package var quality: String?
    /// Nova's `taskType`.
    package var task: String?

    /// - Parameter body: of `RequestValue.verbatim`.
    package init(_ body: RequestValue) {
        guard case .verbatim(let pieces) = body else { return }
        let text = pieces.map { if case .json(let text) = $0 { text } else { "\"\"" } }.joined()
        let bytes = Array(text.utf8)
        guard let json = try? JSONScanner.scan(bytes) else { return }
        // Nova and Titan hold these one level down.
        let config = json["imageGenerationConfig"] ?? json
        bytes.withUnsafeBytes { text in
            images =
                Self.counts.lazy
                .compactMap { config[$0]?.integer(in: text) ?? json[$0]?.integer(in: text) }.first
            quality = config["quality"]?.string(in: text)
            task = json["taskType"]?.string(in: text)
            if let width = config["width"]?.integer(in: text),
                let height = config["height"]?.integer(in: text), width > 0, height > 0
            {
                size = PixelSize(width, height)
            }
        }
    }

    /// Nova and Titan; Stable Diffusion XL; what makers of other models write.
    private static let counts = [
        "numberOfImages", "samples", "num_images", "numImages", "sampleCount",
    ]
}
