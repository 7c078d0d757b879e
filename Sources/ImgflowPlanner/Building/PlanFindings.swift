package import ImgflowLanguage

/// What planning has to say: errors, warnings, and images that the plan leaves out.
package struct PlanFindings {
    package private(set) var diagnostics: [Diagnostic] = []
    package private(set) var errorCount = 0
    /// Images of a stream that are left out, while the rest goes on.
    package internal(set) var leftOut: [LeftOut] = []

    /// - Parameter call: of the definition around the place, the innermost.
    mutating func report(_ diagnostic: Diagnostic, calledAt call: Span?) {
        var diagnostic = diagnostic
        if let call { diagnostic.secondary.append(.init(call, "called here")) }
        guard !diagnostics.contains(diagnostic) else { return }
        diagnostics.append(diagnostic)
        if diagnostic.severity == .error { errorCount += 1 }
    }

    /// Adds to the latest error how many more images were not looked at.
    mutating func skip(_ count: Int) {
        guard count > 0, let last = diagnostics.lastIndex(where: { $0.severity == .error }) else {
            return
        }
        let images = count == 1 ? "1 more image was" : "\(count) more images were"
        diagnostics[last].notes.append("\(images) not checked")
    }

    /// Leaves images out of the plan.
    package mutating func leaveOut(_ images: [LeftOut]) { leftOut += images }

    /// Nothing is left of a stream: the last `problems` that left images out are errors, at most three
    /// of them.
    mutating func refuse(_ problems: [PlanProblem], calledAt call: Span?) {
        leftOut.removeSubrange(max(0, leftOut.count - problems.count)...)
        for problem in problems.prefix(3) { report(problem.diagnostic, calledAt: call) }
    }

    /// One warning for each place of the program, with its first few images.
    mutating func reportLeftOut() {
        var places: [Span] = []
        for one in leftOut where !places.contains(one.span) { places.append(one.span) }
        for place in places {
            let images = leftOut.filter { $0.span == place }
            report(PlanProblem.image(.leftOut(images, span: place)).diagnostic, calledAt: nil)
        }
    }
}
