import FoundationEssentials
import ImageFacts
import ImgflowBedrock
import ImgflowImages
import ImgflowModels
import ImgflowPlanner
import Synchronization

/// What a model said of images.
struct Said: Sendable {
    var findings: [String: String]
    var isPaid: Bool
    var price: Dollars
}

/// Calls of models that answer about images and give none.
extension CallRunner {
    /// The first image of the call, with what was found of it.
    func look(
        _ prepared: PreparedCall, _ seeing: SeeingCall, rank: Int
    ) async throws -> (produced: Produced, finish: RunEvent.Finish) {
        let said = try await said(about: prepared, seeing, rank: rank)
        let identity = Identity.findings(said.findings, of: prepared.key)
        if !said.isPaid {
            var known = row(of: prepared, outcome: .known, output: identity.text)
            if !prepared.node.isPrivate {
                known?.said = seeing.question.words(for: said.findings)
            }
            if let known { ledger?.wasKnown(known) }
        }
        guard let image = prepared.images.first?.input.image else {
            throw RunFailure.other("there is no image to look at")
        }
        var produced = Produced(
            image: image, identity: identity, provenance: prepared.provenance,
            calls: [prepared.key.hex])
        for (key, text) in said.findings {
            produced.provenance.noted[key] = NotedField(
                key, key: key, of: prepared.node.id, known: text)
        }
        // Who is compared with whom, for people.
        for (place, image) in prepared.images.enumerated() {
            let key = PairQuestion.shown(place + 1)
            produced.provenance.noted[key] = image.input.provenance.itemAndSeed.map {
                NotedField(key, key: key, of: prepared.node.id, known: $0)
            }
        }
        return (produced, said.isPaid ? .paid(said.price, seed: nil) : .known(seed: nil))
    }

    private func said(
        about prepared: PreparedCall, _ seeing: SeeingCall, rank: Int
    ) async throws -> Said {
        let (key, isFresh) = (prepared.key, prepared.call.isFresh)
        return try await flights.once(key, isShared: !isFresh) { () throws in
            if !isFresh, let known = try known(prepared, seeing) { return known }
            try proveStore()
            guard let store else { return try await ask(prepared, seeing, rank: rank) }
            let lock = try await store.lock(key)
            defer { withExtendedLifetime(lock) {} }
            if !isFresh, let known = try known(prepared, seeing) { return known }
            return try await ask(prepared, seeing, rank: rank)
        }
    }

    /// What is cached; nil where nothing is.
    private func known(
        _ prepared: PreparedCall, _ seeing: SeeingCall
    ) throws(RunFailure) -> Said? {
        let record: StoredAnswer?
        do { record = try store?.record(prepared.key) } catch AnswerStore.Damage.unreadable(
            let path)
        {
            throw .unreadableRecord(path)
        } catch { throw RunFailure(error) }
        guard let said = record?.said else { return nil }
        do {
            let found = try seeing.question.findings(
                in: Array(said.utf8), by: seeing.card, seen: prepared.seenSize)
            return Said(findings: found.findings, isPaid: false, price: .zero)
        } catch {
            events(
                .remark(
                    prepared.node, "the cached response no longer fits (\(error)): asking again"))
            return nil
        }
    }

    /// Asks; and once more where chance may give a better response, which is a call of its own. One that
    /// came to more than half of what the plan said is not repeated: both stay within that.
    private func ask(
        _ prepared: PreparedCall, _ seeing: SeeingCall, rank: Int
    ) async throws -> Said {
        let first: RunFailure
        do {
            return try await askOnce(prepared, seeing, rank: rank)
        } catch RunFailure.seen(let problem, let facts)
            where problem.mayBeAskedAgain
            && facts.price + facts.price <= prepared.call.price.amount
        {
            first = .seen(problem, facts)
        }
        events(.remark(prepared.node, "\(first): asking once more"))
        return try await askOnce(prepared, seeing, rank: rank)
    }

    private func askOnce(
        _ prepared: PreparedCall, _ seeing: SeeingCall, rank: Int
    ) async throws -> Said {
        try await send(prepared, rank: rank, operation: .converse) { answered in
            let price = bill(for: answered, seeing)
            if price > prepared.call.price.amount {
                let most = prepared.call.price.amount
                events(.remark(prepared.node, "cost \(price), and the plan said at most \(most)"))
            }
            do throws(ConverseProblem) {
                let found = try seeing.question.findings(
                    in: answered.response.body, by: seeing.card, seen: prepared.seenSize)
                keep(answered, price: price)
                let said = Said(findings: found.findings, isPaid: true, price: price)
                return (
                    said,
                    Receipt(
                        price: price,
                        output: Identity.findings(said.findings, of: prepared.key).text,
                        said: seeing.question.words(for: said.findings))
                )
            } catch {
                throw RunFailure.seen(
                    error,
                    RunFailure.SeenFacts(
                        model: seeing.card.name, requestID: answered.response.requestID,
                        keptAt: error.isRefusal ? nil : aside(answered), price: price))
            }
        }
    }

    /// By its tokens; the most that it may cost where the service does not say.
    private func bill(for answered: Answered, _ seeing: SeeingCall) -> Dollars {
        guard let reply = try? ConverseReply.read(answered.response.body), let usage = reply.usage
        else { return answered.prepared.call.price.amount }
        return seeing.route.price.amount(of: usage)
    }

    /// Writes what was said to the cache, synced.
    private func keep(_ answered: Answered, price: Dollars) {
        guard let store else { return }
        let prepared = answered.prepared
        let record = StoredAnswer(
            key: prepared.key.hex, origin: origin, model: prepared.call.card.invocationID,
            region: prepared.call.region, requestID: answered.response.requestID,
            priceInMillionths: price.millionths, seed: nil, time: Date().formatted(.iso8601),
            request: prepared.node.isPrivate ? "" : prepared.text, imageHash: "", width: 0,
            height: 0, format: "", hasAlpha: false,
            said: String(decoding: answered.response.body, as: UTF8.self))
        do {
            try store.put(record, images: [])
        } catch {
            keeping.hasFailed.withLock { $0 = true }
            events(.remark(prepared.node, "this paid result could not be cached: \(error)"))
        }
    }
}

extension PreparedCall {
    /// Of the first image, as the model looks at it.
    var seenSize: PixelSize { images.first?.size ?? PixelSize(1, 1) }
}
