/// A file that imgflow wrote itself.
package struct OwnFile: Hashable, Sendable {
    /// Hex SHA-256 of its bytes.
    package var hash: String
    /// `SaveStep.identity` of what was written; nil where the bytes hold more than that.
    package var made: String?
    /// The program that wrote it; nil where nobody knows any more.
    package var author: Author?
    /// When it was written: ISO 8601, UTC.
    package var time: String?
    /// Who made its images: `aws`, `sandbox`, an endpoint; `local` where no model had a part in it.
    package var origin: String

    package static let local = "local"

    package init(
        hash: String, origin: String, made: String? = nil, author: Author? = nil,
        time: String? = nil
    ) {
        self.hash = hash
        self.origin = origin
        self.made = made
        self.author = author
        self.time = time
    }

    /// Of a model that somebody billed for.
    package var isReal: Bool { origin != "sandbox" && origin != Self.local }
}
