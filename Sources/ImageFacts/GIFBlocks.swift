/// The blocks of a GIF: where each begins, and the byte that says what it is.
///
/// Source: GIF89a, sections 20, 23 to 27 (image descriptor, extensions, sub-blocks).
struct GIFBlocks: Sequence, IteratorProtocol {
    static let image = 0x2C
    static let `extension` = 0x21

    private let bytes: Bytes
    private var at: Int

    init(_ bytes: Bytes) {
        self.bytes = bytes
        at = bytes.u8(10).map { 13 + Self.colors($0) } ?? bytes.count
    }

    mutating func next() -> (kind: Int, place: Int)? {
        let place = at
        guard let kind = bytes.u8(place) else { return nil }
        switch kind {
        case Self.extension: at += 2
        case Self.image: at += 11 + Self.colors(bytes.u8(place + 9) ?? 0)
        default: return nil
        }
        while let length = bytes.u8(at), length > 0 { at += length + 1 }
        at += 1
        return (kind, place)
    }

    /// Counted to a limit.
    static func frames(_ bytes: Bytes, limit: Int) -> Int {
        var count = 0
        for block in GIFBlocks(bytes) where block.kind == image {
            count += 1
            if count == limit { break }
        }
        return count
    }

    /// Bytes of a color table that these flags describe.
    private static func colors(_ flags: Int) -> Int {
        flags & 0x80 == 0 ? 0 : 3 << ((flags & 7) + 1)
    }
}
