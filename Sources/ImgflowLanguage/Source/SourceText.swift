/// A program's text and the name it goes by in messages.
package struct SourceText: Sendable {
    /// A path as the user gave it, or `-c` or `-` for text that is in no file.
    package let name: String
    package let text: String
    /// Spans are offsets into this.
    package let utf8: [UInt8]

    package init(name: String, text: String) {
        self.name = name
        self.text = text
        utf8 = Array(text.utf8)
    }

    package subscript(span: Span) -> String {
        String(decoding: utf8[span.start..<span.end], as: UTF8.self)
    }
}
