/// The beginnings of files, put together byte by byte.
enum Sample {
    static func png(
        _ width: UInt32, _ height: UInt32, colorType: UInt8 = 2, extra: [UInt8] = []
    ) -> [UInt8] {
        let header = big(width) + big(height) + [8, colorType, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header) + extra
            + chunk("IDAT", [0])
    }

    static func chunk(_ name: String, _ payload: [UInt8]) -> [UInt8] {
        big(UInt32(payload.count)) + Array(name.utf8) + payload + [0, 0, 0, 0]
    }

    static func jpeg(_ width: UInt16, _ height: UInt16, before: [UInt8] = []) -> [UInt8] {
        [0xFF, 0xD8] + before + [0xFF, 0xC0, 0, 17, 8] + big(height) + big(width)
            + [3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]
    }

    static func exif(_ orientation: UInt16, bigEndian: Bool = true) -> [UInt8] {
        let tiff = tiff([(274, 3, UInt32(orientation))], bigEndian: bigEndian)
        return [0xFF, 0xE1] + big(UInt16(8 + tiff.count)) + Array("Exif\0\0".utf8) + tiff
    }

    /// Entries of tag, type (3 is short, 4 is long) and value.
    static func tiff(
        _ entries: [(tag: UInt16, type: UInt16, value: UInt32)], bigEndian: Bool
    ) -> [UInt8] {
        func n16(_ value: UInt16) -> [UInt8] { bigEndian ? big(value) : little(value) }
        func n32(_ value: UInt32) -> [UInt8] { bigEndian ? big(value) : little(value) }
        let start: [UInt8] = Array((bigEndian ? "MM" : "II").utf8) + n16(42) + n32(8)
        let body = entries.flatMap { entry in
            n16(entry.tag) + n16(entry.type) + n32(1)
                + (entry.type == 3 ? n16(UInt16(entry.value)) + [0, 0] : n32(entry.value))
        }
        return start + n16(UInt16(entries.count)) + body + n32(0)
    }

    static func riff(_ chunks: [UInt8]) -> [UInt8] {
        Array("RIFF".utf8) + little(UInt32(chunks.count + 4)) + Array("WEBP".utf8) + chunks
    }

    static func riffChunk(_ name: String, _ payload: [UInt8]) -> [UInt8] {
        Array(name.utf8) + little(UInt32(payload.count)) + payload
            + (payload.count % 2 == 1 ? [0] : [])
    }

    static func gif(_ width: UInt16, _ height: UInt16, transparent: Bool, palette: Bool) -> [UInt8]
    {
        Array("GIF89a".utf8) + little(width) + little(height) + [palette ? 0x80 : 0, 0, 0]
            + (palette ? [0, 0, 0, 255, 255, 255] : []) + [0x21, 0xFE, 2, 65, 66, 0]
            + [0x21, 0xF9, 4, transparent ? 1 : 0, 0, 0, 0, 0, 0x2C]
    }

    static func avif(
        _ brand: String, _ properties: [(name: String, payload: [UInt8])], linked: [UInt8]
    ) -> [UInt8] {
        let container = box("ipco", properties.flatMap { box($0.name, $0.payload) })
        let links = box(
            "ipma", [0, 0, 0, 0] + big(UInt32(1)) + big(UInt16(1)) + [UInt8(linked.count)] + linked)
        let meta = box("pitm", [0, 0, 0, 0, 0, 1]) + box("iprp", container + links)
        return box(
            "ftyp", Array(brand.utf8) + [0, 0, 0, 0] + Array("mif1".utf8) + Array(brand.utf8))
            + box("meta", [0, 0, 0, 0] + meta)
    }

    static func ispe(_ width: UInt32, _ height: UInt32) -> (name: String, payload: [UInt8]) {
        ("ispe", [0, 0, 0, 0] + big(width) + big(height))
    }

    private static func box(_ name: String, _ payload: [UInt8]) -> [UInt8] {
        big(UInt32(payload.count + 8)) + Array(name.utf8) + payload
    }

    static func big<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }

    static func little<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
}
