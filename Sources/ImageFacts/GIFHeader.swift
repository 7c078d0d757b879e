/// GIF87a and GIF89a: the logical screen, and of the first frame whether it fits there and names a
/// transparent color.
enum GIFHeader {
    static func facts(_ bytes: Bytes) throws(ImageHeaderError) -> ImageFacts? {
        guard let width = bytes.u16(6, .little), let height = bytes.u16(8, .little),
            let packed = bytes.u8(10)
        else { return nil }
        let screen = PixelSize(width, height)
        let palette = packed & 0x80 == 0 ? 0 : 3 << (packed & 7 + 1)
        let frame = Frame(bytes, from: 13 + palette)
        // Decoders make the screen as large as the frame, and readers of headers do not.
        if let extent = frame.extent, extent.width > width || extent.height > height {
            throw .contradiction(.gif, screen, extent)
        }
        return ImageFacts(size: screen, format: .gif, hasAlpha: frame.isTransparent)
    }

    private struct Frame {
        var isTransparent = false
        /// How far it reaches to the right and down; nil where there is none.
        var extent: PixelSize?

        init(_ bytes: Bytes, from start: Int) {
            var at = start
            while bytes.u8(at) == 0x21, let label = bytes.u8(at + 1) {
                if label == 0xF9, let flags = bytes.u8(at + 3), flags & 1 == 1 {
                    isTransparent = true
                }
                at += 2
                while let length = bytes.u8(at), length > 0 { at += 1 + length }
                at += 1
            }
            guard bytes.u8(at) == 0x2C, let x = bytes.u16(at + 1, .little),
                let y = bytes.u16(at + 3, .little), let width = bytes.u16(at + 5, .little),
                let height = bytes.u16(at + 7, .little)
            else { return }
            extent = PixelSize(x + width, y + height)
        }
    }
}
