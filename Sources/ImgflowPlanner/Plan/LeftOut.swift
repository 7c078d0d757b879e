package import ImgflowLanguage

/// An image of a stream that the plan leaves out, while the rest goes on: the run counts it as failed.
package struct LeftOut: Sendable {
    /// Its file, or its place in the stream.
    package var who: String
    package var why: String
    /// Where the program asks for it.
    package var span: Span

    package init(who: String, why: String, span: Span) {
        self.who = who
        self.why = why
        self.span = span
    }
}
