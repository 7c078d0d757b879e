/// `1 argument`, `2 arguments`.
package struct Count: CustomStringConvertible, Sendable {
    private let count: Int
    private let singular: String

    package init(_ count: Int, _ singular: String) {
        self.count = count
        self.singular = singular
    }

    package var description: String { count == 1 ? "1 \(singular)" : "\(count) \(singular)s" }
}

/// `a, b or c`; `a, b, c` after a colon.
package struct List: CustomStringConvertible, Sendable {
    package enum Conjunction: String, Sendable { case and, or, none }

    private let items: [String]
    private let conjunction: Conjunction

    package init(_ items: [String], _ conjunction: Conjunction = .or) {
        self.items = items
        self.conjunction = conjunction
    }

    package var description: String {
        if conjunction == .none { return items.joined(separator: ", ") }
        guard items.count > 1, let last = items.last else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " \(conjunction) " + last
    }
}

/// A user's value for a message: on one line, and cut where it is long.
package struct Preview: CustomStringConvertible, Sendable {
    private let text: String
    private let limit: Int

    /// The limit is in characters; a fix is worth more of them than a mention.
    package init(_ text: String, limit: Int = 40) {
        self.text = text
        self.limit = limit
    }

    /// A path; one that no file system takes is not shown whole.
    package static func path(_ path: String) -> String {
        path.utf8.count > 4_095 ? "\(Preview(path, limit: 60))" : path
    }

    package var description: String {
        // Only the head is looked at, so that a string of megabytes costs nothing.
        let head = text.prefix(limit + 1)
        guard head.count > limit else { return Printable.text(String(head)) }
        return Printable.text(String(head.prefix(limit - 1))) + "…"
    }
}
