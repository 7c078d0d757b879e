package import ImageFacts

extension Image {
    /// Rows of pixels, left to right, for a drawing in a terminal; transparency on `background`.
    package func sampled(
        to size: PixelSize, background: Color = .black
    ) throws(ImageError) -> [[RGB]] {
        let bytes = try pixels().resized(to: size).standard().flattened(on: background).bytes()
        return (0..<size.height).map { row in
            (0..<size.width).map { column in
                let at = 3 * (row * size.width + column)
                return RGB(bytes[at], bytes[at + 1], bytes[at + 2])
            }
        }
    }
}
