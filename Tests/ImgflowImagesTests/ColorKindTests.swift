import FoundationEssentials
import ImageFacts
import ImgflowImages
import Testing

/// Pictures of 8x8 pixels in one color, in the kinds of color that cameras and printers write.
struct ColorKindTests {
    @Test(arguments: [
        (sixteenBits, [UInt8]([200, 100, 50, 255]), 1), (sixteenBitGray, [200, 200, 200, 255], 1),
        (palette, [200, 100, 50, 255], 0), (cmykYellow, [255, 240, 20, 255], 30),
    ])
    func everyKindBecomesEightBitSRGB(_ base64: String, _ color: [UInt8], _ tolerance: Int) throws {
        let data = try #require(Data(base64Encoded: base64))
        let ready = try Image(encoded: [UInt8](data)).preparedForModel(alphaAllowed: false)
        let found = try Picture.pixel(ready, 4, 4)
        for (found, expected) in zip(found, color) {
            #expect(abs(Int(found) - Int(expected)) <= tolerance, "\(found) is not near \(color)")
        }
        for format in [ImageFormat.png, .jpeg, .webp] {
            #expect(try Image(encoded: ready.encoded(as: format)).facts.size == PixelSize(8, 8))
        }
    }

    private static let sixteenBits =
        "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAIEAIAAAAb/fWfAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAF0lEQVQYlWM4"
        + "cSIlxciIeJJhVAMtNAAAm2KvAeBYiBwAAAAASUVORK5CYII="
    private static let sixteenBitGray =
        "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAIEAAAAACx9D0UAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAD0lEQVQImWM4"
        + "gQYYBkYAAJIOZAE9cIouAAAAAElFTkSuQmCC"
    private static let palette =
        "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAIAgMAAAC5YVYYAAAAA1BMVEXIZDLxgAUBAAAACXBIWXMAAAPoAAAD6AG1"
        + "e1JrAAAAC0lEQVQImWNgwA4AABgAAc10XVsAAAAASUVORK5CYII="
    private static let cmykYellow =
        "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAIBgYHBgUIBwcHCQkICgwUDQwLCwwZEhMPFB0aHx4dGhwcICQuJyAiLCMc"
        + "HCg3KSwwMTQ0NB8nOT04MjwuMzQy/8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAAB"
        + "AgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNi"
        + "coIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SV"
        + "lpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4E"
        + "QwBNAFkASwAAPwD3+vf6+f69/r//2Q=="
}
