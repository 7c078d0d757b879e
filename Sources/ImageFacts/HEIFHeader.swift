/// AVIF and HEIC, ISO 23008-12: the properties of the primary item, in the `meta` box.
enum HEIFHeader {
    static func format(_ bytes: Bytes) -> ImageFormat? {
        guard bytes.has("ftyp", at: 4), let length = bytes.u32(0) else { return nil }
        var at = 8
        while at + 4 <= min(length, 256) {
            if bytes.has("avif", at: at) || bytes.has("avis", at: at) { return .avif }
            if bytes.has("heic", at: at) || bytes.has("heix", at: at) || bytes.has("hevc", at: at) {
                return .heif
            }
            at += at == 8 ? 8 : 4  // the minor version follows the major brand
        }
        return bytes.has("mif1", at: 8) ? .heif : nil
    }

    static func facts(_ bytes: Bytes, _ format: ImageFormat) -> ImageFacts? {
        guard let meta = Boxes(bytes).first("meta").map({ Boxes($0.slice(4, length: $0.count)) }),
            let properties = meta.first("iprp").map({ Boxes($0) }),
            let container = properties.first("ipco").map({ Boxes($0) })
        else { return nil }
        let primary = meta.first("pitm").flatMap(primaryItem) ?? 0
        let all = Array(container)
        // In the order of the item, which is the order in which they are applied.
        let linked = properties.first("ipma").flatMap { associations($0, item: primary) } ?? []
        let own =
            linked.isEmpty ? all : linked.compactMap { all.indices ~= $0 - 1 ? all[$0 - 1] : nil }
        var picture = Picture()
        for (type, box) in own { picture.apply(type, box) }
        guard let size = picture.size else { return nil }
        // Earlier versions planned it without its crop, and turned it only where that came behind the
        // size in the file.
        var before = Picture()
        for (index, (type, box)) in all.enumerated()
        where type != Boxes.code("clap") && (linked.isEmpty || linked.contains(index + 1)) {
            before.apply(type, box)
        }
        var facts = ImageFacts(
            size: size, format: format, hasAlpha: all.contains { isAlpha($0.type, $0.payload) })
        facts.bytesPerBand = picture.bits > 8 ? 2 : 1
        if !picture.hasProfile, let meaning = picture.meaning { facts = facts.colored(meaning) }
        // A profile was read after it was freed.
        if before.size != size || picture.hasProfile { facts.revision = 2 }
        if let colors = picture.profileColors { facts = facts.colored(.profile(colors)) }
        return facts
    }

    /// What the properties of an item make of it, one after the other.
    private struct Picture {
        var size: PixelSize?
        var bits = 8
        var hasProfile = false
        /// Of a profile that is of HDR.
        var profileColors: ColorProfile?
        /// Of its colors, where numbers describe others than sRGB.
        var meaning: ColorProfile.Meaning?

        mutating func apply(_ type: Int, _ box: Bytes) {
            switch type {
            case Boxes.code("ispe"):
                guard size == nil, let width = box.u32(4), let height = box.u32(8) else { return }
                size = PixelSize(width, height)
            case Boxes.code("pixi"):
                if let count = box.u8(4) {
                    bits = (0..<count).compactMap { box.u8(5 + $0) }.max() ?? bits
                }
            case Boxes.code("clap"): crop(box)
            case Boxes.code("irot"):
                if let turns = box.u8(0), turns & 1 == 1 {
                    size = size.map { PixelSize($0.height, $0.width) }
                }
            case Boxes.code("colr"):
                if box.has("prof", at: 0) || box.has("rICC", at: 0) {
                    hasProfile = true
                    profileColors = CodedProfile.colors(of: box.slice(4, length: box.count - 4))
                }
                if box.has("nclx", at: 0) { meaning = coded(box) }
            default: break
            }
        }

        /// Television's numbers stand in most files whose colors are sRGB: those count that say more.
        private func coded(_ box: Bytes) -> ColorProfile.Meaning? {
            guard let primaries = box.u16(4), let transfer = box.u16(6) else { return nil }
            let isMore = [9, 11, 12].contains(primaries) || [16, 18].contains(transfer)
            return isMore
                ? CodedColor.meaning(primaries: primaries, transfer: transfer, isGray: false) : nil
        }

        /// `clap`: width and height as fractions, of which whole pixels are shown.
        private mutating func crop(_ box: Bytes) {
            guard let whole = size, let width = rounded(box, at: 0),
                let height = rounded(box, at: 8)
            else { return }
            let part = PixelSize(min(width, whole.width), min(height, whole.height))
            guard part != whole else { return }
            size = part
        }

        private func rounded(_ box: Bytes, at place: Int) -> Int? {
            guard let over = box.u32(place), let under = box.u32(place + 4), under > 0 else {
                return nil
            }
            return (over + under / 2) / under
        }
    }

    private static func isAlpha(_ type: Int, _ box: Bytes) -> Bool {
        type == Boxes.code("auxC")
            && (box.has("urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", at: 4)
                || box.has("urn:mpeg:hevc:2015:auxid:1", at: 4))
    }

    private static func primaryItem(_ box: Bytes) -> Int? {
        box.u8(0) == 0 ? box.u16(4) : box.u32(4)
    }

    /// The one-based property numbers of an item.
    private static func associations(_ box: Bytes, item: Int) -> [Int]? {
        guard let version = box.u8(0), let flags = box.u24(1), let entries = box.u32(4) else {
            return nil
        }
        let wide = flags & 1 == 1
        var at = 8
        for _ in 0..<entries {
            guard let id = version == 0 ? box.u16(at) : box.u32(at),
                let count = box.u8(at + (version == 0 ? 2 : 4))
            else { return nil }
            at += version == 0 ? 3 : 5
            if id == item {
                return (0..<count).compactMap {
                    wide
                        ? box.u16(at + 2 * $0).map { $0 & 0x7FFF }
                        : box.u8(at + $0).map { $0 & 0x7F }
                }
            }
            at += count * (wide ? 2 : 1)
        }
        return nil
    }
}

/// The boxes of a container, with their types as numbers.
struct Boxes: Sequence, IteratorProtocol {
    private let bytes: Bytes
    private var at = 0

    init(_ bytes: Bytes) { self.bytes = bytes }

    mutating func next() -> (type: Int, payload: Bytes)? {
        guard let short = bytes.u32(at), let type = bytes.u32(at + 4) else { return nil }
        var header = 8
        var length = short
        if short == 1 {
            guard let long = bytes.u64(at + 8) else { return nil }
            header = 16
            length = long
        } else if short == 0 {
            length = bytes.count - at
        }
        guard length >= header, at <= Int.max - length else { return nil }
        defer { at += length }
        return (type, bytes.slice(at + header, length: length - header))
    }

    func first(_ type: StaticString) -> Bytes? {
        let wanted = Self.code(type)
        for (type, payload) in self where type == wanted { return payload }
        return nil
    }

    static func code(_ type: StaticString) -> Int {
        (0..<type.utf8CodeUnitCount).reduce(0) { $0 << 8 | Int(type.utf8Start[$1]) }
    }
}
