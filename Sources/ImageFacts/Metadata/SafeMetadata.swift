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
        self.init(MetadataBlocks(Bytes(file), format))
    }

    init(_ blocks: MetadataBlocks) {
        withExtendedLifetime(blocks) { read(blocks) }
    }

    private mutating func read(_ blocks: MetadataBlocks) {
        let packets = blocks.xmp.map(XMPPacket.init)
        for packet in packets { add(packet) }
        for block in blocks.iptc { add(IPTCRecords(block)) }
        for block in blocks.exif { addEXIF(block) }
        // When the file was made, where nothing says when the image was taken.
        for packet in packets {
            add(date: packet.values["http://ns.adobe.com/xap/1.0/ CreateDate"]?.first)
        }
        for (key, value) in blocks.texts {
            guard let field = Self.textKeys[key.lowercased()] else { continue }
            add(value, as: field)
        }
    }

    /// The day on which an image was taken: `2026-11-27`. Every file of a program is asked, so a packet that is
    /// enormous is passed over.
    package static func captureDay(
        of file: UnsafeRawBufferPointer, _ format: ImageFormat
    ) -> String? {
        var blocks = MetadataBlocks(Bytes(file), format)
        blocks.xmp.removeAll { $0.count > 1 << 20 }
        return SafeMetadata(blocks).captureDay
    }

    package var isEmpty: Bool { words.isEmpty }

    /// `2026-11-27`
    private var captureDay: String? { self[.date].map { String($0.prefix(10)) } }

    package subscript(field: Field) -> String? { words[field] }

    /// Bytes of one text, as XMP writes it, and creators: all together have room in a JPEG's segment.
    private static let longest = 4_000
    private static let creators = 40

    /// The same with alternative text for people who cannot see the image; nil leaves what is there.
    package func saying(alternativeText text: String?) -> SafeMetadata {
        guard let text else { return self }
        var next = self
        next.words[.altText] = nil
        next.add(text, as: .altText)
        return next
    }

    /// What is known already stays.
    mutating func add(_ text: String?, as field: Field) {
        guard let text, words[field] == nil else { return }
        var kept = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars where Self.isWritable(scalar) {
            let isEscaped = scalar == "&" || scalar == "<" || scalar == ">"
            count += isEscaped ? 5 : UTF8.width(scalar)
            guard count <= Self.longest else { break }
            kept.append(scalar)
        }
        var trimmed = String(kept).trimmed
        if field == .creator {
            trimmed = trimmed.split(separator: "\n").prefix(Self.creators).joined(separator: "\n")
        }
        if !trimmed.isEmpty { words[field] = trimmed }
    }

    /// One that is no date is none.
    mutating func add(date: String?) {
        if let date, let known = CaptureDate(date) { add(known.iso, as: .date) }
    }

    /// XML 1.0, 2.2, without the control characters that it allows.
    private static func isWritable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A: true
        case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: false
        default: true
        }
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
        guard let date = photo?.text(36_867) else { return }
        add(date: date + (photo?.text(36_881) ?? ""))
        // With an offset that is none.
        add(date: date)
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
