package import ImageFacts
package import ImgflowImages
package import ImgflowPlanner

/// Encodes an image in another format, or in the same with another quality.
package struct ConvertOperation: ImageOperation {
    package var format: ImageFormat
    package var quality: Int?
    /// What shows where the image was transparent and the format has no alpha.
    package var background: Color

    package var metadata: EncodingOptions.Metadata?

    package init(
        _ format: ImageFormat, quality: Int? = nil, background: Color = .white,
        metadata: EncodingOptions.Metadata? = nil
    ) {
        self.metadata = metadata
        self.format = format
        self.quality = quality
        self.background = background
    }

    package func forecast(for input: Forecast) -> Forecast {
        var next = input
        next.format = format
        next.hasAlpha = input.hasAlpha && format.carriesAlpha
        return next
    }

    package func apply(to image: Image) throws -> Image {
        let opaque =
            image.facts.hasAlpha && !format.carriesAlpha
            ? try image.flattened(on: background) : image
        return try Image(
            encoded: opaque.encoded(
                as: format, EncodingOptions(quality: quality, metadata: metadata ?? .safe)))
    }
}

extension ConvertOperation: CustomStringConvertible {
    package var description: String {
        "convert \(format.rawValue)\(version) \(quality.map { "\($0)" } ?? "default")"
            + " \(background.red) \(background.green) \(background.blue)"
            + (metadata.map { " metadata \($0.rawValue)" } ?? "")
    }

    /// Of formats whose pixels were others before: GIF ignored color profiles, AVIF had another quality.
    private var version: String { format == .gif || format == .avif ? " 2" : "" }
}
