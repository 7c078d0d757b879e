internal import CVips
import ImageFacts

extension Image {
    /// One of several pages or frames, upright.
    ///
    /// - Parameter number: from 1; a file of one page has the first.
    package func page(_ number: Int) throws(ImageError) -> Image {
        guard let bytes = encoded, number > 1 || !facts.pages.isEmpty else { return self }
        guard facts.pages.indices.contains(number - 1) else {
            throw .noPage(number, of: max(facts.pages.count, 1))
        }
        return try with(Pixels.page(number, of: bytes, facts))
    }
}

extension Pixels {
    fileprivate static func page(
        _ number: Int, of bytes: [UInt8], _ facts: ImageFacts
    ) throws(ImageError) -> Pixels {
        let turn = Pages.orientation(of: number, in: bytes, facts.format)
        let page = facts.pages[number - 1]
        // What the first page of a TIFF says is said of that one.
        let words =
            number > 1 && facts.format == .tiff
            ? SafeMetadata() : bytes.withUnsafeBytes { SafeMetadata($0, facts.format) }
        return try bytes.withUnsafeBufferPointer { (buffer) throws(ImageError) in
            let opened = try made("decoding") {
                buffer.baseAddress.flatMap {
                    imgflow_vips_load_page($0, buffer.count, Int32(turn), Int32(number - 1))
                }
            }
            var found = facts.at(dpi: page.dpi)
            found.size = opened.liesOnItsSide ? opened.size.transposed : opened.size
            found.bands = opened.bands
            try found.check()
            guard found.size == page.size else {
                throw .sizeUnlikeHeader(facts.format, header: page.size, found.size)
            }
            return try opened.meaning(by: found, isOutline: false).noting(words).inMemory()
        }
        .upright()
    }
}
