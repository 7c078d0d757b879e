/// TIFF 6.0 and BigTIFF, both byte orders, first directory; EXIF orientations are read by the same rules.
enum TIFFHeader {
    static func isOne(_ bytes: Bytes) -> Bool { Layout(bytes) != nil }

    static func facts(_ bytes: Bytes) -> ImageFacts? {
        guard let directory = Directory(bytes), let width = directory.number(256),
            let height = directory.number(257)
        else { return nil }
        // Extra samples: 1 is premultiplied alpha, 2 is plain alpha, 0 means something else.
        let extra = directory.number(338) ?? 0
        let samples = directory.number(277) ?? 1
        // A palette's colors are looked up while it is decoded.
        let isPalette = directory.number(262) == 3
        return ImageFacts(
            size: PixelSize(width, height), format: .tiff, hasAlpha: extra == 1 || extra == 2
        )
        .coded(bands: isPalette ? samples + 2 : samples, bits: directory.number(258) ?? 1)
        .oriented(directory.number(274) ?? 1)
    }

    /// The orientation, 1 to 8, that a TIFF structure inside another format gives; 1 without one.
    static func orientation(_ bytes: Bytes) -> Int {
        let value = Directory(bytes)?.number(274) ?? 1
        return (1...8).contains(value) ? value : 1
    }

    /// How a file counts: BigTIFF has 8 bytes where TIFF has 4.
    private struct Layout {
        var order: ByteOrder
        var isBig: Bool

        init?(_ bytes: Bytes) {
            if bytes.has("II", at: 0) {
                order = .little
            } else if bytes.has("MM", at: 0) {
                order = .big
            } else {
                return nil
            }
            switch bytes.u16(2, order) {
            case 42: isBig = false
            case 43 where bytes.u16(4, order) == 8 && bytes.u16(6, order) == 0: isBig = true
            default: return nil
            }
        }
    }

    private struct Directory {
        private let bytes: Bytes
        private let layout: Layout
        private let start: Int
        private let entries: Int

        init?(_ bytes: Bytes) {
            guard let layout = Layout(bytes) else { return nil }
            self.bytes = bytes
            self.layout = layout
            if layout.isBig {
                guard let start = bytes.u64(8, layout.order),
                    let entries = bytes.u64(start, layout.order), start < bytes.count
                else { return nil }
                self.start = start + 8
                self.entries = entries
            } else {
                guard let start = bytes.u32(4, layout.order),
                    let entries = bytes.u16(start, layout.order)
                else { return nil }
                self.start = start + 2
                self.entries = entries
            }
        }

        /// The first value of a tag, where that is a byte, a short or a long.
        func number(_ tag: Int) -> Int? {
            let order = layout.order
            let word = layout.isBig ? 8 : 4
            for index in 0..<min(entries, bytes.count / (4 + 2 * word)) {
                let at = start + (4 + 2 * word) * index
                guard let found = bytes.u16(at, order) else { return nil }
                guard found == tag, let type = bytes.u16(at + 2, order),
                    let count = layout.isBig ? bytes.u64(at + 4, order) : bytes.u32(at + 4, order)
                else { continue }
                let size = [1: 1, 3: 2, 4: 4, 16: 8][type] ?? 0
                guard size > 0, count > 0 else { return nil }
                let field = at + 4 + word
                let isInPlace = count <= word / size
                let elsewhere = layout.isBig ? bytes.u64(field, order) : bytes.u32(field, order)
                let value = isInPlace ? field : elsewhere ?? -1
                switch size {
                case 1: return bytes.u8(value)
                case 2: return bytes.u16(value, order)
                case 4: return bytes.u32(value, order)
                default: return bytes.u64(value, order)
                }
            }
            return nil
        }
    }
}
