import FoundationEssentials
import ImgflowBedrock
import ImgflowModels
import ImgflowPlanner

/// Sends calls. Each is counted against the budget and recorded in the ledger before it is sent.
extension CallRunner {
    /// Sends a call, and again if a content filter refused it (`filteredRetries`).
    ///
    /// - Parameter rank: the lowest goes first when several calls wait.
    /// - Throws: `RunFailure`, or what getting credentials threw.
    func send(_ prepared: PreparedCall, rank: Int) async throws -> Answer {
        try await send(prepared, rank: rank, operation: .invoke) { answered in
            var answer = try read(answered)
            keep(answer, of: answered)
            // Cached before it is decoded: a process that is killed meanwhile loses nothing.
            answer = try await prove(answer, of: answered)
            return (
                answer,
                Receipt(price: answer.price, seed: answer.first.seed, output: answer.hash)
            )
        }
    }

    /// What a response came to, for the books.
    struct Receipt: Sendable {
        var price: Dollars
        var seed: Int? = nil
        var output: String
        /// What a model said of an image, for people.
        var said: String? = nil
    }

    /// - Parameter take: reads a response and keeps it.
    func send<Result: Sendable>(
        _ prepared: PreparedCall, rank: Int, operation: InvokeRequest.Operation,
        _ take: @Sendable (Answered) async throws -> (Result, Receipt)
    ) async throws -> Result {
        let (node, call) = (prepared.node, prepared.call)
        let bytes = try await render(prepared.images)
        let body = RequestWriter.body(prepared.request, pictures: bytes)
        guard body.count <= BedrockLimits.requestBytes else {
            throw RunFailure.requestTooLarge(bytes: body.count)
        }
        let client = try await client()
        let invocation = InvokeRequest(
            modelID: call.card.invocationID, region: call.region, body: body,
            callsPerMinute: call.card.quota.requestsPerMinute, operation: operation)
        var refusals = 0
        while true {
            do {
                let permit = try await gate.enter(call, rank: rank)
                return try await sendOnce(
                    prepared, permit, invocation, by: client, sizes: bytes.mapValues(\.count),
                    take)
            } catch RunFailure.answer(.filtered(let side, let said), let model, let id, let place) {
                // Near its threshold a filter is not deterministic.
                guard refusals < filteredRetries else {
                    throw RunFailure.answer(
                        .filtered(side, said: said), model: model, requestID: id, keptAt: place)
                }
                refusals += 1
                events(.remark(node, "refused by the content filter; retrying"))
            }
        }
    }

    /// One attempt: reserves its price, records it, sends it, and caches the result.
    private func sendOnce<Result: Sendable>(
        _ prepared: PreparedCall, _ permit: CallGate.Permit, _ invocation: InvokeRequest,
        by client: BedrockClient, sizes: [ImageRole: Int],
        _ take: @Sendable (Answered) async throws -> (Result, Receipt)
    ) async throws -> Result {
        let (node, call) = (prepared.node, prepared.call)
        defer { permit.release() }
        try stop.enter()
        defer { stop.leave() }
        let price = call.price.amount
        do { try await spending.reserve(price) } catch { throw RunFailure.overBudget(error) }
        let page: Int64?
        do {
            page = try row(of: prepared, outcome: .sent).flatMap {
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
            events(.calling(node, call, prepared.request, pictures: sizes))
            let response = try await client.invoke(invocation) { [events] event in
                events(.bedrock(node, event))
            }
            // The next call may start while this result is written.
            permit.release()
            requestID = response.requestID
            let (result, receipt) = try await take(
                Answered(prepared: prepared, response: response))
            await spending.paid(receipt.price, reserved: price)
            close(
                page, node, .paid, since: start, response.requestID, receipt.seed,
                receipt.output, price: receipt.price, said: node.isPrivate ? nil : receipt.said)
            return result
        } catch {
            let failure = kept(RunFailure(error), prepared.key)
            // Closed before the permit is released, so that no waiting call starts.
            if failure.endsRun || (!keepsGoing && !node.isTried) { gate.close() }
            // An unexpected error may come after the request arrived, so it may be billed.
            let isNamed = error is BedrockError || error is RunFailure
            let mayBeBilled = isNamed ? failure.mayBeBilled : true
            await spending.failed(price, mayBeBilled: mayBeBilled, billed: failure.billed)
            let outcome: LedgerCall.Outcome =
                if failure.isFiltered { .filtered } else {
                    mayBeBilled ? .doubtful : .failed
                }
            close(
                page, node, outcome, since: start, requestID, nil, nil, price: failure.billed,
                error: [node.isPrivate ? nil : node.forecast.provenance.item, "\(failure)"]
                    .compactMap { $0 }.joined(separator: ": "))
            throw failure
        }
    }

    /// Records how a call ended. A failure to record it is reported, and does not fail the call.
    private func close(
        _ page: Int64?, _ node: PlanNode, _ outcome: LedgerCall.Outcome,
        since start: ContinuousClock.Instant, _ requestID: String?, _ seed: Int?,
        _ output: String?, price: Dollars? = nil, error: String? = nil, said: String? = nil
    ) {
        guard let page, let ledger else { return }
        do {
            try ledger.ended(
                page, outcome, milliseconds: Int((ContinuousClock.now - start) / .milliseconds(1)),
                requestID: requestID, seed: seed, output: output, price: price, error: error,
                said: said)
        } catch {
            events(.remark(node, "\(error)"))
        }
    }

    func row(
        of prepared: PreparedCall, outcome: LedgerCall.Outcome, output: String? = nil
    ) -> LedgerCall? {
        ledger?.row(
            for: prepared.node, prepared.call, key: prepared.key,
            request: prepared.node.isPrivate ? nil : prepared.text, seed: prepared.seed,
            inputs: prepared.images.map { ($0.role.rawValue, $0.identity.text) },
            outcome: outcome, output: output)
    }
}
