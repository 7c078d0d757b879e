internal import CVips

/// Arithmetic on every pixel; two images need one size, and a single band fits any number.
extension Pixels {
    package func plus(_ other: Pixels) throws(ImageError) -> Pixels {
        try Self.made("adding") { imgflow_vips_add(pointer, other.pointer) }
    }

    package func minus(_ other: Pixels) throws(ImageError) -> Pixels {
        try Self.made("subtracting") { imgflow_vips_subtract(pointer, other.pointer) }
    }

    package func times(_ other: Pixels) throws(ImageError) -> Pixels {
        try Self.made("multiplying") { imgflow_vips_multiply(pointer, other.pointer) }
    }

    /// The smaller number of each pixel.
    package func lower(_ other: Pixels) throws(ImageError) -> Pixels {
        try Self.made("comparing") { imgflow_vips_lower(pointer, other.pointer) }
    }

    /// The larger number of each pixel.
    package func higher(_ other: Pixels) throws(ImageError) -> Pixels {
        try Self.made("comparing") { imgflow_vips_higher(pointer, other.pointer) }
    }

    /// `number * scale + offset`, not cut to any range.
    package func linear(_ scale: Double, _ offset: Double) throws(ImageError) -> Pixels {
        try linear([scale], [offset])
    }

    /// One pair a band; a single band becomes as many as there are pairs.
    package func linear(_ scale: [Double], _ offset: [Double]) throws(ImageError) -> Pixels {
        guard scale.count == offset.count else {
            throw .operationFailed("scaling", detail: "as many scales as offsets are needed")
        }
        return try Self.made("scaling") {
            imgflow_vips_linear(pointer, scale, offset, Int32(scale.count))
        }
    }

    package func inverted() throws(ImageError) -> Pixels {
        try Self.made("inverting") { imgflow_vips_invert(pointer) }
    }

    /// 255 where the number is `limit` or more, else 0.
    package func atLeast(_ limit: Double) throws(ImageError) -> Pixels {
        try Self.made("comparing") { imgflow_vips_at_least(pointer, limit) }
    }

    package func power(_ exponent: Double) throws(ImageError) -> Pixels {
        try Self.made("raising") { imgflow_vips_power(pointer, exponent) }
    }

    package func bandMean() throws(ImageError) -> Pixels {
        try Self.made("averaging bands") { imgflow_vips_band_mean(pointer) }
    }

    package func band(_ first: Int, count: Int = 1) throws(ImageError) -> Pixels {
        try Self.made("taking bands") { imgflow_vips_band(pointer, Int32(first), Int32(count)) }
    }

    package func joined(_ other: Pixels) throws(ImageError) -> Pixels {
        try Self.made("joining bands") { imgflow_vips_join(pointer, other.pointer) }
    }

    package func joined(constant: Double) throws(ImageError) -> Pixels {
        try Self.made("joining bands") { imgflow_vips_join_constant(pointer, constant) }
    }

    package func mean() throws(ImageError) -> Double { try number(imgflow_vips_mean) }

    package func minimum() throws(ImageError) -> Double { try number(imgflow_vips_min) }

    package func maximum() throws(ImageError) -> Double { try number(imgflow_vips_max) }

    private func number(
        _ read: (OpaquePointer, UnsafeMutablePointer<Double>) -> Bool
    ) throws(ImageError) -> Double {
        var value = 0.0
        guard read(pointer, &value) else {
            throw .operationFailed("measuring", detail: Libvips.takeError())
        }
        return value
    }
}
