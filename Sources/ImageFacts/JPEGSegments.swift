/// The segments of a JPEG in their order, ITU T.81, annex B: the one walk over them.
struct JPEGSegments: Sequence, IteratorProtocol {
    struct Segment {
        var marker: Int
        /// From its marker to its end; of a file that is cut it may go beyond.
        var range: Range<Int>
        /// What it carries.
        var body: Bytes
        /// Of a scan: its data, up to the next marker.
        var data: Range<Int>
    }

    enum Manner {
        /// As decoders read: bytes between two segments, and a last segment that is cut, are passed over. Ends
        /// before the first scan.
        case tolerant
        /// For copies: each byte belongs to a segment, or fills up before one. Ends before the first scan.
        case exact
        /// The same, with the scans and what stands between them.
        case whole
    }

    /// Why there are no more.
    enum Stop: Equatable {
        /// At this place.
        case scan(Int)
        case end
        /// Something else than a marker, or nothing.
        case disorder
        /// A length that is none, or is more than there is.
        case cut
    }

    private let bytes: Bytes
    private let manner: Manner
    private var at = 2
    private(set) var stop: Stop?

    init(_ bytes: Bytes, _ manner: Manner = .tolerant) {
        self.bytes = bytes
        self.manner = manner
    }

    mutating func next() -> Segment? {
        while stop == nil {
            guard let place = nextMarker, let marker = bytes.u8(place + 1) else {
                stop = .disorder
                return nil
            }
            at = place
            switch marker {
            case 0xD9: stop = .end
            case 0xDA where manner != .whole: stop = .scan(place)
            case 0x01, 0xD0...0xD8:  // no payload
                if manner == .tolerant { at += 2 } else { stop = .disorder }
            default:
                guard let segment = segment(marker) else {
                    stop = .cut
                    return nil
                }
                at = segment.data.upperBound
                return segment
            }
        }
        return nil
    }

    private func segment(_ marker: Int) -> Segment? {
        guard let length = bytes.u16(at + 2), length >= 2 else { return nil }
        let range = at..<(at + 2 + length)
        if manner != .tolerant, range.upperBound > bytes.count { return nil }
        var data = range.upperBound..<range.upperBound
        if marker == 0xDA {
            guard let end = endOfScan(from: data.lowerBound) else { return nil }
            data = data.lowerBound..<end
        }
        return Segment(
            marker: marker, range: range, body: bytes.slice(at + 4, length: length - 2), data: data)
    }

    /// Fill bytes may stand before every marker.
    private var nextMarker: Int? {
        var place = at
        while let byte = bytes.u8(place), let next = bytes.u8(place + 1) {
            if byte == 0xFF, next != 0xFF, next != 0 || manner != .tolerant { return place }
            if manner != .tolerant, byte != 0xFF { return nil }
            place += 1
        }
        return nil
    }

    /// The place of the next marker that is neither a restart nor a stuffed zero.
    private func endOfScan(from start: Int) -> Int? {
        var at = start
        while let place = bytes.place(of: 0xFF, from: at), let next = bytes.u8(place + 1) {
            if next != 0, next != 0xFF, !(0xD0...0xD7).contains(next) { return place }
            at = place + (next == 0xFF ? 1 : 2)
        }
        return nil
    }
}
