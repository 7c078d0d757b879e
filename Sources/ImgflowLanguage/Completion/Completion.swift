/// What could stand at a place of a program: for the shells and for the prompt.
package struct Completion: Sendable {
    package struct Candidate: Hashable, Sendable {
        package var text: String
        /// One line, or nothing.
        package var summary: String

        package init(_ text: String, _ summary: String = "") {
            self.text = text
            self.summary = summary
        }
    }

    /// Whether a name goes on from what is written, in any case where none does in this one.
    package static func names<Element>(
        _ all: [Element], beginningWith written: String, name: (Element) -> String
    ) -> [Element] {
        let exact = all.filter { name($0).hasPrefix(written) }
        guard exact.isEmpty, !written.isEmpty else { return exact }
        let lower = written.lowercased()
        return all.filter { name($0).lowercased().hasPrefix(lower) }
    }

    /// The part of the text, in bytes, that a candidate takes the place of; it ends at the cursor.
    package var replaces: Span
    package var candidates: [Candidate] = []
    /// A file is meant, and this much of its path is written: the one who asks looks at the disk.
    package var path: String?
    /// The path is written without the quotes that it needs.
    package var isBarePath = false
    /// What is expected here, where no list can tell: `a number from 0 to 1`.
    package var expectation: String?
}

extension [Completion.Candidate] {
    /// Those that go on from what is written.
    package func beginning(with written: String) -> [Completion.Candidate] {
        Completion.names(self, beginningWith: written) { $0.text }
    }
}
