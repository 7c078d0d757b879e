/// One thing that was looked at.
struct Finding: Encodable, Sendable {
    enum Grade: String, Encodable, Sendable {
        case good
        /// Works, or may: worth knowing.
        case note
        /// Stops calls.
        case problem
    }

    var about: String
    var grade: Grade
    var text: String
    /// What to do about it.
    var remedies: [String] = []
    /// Finding it out may have cost something.
    var mayBeBilled = false

    private enum CodingKeys: String, CodingKey { case about, grade, text, remedies }

    init(_ about: String, _ grade: Grade, _ text: String, _ remedies: [String] = []) {
        self.about = about
        self.grade = grade
        self.text = Self.cut(text)
        self.remedies = remedies.map(Self.cut)
    }

    /// What a service says may be of any length.
    private static func cut(_ text: String) -> String {
        text.utf8.count <= 2_000 ? text : text.prefix(2_000) + "…"
    }
}
