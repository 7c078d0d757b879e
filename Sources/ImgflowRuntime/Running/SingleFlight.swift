import ImgflowImages
import ImgflowModels
import ImgflowPlanner

/// What a call gave.
struct Answer: Sendable {
    struct Picture: Sendable {
        var image: Image
        var hash: String
        var seed: Int?
    }

    var first: Picture
    /// The images that came with it, in their order.
    var others: [Picture]
    var isPaid: Bool
    /// What was paid for it, by as many images as came.
    var price: Dollars
    /// The mask that the model worked by, where it was asked for.
    var mask: Image?

    /// Nil where there is no image.
    init?(_ pictures: [Picture], isPaid: Bool, price: Dollars, mask: Image?) {
        guard let first = pictures.first else { return nil }
        self.first = first
        others = Array(pictures.dropFirst())
        self.isPaid = isPaid
        self.price = price
        self.mask = mask
    }

    var pictures: [Picture] { [first] + others }
    var image: Image { first.image }
    var hash: String { first.hash }
}

/// Equal requests that are asked for at once are sent once: the second waits for the first, and
/// then finds its answer in the store.
actor SingleFlight {
    private var waiting: [AnswerKey: [CheckedContinuation<Void, Never>]] = [:]
    /// Where there is no store, answers are remembered here for as long as the run lasts.
    private let remembers: Bool
    private var spool: Spool?
    private var spooled: [AnswerKey: Spooled] = [:]
    /// What the spool does not take.
    private var held: [AnswerKey: Answer] = [:]
    private var said: [AnswerKey: Said] = [:]

    private struct Spooled {
        var image: Spool.Place
        var mask: Spool.Place?
        var hash: String
        var seed: Int?
        var price: Dollars
    }

    init(remembers: Bool) {
        self.remembers = remembers
        spool = remembers ? Spool() : nil
    }

    private func remembered(_ key: AnswerKey) -> Answer? {
        if var answer = held[key] {
            answer.isPaid = false
            return answer
        }
        guard let place = spooled[key], let bytes = spool?.bytes(at: place.image),
            let image = try? Image(encoded: bytes)
        else { return nil }
        let mask = place.mask.flatMap { spool?.bytes(at: $0) }
        return Answer(
            [Answer.Picture(image: image, hash: place.hash, seed: place.seed)], isPaid: false,
            price: place.price, mask: mask.flatMap { try? Image(encoded: $0) })
    }

    private func remember(_ answer: Answer, _ key: AnswerKey) {
        guard answer.others.isEmpty, let image = answer.image.encoded.flatMap({ spool?.put($0) })
        else {
            held[key] = answer
            return
        }
        let mask = answer.mask?.encoded.flatMap { spool?.put($0) }
        spooled[key] = Spooled(
            image: image, mask: mask, hash: answer.hash, seed: answer.first.seed,
            price: answer.price)
    }

    func once(
        _ key: AnswerKey, isShared: Bool, _ work: @Sendable () async throws -> Answer
    ) async throws -> Answer {
        guard isShared else { return try await work() }
        await turn(key)
        if let known = remembered(key) { return known }
        waiting[key] = []
        defer { next(key) }
        let answer = try await work()
        if remembers { remember(answer, key) }
        return answer
    }

    func once(
        _ key: AnswerKey, isShared: Bool, _ work: @Sendable () async throws -> Said
    ) async throws -> Said {
        guard isShared else { return try await work() }
        await turn(key)
        if var known = said[key] {
            known.isPaid = false
            return known
        }
        waiting[key] = []
        defer { next(key) }
        let answer = try await work()
        if remembers { said[key] = answer }
        return answer
    }

    private func turn(_ key: AnswerKey) async {
        while waiting[key] != nil {
            await withCheckedContinuation { waiting[key]?.append($0) }
        }
    }

    private func next(_ key: AnswerKey) {
        for continuation in waiting.removeValue(forKey: key) ?? [] { continuation.resume() }
    }
}
