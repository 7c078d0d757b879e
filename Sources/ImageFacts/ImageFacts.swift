/// What is known of a picture without its pixels.
package struct ImageFacts: Hashable, Sendable {
    /// As it is shown: an EXIF orientation has been applied.
    package var size: PixelSize
    package var format: ImageFormat
    package var hasAlpha: Bool

    package init(size: PixelSize, format: ImageFormat, hasAlpha: Bool) {
        self.size = size
        self.format = format
        self.hasAlpha = hasAlpha
    }
}
