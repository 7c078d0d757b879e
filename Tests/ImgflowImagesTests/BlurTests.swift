import Glibc
import ImageFacts
import Testing

@testable import ImgflowImages

/// Wide blurs are made of cells: nobody may see where they begin.
@Suite struct BlurTests {
    /// Black, and white from the middle on.
    private static func step(_ size: PixelSize) throws -> Pixels {
        var bytes = [UInt8](repeating: 0, count: size.pixels)
        for place in bytes.indices where place % size.width >= size.width / 2 { bytes[place] = 255 }
        return try Pixels.bytes(bytes, size, bands: 1)
    }

    private static func line(_ pixels: Pixels) throws -> [Int] {
        try pixels.bytes().prefix(pixels.size.width).map(Int.init)
    }

    /// The last that is made of lines and the first that is made of cells; cells of two and three pixels.
    @Test(arguments: [4.0, 6.0, 30.0])
    func aLittleMoreIsALittleMore(sigma: Double) throws {
        let step = try Self.step(PixelSize(601, 47))
        let before = try Self.line(step.blurred(sigma: sigma - 0.01))
        let after = try Self.line(step.blurred(sigma: sigma + 0.01))
        #expect(zip(before, after).allSatisfy { abs($0 - $1) <= 1 })
    }

    @Test(arguments: [30.0, 41.7, 99.0, 400.0])
    func anEdgeBecomesASlope(sigma: Double) throws {
        let line = try Self.line(Self.step(PixelSize(1_203, 31)).blurred(sigma: sigma))
        #expect(zip(line, line.dropFirst()).allSatisfy { $0 <= $1 })
        // The edge lies half a pixel before the middle of this one.
        for (place, value) in line.enumerated() {
            let distance = (Double(place) - 600.5) / sigma
            let wanted = 127.5 * (1 + erf(distance / 2.0.squareRoot()))
            #expect(abs(Double(value) - wanted) <= 1)
        }
    }

    @Test(arguments: [PixelSize(3, 5), PixelSize(1, 1), PixelSize(17, 900), PixelSize(64, 64)])
    func sizeAndBrightnessStay(size: PixelSize) throws {
        let photo = try Picture.gradient(size).pixels()
        let soft = try photo.blurred(sigma: 120)
        #expect(soft.size == size)
        #expect(soft.bands == 3)
        #expect(try abs(soft.mean() - photo.mean()) < 1)
    }

    @Test func evenStaysEven() throws {
        let even = try Pixels.bytes(
            [UInt8](repeating: 77, count: 200 * 90 * 4), PixelSize(200, 90), bands: 4)
        #expect(try Set(even.blurred(sigma: 55).bytes()) == [77])
    }
}
