/// JPEG, ITU T.81: the size stands in the first frame header (SOF), the orientation in APP1.
enum JPEGHeader {
    static func facts(_ bytes: Bytes) -> ImageFacts? {
        var at = 2
        var orientation = 1
        while bytes.u8(at) == 0xFF, let marker = bytes.u8(at + 1) {
            if marker == 0xFF {  // fill byte
                at += 1
                continue
            }
            if marker == 0x01 || (0xD0...0xD8).contains(marker) {  // no payload
                at += 2
                continue
            }
            guard let length = bytes.u16(at + 2), length >= 2 else { return nil }
            if isFrame(marker) {
                guard let height = bytes.u16(at + 5), let width = bytes.u16(at + 7) else {
                    return nil
                }
                return ImageFacts(
                    size: PixelSize(width, height).oriented(orientation), format: .jpeg,
                    hasAlpha: false)
            }
            if marker == 0xDA || marker == 0xD9 { return nil }  // pixels or end before any frame
            if marker == 0xE1, bytes.has("Exif\0\0", at: at + 4), orientation == 1 {
                orientation = TIFFHeader.orientation(bytes.slice(at + 10, length: length - 8))
            }
            at += 2 + length
        }
        return nil
    }

    /// SOF0 to SOF15 without DHT, JPG and DAC, which sit between them.
    private static func isFrame(_ marker: Int) -> Bool {
        (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
    }
}
