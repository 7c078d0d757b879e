/// The items of a HEIF container that are no images: where their bytes are.
///
/// Source: ISO 14496-12, 8.11 (`iinf`, `iloc`).
struct HEIFItems {
    private let bytes: Bytes
    private var types: [Int: Int] = [:]
    private var places: [Int: Place] = [:]
    /// What items hold that are within the description itself.
    private var inner: Bytes?
    private struct Place: Hashable {
        var range: Range<Int>
        /// In `inner` instead of in the file.
        var isInner: Bool
    }

    /// Of one kind: a file has one or two.
    private static let most = 4
    /// A box that is C2PA's.
    private(set) var isSigned = false

    init(_ bytes: Bytes) {
        self.bytes = bytes
        for (type, box) in Boxes(bytes) {
            if type == Boxes.code("uuid"), box.values(0, 16) == Self.c2pa { isSigned = true }
            guard type == Boxes.code("meta") else { continue }
            let meta = Boxes(box.slice(4, length: box.count))
            if let info = meta.first("iinf") { readTypes(info) }
            inner = meta.first("idat")
            if let location = meta.first("iloc") { readPlaces(location) }
        }
    }

    private static let c2pa: [UInt8] = [
        0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4,
        0x81,
    ]

    /// Of one piece, as all writers have them.
    func named(_ type: StaticString) -> [Bytes] {
        let code = Boxes.code(type)
        var ranges: [Place] = []
        for (item, place) in places.sorted(by: { $0.key < $1.key })
        where types[item] == code && !ranges.contains(place) && ranges.count < Self.most {
            ranges.append(place)
        }
        return ranges.map { place in
            (place.isInner ? inner ?? bytes.slice(0, length: 0) : bytes)
                .slice(place.range.lowerBound, length: place.range.count)
        }
    }

    private mutating func readTypes(_ box: Bytes) {
        let start = box.u8(0) == 0 ? 6 : 8
        for (type, entry) in Boxes(box.slice(start, length: box.count - start))
        where type == Boxes.code("infe") {
            let version = entry.u8(0) ?? 0
            guard version >= 2,
                let item = version == 2 ? entry.u16(4) : entry.u32(4),
                let kind = entry.u32(version == 2 ? 8 : 10)
            else { continue }
            types[item] = kind
        }
    }

    private mutating func readPlaces(_ box: Bytes) {
        guard let version = box.u8(0), let sizes = box.u16(4) else { return }
        let (offset, length) = (sizes >> 12, sizes >> 8 & 15)
        let (base, index) = (sizes >> 4 & 15, version > 0 ? sizes & 15 : 0)
        let isLong = version == 2
        guard let count = isLong ? box.u32(6) : box.u16(6) else { return }
        var at = isLong ? 10 : 8
        func number(_ size: Int) -> Int? {
            defer { at += size }
            return switch size {
            case 0: 0
            case 4: box.u32(at)
            case 8: box.u64(at)
            default: nil
            }
        }
        for _ in 0..<count {
            guard let item = isLong ? box.u32(at) : box.u16(at) else { return }
            at += isLong ? 4 : 2
            // In the file, or in `idat`; not in another item.
            let method = version > 0 ? (box.u16(at) ?? 0) & 15 : 0
            at += version > 0 ? 4 : 2
            guard let start = number(base), let extents = box.u16(at) else { return }
            at += 2
            guard extents == 1 else {
                at += extents * (index + offset + length)
                continue
            }
            guard number(index) != nil, let place = number(offset), let size = number(length),
                place <= bytes.count, size <= bytes.count, start <= bytes.count
            else { return }
            let isWanted = types[item] == Boxes.code("Exif") || types[item] == Boxes.code("mime")
            guard isWanted, method < 2 else { continue }
            places[item] = Place(
                range: (start + place)..<(start + place + size), isInner: method == 1)
        }
    }
}
