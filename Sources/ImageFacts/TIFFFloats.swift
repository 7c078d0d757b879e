/// Floats of 16 and 64 bits, which libvips does not read, as the floats of 32 bits that it does.
package enum TIFFFloats {
    /// The same image as a new file; nil where it is another kind of TIFF, or cut short.
    package static func inSingles(_ file: [UInt8]) -> [UInt8]? {
        file.withUnsafeBytes { inSingles(Bytes($0)) }
    }

    private static func inSingles(_ bytes: Bytes) -> [UInt8]? {
        guard let directory = TIFFDirectory(bytes), directory.sampleFormat == .float,
            directory.isPlain, let bits = directory.number(258), bits == 16 || bits == 64,
            let width = directory.number(256), let height = directory.number(257)
        else { return nil }
        let bands = directory.number(277) ?? 1
        let planes = directory.number(284) == 2 ? bands : 1
        guard width > 0, height > 0, bands > 0, bands <= 4,
            width <= bytes.count / bands, height <= bytes.count / width / bands
        else { return nil }
        let pixels = samples(of: bytes, directory, bits: bits, count: width * height * bands)
        guard let pixels else { return nil }
        var entries: [(tag: Int, type: Int, values: [Int])] = [
            (256, 4, [width]), (257, 4, [height]),
            (258, 3, Array(repeating: 32, count: bands)), (259, 3, [1]),
            (262, 3, [directory.number(262) ?? (bands < 3 ? 1 : 2)]), (273, 4, []),
            (274, 3, [directory.number(274) ?? 1]), (277, 3, [bands]), (278, 4, [height]),
            (279, 4, Array(repeating: pixels.count / planes, count: planes)),
            (284, 3, [planes > 1 ? 2 : 1]), (339, 3, Array(repeating: 3, count: bands)),
        ]
        let extra = directory.numbers(338)
        if !extra.isEmpty { entries.append((338, 3, extra)) }
        let profile = directory.data(34_675).map(Int.init)
        if !profile.isEmpty { entries.append((34_675, 7, profile)) }
        return file(entries.sorted { $0.tag < $1.tag }, pixels: pixels, planes: planes)
    }

    /// All of them, strip after strip, as singles of the lower byte first.
    private static func samples(
        of bytes: Bytes, _ directory: TIFFDirectory, bits: Int, count: Int
    ) -> [UInt8]? {
        let size = bits / 8
        let strips = zip(directory.numbers(273), directory.numbers(279))
        var singles: [UInt8] = []
        singles.reserveCapacity(count * 4)
        for (place, length) in strips {
            guard place <= bytes.count, length <= bytes.count - place else { return nil }
            for at in stride(from: place, through: place + length - size, by: size) {
                guard let number = number(bytes, at, size, directory.order) else { return nil }
                let pattern = number.bitPattern
                // A strip may be longer than its rows; what comes after is no pixel.
                guard singles.count < count * 4 else { return singles }
                for shift in [0, 8, 16, 24] {
                    singles.append(UInt8(truncatingIfNeeded: pattern >> UInt32(shift)))
                }
            }
        }
        return singles.count == count * 4 ? singles : nil
    }

    private static func number(
        _ bytes: Bytes, _ at: Int, _ size: Int, _ order: ByteOrder
    ) -> Float? {
        if size == 2 { return bytes.u16(at, order).map { half(UInt32($0)) } }
        guard let first = bytes.u32(at, order), let second = bytes.u32(at + 4, order) else {
            return nil
        }
        let (high, low) = order == .big ? (first, second) : (second, first)
        return Float(Double(bitPattern: UInt64(high) << 32 | UInt64(low)))
    }

    /// IEEE 754, binary16: `Float16` is not there on every machine.
    private static func half(_ pattern: UInt32) -> Float {
        let (sign, exponent, rest) = ((pattern >> 15) << 31, pattern >> 10 & 31, pattern & 1_023)
        switch exponent {
        case 0: return (sign == 0 ? 1 : -1) * Float(rest) / 16_777_216
        case 31: return Float(bitPattern: sign | 255 << 23 | rest << 13)
        default: return Float(bitPattern: sign | (exponent + 112) << 23 | rest << 13)
        }
    }

    /// Head, directory, what does not fit there, pixels.
    private static func file(
        _ entries: [(tag: Int, type: Int, values: [Int])], pixels: [UInt8], planes: Int
    ) -> [UInt8] {
        let size = [3: 2, 4: 4, 7: 1]
        func length(_ entry: (tag: Int, type: Int, values: [Int])) -> Int {
            (entry.tag == 273 ? planes : entry.values.count) * (size[entry.type] ?? 1)
        }
        let table = 8 + 2 + 12 * entries.count + 4
        let beside = entries.map(length).filter { $0 > 4 }.reduce(0) { $0 + ($1 + 3) / 4 * 4 }
        let start = table + beside
        var head: [UInt8] = Array("II".utf8) + little(42, 2) + little(8, 4)
        head += little(entries.count, 2)
        var data: [UInt8] = []
        for entry in entries {
            let values =
                entry.tag == 273
                ? (0..<planes).map { start + $0 * (pixels.count / planes) } : entry.values
            var field = values.flatMap { little($0, size[entry.type] ?? 1) }
            field += Array(repeating: 0, count: (4 - field.count % 4) % 4)
            head += little(entry.tag, 2) + little(entry.type, 2) + little(values.count, 4)
            head += field.count > 4 ? little(table + data.count, 4) : field
            if field.count > 4 { data += field }
        }
        return head + little(0, 4) + data + pixels
    }

    private static func little(_ value: Int, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
