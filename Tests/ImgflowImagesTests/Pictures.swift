import ImageFacts
import ImgflowImages
import Testing

/// Pictures made in code, and how they are compared.
enum Picture {
    /// Red grows to the right, green downwards, blue is constant.
    static func gradient(_ size: PixelSize, alpha: UInt8 = 255) throws -> Image {
        var bytes: [UInt8] = []
        for y in 0..<size.height {
            for x in 0..<size.width {
                bytes += [
                    UInt8(255 * x / max(size.width - 1, 1)),
                    UInt8(255 * y / max(size.height - 1, 1)),
                    96,
                ]
                if alpha < 255 { bytes.append(alpha) }
            }
        }
        return alpha < 255
            ? try Image.fromRGBA(bytes, size) : try Image.fromRGB(bytes, size)
    }

    static func pixel(_ image: Image, _ x: Int, _ y: Int) throws -> [UInt8] {
        let at = 4 * (y * image.facts.size.width + x)
        return Array(try image.rgba()[at..<(at + 4)])
    }
}

/// Whether two pictures differ nowhere by more than a tolerance, a number a channel.
func expectSame(
    _ first: Image, _ second: Image, tolerance: Int,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    #expect(first.facts.size == second.facts.size, sourceLocation: sourceLocation)
    let difference = zip(try first.rgba(), try second.rgba()).map { abs(Int($0) - Int($1)) }.max()
    #expect((difference ?? 0) <= tolerance, sourceLocation: sourceLocation)
}
