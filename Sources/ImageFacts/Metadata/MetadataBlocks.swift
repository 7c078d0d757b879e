/// Where the metadata of a file stand, in whatever container: nothing of them is decoded.
struct MetadataBlocks {
    /// The TIFF structures of EXIF, each without what comes before it.
    var exif: [Bytes] = []
    var xmp: [Bytes] = []
    /// IPTC's records, alone or among Photoshop's resources.
    var iptc: [Bytes] = []
    /// PNG's texts: keyword and text, as UTF-8 or Latin-1.
    private(set) var texts: [(key: String, value: String)] = []
    /// Content Credentials: a manifest store of C2PA.
    var isSigned = false
    /// What was written compressed, or in hexadecimal digits: others point into it.
    private var unpacked: [Unpacked] = []

    private final class Unpacked {
        let memory: UnsafeMutableRawBufferPointer

        init(_ bytes: [UInt8]) {
            memory = .allocate(byteCount: bytes.count, alignment: 1)
            memory.copyBytes(from: bytes)
        }

        deinit { memory.deallocate() }
    }

    /// Of one text; more says nothing that counts here.
    private static let unpackedBytes = 1 << 20
    /// Of one file.
    private static let unpackedTexts = 16
    private var triedTexts = 0

    init(_ bytes: Bytes, _ format: ImageFormat) {
        switch format {
        case .jpeg: addJPEG(bytes)
        case .png: addPNG(bytes)
        case .webp: addWebP(bytes)
        case .tiff: addTIFF(bytes)
        case .gif: addGIF(bytes)
        case .avif, .heif: addHEIF(bytes)
        }
    }

    private static let exifHead: StaticString = "Exif\0\0"
    private static let xmpHead: StaticString = "http://ns.adobe.com/xap/1.0/\0"

    private mutating func add(exif block: Bytes) {
        let skip = block.has(Self.exifHead, at: 0) ? 6 : 0
        exif.append(block.slice(skip, length: block.count - skip))
    }

    /// Sources: CIPA DC-008 4.7; XMP Specification Part 3, 1.1.3; C2PA 2.2, A.3 (APP11, JPEG XT boxes).
    private mutating func addJPEG(_ bytes: Bytes) {
        for segment in JPEGSegments(bytes) {
            let body = segment.body
            switch segment.marker {
            case 0xE1 where body.has(Self.exifHead, at: 0): add(exif: body)
            case 0xE1 where body.has(Self.xmpHead, at: 0):
                xmp.append(body.slice(29, length: body.count - 29))
            case 0xED where body.has("Photoshop 3.0\0", at: 0): iptc.append(body)
            // Marker, box instance, packet number; then a box of JUMBF, whose description names the store.
            case 0xEB where body.has("JP", at: 0) && body.has("jumb", at: 12):
                isSigned = isSigned || body.place(of: "c2pa", within: 64) != nil
            default: break
            }
        }
    }

    /// Sources: PNG Third Edition, 11.3; C2PA 2.2, A.3 (`caBX`).
    private mutating func addPNG(_ bytes: Bytes) {
        var at = 8
        while let length = bytes.u32(at), at + 8 + length <= bytes.count {
            let body = bytes.slice(at + 8, length: length)
            if bytes.has("eXIf", at: at + 4) { add(exif: body) }
            if bytes.has("caBX", at: at + 4) { isSigned = true }
            if bytes.has("tEXt", at: at + 4) { add(text: body, .plain) }
            if bytes.has("iTXt", at: at + 4) { add(text: body, .international) }
            if bytes.has("zTXt", at: at + 4) { add(text: body, .compressed) }
            if bytes.has("IEND", at: at + 4) { return }
            at += 12 + length
        }
    }

    private enum TextKind { case plain, compressed, international }

    /// Keyword, 0; in zTXt then a byte of compression, in iTXt two, a language, 0, the keyword in it, 0.
    private mutating func add(text body: Bytes, _ kind: TextKind) {
        guard let end = body.place(of: 0, from: 0) else { return }
        let key = String(decoding: body.values(0, min(end, 80)), as: UTF8.self)
        var start = end + 1
        var isPacked = false
        switch kind {
        case .plain: break
        case .compressed:
            guard body.u8(end + 1) == 0 else { return }
            start = end + 2
            isPacked = true
        case .international:
            guard let language = body.place(of: 0, from: end + 3),
                let translated = body.place(of: 0, from: language + 1)
            else { return }
            isPacked = body.u8(end + 1) == 1
            start = translated + 1
        }
        var rest = body.slice(start, length: body.count - start)
        if isPacked {
            triedTexts += 1
            guard triedTexts <= Self.unpackedTexts,
                let text = Inflate.text(rest, limit: Self.unpackedBytes),
                let held = hold(text)
            else { return }
            rest = held
        }
        if key == "XML:com.adobe.xmp" {
            xmp.append(rest)
        } else if key.hasPrefix("Raw profile type ") {
            add(profile: rest, key)
        } else if key != EmbeddedText.name {
            texts.append((key, rest.text))
        }
    }

    private mutating func hold(_ bytes: [UInt8]) -> Bytes? {
        guard unpacked.count < Self.unpackedTexts, !bytes.isEmpty else { return nil }
        let block = Unpacked(bytes)
        unpacked.append(block)
        return Bytes(UnsafeRawBufferPointer(block.memory))
    }

    /// As ImageMagick writes what PNG has no place for: a name, a count, and hexadecimal digits, in lines.
    private mutating func add(profile text: Bytes, _ key: String) {
        let lines = text.values(0, min(text.count, Self.unpackedBytes)).split(separator: 0x0A)
        guard lines.count > 2 else { return }
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in lines.dropFirst(2).joined() {
            let value: UInt8
            switch digit {
            case 0x30...0x39: value = digit - 0x30
            case 0x41...0x46, 0x61...0x66: value = (digit | 0x20) - 0x57
            case 0x09, 0x0D, 0x20: continue
            default: return
            }
            if let first = high {
                bytes.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        guard let block = hold(bytes) else { return }
        switch key.dropFirst("Raw profile type ".count) {
        case "exif", "APP1":
            if block.has(Self.xmpHead, at: 0) {
                xmp.append(block.slice(29, length: block.count - 29))
            } else {
                add(exif: block)
            }
        case "xmp": xmp.append(block)
        case "iptc": iptc.append(block)
        default: break
        }
    }

    /// Sources: RFC 9649, 2.7.1.4; C2PA 2.2, A.3 (`C2PA`).
    private mutating func addWebP(_ bytes: Bytes) {
        var at = 12
        while let length = bytes.u32(at + 4, .little), at + 8 <= bytes.count {
            let body = bytes.slice(at + 8, length: length)
            if bytes.has("EXIF", at: at) { add(exif: body) }
            if bytes.has("XMP ", at: at) { xmp.append(body) }
            if bytes.has("C2PA", at: at) { isSigned = true }
            at += 8 + length + length & 1
        }
    }

    /// Sources: XMP Specification Part 3, 3.2 (700); TIFF/EP (33723, 34377); C2PA 2.2, A.3 (52545).
    private mutating func addTIFF(_ bytes: Bytes) {
        guard let directory = TIFFDirectory(bytes) else { return }
        exif.append(bytes)
        xmp += directory.block(700).map { [$0] } ?? []
        iptc += [33_723, 34_377].compactMap(directory.block)
        isSigned = directory.block(52_545) != nil
    }

    /// Sources: C2PA 2.2, A.3, and XMP Specification Part 3, 1.1.2: application extensions of those names.
    private mutating func addGIF(_ bytes: Bytes) {
        for block in GIFBlocks(bytes)
        where block.kind == GIFBlocks.extension && bytes.u8(block.place + 1) == 0xFF {
            let name = block.place + 3
            if bytes.has("C2PA_GIF", at: name) { isSigned = true }
            guard bytes.has("XMP DataXMP", at: name), xmp.isEmpty else { continue }
            // It stands as it is, its end a ramp of 258 bytes.
            let rest = bytes.slice(name + 11, length: bytes.count - name - 11)
            let end = rest.place(of: [1, 0xFF, 0xFE, 0xFD]) ?? rest.count
            xmp.append(rest.slice(0, length: end))
        }
    }

    /// Sources: ISO 23008-12, Annex A; C2PA 2.2, A.4 (a box of its own type).
    private mutating func addHEIF(_ bytes: Bytes) {
        let items = HEIFItems(bytes)
        for item in items.named("Exif") {
            // Four bytes say how far the structure is.
            let skip = 4 + (item.u32(0) ?? 0)
            add(exif: item.slice(skip, length: item.count - skip))
        }
        xmp += items.named("mime")
        isSigned = items.isSigned
    }
}

extension MetadataBlocks {
    /// Whether anything is said at all.
    var isSomething: Bool { !exif.isEmpty || !xmp.isEmpty || !iptc.isEmpty || !texts.isEmpty }

    /// Coordinates in EXIF or XMP.
    var hasLocation: Bool {
        withExtendedLifetime(self) {
            exif.contains { TIFFDirectory($0)?.location == true }
                || xmp.contains { $0.place(of: "GPSLatitude") != nil }
        }
    }
}
