/// The first directory of a TIFF: numbers by their tags.
struct TIFFDirectory {
    /// How a file counts: BigTIFF has 8 bytes where TIFF has 4.
    struct Layout {
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

    private let bytes: Bytes
    private let layout: Layout
    private let start: Int
    private let entries: Int

    init?(_ bytes: Bytes) {
        guard let layout = Layout(bytes),
            let start = layout.isBig ? bytes.u64(8, layout.order) : bytes.u32(4, layout.order)
        else { return nil }
        self.init(bytes, layout, at: start)
    }

    private init?(_ bytes: Bytes, _ layout: Layout, at start: Int) {
        self.bytes = bytes
        self.layout = layout
        guard start < bytes.count,
            let entries = layout.isBig
                ? bytes.u64(start, layout.order) : bytes.u16(start, layout.order)
        else { return nil }
        self.start = start + (layout.isBig ? 8 : 2)
        self.entries = entries
    }

    /// In their order; one that is there already ends them.
    static func all(of bytes: Bytes, limit: Int) -> [TIFFDirectory] {
        guard let first = TIFFDirectory(bytes) else { return [] }
        var all = [first]
        var starts: Set<Int> = [first.start]
        while all.count < limit, let place = all[all.count - 1].next,
            let next = TIFFDirectory(bytes, first.layout, at: place),
            starts.insert(next.start).inserted
        {
            all.append(next)
        }
        return all
    }

    /// Where the one after it begins; nil behind the last.
    private var next: Int? {
        let word = layout.isBig ? 8 : 4
        guard entries <= bytes.count / (4 + 2 * word) else { return nil }
        let at = start + entries * (4 + 2 * word)
        let place = layout.isBig ? bytes.u64(at, layout.order) : bytes.u32(at, layout.order)
        return place.flatMap { $0 > 0 ? $0 : nil }
    }

    /// The directory that a tag points to.
    func directory(_ tag: Int) -> TIFFDirectory? {
        number(tag).flatMap { TIFFDirectory(bytes, layout, at: $0) }
    }

    /// The first value of a tag, where that is a byte, a short or a long.
    func number(_ tag: Int) -> Int? { numbers(tag, limit: 1).first }

    /// The values of a tag, where these are bytes, shorts or longs.
    func numbers(_ tag: Int, limit: Int = .max) -> [Int] {
        guard let field = field(tag), let size = [1: 1, 3: 2, 4: 4, 13: 4, 16: 8][field.type],
            field.count <= bytes.count / size
        else { return [] }
        return (0..<min(field.count, limit)).compactMap { index in
            let at = field.place + index * size
            return switch size {
            case 1: bytes.u8(at)
            case 2: bytes.u16(at, order)
            case 4: bytes.u32(at, order)
            default: bytes.u64(at, order)
            }
        }
    }

    /// The bytes of a tag that means something to others.
    func data(_ tag: Int) -> [UInt8] {
        guard let field = field(tag), [1, 7].contains(field.type), field.count <= bytes.count
        else { return [] }
        return bytes.values(field.place, field.count)
    }

    /// The bytes of a tag as they are, whatever they are said to be.
    func block(_ tag: Int) -> Bytes? {
        guard let field = field(tag) else { return nil }
        let size = [3: 2, 4: 4][field.type] ?? 1
        guard field.count <= bytes.count / size else { return nil }
        return bytes.slice(field.place, length: field.count * size)
    }

    /// A tag that holds a text.
    func text(_ tag: Int) -> String? {
        guard let field = field(tag), [2, 7, 129].contains(field.type), field.count <= bytes.count
        else { return nil }
        let text = String(
            validatingOrLatin: bytes.values(field.place, min(field.count, Bytes.longestText)))
        return text.isEmpty ? nil : text
    }

    /// Whether the directory of coordinates has any.
    var location: Bool {
        guard let place = directory(0x8825) else { return false }
        return place.field(2) != nil || place.field(4) != nil
    }

    var order: ByteOrder { layout.order }

    /// Where the first value of a tag stands.
    func place(_ tag: Int) -> Int? { field(tag)?.place }

    /// The first value of a tag that is a fraction.
    func fraction(_ tag: Int) -> Double? {
        guard let field = field(tag), field.type == 5, let over = bytes.u32(field.place, order),
            let under = bytes.u32(field.place + 4, order), under > 0
        else { return nil }
        return Double(over) / Double(under)
    }

    /// Dots per inch across; nil where the file has none, or counts in no unit.
    var dpi: Double? {
        switch number(296) ?? 2 {
        case 2: fraction(282)
        case 3: fraction(282).map { $0 * 2.54 }
        default: nil
        }
    }

    private struct Field {
        var type: Int
        var count: Int
        var place: Int
    }

    private func field(_ tag: Int) -> Field? {
        let word = layout.isBig ? 8 : 4
        for index in 0..<min(entries, bytes.count / (4 + 2 * word)) {
            let at = start + (4 + 2 * word) * index
            guard let found = bytes.u16(at, order) else { return nil }
            guard found == tag, let type = bytes.u16(at + 2, order),
                let count = layout.isBig ? bytes.u64(at + 4, order) : bytes.u32(at + 4, order)
            else { continue }
            let size = [1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 10: 8, 13: 4, 16: 8, 129: 1][type] ?? 0
            guard size > 0, count > 0 else { return nil }
            let own = at + 4 + word
            let elsewhere = layout.isBig ? bytes.u64(own, order) : bytes.u32(own, order)
            guard let place = count <= word / size ? own : elsewhere else { return nil }
            return Field(type: type, count: count, place: place)
        }
        return nil
    }
}

extension TIFFDirectory {
    enum SampleFormat {
        case unsigned, signed, float, complex
    }

    var sampleFormat: SampleFormat {
        switch number(339) {
        case 2: .signed
        case 3: .float
        case 5, 6: .complex
        default: .unsigned
        }
    }

    /// CIE L*a*b*, or SGI's logarithms: the numbers are colors by themselves.
    var isColorimetric: Bool { [8, 9, 10, 32_844, 32_845].contains(number(262)) }

    /// Pixels as they are, in strips.
    var isPlain: Bool { number(259) ?? 1 == 1 && number(322) == nil }
}
