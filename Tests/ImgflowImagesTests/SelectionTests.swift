import ImageFacts
import ImgflowImages
import Testing

struct SelectionTests {
    private let size = PixelSize(60, 40)

    @Test func rectanglesAreExactAndCutAtTheEdge() throws {
        let mask = try Image.rectangleMask(size, x: -5, y: 10, width: 15, height: 20)
        #expect(try mask.brightness().mean * 2400 / 255 == 200)
        #expect(try Picture.pixel(mask, 9, 10)[0] == 255)
        #expect(try Picture.pixel(mask, 10, 10)[0] == 0)
        let outside = try Image.rectangleMask(size, x: 70, y: 0, width: 5, height: 5)
        #expect(try outside.brightness().maximum == 0)
    }

    @Test func ellipsesFillTheirRectangle() throws {
        let mask = try Image.ellipseMask(size, x: 10, y: 10, width: 40, height: 20)
        let area = Double.pi * 20 * 10
        #expect(abs(try mask.brightness().mean * 2400 / 255 - area) < area * 0.02)
        #expect(try Picture.pixel(mask, 30, 20)[0] == 255)
        #expect(try Picture.pixel(mask, 10, 10)[0] == 0)
        #expect(throws: ImageError.emptySize(PixelSize(0, 5))) {
            try Image.ellipseMask(size, x: 0, y: 0, width: 0, height: 5)
        }
    }

    @Test func colorsAreFoundByNearness() throws {
        let left = try Image.solid(PixelSize(30, 40), Color(200, 30, 30))
        let both = try left.padded(to: size, background: Color(30, 30, 200), x: 0, y: 0)
        let mask = try both.colorMask(Color(205, 32, 28), tolerance: 10)
        #expect(try Picture.pixel(mask, 5, 5)[0] == 255)
        #expect(try Picture.pixel(mask, 50, 5)[0] == 0)
    }
}
