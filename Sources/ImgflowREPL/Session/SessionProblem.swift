import ImgflowRuntime

/// What cannot be done with a session.
package enum SessionProblem: UserFacingError, Hashable, Sendable, CustomStringConvertible {
    case noResultYet
    case noSuchResult(Int, results: [Int])
    case noNumber(String)
    case noCount(String)
    case nothingToUndo
    case nothingToRedo

    package var description: String {
        switch self {
        case .noResultYet: "there is no picture yet: begin with `load` or `generate`"
        case .noSuchResult(let number, let results):
            results.isEmpty
                ? "there is no result `$\(number)`, nor any yet"
                : "there is no result `$\(number)`: there are \(results.map { "$\($0)" }.joined(separator: ", "))"
        case .noNumber(let text): "expected a result such as $3, found `\(text)`"
        case .noCount(let text): "expected how many times, such as 3, found `\(text)`"
        case .nothingToUndo: "there is nothing to go back to"
        case .nothingToRedo: "there is nothing to go forward to"
        }
    }
}
