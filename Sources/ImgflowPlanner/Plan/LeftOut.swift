package import ImgflowLanguage

/// An image of a stream that the plan leaves out, while the rest goes on: the run counts it as failed.
package struct LeftOut: Sendable {
    /// Its file, or its place in the stream.
    package var who: String
    package var why: String
    /// Where the program asks for it.
    package var span: Span

    package init(who: String, why: String, span: Span) {
        self.who = who
        self.why = why
        self.span = span
    }
}

extension PlanDraft {
    /// One warning for each place of the program, with its first few images.
    mutating func reportLeftOut() {
        var places: [Span] = []
        for one in leftOut where !places.contains(one.span) { places.append(one.span) }
        for place in places {
            report(.image(.leftOut(leftOut.filter { $0.span == place }, span: place)))
        }
    }

    /// Nothing is left of the stream: what was wrong with each image is an error.
    mutating func refuse(_ problems: [PlanProblem]) {
        let count = leftOut.count - problems.count
        leftOut.removeSubrange(max(0, count)...)
        for problem in problems.prefix(3) { report(problem) }
    }

    /// The file that began an image, or its place in the stream.
    func who(_ image: PlannedImage?, at index: Int) -> String {
        guard let origin = image?.forecast.provenance, let stem = origin.stem else {
            return "image \(index)"
        }
        let name = origin.ext.map { $0.isEmpty ? stem : "\(stem).\($0)" } ?? stem
        return origin.dir.map { $0 == "." ? name : "\($0)/\(name)" } ?? name
    }
}
