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

    /// The last that is made whole and the first that is made of cells.
    @Test func aLittleMoreIsALittleMore() throws {
        let step = try Self.step(PixelSize(601, 47))
        let before = try Self.line(step.blurred(sigma: 29.99))
        let after = try Self.line(step.blurred(sigma: 30.01))
        #expect(zip(before, after).allSatisfy { abs($0 - $1) <= 3 })
    }

    @Test(arguments: [30.0, 41.7, 99.0, 400.0])
    func anEdgeBecomesASlope(sigma: Double) throws {
        let line = try Self.line(Self.step(PixelSize(1_203, 31)).blurred(sigma: sigma))
        #expect(zip(line, line.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(abs(line[601] - 128) <= 3)
        // As the kernel has it, cut off at a fifth of its height: flat beyond 1.8 of sigma.
        let reach = Int(1.9 * sigma) + 2
        if reach < 600 {
            #expect(line[601 - reach] == 0)
            #expect(line[601 + reach] == 255)
            #expect(line[601 - Int(sigma)] > 10)
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
