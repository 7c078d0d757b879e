/// Small copies of an image inside its metadata: after a crop or a blur they would still show what is gone.
package enum Previews {
    /// Photoshop's image resources without thumbnails.
    ///
    /// Source: Adobe Photoshop File Formats Specification, Image Resource Blocks 1033 and 1036.
    package static func removed(fromResources block: [UInt8]) -> [UInt8] {
        block.withUnsafeBytes { raw in
            let bytes = Bytes(raw)
            let head = bytes.has("Photoshop 3.0\0", at: 0) ? 14 : 0
            var kept = Array(block.prefix(head))
            var at = head
            while bytes.has("8BIM", at: at), let id = bytes.u16(at + 4),
                let name = bytes.u8(at + 6),
                let length = bytes.u32(at + 8 + name / 2 * 2)
            {
                // Name and data are padded to even lengths.
                let data = at + 12 + name / 2 * 2
                let end = min(data + length + length % 2, block.count)
                guard data <= end else { break }
                if id != 1033, id != 1036 { kept += block[at..<end] }
                at = end
            }
            // What is no resource block holds no thumbnail that could be found.
            return at == head ? block : kept
        }
    }

    /// An XMP packet without its `Thumbnails`; nil where they cannot be taken out of it.
    package static func removed(fromXMP packet: [UInt8]) -> [UInt8]? {
        let name = Array(":Thumbnails".utf8)
        var rest = packet[...]
        var kept: [UInt8] = []
        while let opening = rest.place(of: name) {
            guard let start = rest[..<opening].lastIndex(of: UInt8(ascii: "<")) else { return nil }
            let prefix = rest[(start + 1)..<opening]
            let closing = Array("</".utf8) + prefix + name + Array(">".utf8)
            guard let end = rest[opening...].place(of: closing) else { return nil }
            kept += rest[..<start]
            rest = rest[(end + closing.count)...]
        }
        kept += rest
        return kept[...].place(of: Array("GImg:image".utf8)) == nil ? kept : nil
    }

    /// Whether a block of EXIF holds more JPEGs than its own thumbnail: a camera's preview in its
    /// maker note.
    package static func areInMakerNote(ofEXIF block: [UInt8], hasThumbnail: Bool) -> Bool {
        var count = 0
        for at in block.indices.dropLast(2)
        where block[at] == 0xFF && block[at + 1] == 0xD8 && block[at + 2] == 0xFF {
            count += 1
        }
        return count > (hasThumbnail ? 1 : 0)
    }
}

extension ArraySlice<UInt8> {
    /// Where these bytes first begin.
    fileprivate func place(of bytes: [UInt8]) -> Int? {
        guard let first = bytes.first else { return nil }
        var from = startIndex
        while let at = self[from...].firstIndex(of: first), at + bytes.count <= endIndex {
            if self[at..<(at + bytes.count)].elementsEqual(bytes) { return at }
            from = at + 1
        }
        return nil
    }
}
