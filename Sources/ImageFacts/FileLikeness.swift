/// What a file that is no image looks like, so that an error can say it.
package enum FileLikeness: Sendable, Hashable {
    case empty, zeroBytes, pdf, svg, html, json, zip, gzip, bmp, jpegXL, video, text, unknown

    init(_ bytes: Bytes) {
        self = Self.guess(bytes)
    }

    private static func guess(_ bytes: Bytes) -> FileLikeness {
        guard bytes.count > 0 else { return .empty }
        let head = (0..<min(bytes.count, 1024)).compactMap { bytes.u8($0) }
        if head.allSatisfy({ $0 == 0 }) { return .zeroBytes }
        if bytes.has("%PDF", at: 0) { return .pdf }
        if bytes.has("PK\u{3}\u{4}", at: 0) { return .zip }
        if bytes.u16(0) == 0x1F8B { return .gzip }
        if bytes.has("BM", at: 0), head.contains(0) { return .bmp }
        if bytes.u16(0) == 0xFF0A || bytes.has("JXL ", at: 4) { return .jpegXL }
        if bytes.has("ftyp", at: 4) || bytes.u32(0) == 0x1A45_DFA3 { return .video }
        return isText(head) ? kindOfText(head) : .unknown
    }

    /// No control characters but white space; anything above ASCII may be UTF-8.
    private static func isText(_ head: [Int]) -> Bool {
        head.allSatisfy { $0 >= 0x20 || [0x09, 0x0A, 0x0C, 0x0D, 0x1B].contains($0) }
    }

    private static func kindOfText(_ head: [Int]) -> FileLikeness {
        let text = String(decoding: head.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
            .lowercased()
        let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        if start.hasPrefix("<"), text.contains("<svg") { return .svg }
        if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") { return .html }
        if start.hasPrefix("{") || start.hasPrefix("[") { return .json }
        return .text
    }
}
