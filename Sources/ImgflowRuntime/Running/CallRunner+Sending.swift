import FoundationEssentials
import ImgflowBedrock
import ImgflowModels
import ImgflowPlanner

/// A call on its way: each is counted before it is sent, and stands in the ledger from then on.
extension CallRunner {
    func send(
        _ node: PlanNode, _ call: ModelCall, request: RequestValue, key: AnswerKey,
        pictures: [DraftedPicture], rank: Int
    ) async throws -> Answer {
        let bytes = try await render(pictures)
        let body = RequestWriter.body(request, pictures: bytes)
        guard body.count <= BedrockLimits.requestBytes else {
            throw RunFailure.requestTooLarge(bytes: body.count)
        }
        let client = try await client()
        let invocation = InvokeRequest(
            modelID: call.card.invocationID, region: call.region, body: body,
            callsPerMinute: call.card.quota.requestsPerMinute)
        var refusals = 0
        while true {
            do {
                let permit = try await gate.enter(call, rank: rank)
                return try await sendOnce(
                    permit, node, call, request: request, key: key, pictures: pictures,
                    invocation, by: client, sizes: bytes.mapValues(\.count))
            } catch RunFailure.answer(.filtered(let side, let said), let model, let id, let place) {
                // A filter is not deterministic near its border.
                guard refusals < filteredRetries else {
                    throw RunFailure.answer(
                        .filtered(side, said: said), model: model, requestID: id, keptAt: place)
                }
                refusals += 1
                events(.remark(node, "refused by the content filter; asked once more"))
            }
        }
    }

    /// One call: counted, put down, made, kept.
    private func sendOnce(
        _ permit: CallGate.Permit, _ node: PlanNode, _ call: ModelCall, request: RequestValue,
        key: AnswerKey,
        pictures: [DraftedPicture], _ invocation: InvokeRequest, by client: BedrockClient,
        sizes: [ImageRole: Int]
    ) async throws -> Answer {
        defer { permit.release() }
        try stop.enter()
        defer { stop.leave() }
        let price = call.price.amount
        do { try await spending.reserve(price) } catch { throw RunFailure.overBudget(error) }
        let page: Int64?
        do {
            page = try row(node, call, request, key, pictures, outcome: .sent).flatMap {
                try ledger?.sending($0)
            }
        } catch let over as RunLedger.OverDay {
            await spending.failed(price, mayBeBilled: false)
            throw RunFailure.overDay(over)
        } catch let failure as Ledger.Failure {
            await spending.failed(price, mayBeBilled: false)
            throw RunFailure.unrecorded(failure)
        }
        let start = ContinuousClock.now
        var requestID: String?
        do {
            events(.calling(node, call, request, pictures: sizes))
            let response = try await client.invoke(invocation) { [events] event in
                events(.bedrock(node, event))
            }
            // The next one goes while this answer is kept.
            permit.release()
            requestID = response.requestID
            let answered = Answered(
                node: node, call: call, key: key, request: request, pictures: pictures,
                response: response)
            var answer = try read(answered)
            keep(answer, of: answered)
            // On disk first: a process that is killed while it decodes has lost nothing.
            answer = try await prove(answer, of: answered)
            await spending.paid(answer.price, reserved: price)
            close(
                page, node, .paid, since: start, response.requestID, answer.first.seed,
                answer.hash, price: answer.price)
            return answer
        } catch {
            let failure = kept(RunFailure(error), key)
            // Before the next one takes this place on the way.
            if failure.endsRun || (!keepsGoing && !node.isTried) { gate.close() }
            // What nobody can name may be with the model already.
            let isNamed = error is BedrockError || error is RunFailure
            let mayBeBilled = isNamed ? failure.mayBeBilled : true
            await spending.failed(price, mayBeBilled: mayBeBilled)
            let outcome: LedgerCall.Outcome =
                if case .answer(.filtered, _, _, _) = failure { .filtered } else {
                    mayBeBilled ? .doubtful : .failed
                }
            close(
                page, node, outcome, since: start, requestID, nil, nil,
                error: [node.isPrivate ? nil : node.forecast.provenance.item, "\(failure)"]
                    .compactMap { $0 }.joined(separator: ": "))
            throw failure
        }
    }

    /// How a call that stands in the ledger ended; what cannot be put down is said.
    private func close(
        _ page: Int64?, _ node: PlanNode, _ outcome: LedgerCall.Outcome,
        since start: ContinuousClock.Instant, _ requestID: String?, _ seed: Int?,
        _ output: String?, price: Dollars? = nil, error: String? = nil
    ) {
        guard let page, let ledger else { return }
        do {
            try ledger.ended(
                page, outcome, milliseconds: Int((ContinuousClock.now - start) / .milliseconds(1)),
                requestID: requestID, seed: seed, output: output, price: price, error: error)
        } catch {
            events(.remark(node, "\(error)"))
        }
    }

    func row(
        _ node: PlanNode, _ call: ModelCall, _ request: RequestValue, _ key: AnswerKey,
        _ pictures: [DraftedPicture], outcome: LedgerCall.Outcome, output: String? = nil
    ) -> LedgerCall? {
        let seed: Int? = if case .integer(let seed)? = request.seed { seed } else { nil }
        return ledger?.row(
            for: node, call, key: key,
            request: node.isPrivate ? nil : text(of: request, with: pictures),
            seed: seed, inputs: pictures.map { ($0.role.rawValue, $0.identity.text) },
            outcome: outcome, output: output)
    }

    /// A request with its pictures by their identities.
    func text(of request: RequestValue, with pictures: [DraftedPicture]) -> String {
        RequestWriter.text(request) { role in
            pictures.first { $0.role == role }?.identity.text ?? ""
        }
    }
}
