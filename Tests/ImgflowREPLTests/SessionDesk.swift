import Testing

@testable import ImgflowREPL

/// A session that is typed at, and whose runs always come to one picture.
struct SessionDesk {
    var session = Session()
    static let picture = Picture(width: 1, height: 1, format: "png", seed: nil, model: nil)

    /// - Parameter seeds: by the verbs of the stages that have one.
    @discardableResult
    mutating func enter(
        _ input: String, seeds: [String: [Int]] = [:]
    ) throws -> [Session.Step] {
        let steps = try session.steps(input)
        for step in steps {
            guard case .pictures = step.entry.kind else {
                session.add(step.entry)
                continue
            }
            if let subject = step.subject {
                session.go(to: subject)
                session.saved(subject, by: step.entry.stages.filter(\.isSave))
                continue
            }
            var outcome = LineOutcome(.done)
            outcome.pictures = [Self.picture]
            outcome.expected = 1
            outcome.finished = seeds.map { finished($0, in: step, seeds: $1) }
            session.add(step.made(outcome))
        }
        return steps
    }

    /// A stage that came to its end, with a picture for each seed, or one without.
    func finished(_ verb: String, in step: Session.Step, seeds: [Int]) -> FinishedStage {
        let offset = step.stages.first { $0.stage.text.hasPrefix(verb) }?.offset ?? -1
        let pictures = seeds.map {
            Picture(width: 1, height: 1, format: "png", seed: $0, model: "model")
        }
        var stage = FinishedStage(
            offset: offset, pictures: pictures.isEmpty ? [Self.picture] : pictures, payment: nil,
            milliseconds: 0)
        stage.seeds = seeds
        stage.seed = seeds.first
        return stage
    }
}
