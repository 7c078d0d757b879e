/// TIFF 6.0, both byte orders, first directory; EXIF orientations are read by the same rules.
enum TIFFHeader {
    static func facts(_ bytes: Bytes) -> ImageFacts? {
        guard let directory = Directory(bytes), let width = directory.number(256),
            let height = directory.number(257)
        else { return nil }
        // Extra samples: 1 is premultiplied alpha, 2 is plain alpha, 0 means something else.
        let extra = directory.number(338) ?? 0
        return ImageFacts(
            size: PixelSize(width, height).oriented(directory.number(274) ?? 1), format: .tiff,
            hasAlpha: extra == 1 || extra == 2)
    }

    /// The orientation, 1 to 8, that a TIFF structure inside another format gives; 1 without one.
    static func orientation(_ bytes: Bytes) -> Int {
        let value = Directory(bytes)?.number(274) ?? 1
        return (1...8).contains(value) ? value : 1
    }

    private struct Directory {
        private let bytes: Bytes
        private let order: ByteOrder
        private let start: Int
        private let entries: Int

        init?(_ bytes: Bytes) {
            guard
                let order: ByteOrder = bytes.has("II*\0", at: 0)
                    ? .little
                    : bytes.has("MM\0*", at: 0) ? .big : nil,
                let start = bytes.u32(4, order), let entries = bytes.u16(start, order)
            else { return nil }
            self.bytes = bytes
            self.order = order
            self.start = start + 2
            self.entries = entries
        }

        /// The first value of a tag, where that is a byte, a short or a long.
        func number(_ tag: Int) -> Int? {
            for index in 0..<entries {
                let at = start + 12 * index
                guard let found = bytes.u16(at, order) else { return nil }
                guard found == tag, let type = bytes.u16(at + 2, order),
                    let count = bytes.u32(at + 4, order)
                else { continue }
                let size = [1: 1, 3: 2, 4: 4][type] ?? 0
                guard size > 0, count > 0 else { return nil }
                let value = count * size <= 4 ? at + 8 : bytes.u32(at + 8, order) ?? -1
                switch size {
                case 1: return bytes.u8(value)
                case 2: return bytes.u16(value, order)
                default: return bytes.u32(value, order)
                }
            }
            return nil
        }
    }
}
