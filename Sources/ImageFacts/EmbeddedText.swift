/// A text of imgflow's own inside an image's file: put there and read without touching a pixel.
///
/// PNG has it in an `iTXt` chunk, JPEG in `COM` segments, WebP in a chunk of its own behind the
/// image (both containers tell readers to pass over what they do not know).
package enum EmbeddedText {
    package static let formats: [ImageFormat] = [.png, .jpeg, .webp]
    static let name = "imgflow recipe"
    private static let keyword = Array(name.utf8)
    private static let webpChunk = Array("IMGF".utf8)

    /// The file with the text in it, in the place of one that was there; nil where it is not of such a
    /// format, or not whole.
    package static func put(_ text: String, into file: [UInt8], _ format: ImageFormat) -> [UInt8]? {
        guard let file = cleaned(file, format) else { return nil }
        switch format {
        case .png: return png(file, Array(text.utf8))
        case .jpeg: return jpeg(file, Array(text.utf8))
        case .webp: return webp(file, Array(text.utf8))
        default: return nil
        }
    }

    /// The text that is in a file; nil where there is none.
    package static func read(_ file: [UInt8]) -> String? {
        guard let parts = parts(of: file), let format = try? ImageHeader.read(file).format else {
            return nil
        }
        let texts = parts.compactMap { own($0, in: file, format) }
        guard !texts.isEmpty else { return nil }
        return String(validating: texts.flatMap(\.self), as: UTF8.self)
    }

    private static func own(_ part: FilePart, in file: [UInt8], _ format: ImageFormat)
        -> ArraySlice<
            UInt8
        >?
    {
        let body = file[part.body]
        switch format {
        case .png:
            // Keyword, 0, not compressed (0, 0), no language (0), no translation (0).
            let head = keyword + [0, 0, 0, 0, 0]
            return part.name == Array("iTXt".utf8) && body.starts(with: head)
                ? body.dropFirst(head.count) : nil
        case .jpeg:
            let head = keyword + [0x0A]
            return part.name == [0xFE] && body.starts(with: head)
                ? body.dropFirst(head.count) : nil
        case .webp: return part.name == webpChunk ? body : nil
        default: return nil
        }
    }

    private static func parts(of file: [UInt8]) -> [FilePart]? {
        guard let format = try? ImageHeader.read(file).format else { return nil }
        return FilePart.all(of: file, format)
    }

    private static func png(_ file: [UInt8], _ text: [UInt8]) -> [UInt8]? {
        guard let parts = parts(of: file), let header = parts.first else { return nil }
        let chunk = FileWriting.pngChunk("iTXt", keyword + [0, 0, 0, 0, 0] + text)
        return file.inserting(chunk, at: header.whole.upperBound)
    }

    private static func jpeg(_ file: [UInt8], _ text: [UInt8]) -> [UInt8]? {
        guard let parts = parts(of: file) else { return nil }
        // Behind the application segments: readers want theirs first.
        let last = parts.last { (0xE0...0xEF).contains($0.name[0]) }
        let head = keyword + [0x0A]
        let room = 65_533 - head.count
        var segments: [UInt8] = []
        for start in stride(from: 0, to: max(text.count, 1), by: room) {
            let piece = head + text[start..<min(start + room, text.count)]
            guard let segment = FileWriting.jpegSegment(0xFE, piece) else { return nil }
            segments += segment
        }
        return file.inserting(segments, at: last?.whole.upperBound ?? 2)
    }

    private static func webp(_ file: [UInt8], _ text: [UInt8]) -> [UInt8]? {
        let name = String(decoding: webpChunk, as: UTF8.self)
        return FileWriting.webp(file, adding: FileWriting.webpChunk(name, text))
    }

    /// The file without a text of ours.
    private static func cleaned(_ file: [UInt8], _ format: ImageFormat) -> [UInt8]? {
        guard let parts = parts(of: file) else { return nil }
        var result = file
        for part in parts.reversed() where own(part, in: file, format) != nil {
            result.removeSubrange(part.whole)
        }
        return result
    }
}
