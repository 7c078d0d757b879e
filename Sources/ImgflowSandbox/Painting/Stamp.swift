package import ImageFacts
import ImgflowImages

/// Says on every image that no model made it: `SANDBOX` in the lower right corner, half
/// transparent, and the same in the metadata.
package enum Stamp {
    private static let rows = 7
    private static let columns = 7 * 6 - 1
    private static let margin = 2

    /// Where the mark lies on an image of that size.
    package static func place(on size: PixelSize) -> (x: Int, y: Int, size: PixelSize) {
        let scale = max(1, size.shortSide / 320)
        let mark = PixelSize(
            min((columns + 2 * margin) * scale, size.width),
            min((rows + 2 * margin) * scale, size.height))
        return (size.width - mark.width, size.height - mark.height, mark)
    }

    static func applied(to picture: Pixels) throws(ImageError) -> Pixels {
        let place = place(on: picture.size)
        let ink = try Pixels.bytes(
            ink(), PixelSize(columns + 2 * margin, rows + 2 * margin), bands: 1
        )
        .stretched(to: place.size).atLeast(128)
        let under = try picture.cropped(x: place.x, y: place.y, place.size)
        let opaque = try under.withoutAlpha()
        let dark = try opaque.linear(0.45, 0)
        let light = try opaque.linear(0.25, 190)
        var marked = try light.blended(by: ink, over: dark).eightBit().asSRGB()
        if under.hasAlpha {
            marked = try marked.joined(under.band(under.bands - 1).linear(1, 150).eightBit())
        }
        return try picture.inserting(marked, x: place.x, y: place.y)
    }

    static let note = """
        <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
        <x:xmpmeta xmlns:x="adobe:ns:meta/">
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
        xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="imgflow sandbox">
        <dc:description><rdf:Alt><rdf:li xml:lang="x-default">\
        made by the imgflow sandbox, not by a model\
        </rdf:li></rdf:Alt></dc:description>
        </rdf:Description>
        </rdf:RDF>
        </x:xmpmeta>
        <?xpacket end="w"?>
        """

    private static func ink() -> [UInt8] {
        let width = columns + 2 * margin
        var bytes = [UInt8](repeating: 0, count: width * (rows + 2 * margin))
        for (index, glyph) in glyphs.enumerated() {
            for (row, line) in glyph.split(separator: " ").enumerated() {
                for (column, dot) in line.enumerated() where dot == "#" {
                    bytes[(row + margin) * width + margin + 6 * index + column] = 255
                }
            }
        }
        return bytes
    }

    /// S A N D B O X, five dots wide and seven high.
    private static let glyphs = [
        ".#### #.... #.... .###. ....# ....# ####.",
        ".###. #...# #...# ##### #...# #...# #...#",
        "#...# ##..# #.#.# #.#.# #..## #...# #...#",
        "####. #...# #...# #...# #...# #...# ####.",
        "####. #...# #...# ####. #...# #...# ####.",
        ".###. #...# #...# #...# #...# #...# .###.",
        "#...# #...# .#.#. ..#.. .#.#. #...# #...#",
    ]
}
