internal import CVips
package import ImageFacts

/// One image of libvips: a pipeline that is evaluated when its pixels are needed.
///
/// Owns one reference, released once. `@unchecked Sendable`: a libvips image never changes after
/// it is made and may be shared between threads (libvips, "Using threads"); no drawing operation,
/// the one exception to that, is used.
package final class Pixels: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Operations one on the other that a line goes through, each on the same stack and with memory of
    /// its own.
    private let depth: Int32

    private init(owning pointer: OpaquePointer) {
        self.pointer = pointer
        depth = imgflow_vips_depth(pointer)
    }

    deinit { imgflow_vips_release(pointer) }

    /// Takes ownership of what a call made; `nil` is that call's failure.
    static func made(
        _ operation: String, by call: () -> OpaquePointer?
    ) throws(ImageError) -> Pixels {
        try Libvips.start()
        guard let pointer = call() else {
            throw .operationFailed(operation, detail: Libvips.takeError())
        }
        return Pixels(owning: pointer)
    }

    package var size: PixelSize {
        PixelSize(Int(imgflow_vips_width(pointer)), Int(imgflow_vips_height(pointer)))
    }

    package var bands: Int { Int(imgflow_vips_bands(pointer)) }

    /// Dots per inch, to a tenth; nil where nothing is known of them.
    package var dpi: Double? {
        let dpi = imgflow_vips_resolution(pointer)
        return dpi > 0 ? (dpi * 10).rounded() / 10 : nil
    }

    /// 25.4 is how libvips has it where nothing is known.
    package func withResolution(dpi: Double) throws(ImageError) -> Pixels {
        try Self.made("setting the resolution") { imgflow_vips_with_resolution(pointer, dpi) }
    }

    package var hasAlpha: Bool { imgflow_vips_has_alpha(pointer) }

    /// Evaluates the pipeline once, so that several uses do not compute it again.
    package func inMemory() throws(ImageError) -> Pixels {
        try Pixels.made("reading the pixels") { imgflow_vips_in_memory(pointer) }
    }

    /// More operations on it should begin from pixels that are there.
    var isDeep: Bool { depth > 64 }

    /// The same for what is read from top to bottom afterwards: many pixels wait in a file without a name.
    func held() throws(ImageError) -> Pixels {
        try Libvips.start()
        guard let held = imgflow_vips_held(pointer) else {
            throw .unheld(detail: Libvips.takeError())
        }
        return Pixels(owning: held)
    }
}
