import ImageFacts

extension Image {
    /// The same pixels with another resolution, in dots per inch; nil changes nothing.
    package func resolved(dpi: Int?) throws(ImageError) -> Image {
        guard let dpi, facts.dpi != Double(dpi) else { return self }
        return try changed { (pixels) throws(ImageError) in
            try pixels.withResolution(dpi: Double(dpi))
        }
    }
}
