/// The texts of IPTC's Information Interchange Model, alone or in Photoshop's resource 1028.
///
/// Sources: IPTC-IIM 4.2; Adobe Photoshop File Formats Specification, Image Resource Blocks.
struct IPTCRecords {
    /// By their numbers in record 2.
    private(set) var texts: [Int: [String]] = [:]

    init(_ block: Bytes) {
        let records = Self.resource(in: block) ?? block
        var raw: [(number: Int, bytes: [UInt8])] = []
        var isUnicode = false
        var at = 0
        while records.u8(at) == 0x1C, let record = records.u8(at + 1),
            let number = records.u8(at + 2),
            let length = records.u16(at + 3), length < 0x8000
        {
            let bytes = records.values(at + 5, length)
            // ESC % G announces UTF-8.
            if record == 1, number == 90 { isUnicode = bytes == [0x1B, 0x25, 0x47] }
            if record == 2 { raw.append((number, bytes)) }
            at += 5 + length
        }
        for (number, bytes) in raw {
            let text =
                isUnicode
                ? String(decoding: bytes, as: UTF8.self) : String(validatingOrLatin: bytes)
            texts[number, default: []].append(text)
        }
    }

    private static func resource(in block: Bytes) -> Bytes? {
        var at = block.has("Photoshop 3.0\0", at: 0) ? 14 : 0
        while block.has("8BIM", at: at), let id = block.u16(at + 4), let name = block.u8(at + 6),
            let length = block.u32(at + 8 + name / 2 * 2)
        {
            let data = at + 12 + name / 2 * 2
            if id == 1_028 { return block.slice(data, length: length) }
            at = data + length + length % 2
        }
        return nil
    }
}

extension SafeMetadata {
    mutating func add(_ records: IPTCRecords) {
        func first(_ number: Int) -> String? { records.texts[number]?.first }
        add(first(5), as: .title)
        add(first(105), as: .headline)
        add(first(120), as: .description)
        add(records.texts[80]?.joined(separator: "\n"), as: .creator)
        add(first(110), as: .credit)
        add(first(116), as: .copyright)
        // CCYYMMDD, and HHMMSS with the distance to UTC.
        let day = Array((first(55) ?? "").utf8), time = Array((first(60) ?? "").utf8)
        guard day.count == 8 else { return }
        func part(_ digits: [UInt8], _ range: Range<Int>) -> String {
            String(decoding: digits[range], as: UTF8.self)
        }
        var date = "\(part(day, 0..<4))-\(part(day, 4..<6))-\(part(day, 6..<8))"
        if time.count == 11 {
            date += "T\(part(time, 0..<2)):\(part(time, 2..<4)):\(part(time, 4..<6))"
            date += "\(part(time, 6..<9)):\(part(time, 9..<11))"
        }
        add(date: date)
    }
}

extension String {
    /// UTF-8, or Latin-1, as older programs wrote, to the first zero.
    init(validatingOrLatin bytes: [UInt8]) {
        let part = bytes.prefix { $0 != 0 }
        self =
            String(validating: part, as: UTF8.self)
            ?? String(String.UnicodeScalarView(part.map { Unicode.Scalar($0) }))
    }
}
