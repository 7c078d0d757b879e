import ImgflowRuntime

/// What cannot be done with a session.
package enum SessionProblem: UserFacingError, Hashable, Sendable, CustomStringConvertible {
    case noResultYet
    case noSuchResult(Int, results: [Int])
    case noNumber(String)
    case noCount(String)
    case nothingToUndo
    case nothingToRedo
    case noSession(String, count: Int)
    /// The results that a program would be of, by who answered them.
    case severalAnswerers([String: [Int]])

    package var description: String {
        switch self {
        case .noResultYet: "no image yet: start with `load` or `generate`"
        case .noSuchResult(let number, let results):
            results.isEmpty
                ? "no result `$\(number)`: there are no results yet"
                : "no result `$\(number)`: valid results are \(results.map { "$\($0)" }.joined(separator: ", "))"
        case .noNumber(let text): "expected a result such as $3, found `\(text)`"
        case .noCount(let text): "expected a count such as 3, found `\(text)`"
        case .noSession(let text, let count):
            count == 0
                ? "no session `\(text)`: no other session is kept"
                : "no session `\(text)`: expected 1 to \(count), `forget`, or nothing for a list"
        case .nothingToUndo: "nothing to undo"
        case .nothingToRedo: "nothing to redo"
        case .severalAnswerers(let results):
            "a program uses one backend, but "
                + results.sorted { $0.value[0] < $1.value[0] }.map { name, numbers in
                    "`\(name)` made \(numbers.map { "$\($0)" }.joined(separator: ", "))"
                }.joined(separator: ", ") + ": save the results of one of them"
        }
    }
}
