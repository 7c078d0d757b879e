/// What is known of an image without its pixels.
package struct ImageFacts: Hashable, Sendable {
    /// As it is shown: an EXIF orientation has been applied.
    package var size: PixelSize
    package var format: ImageFormat
    package var hasAlpha: Bool
    /// EXIF, 1 to 8: how the stored pixels are to be turned.
    package var orientation = 1
    /// What a decoder makes of a pixel: numbers, and bytes for each.
    package var bands: Int
    package var bytesPerBand = 1
    /// What the file says of its colors without an ICC profile; nil where that is sRGB, or its own
    /// profile tells.
    package var colors: ColorProfile?
    /// Its colors are named by numbers that nothing is known of here.
    package var hasUnknownColors = false
    /// A JPEG whose data do not show whether they are all there.
    package var isArithmetic = false
    /// Dots per inch across, as the file says; nil where it does not.
    package var dpi: Double?
    /// Of the whole file.
    package var byteCount: Int?
    /// The day on which it was taken, as its metadata say: `2026-11-27`. Headers do not read it, whoever plans
    /// does.
    package var date: String?
    package var hasMetadata = false
    /// Its metadata say where it was taken, by coordinates.
    package var hasLocation = false
    /// It carries Content Credentials (C2PA), which hold for these bytes alone.
    package var isSigned = false
    /// Of all pages or frames; empty where there is one.
    package var pages: [Page] = []
    /// Raised where earlier versions took wrong pixels from such a file: what a model answered to
    /// those is no answer to the right ones.
    package var revision = 1

    package struct Page: Hashable, Sendable {
        /// As it is shown; nothing where the file does not say it.
        package var size: PixelSize
        package var hasAlpha: Bool
        package var dpi: Double?
    }

    package init(size: PixelSize, format: ImageFormat, hasAlpha: Bool) {
        self.size = size
        self.format = format
        self.hasAlpha = hasAlpha
        bands = hasAlpha ? 4 : 3
    }
}

extension ImageFacts {
    /// The same with a resolution, to a tenth of a dot; one that means nothing is none.
    package func at(dpi: Double?) -> ImageFacts {
        var facts = self
        facts.dpi = dpi.flatMap { $0.isFinite && $0 >= 1 ? ($0 * 10).rounded() / 10 : nil }
        return facts
    }

    /// Of colors that mean something else than sRGB: earlier versions took them for that.
    func colored(_ meaning: ColorProfile.Meaning) -> ImageFacts {
        var facts = self
        switch meaning {
        case .usual: return self
        case .unknown: facts.hasUnknownColors = true
        case .profile(let profile):
            facts.colors = profile
            facts.revision = 2
        }
        return facts
    }

    /// Turned as an EXIF orientation says.
    func oriented(_ orientation: Int) -> ImageFacts {
        guard (2...8).contains(orientation) else { return self }
        var facts = self
        facts.orientation = orientation
        facts.size = size.oriented(orientation)
        return facts
    }

    /// The same of so many numbers a pixel.
    func coded(bands: Int, bits: Int = 8) -> ImageFacts {
        var facts = self
        facts.bands = bands
        facts.bytesPerBand = max(1, (bits + 7) / 8)
        return facts
    }
}
