/// The text of one file and the name it goes by in messages.
package struct SourceText: Sendable {
    /// A path as the user gave it, or `-c` or `standard input` for text that is in no file.
    package let name: String
    package let text: String
    package let utf8: [UInt8]
    /// What `$here` says: the folder of the file, as the user gave it.
    package let folder: String
    /// `name` is a path, and no word for a text that is in no file.
    package let isFile: Bool
    /// Where its spans begin: the files of a program share one row of offsets, a gap of one between
    /// two.
    package private(set) var base: Int

    package init(
        name: String, text: String, folder: String = ".", isFile: Bool = false, base: Int = 0
    ) {
        self.isFile = isFile
        self.name = name
        self.text = text
        self.folder = folder
        self.base = base
        utf8 = Array(text.utf8)
    }

    /// The same text as if it stood alone.
    var alone: SourceText {
        var source = self
        source.base = 0
        return source
    }

    /// The whole text.
    package var span: Span { Span(base, base + utf8.count) }

    package subscript(span: Span) -> String {
        let whole = self.span
        let start = min(max(span.start, whole.start), whole.end)
        let end = min(max(span.end, start), whole.end)
        return String(decoding: utf8[(start - base)..<(end - base)], as: UTF8.self)
    }

    /// The byte at an offset that is in the text.
    func byte(at offset: Int) -> UInt8 { utf8[offset - base] }
}
