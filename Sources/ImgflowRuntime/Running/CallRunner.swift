import FoundationEssentials
import ImageFacts
package import ImgflowBedrock
import ImgflowImages
import ImgflowModels
import ImgflowPlanner
import Synchronization

/// Makes paid calls, or uses their cached results.
///
/// A result is on disk, synced, before any later step sees it.
package struct CallRunner: Sendable {
    package typealias ClientSource = @Sendable () async throws -> BedrockClient

    let origin: String
    let store: AnswerStore?
    let spending: Spending
    let ledger: RunLedger?
    /// How often a call that a content filter refused is tried again.
    let filteredRetries: Int
    let stop: StopSignal
    let jobs: Jobs
    let gate: CallGate
    /// A failed item does not end the run (`--keep-going`).
    let keepsGoing: Bool
    /// Gets credentials on first use, so a run of cached calls needs none.
    let client: ClientSource
    let events: @Sendable (RunEvent) -> Void
    let flights: SingleFlight
    let keeping = Keeping()

    package init(
        origin: String, store: AnswerStore?, spending: Spending, ledger: RunLedger? = nil,
        filteredRetries: Int = 0, stop: StopSignal = StopSignal(), jobs: Jobs = Jobs(nil),
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
        flights = SingleFlight(remembers: store == nil)
    }

    /// - Parameters:
    ///   - inputs: the results of the node's inputs.
    ///   - rank: the lowest goes first when several calls wait.
    /// - Throws: `RunFailure`, or what getting credentials threw.
    func run(
        _ node: PlanNode, _ call: ModelCall, inputs: [PlanNode.ID: Produced], rank: Int = 0
    ) async throws -> (produced: Produced, finish: RunEvent.Finish) {
        let images = try prepareImages(of: call, node, inputs)
        if let seeing = call.seeing {
            let prepared = try prepare(call, node, images, inputs)
            return try await look(prepared, seeing, rank: rank)
        }
        if let image = images.first {
            let size = image.input.image.facts.size
            if let result = call.loss(from: size, sentAs: image.size) {
                throw RunFailure.shrinks(size, to: result, verb: node.origin.verb)
            }
        }
        if let produced = needless(node, call, images) { return (produced, .free) }
        let prepared = try prepare(call, node, images, inputs)
        let answer = try await answer(to: prepared, rank: rank)
        if !answer.isPaid {
            let known = row(of: prepared, outcome: .known, output: answer.hash)
            if let known { ledger?.wasKnown(known) }
        }
        remark(answer, to: prepared)
        return (
            Produced(
                image: answer.image, identity: .content(hash: answer.hash),
                provenance: prepared.provenance, isAnswer: true, mask: answer.mask,
                others: answer.others, calls: [prepared.key.hex]),
            answer.isPaid
                ? .paid(answer.price, seed: prepared.seed) : .known(seed: prepared.seed)
        )
    }

    /// The cached result of a call, or a new one. Equal calls of this run and of other processes wait for
    /// each other, so that one of them pays.
    private func answer(to prepared: PreparedCall, rank: Int) async throws -> Answer {
        let (key, isFresh) = (prepared.key, prepared.call.isFresh)
        return try await flights.once(key, isShared: !isFresh) { () throws in
            if !isFresh, let known = try known(key) { return known }
            try proveStore()
            guard let store else { return try await send(prepared, rank: rank) }
            let lock = try await store.lock(key)
            defer { withExtendedLifetime(lock) {} }
            // Another process may have called meanwhile.
            if !isFresh, let known = try known(key) { return known }
            return try await send(prepared, rank: rank)
        }
    }

    /// Says where a result differs from what the plan expected.
    private func remark(_ answer: Answer, to prepared: PreparedCall) {
        let (node, call) = (prepared.node, prepared.call)
        if node.forecast.size.isReliable, let size = node.forecast.size.size,
            size != answer.image.facts.size
        {
            events(
                .remark(
                    node,
                    "returned \(answer.image.facts.size), expected \(size) from \(call.card.name)")
            )
        }
        let came = 1 + answer.others.count
        if came > call.images {
            let free = store == nil ? "" : "; they are cached: `images:\(came)` returns them, free"
            events(.remark(node, "the response has \(came) images, expected \(call.images)\(free)"))
        }
        if answer.isPaid, answer.image.isBlack {
            events(
                .remark(
                    node,
                    "all black: a content filter may have blanked it; kept as it is"))
        }
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
        } catch AnswerStore.Damage.setAside(let path, let left) {
            throw RunFailure.damaged(setAside: path, left: left)
        } catch AnswerStore.Damage.unreadable(let path) {
            throw RunFailure.unreadableRecord(path)
        }
    }

    /// The input itself if it turns out to have the wanted shape already, so no call is needed.
    private func needless(
        _ node: PlanNode, _ call: ModelCall, _ images: [PreparedImage]
    ) -> Produced? {
        let margins = call.deferred.values.compactMap { value -> OutpaintMargins? in
            if case .measure(.margin(let margins, _)) = value { margins } else { nil }
        }
        guard let margins = margins.first, let picture = images.first else { return nil }
        for side in OutpaintMargins.Side.allCases {
            let wanted = margins.wanted(side, for: picture.size)
            let given = margins.pixels(of: side, for: picture.size)
            guard wanted > given else { continue }
            events(
                .remark(
                    node,
                    "\(Grouped(wanted)) px \(side.rawValue) required, at most \(given) available"
                ))
        }
        guard margins.isNothing(for: picture.size) else { return nil }
        events(
            .remark(
                node,
                "the image is \(picture.size) and already has the aspect ratio: no call is made"))
        return picture.input
    }

    /// Whether results of this run can be read from the cache again.
    var keepsAnswers: Bool { store != nil && !keeping.hasFailed.withLock { $0 } }

    /// Checks that a result could be cached, before anything is sent.
    ///
    /// - Throws: `RunFailure` if the folder is not writable or has less than 64 MiB free.
    func proveStore() throws {
        guard let store else { return }
        if keeping.hasFailed.withLock({ $0 }) {
            throw RunFailure.unstored("cannot write to \(store.folder)")
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

/// Records that a result of this run could not be cached.
final class Keeping: Sendable {
    let hasFailed = Mutex(false)
}
