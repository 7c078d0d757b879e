import ImgflowImages
import ImgflowPlanner

/// A picture that a call gave.
struct Answer: Sendable {
    var image: Image
    var hash: String
    var isPaid: Bool
    /// The mask that the model worked by, where it was asked for.
    var mask: Image?
}

/// Equal requests that are asked for at once are sent once: the second waits for the first, and
/// then finds its answer in the store.
actor Flights {
    private var waiting: [AnswerKey: [CheckedContinuation<Void, Never>]] = [:]
    private var answers: [AnswerKey: Answer] = [:]
    /// Where there is no store, answers are remembered here for as long as the run lasts.
    private let remembers: Bool

    init(remembers: Bool) { self.remembers = remembers }

    func once(
        _ key: AnswerKey, isShared: Bool, _ work: @Sendable () async throws -> Answer
    ) async throws -> Answer {
        guard isShared else { return try await work() }
        while waiting[key] != nil {
            await withCheckedContinuation { waiting[key]?.append($0) }
        }
        if var known = answers[key] {
            known.isPaid = false
            return known
        }
        waiting[key] = []
        defer {
            for continuation in waiting.removeValue(forKey: key) ?? [] { continuation.resume() }
        }
        let answer = try await work()
        if remembers { answers[key] = answer }
        return answer
    }
}
