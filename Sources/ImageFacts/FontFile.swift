/// What a TrueType or OpenType file says of its font, without drawing it; of a collection, its first.
///
/// Source: ISO/IEC 14496-22 (Open Font Format), 4 and 5.
package struct FontFile: Hashable, Sendable {
    /// As Pango names it, without a size: `Brand Sans, Bold Italic`.
    package let name: String

    package enum Problem: Error, Hashable, Sendable {
        case notAFont
        case webFont
        case truncated
        case withoutLetters
        case withoutName
    }

    package init(_ file: [UInt8]) throws(Problem) {
        name = try file.withUnsafeBytes { Self.name(in: Bytes($0)) }.get()
    }

    private static func name(in bytes: Bytes) -> Result<String, Problem> {
        if bytes.has("wOFF", at: 0) || bytes.has("wOF2", at: 0) { return .failure(.webFont) }
        let start = bytes.has("ttcf", at: 0) ? bytes.u32(12) ?? bytes.count : 0
        let isSFNT =
            bytes.u32(start) == 0x0001_0000 || bytes.has("OTTO", at: start)
            || bytes.has("true", at: start)
        guard isSFNT else { return .failure(start > 0 ? .truncated : .notAFont) }
        guard let tables = tables(of: bytes, at: start) else { return .failure(.truncated) }
        let outlines = ["glyf", "CFF ", "CFF2", "CBDT", "sbix", "SVG "]
        guard tables["cmap"] != nil, let glyphs = tables["maxp"]?.u16(4), glyphs > 0,
            outlines.contains(where: { tables[$0] != nil })
        else { return .failure(.withoutLetters) }
        guard let names = tables["name"], let family = text([16, 1], in: names) else {
            return .failure(.withoutName)
        }
        let words = tables["OS/2"].map(style) ?? ""
        return .success(words.isEmpty ? family + "," : "\(family), \(words)")
    }

    /// By their tags; nil where one is not all there.
    private static func tables(of bytes: Bytes, at start: Int) -> [String: Bytes]? {
        guard let count = bytes.u16(start + 4) else { return nil }
        var tables: [String: Bytes] = [:]
        for number in 0..<count {
            let entry = start + 12 + 16 * number
            guard let place = bytes.u32(entry + 8), let length = bytes.u32(entry + 12),
                place + length <= bytes.count
            else { return nil }
            let tag = String(decoding: bytes.values(entry, 4), as: UTF8.self)
            tables[tag] = bytes.slice(place, length: length)
        }
        return tables
    }

    /// The first of these names, of Unicode or Windows; in English where there are several.
    private static func text(_ ids: [Int], in table: Bytes) -> String? {
        guard let count = table.u16(2), let storage = table.u16(4) else { return nil }
        for id in ids {
            var found: (text: String, isEnglish: Bool)?
            for number in 0..<count {
                let record = 6 + 12 * number
                guard let platform = table.u16(record), let language = table.u16(record + 4),
                    table.u16(record + 6) == id, let length = table.u16(record + 8),
                    let offset = table.u16(record + 10), platform == 0 || platform == 3
                else { continue }
                let units = (0..<(length / 2)).compactMap {
                    table.u16(storage + offset + 2 * $0).map { UInt16($0) }
                }
                let text = String(decoding: units, as: UTF16.self).filter {
                    !$0.isNewline && $0 != "," && $0 != "\0"
                }
                let isEnglish = platform == 0 || language == 0x409
                guard !text.isEmpty, found == nil || isEnglish && found?.isEnglish == false else {
                    continue
                }
                found = (text, isEnglish)
            }
            if let found { return found.text }
        }
        return nil
    }

    /// Weight, width and slope in Pango's words.
    private static func style(of table: Bytes) -> String {
        let weights = [
            "Thin", "Ultra-Light", "Light", "", "Medium", "Semi-Bold", "Bold", "Ultra-Bold",
            "Heavy",
        ]
        let widths = [
            "Ultra-Condensed", "Extra-Condensed", "Condensed", "Semi-Condensed", "",
            "Semi-Expanded", "Expanded", "Extra-Expanded", "Ultra-Expanded",
        ]
        func word(_ words: [String], _ place: Int) -> String {
            words.indices.contains(place) ? words[place] : ""
        }
        let isItalic = (table.u16(62) ?? 0) & 1 == 1
        return [
            word(weights, ((table.u16(4) ?? 400) + 50) / 100 - 1),
            isItalic ? "Italic" : "", word(widths, (table.u16(6) ?? 5) - 1),
        ].filter { !$0.isEmpty }.joined(separator: " ")
    }
}

extension FontFile.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAFont: "is not a TrueType or OpenType font"
        case .webFont: "is a web font (WOFF); expected TTF or OTF"
        case .truncated: "is truncated"
        case .withoutLetters: "has no letters"
        case .withoutName: "does not say its name"
        }
    }
}
