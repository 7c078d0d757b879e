/// GIF87a and GIF89a: the logical screen, and whether the first frame names a transparent colour.
enum GIFHeader {
    static func facts(_ bytes: Bytes) -> ImageFacts? {
        guard let width = bytes.u16(6, .little), let height = bytes.u16(8, .little),
            let packed = bytes.u8(10)
        else { return nil }
        let palette = packed & 0x80 == 0 ? 0 : 3 << (packed & 7 + 1)
        return ImageFacts(
            size: PixelSize(width, height), format: .gif,
            hasAlpha: firstFrameIsTransparent(bytes, from: 13 + palette))
    }

    private static func firstFrameIsTransparent(_ bytes: Bytes, from start: Int) -> Bool {
        var at = start
        while bytes.u8(at) == 0x21, let label = bytes.u8(at + 1) {
            if label == 0xF9, let flags = bytes.u8(at + 3), flags & 1 == 1 { return true }
            at += 2
            while let length = bytes.u8(at), length > 0 { at += 1 + length }
            at += 1
        }
        return false
    }
}
