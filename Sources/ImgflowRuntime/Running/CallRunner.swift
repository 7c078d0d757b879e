import FoundationEssentials
import ImageFacts
package import ImgflowBedrock
import ImgflowImages
import ImgflowModels
import ImgflowPlanner
import Synchronization

/// Makes one paid call, or finds that it was made before.
///
/// The answer is on disk, synced, before anybody gets to see it.
package struct CallRunner: Sendable {
    package typealias ClientSource = @Sendable () async throws -> BedrockClient

    let origin: String
    let store: AnswerStore?
    let spending: Spending
    let ledger: RunLedger?
    /// How often a call that a content filter refused is asked once more.
    let filteredRetries: Int
    let stop: StopSign
    let jobs: Jobs
    let gate: CallGate
    /// The failure of an item ends nothing but the item.
    let keepsGoing: Bool
    /// Credentials are sought here, before the first unknown call and never for known ones.
    let client: ClientSource
    let events: @Sendable (RunEvent) -> Void
    private let flights: Flights
    let keeping = Keeping()

    package init(
        origin: String, store: AnswerStore?, spending: Spending, ledger: RunLedger? = nil,
        filteredRetries: Int = 0, stop: StopSign = StopSign(), jobs: Jobs = Jobs(nil),
        keepsGoing: Bool = true,
        client: @escaping ClientSource,
        events: @escaping @Sendable (RunEvent) -> Void
    ) {
        self.origin = origin
        self.store = store
        self.spending = spending
        self.ledger = ledger
        self.filteredRetries = filteredRetries
        self.stop = stop
        self.jobs = jobs
        gate = CallGate(jobs)
        self.keepsGoing = keepsGoing
        self.client = client
        self.events = events
        flights = Flights(remembers: store == nil)
    }

    /// - Parameters:
    ///   - inputs: what the call's nodes made.
    ///   - rank: which of several that wait goes first, the lowest.
    func run(
        _ node: PlanNode, _ call: ModelCall, inputs: [PlanNode.ID: Produced], rank: Int = 0
    ) async throws -> (produced: Produced, finish: RunEvent.Finish) {
        let pictures = try draft(call, node, inputs)
        if let picture = pictures.first {
            let size = picture.input.image.facts.size
            if let result = call.loss(from: size, sentAs: picture.size) {
                throw RunFailure.shrinks(size, to: result, verb: node.origin.verb)
            }
        }
        if let produced = needless(node, call, pictures) { return (produced, .free) }
        let late = try fill(call.late, inputs: inputs, size: pictures.first?.size)
        guard let request = call.request.filled(with: late) else {
            throw RunFailure.other("the request has a value that nothing fills in")
        }
        let key = AnswerKey(
            origin: origin, modelID: call.card.modelID, request: request,
            pictures: { role in pictures.first { $0.role == role }?.identity ?? .none })
        let seed: Int? = if case .integer(let seed)? = request.seed { seed } else { nil }
        var provenance = node.forecast.provenance
        let source = call.pictures.first { $0.role == .image }.flatMap { inputs[$0.node] }
        provenance.seed = seed ?? source?.provenance.seed ?? provenance.seed
        let text: String? = if case .string(let text)? = late["text"] { text } else { nil }
        provenance = provenance.filled(text, from: source?.provenance)

        let answer = try await flights.once(key, isShared: !call.isFresh) { () throws in
            if !call.isFresh, let known = try known(key) { return known }
            try proveStore()
            guard let store else {
                return try await send(
                    node, call, request: request, key: key, pictures: pictures, rank: rank)
            }
            let lock = try await store.lock(key)
            defer { withExtendedLifetime(lock) {} }
            // Another process may have asked meanwhile.
            if !call.isFresh, let known = try known(key) { return known }
            return try await send(
                node, call, request: request, key: key, pictures: pictures, rank: rank)
        }
        if !answer.isPaid {
            let known = row(
                node, call, request, key, pictures, outcome: .known, output: answer.hash)
            if let known { ledger?.wasKnown(known) }
        }
        if node.forecast.size.isReliable, let size = node.forecast.size.size,
            size != answer.image.facts.size
        {
            events(
                .remark(
                    node,
                    "came as \(answer.image.facts.size), \(size) was expected of \(call.card.name)")
            )
        }
        let came = 1 + answer.others.count
        if came > call.images {
            let planned = call.images == 1 ? "1 was" : "\(call.images) were"
            let free = store == nil ? "" : "; they are kept: `images:\(came)` gives them, free"
            events(.remark(node, "the answer has \(came) images, and \(planned) planned\(free)"))
        }
        if answer.isPaid, answer.image.isBlack {
            events(
                .remark(
                    node,
                    "came all black: a filter may have taken its content, and it is kept as it is"))
        }
        return (
            Produced(
                image: answer.image, identity: .content(hash: answer.hash),
                provenance: provenance, isAnswer: true, mask: answer.mask, others: answer.others,
                calls: [key.hex]),
            answer.isPaid ? .paid(answer.price, seed: seed) : .known(seed: seed)
        )
    }

    private func known(_ key: AnswerKey) throws -> Answer? {
        do {
            guard let store, let found = try store.images(key) else { return nil }
            let pictures = try found.map { picture in
                Answer.Picture(
                    image: try Image(encoded: picture.bytes), hash: picture.hash,
                    seed: picture.seed)
            }
            let mask = try store.mask(key).map { try Image(encoded: $0) }
            return Answer(pictures, isPaid: false, price: .zero, mask: mask)
        } catch AnswerStore.Damage.setAside(let path) {
            throw RunFailure.damaged(setAside: path)
        } catch AnswerStore.Damage.unreadable(let path) {
            throw RunFailure.unreadableRecord(path)
        }
    }

    /// A shape that only the run could measure may be the right one already: nothing is called then.
    private func needless(
        _ node: PlanNode, _ call: ModelCall, _ pictures: [DraftedPicture]
    ) -> Produced? {
        let margins = call.late.values.compactMap { value -> OutpaintMargins? in
            if case .measure(.margin(let margins, _)) = value { margins } else { nil }
        }
        guard let margins = margins.first, let picture = pictures.first else { return nil }
        for side in OutpaintMargins.Side.allCases {
            let wanted = margins.wanted(side, for: picture.size)
            let given = margins.pixels(of: side, for: picture.size)
            guard wanted > given else { continue }
            events(
                .remark(
                    node,
                    "\(Grouped(wanted)) px \(side.rawValue) would be needed, and \(given) are the most"
                ))
        }
        guard margins.isNothing(for: picture.size) else { return nil }
        events(.remark(node, "came as \(picture.size), which has the shape already: not called"))
        return picture.input
    }

    /// Whether what was paid for can be taken from the store again.
    var keepsAnswers: Bool { store != nil && !keeping.hasFailed.withLock { $0 } }

    /// Nothing is sent whose answer could not be kept: the folder takes files, and there is room.
    private func proveStore() throws {
        guard let store else { return }
        if keeping.hasFailed.withLock({ $0 }) {
            throw RunFailure.unstored("\(store.folder) takes no files")
        }
        do {
            try store.prove()
        } catch {
            throw RunFailure.unstored("\(error)")
        }
        guard let free = FileSystem.freeBytes(at: store.folder), free < 64 << 20 else { return }
        throw RunFailure.diskFull(path: store.folder, free: free)
    }
}

/// Whether an answer of this run could not be kept.
final class Keeping: Sendable {
    let hasFailed = Mutex(false)
}
