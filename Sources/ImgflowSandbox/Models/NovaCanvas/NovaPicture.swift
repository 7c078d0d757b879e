import FoundationEssentials
import ImageFacts
import ImgflowImages

/// The images of a request: reference, section 3.4.
enum NovaPicture {
    private static let sides = 320...4096
    private static let mostPixels = 4_194_304
    private static let mostElongated = 4.0
    /// What the rounding of a JPEG of quality 100 does to black and white.
    private static let roundingOfJPEG = 4.0

    /// Opaque, 8-bit sRGB, three bands.
    static func source(_ base64: String, _ name: String) throws -> Pixels {
        let (picture, _) = try opened(base64, name, grayAllowed: false)
        return picture
    }

    /// One band, 255 where the mask is white.
    static func mask(_ base64: String, _ name: String, of source: PixelSize) throws -> Pixels {
        let (mask, format) = try opened(base64, name, grayAllowed: true)
        guard mask.size == source else {
            throw complaint(
                name,
                "the mask image and the input image must have the same size, got \(mask.size) "
                    + "and \(source)")
        }
        let slack = format == .jpeg ? roundingOfJPEG : 0
        let offset = try mask.linear(1, -127.5)
        let white = try mask.atLeast(128).bandMean().inMemory()
        let grayest = try offset.times(offset).minimum().squareRoot()
        let signed = try white.linear(1, -127.5)
        let mostColored = try signed.times(signed).minimum().squareRoot()
        guard grayest >= 127.5 - slack, mostColored >= 127 else {
            throw complaint(
                name, "the mask image must contain only pure black and pure white pixels")
        }
        return white
    }

    private static func opened(
        _ base64: String, _ name: String, grayAllowed: Bool
    ) throws -> (Pixels, ImageFormat) {
        guard !base64.isEmpty, let data = Data(base64Encoded: base64) else {
            throw complaint(
                name, "invalid base64 image data, expected base64 without a data: prefix")
        }
        do {
            let image = try Image(encoded: [UInt8](data))
            let format = image.facts.format
            guard [.png, .jpeg].contains(format) else {
                throw complaint(name, "unsupported image format \(format), expected png or jpeg")
            }
            try check(image.facts.size, name)
            let raw = try image.pixels()
            // IHDR's bit depth; a JPEG always has 8 bits here.
            let is16Bit = format == .png && image.encoded?.dropFirst(24).first == 16
            let isGray = raw.bands < 3
            let isCMYK = format == .jpeg && raw.bands == 4
            guard !is16Bit, !isCMYK, grayAllowed || !isGray else {
                let found = is16Bit ? "16 bits a channel" : isCMYK ? "CMYK" : "grayscale"
                throw complaint(name, "expected an 8-bit RGB image, got \(found)")
            }
            return (try opaque(raw, name).standard().withoutMetadata().inMemory(), format)
        } catch let error as ImageError {
            throw complaint(name, "unable to decode image: \(error)")
        }
    }

    private static func opaque(_ picture: Pixels, _ name: String) throws -> Pixels {
        guard picture.hasAlpha else { return picture }
        guard try picture.band(picture.bands - 1).minimum() == 255 else {
            throw complaint(
                name, "the image must not contain transparent or translucent pixels")
        }
        return try picture.withoutAlpha()
    }

    private static func check(_ size: PixelSize, _ name: String) throws(ServiceError) {
        if size.shortSide < sides.lowerBound {
            throw complaint(
                name, "each side must be at least \(sides.lowerBound) pixels, got \(size)")
        }
        if size.longSide > sides.upperBound {
            throw complaint(
                name, "each side must be at most \(sides.upperBound) pixels, got \(size)")
        }
        if size.elongation > mostElongated {
            throw complaint(name, "aspect ratio must be between 1:4 and 4:1, got \(size)")
        }
        if size.pixels > mostPixels {
            throw complaint(
                name, "total pixels must be at most \(mostPixels), got \(size.pixels)")
        }
    }

    private static func complaint(_ name: String, _ words: String) -> ServiceError {
        .validation("\(name): \(words)")
    }
}

extension Fields {
    /// An image of a field that the schema requires, or that the caller found.
    func novaSource(_ name: String) throws -> Pixels {
        try NovaPicture.source(text(name) ?? "", name)
    }

    /// The region that a request tells in one of the two ways.
    func novaMask(of source: Pixels) throws -> NovaMask {
        if let words = text("maskPrompt") {
            return .named(try RegionFinder(source).mask(of: words).atLeast(128).inMemory())
        }
        return .white(try NovaPicture.mask(text("maskImage") ?? "", "maskImage", of: source.size))
    }
}

/// One band of 0 and 255.
enum NovaMask {
    /// 255 where the mask image is white.
    case white(Pixels)
    /// 255 on what a prompt names.
    case named(Pixels)
}
