internal import CVips
package import ImageFacts

extension Pixels {
    /// 1 to 4 interleaved 8-bit bands: gray, gray and alpha, sRGB, sRGB and alpha. Copied.
    package static func bytes(_ bytes: [UInt8], _ size: PixelSize, bands: Int) throws(ImageError)
        -> Pixels
    {
        try size.check()
        guard bytes.count == size.pixels * bands else {
            throw .byteCount(expected: size.pixels * bands, found: bytes.count)
        }
        return try bytes.withUnsafeBufferPointer { (buffer) throws(ImageError) in
            try made("taking pixels") {
                buffer.baseAddress.flatMap {
                    imgflow_vips_from_memory(
                        $0, buffer.count, Int32(size.width), Int32(size.height), Int32(bands))
                }
            }
        }
    }

    /// One band of numbers, row by row. Copied.
    package static func numbers(_ values: [Float], _ size: PixelSize) throws(ImageError) -> Pixels {
        try size.check()
        guard values.count == size.pixels else {
            throw .byteCount(expected: size.pixels * 4, found: values.count * 4)
        }
        return try values.withUnsafeBufferPointer { (buffer) throws(ImageError) in
            try made("taking pixels") {
                buffer.baseAddress.flatMap {
                    imgflow_vips_from_floats($0, Int32(size.width), Int32(size.height))
                }
            }
        }
    }

    /// The interleaved 8-bit bands.
    package func bytes() throws(ImageError) -> [UInt8] {
        let eight = try eightBit()
        var count = 0
        return try Self.array(imgflow_vips_pixels(eight.pointer, &count), count) {
            .operationFailed("reading the pixels", detail: $0)
        }
    }

    /// Copies and frees what libvips allocated; `nil` is a failure.
    static func array(
        _ memory: UnsafeMutableRawPointer?, _ count: Int, failure: (String) -> ImageError
    ) throws(ImageError) -> [UInt8] {
        guard let memory else { throw failure(Libvips.takeError()) }
        defer { imgflow_vips_free(memory) }
        return [UInt8](UnsafeRawBufferPointer(start: memory, count: count))
    }
}

extension ImageFacts {
    /// What decoding would take is bounded: pixels, numbers of a pixel, and bytes of them all.
    package func check() throws(ImageError) {
        try size.check()
        guard bands <= Image.bandLimit else { throw .tooManyBands(bands, limit: Image.bandLimit) }
        let bytes = size.pixels * max(bands, 1) * bytesPerBand * (format.isDecodedWhole ? 2 : 1)
        guard bytes <= Image.byteLimit else {
            throw .tooManyBytes(size, bytes: bytes, limit: Image.byteLimit)
        }
    }
}

extension ImageFormat {
    /// Its decoder has the whole image in memory, and another of it: what is read so far.
    fileprivate var isDecodedWhole: Bool {
        switch self {
        case .webp, .gif, .avif, .heif: true
        case .png, .jpeg, .tiff: false
        }
    }
}

extension PixelSize {
    /// Sides of 1 or more, and not more pixels than an image may have.
    func check() throws(ImageError) {
        guard width > 0, height > 0 else { throw .emptySize(self) }
        guard width <= Image.pixelLimit / height else {
            throw .tooManyPixels(self, limit: Image.pixelLimit)
        }
    }
}
