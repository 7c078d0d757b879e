package import ImgflowPlanner

/// How a run ended.
package struct RunOutcome: Sendable {
    /// Images that were saved or described.
    package var shown: Int
    /// Those that were to be, and were not.
    package var missing: Int
    package var failures: [(node: PlanNode, failure: RunFailure)]
    package var isCancelled: Bool
    /// Images that the plan left out.
    package var leftOut = 0

    /// language.md §6: one cause gives its own code, several causes or part of the work done give 8.
    package var exitStatus: ExitStatus {
        if isCancelled { return .interrupted }
        let real = failures.map(\.failure).filter {
            if case .cancelled = $0 { false } else { true }
        }
        if let ending = real.first(where: \.endsRun) { return ending.exitStatus }
        guard let first = real.first else {
            return missing > 0 ? .failed : leftOut > 0 ? .partlyDone : .done
        }
        let isMixed = shown > 0 || real.contains { $0.exitStatus != first.exitStatus }
        return isMixed ? .partlyDone : first.exitStatus
    }
}
