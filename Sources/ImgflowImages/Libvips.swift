import CVips
import Glibc

/// The pixel library, opened when the first pixel is wanted (about 25 ms).
enum Libvips {
    static func start() throws(ImageError) {
        if let reason = imgflow_vips_start() { throw .noLibrary(String(cString: reason)) }
    }

    /// The reason of the call that failed just now. libvips has one error buffer for the whole
    /// process, so next to other work the text may be a neighbor's; what failed is never wrong.
    static func takeError() -> String {
        guard let text = imgflow_vips_take_error() else { return "no reason given" }
        defer { free(text) }
        let lines = String(cString: text).split(separator: "\n")
        return lines.first.map { String($0) } ?? "no reason given"
    }
}
