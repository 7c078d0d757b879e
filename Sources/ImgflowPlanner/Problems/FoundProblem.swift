/// Why the boxes that a model found are no mask.
package enum FoundProblem: Error, Hashable, Sendable {
    case nothing(String)
    /// Hundredths of the image.
    case almostAll(String, share: Int)

    package var hints: [String] {
        switch self {
        case .nothing(let words):
            [
                "name it otherwise, or use `replace \"\(words)\" text:\"…\"`, which finds and changes in one call"
            ]
        case .almostAll(let words, _):
            ["name a smaller part, or accept it as a mask: (select \"\(words)\" whole:true)"]
        }
    }
}

extension FoundProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .nothing(let words): "`\(words)` was not found in the image"
        case .almostAll(let words, let share):
            "`\(words)` covers \(share) % of the image, as the model sees it"
        }
    }
}
