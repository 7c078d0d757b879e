/// A path as file systems compare it: by its bytes. Two names that differ in nothing but their Unicode form
/// (`é` as one scalar or as two) are two files, and equal strings.
package struct FilePath: Hashable, Comparable, Sendable {
    package let text: String

    package init(_ text: String) {
        // One text for the same bytes, however it was written.
        self.text = PathText.holdsBytes(text) ? PathText.text(PathText.bytes(text)) : text
    }

    /// As the system counts it.
    package var byteCount: Int { PathText.bytes(text).count }

    package static func == (one: FilePath, other: FilePath) -> Bool {
        one.text.utf8.elementsEqual(other.text.utf8)
    }

    package static func < (one: FilePath, other: FilePath) -> Bool {
        one.text.utf8.lexicographicallyPrecedes(other.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
