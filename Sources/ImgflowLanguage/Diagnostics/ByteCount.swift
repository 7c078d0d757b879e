/// Bytes in the unit that reads best.
package struct ByteCount: CustomStringConvertible {
    package let bytes: Int

    package init(_ bytes: Int) { self.bytes = bytes }

    package var description: String {
        if bytes < 1_000 { return "\(Count(bytes, "byte"))" }
        if bytes < 1_000_000 { return "\(bytes / 1_000) kB" }
        if bytes >= 10_000_000_000 { return "\(bytes / 1_000_000_000) GB" }
        let tenths = bytes / 100_000
        return "\(tenths / 10).\(tenths % 10) MB"
    }
}
