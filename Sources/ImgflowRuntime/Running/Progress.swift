import ImgflowPlanner

/// The state of a run: which nodes are ready, done or failed, and which images are still needed.
struct Progress {
    /// How a node ended.
    private enum End {
        case done
        case failed
        /// An input failed.
        case missed
        /// A condition excluded it.
        case passedOver
    }

    private let plan: Plan
    private var ends: [PlanNode.ID: End] = [:]
    /// For each node, the number of nodes it still waits for.
    private var waits: [PlanNode.ID: Int] = [:]
    private var users: [PlanNode.ID: [PlanNode.ID]] = [:]
    private var usesLeft: [PlanNode.ID: Int] = [:]
    private var ready: [PlanNode.ID] = []
    /// Ready nodes without inputs: each brings another image into memory.
    private var readySources: [PlanNode.ID] = []
    /// For each node, the place in program order of the first sink that rests on it.
    private var ranks: [PlanNode.ID: Int] = [:]
    private var made: [PlanNode.ID: Produced] = [:]
    private var failures: [PlanNode.ID: RunFailure] = [:]
    private(set) var isEnded = false
    /// The run ends because the budget is used up, and for no other reason.
    private(set) var endsByBudget = false
    /// For saves whose names the run decides and which may be equal: the one that chooses its name before.
    /// Suffixes such as `-2` then follow program order and not the duration of calls.
    private var turns: [PlanNode.ID: PlanNode.ID] = [:]

    /// The sinks in program order, and what each has to report.
    private let sinks: [PlanNode.ID]
    private var said: [PlanNode.ID: Step.Report] = [:]
    private var nextSink = 0

    /// - Parameter standing: saves whose files are already up to date.
    init(_ plan: Plan, standing: StandingFiles) {
        self.plan = plan
        for (id, path) in standing.paths {
            ends[id] = .done
            said[id] = .saved(path: path, isUnchanged: true)
        }
        let needed = plan.needed(without: Set(standing.paths.keys))
        sinks = plan.nodes.filter(\.isSink).sorted { $0.order < $1.order }.map(\.id)
        for node in plan.nodes where needed.contains(node.id) {
            let inputs = Set(node.inputs)
            let all = inputs.union(node.waitsFor)
            waits[node.id] = all.count
            for input in all { users[input, default: []].append(node.id) }
            for input in inputs { usesLeft[input, default: 0] += 1 }
        }
        // An image is finished before the next is started, so that few are in memory.
        for (place, id) in sinks.enumerated() { ranks[id] = place }
        for node in plan.nodes.reversed() {
            guard let rank = ranks[node.id] else { continue }
            for input in node.inputs + node.waitsFor {
                ranks[input] = min(ranks[input] ?? rank, rank)
            }
        }
        for (id, count) in waits where count == 0 { makeReady(id) }
        var latest: [String: PlanNode.ID] = [:]
        for id in sinks {
            guard let name = plan.nodes[id].deferredName else { continue }
            turns[id] = latest.updateValue(id, forKey: name)
        }
    }

    /// Whether the save before it has chosen its name. A run that is ending does not wait.
    private func isTurn(_ node: PlanNode, _ isEnding: Bool) -> Bool {
        guard !isEnding, let before = turns[node.id] else { return true }
        return ends[before] != nil
    }

    /// Lists are sorted last to first, so that the next node is taken from the end.
    private func isLater(_ one: PlanNode.ID, than other: PlanNode.ID) -> Bool {
        (ranks[one] ?? 0, one) > (ranks[other] ?? 0, other)
    }

    private mutating func makeReady(_ id: PlanNode.ID) {
        if plan.nodes[id].inputs.isEmpty {
            insert(id, into: &readySources)
        } else {
            insert(id, into: &ready)
        }
    }

    private func insert(_ id: PlanNode.ID, into list: inout [PlanNode.ID]) {
        var (low, high) = (0, list.count)
        while low < high {
            let middle = (low + high) / 2
            if isLater(list[middle], than: id) { low = middle + 1 } else { high = middle }
        }
        list.insert(id, at: low)
    }

    /// The next node to start. Images in progress go first; while a call waits, no further image is loaded,
    /// so that few are in memory.
    ///
    /// - Parameter isEnding: start only steps that use a paid result, and no call.
    mutating func next(isEnding: Bool, where hasRoom: (PlanNode) -> Bool) -> PlanNode? {
        func isFree(_ node: PlanNode) -> Bool {
            hasRoom(node) && isTurn(node, isEnding) && (!isEnding || usesAnswer(node))
        }
        if let place = ready.lastIndex(where: { isFree(plan.nodes[$0]) }) {
            return plan.nodes[ready.remove(at: place)]
        }
        let isCallWaiting = ready.contains { id in
            if case .call = plan.nodes[id].action { true } else { false }
        }
        guard !isCallWaiting else { return nil }
        // Each model has its own limit: one at its limit does not delay another.
        let near = readySources.suffix(64)
        guard let place = near.lastIndex(where: { isFree(plan.nodes[$0]) }) else { return nil }
        return plan.nodes[readySources.remove(at: place)]
    }

    private func usesAnswer(_ node: PlanNode) -> Bool {
        if case .call = node.action { return false }
        return node.inputs.contains { made[$0]?.calls.isEmpty == false }
    }

    /// The lowest goes first when several wait for the same model.
    func rank(of node: PlanNode) -> Int { ranks[node.id] ?? 0 }

    func inputs(of node: PlanNode) -> [PlanNode.ID: Produced] {
        Dictionary(
            node.inputs.compactMap { id in made[id].map { (id, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// The inputs of a node that failed.
    func failedInputs(of node: PlanNode) -> Set<PlanNode.ID> {
        Set(node.inputs.filter { ends[$0] == .failed || ends[$0] == .missed })
    }

    /// - Parameter produced: nil for a step that only starts others.
    mutating func done(_ node: PlanNode, _ produced: Produced?) {
        made[node.id] = produced
        end(node.id, .done)
    }

    mutating func passed(over node: PlanNode) { end(node.id, .passedOver) }

    mutating func failed(_ node: PlanNode, _ failure: RunFailure, endsRun: Bool = false) {
        failures[node.id] = failure
        if failure.endsRun || endsRun {
            endsByBudget = failure.isOfBudget && (endsByBudget || !isEnded)
            isEnded = true
        }
        end(node.id, .failed)
    }

    /// Ends a node. Each node that waits for it becomes ready, or ends too, when all it needs has ended.
    private mutating func end(_ id: PlanNode.ID, _ end: End) {
        var open = [(id, end)]
        while let (id, end) = open.popLast() {
            guard ends[id] == nil else { continue }
            ends[id] = end
            for user in users[id] ?? [] {
                waits[user, default: 0] -= 1
                if let end = verdict(on: plan.nodes[user]) {
                    open.append((user, end))
                } else if waits[user] == 0, ends[user] == nil {
                    makeReady(user)
                }
            }
            release(plan.nodes[id])
        }
    }

    /// How a node ends without being started; nil if it is to run, or still waits.
    private func verdict(on node: PlanNode) -> End? {
        switch node.action {
        case .fallback(let tried):
            guard waits[node.id] == 0 else { return nil }
            if let missing = lack(among: node.inputs) { return missing }
            let ends = tried.map { self.ends[$0] }
            if ends.contains(.done) || isEnded { return .passedOver }
            return ends.contains { $0 == .failed || $0 == .missed } ? nil : .passedOver
        case .pick(let place, let count), .rank(let place, let count, _):
            guard waits[node.id] == 0 else { return nil }
            let ends = node.inputs.prefix(count).map { self.ends[$0] }
            if ends.count(where: { $0 == .done }) > place { return nil }
            // An image of a failed `try` was replaced by those of the second block, which may be fewer.
            let isMissed = zip(node.inputs, ends).contains { id, end in
                (end == .failed || end == .missed) && !plan.nodes[id].isTried
            }
            return isMissed ? .missed : .passedOver
        case .free(let operation) where operation.isTolerant:
            guard waits[node.id] == 0 else { return nil }
            if node.inputs.contains(where: { ends[$0] == .done }) { return nil }
            return lack(among: node.inputs)
        default: return lack(among: node.inputs + node.waitsFor)
        }
    }

    /// How a node ends if one of these will never come; nil if all may.
    private func lack(among nodes: [PlanNode.ID]) -> End? {
        for id in nodes {
            switch ends[id] {
            case .failed, .missed: return .missed
            case .passedOver: return .passedOver
            case .done, nil: continue
            }
        }
        return nil
    }

    /// Releases images that no other node needs.
    private mutating func release(_ node: PlanNode) {
        for input in Set(node.inputs) {
            usesLeft[input, default: 0] -= 1
            if usesLeft[input, default: 0] <= 0 { made[input] = nil }
        }
        if usesLeft[node.id, default: 0] <= 0 { made[node.id] = nil }
    }

    mutating func reports(after node: PlanNode, _ report: Step.Report?) -> [RunEvent] {
        said[node.id] = report
        return reports()
    }

    /// The reports that are due now: sinks report in program order.
    mutating func reports() -> [RunEvent] {
        var events: [RunEvent] = []
        while nextSink < sinks.count, ends[sinks[nextSink]] != nil {
            let sink = plan.nodes[sinks[nextSink]]
            switch said[sink.id] {
            case .saved(let path, let isUnchanged)?:
                events.append(.saved(sink, path: path, isUnchanged: isUnchanged))
            case .picture(let bytes)?: events.append(.picture(bytes))
            case .told(let produced)?: events.append(.told(sink, produced))
            case .noted(let produced)?: events.append(.noted(sink, produced))
            case .shown(let picture, let drawn)?:
                events.append(.shown(sink, picture, drawn: drawn))
            case nil: break
            }
            nextSink += 1
        }
        return events
    }

    /// The outcome of the run. What a `try` handled or a condition excluded is neither missing nor failed.
    func outcome(isCancelled: Bool) -> RunOutcome {
        let done = sinks.filter { said[$0] != nil }
        let missing = sinks.filter { id in
            switch ends[id] {
            case .done, .passedOver: false
            case .failed, .missed: !isCaught(plan.nodes[id])
            case nil: true
            }
        }
        let failed = failures.sorted { $0.key < $1.key }.filter { id, failure in
            failure.endsRun || !isCaught(plan.nodes[id])
        }
        return RunOutcome(
            shown: done.count, missing: missing.count,
            failures: failed.map { (plan.nodes[$0.key], $0.value) }, isCancelled: isCancelled,
            leftOut: plan.leftOut.count)
    }

    private func isCaught(_ node: PlanNode) -> Bool { node.isTried && !isEnded }
}

extension PlanNode {
    /// Program order: statement, item, then stage.
    var order: (Int, Int, Int) { (origin.statement, origin.item, id) }

    /// The part of a deferred name that is known. Names with the same known part may be equal.
    fileprivate var deferredName: String? {
        guard case .save(let save) = action, case .deferred(let text) = save.target else {
            return nil
        }
        func known(_ part: PlannedText.Part?) -> String {
            if case .text(let text)? = part { text } else { "" }
        }
        return known(text.parts.first) + "\n" + known(text.parts.last)
    }
}
