/// What a file says of an image that may go with it wherever it goes: words, names, rights, a date. Not where it was
/// taken, and by which camera.
///
/// Where several blocks say it, XMP counts, then IPTC, EXIF, and PNG's texts, as the Metadata Working Group
/// has it (Guidelines for Handling Image Metadata 2.0).
package struct SafeMetadata: Hashable, Sendable {
    package enum Field: String, CaseIterable, Sendable {
        case title, headline, description
        case altText, extendedDescription
        case creator, credit, copyright, usageTerms, rightsPage
        /// As XMP has it: `2026-11-27T14:03:05+09:00`, or a part of that.
        case date
        /// How it came to be: IPTC's address for a photograph, a composite, a trained algorithm.
        case sourceType
    }

    /// Several creators stand on lines of their own.
    package private(set) var words: [Field: String] = [:]

    package init() {}

    /// Of a whole file.
    package init(_ file: UnsafeRawBufferPointer, _ format: ImageFormat) {
        let blocks = MetadataBlocks(Bytes(file), format)
        for packet in blocks.xmp { add(XMPPacket(packet)) }
        for block in blocks.iptc { add(IPTCRecords(block)) }
        for block in blocks.exif { addEXIF(block) }
        for (key, value) in blocks.texts {
            guard let field = Self.textKeys[key.lowercased()] else { continue }
            add(value, as: field)
        }
    }

    package var isEmpty: Bool { words.isEmpty }

    package subscript(field: Field) -> String? { words[field] }

    /// Bytes of one text: with all of them a packet has room in a JPEG's segment.
    private static let longest = 4_000

    /// What is known already stays.
    mutating func add(_ text: String?, as field: Field) {
        guard let text, words[field] == nil else { return }
        var kept = String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F || $0 == "\n" }))
        while kept.utf8.count > Self.longest { kept.removeLast() }
        let trimmed = kept.trimmed
        if !trimmed.isEmpty { words[field] = trimmed }
    }

    /// Keywords of the PNG specification, and what other tools write in their place.
    private static let textKeys: [String: Field] = [
        "title": .title, "author": .creator, "artist": .creator, "description": .description,
        "copyright": .copyright, "comment": .description,
    ]

    /// Tags of TIFF 6.0 and EXIF 2.32.
    private mutating func addEXIF(_ block: Bytes) {
        guard let image = TIFFDirectory(block) else { return }
        add(image.text(270), as: .description)
        add(image.text(315), as: .creator)
        // Photographer and editor stand with a zero between them.
        add(image.text(33_432), as: .copyright)
        let photo = image.directory(0x8769)
        guard let date = photo?.text(36_867), let iso = EXIFDate.iso(date) else { return }
        add(iso + (photo?.text(36_881) ?? ""), as: .date)
    }
}

extension String {
    /// Without spaces and line ends around it.
    fileprivate var trimmed: String {
        var part = self[...]
        while let first = part.first, first.isWhitespace { part.removeFirst() }
        while let last = part.last, last.isWhitespace { part.removeLast() }
        return String(part)
    }
}

// MARK: As one text, which goes along with pixels.

extension SafeMetadata {
    package var carried: [UInt8] {
        Array(
            Field.allCases.compactMap { field in words[field].map { "\(field.rawValue)\0\($0)" } }
                .joined(separator: "\0").utf8)
    }

    package init(carried bytes: [UInt8]) {
        let parts = String(decoding: bytes, as: UTF8.self).split(
            separator: "\0", omittingEmptySubsequences: false)
        for place in stride(from: 0, to: parts.count - 1, by: 2) {
            guard let field = Field(rawValue: String(parts[place])) else { continue }
            words[field] = String(parts[place + 1])
        }
    }
}

/// `2026:11:27 14:03:05`, as EXIF writes it, and `2026-11-27T14:03:05`, as XMP does.
enum EXIFDate {
    static func iso(_ text: String) -> String? {
        let digits = Array(text.utf8.prefix(19))
        guard digits.count == 19, digits[4] == UInt8(ascii: ":"), digits[10] == UInt8(ascii: " "),
            digits[0..<4].allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        var result = digits
        (result[4], result[7], result[10]) = (0x2D, 0x2D, UInt8(ascii: "T"))
        return String(decoding: result, as: UTF8.self)
    }

    /// Nil where it has no time of the day, which EXIF needs.
    static func exif(_ iso: String) -> (date: String, offset: String?)? {
        let digits = Array(iso.utf8.prefix(19))
        guard digits.count == 19, digits[4] == 0x2D, digits[7] == 0x2D,
            digits[10] == UInt8(ascii: "T")
        else { return nil }
        var result = digits
        (result[4], result[7], result[10]) = (0x3A, 0x3A, 0x20)
        let tail = String(decoding: iso.utf8.suffix(6), as: UTF8.self)
        let isOffset =
            tail.utf8.count == 6 && iso.utf8.count > 24 && ["+", "-"].contains(tail.first ?? " ")
        let offset = isOffset ? tail : iso.hasSuffix("Z") ? "+00:00" : nil
        return (String(decoding: result, as: UTF8.self), offset)
    }
}
