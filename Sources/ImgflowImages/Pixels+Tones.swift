internal import CVips

/// Colors of single pixels; alpha stays.
extension Pixels {
    /// Gray or RGB of 8 or 16 bits with its own profile: CMYK and CIE colors become 8-bit sRGB.
    func inRGB() throws(ImageError) -> Pixels {
        let isPlain = imgflow_vips_is_8_or_16_bit(pointer)
        let isOther = isCMYK || imgflow_vips_is_colorimetric(pointer)
        return isPlain && !isOther ? self : try standard()
    }

    /// The largest number of a band: 255 or 65,535.
    var most: Int { isEightBit ? 255 : 65_535 }

    private var isGray: Bool { bands - (hasAlpha ? 1 : 0) == 1 }

    /// Each pixel in the gray that a share of brightness, 0 to 1, becomes. Gray stays one band, and so does RGB
    /// unless a profile of RGB belongs to it.
    func mapped(_ tone: (Double) -> Double) throws(ImageError) -> Pixels {
        let source = try inRGB()
        let isOneBand = source.isGray || !source.hasProfile
        return try source.mapped(colors: isOneBand ? 1 : 3) { share in
            [Double](repeating: tone(share), count: isOneBand ? 1 : 3)
        }
    }

    /// Each pixel in the color, as shares, that its brightness becomes.
    func mapped(colors: Int, _ color: (Double) -> [Double]) throws(ImageError) -> Pixels {
        let most = Double(most)
        var table: [UInt16] = []
        table.reserveCapacity((Int(most) + 1) * colors)
        for level in 0...Int(most) {
            for share in color(Double(level) / most).prefix(colors) {
                table.append(UInt16(min(max(share, 0), 1) * most + 0.5))
            }
        }
        return try Self.made("changing colors") {
            imgflow_vips_map_brightness(pointer, table, Int32(colors))
        }
    }

    /// - Parameters:
    ///   - curve: of shares, 0 to 1.
    ///   - matrix: nine numbers, the rows for red, green and blue; gray has no hue and leaves it out.
    func toned(
        by curve: (Double) -> Double, _ matrix: [Double]?
    ) throws(ImageError) -> Pixels {
        let source = try inRGB()
        let most = Double(source.most)
        let table = (0...Int(most)).map { level in
            Float(min(max(curve(Double(level) / most), 0), 1) * most)
        }
        let rows = matrix.map { $0.map { Float($0) } }
        return try Self.made("changing colors") {
            rows.map { imgflow_vips_tone(source.pointer, table, $0) }
                ?? imgflow_vips_tone(source.pointer, table, nil)
        }
    }

    /// Visible pixels of each brightness. Evaluates the image.
    func brightnessCounts() throws(ImageError) -> [Int] {
        let source = try inRGB().inMemory()
        var counts = [Int](repeating: 0, count: source.most + 1)
        guard imgflow_vips_count_brightness(source.pointer, &counts) else {
            throw .operationFailed("measuring", detail: Libvips.takeError())
        }
        return counts
    }
}
