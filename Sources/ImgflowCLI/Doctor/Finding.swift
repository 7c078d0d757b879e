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

    init(_ about: String, _ grade: Grade, _ text: String, _ remedies: [String] = []) {
        self.about = about
        self.grade = grade
        self.text = text
        self.remedies = remedies
    }
}
