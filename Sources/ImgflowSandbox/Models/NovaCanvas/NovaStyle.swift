import ImageFacts
import ImgflowImages

/// `style` of a text to image request, as a way to finish an image.
enum NovaStyle: String, CaseIterable {
    case animatedFilm = "3D_ANIMATED_FAMILY_FILM"
    case sketch = "DESIGN_SKETCH"
    case flatVector = "FLAT_VECTOR_ILLUSTRATION"
    case graphicNovel = "GRAPHIC_NOVEL_ILLUSTRATION"
    case maximalism = "MAXIMALISM"
    case midcentury = "MIDCENTURY_RETRO"
    case photorealism = "PHOTOREALISM"
    case softPainting = "SOFT_DIGITAL_PAINTING"

    func applied(to picture: Pixels) throws(ImageError) -> Pixels {
        let side = Double(picture.size.shortSide)
        switch self {
        case .photorealism: return picture
        case .animatedFilm:
            return try picture.blurred(sigma: side / 320).saturated(1.5).linear(1.1, 4).finished()
        case .sketch:
            let paper = try Pixels.constant([250, 247, 240], picture.size)
            let wash = try paper.linear(0.75, 0).plus(picture.gray().linear(0.25, 0))
            return try Lines.drawn(
                Lines.found(in: picture), on: wash.finished(), strength: 1)
        case .flatVector:
            return try picture.blurred(sigma: side / 160).posterised(levels: 5).saturated(1.25)
                .finished()
        case .graphicNovel:
            let flat = try picture.blurred(sigma: side / 240).posterised(levels: 4)
                .linear(1.15, -14).finished()
            return try Lines.drawn(Lines.found(in: picture), on: flat, strength: 1)
        case .maximalism:
            return try picture.saturated(2.2).linear(1.25, -28).finished()
        case .midcentury:
            return try picture.blurred(sigma: side / 200).posterised(levels: 6).saturated(0.7)
                .linear([0.92, 0.86, 0.72], [24, 20, 16]).finished()
        case .softPainting:
            return try picture.blurred(sigma: side / 130).linear(0.9, 20).finished()
        }
    }
}

extension Pixels {
    /// Colors farther from gray, or nearer to it below 1.
    func saturated(_ strength: Double) throws(ImageError) -> Pixels {
        let gray = try bandMean()
        return try minus(gray).linear(strength, 0).plus(gray)
    }

    /// So many steps of lightness; the hues stay.
    func posterised(levels: Int) throws(ImageError) -> Pixels {
        let step = 1 / Double(levels - 1)
        let gray = try bandMean()
        var flat = try gray.linear(0, 0)
        for level in 1..<levels {
            flat = try flat.plus(
                gray.atLeast(255 * (Double(level) - 0.5) * step).linear(step, 0))
        }
        return try plus(flat.minus(gray).linear(0.85, 0))
    }

    func finished() throws(ImageError) -> Pixels {
        try linear(1, 0.5).eightBit().asSRGB().inMemory()
    }
}
