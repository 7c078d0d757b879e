/// Width and height in pixels.
package struct PixelSize: Hashable, Sendable {
    package var width: Int
    package var height: Int

    package init(_ width: Int, _ height: Int) {
        self.width = width
        self.height = height
    }

    /// As many as a number holds, where a hostile header says more.
    package var pixels: Int {
        let (pixels, overflows) = width.multipliedReportingOverflow(by: height)
        return overflows ? .max : pixels
    }
    package var longSide: Int { max(width, height) }
    package var shortSide: Int { min(width, height) }
    /// Width over height.
    package var aspect: Double { Double(width) / Double(height) }
    /// The long side over the short one, 1 or more.
    package var elongation: Double { Double(longSide) / Double(shortSide) }
}

extension PixelSize: CustomStringConvertible {
    package var description: String { "\(width)x\(height)" }
}
