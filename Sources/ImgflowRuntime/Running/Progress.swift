import ImgflowPlanner

/// Where a run stands: which nodes are ready, made, failed, and whose picture is still needed.
struct Progress {
    private let plan: Plan
    private var waitsFor: [PlanNode.ID: Set<PlanNode.ID>] = [:]
    private var users: [PlanNode.ID: [PlanNode.ID]] = [:]
    private var usesLeft: [PlanNode.ID: Int] = [:]
    private var ready: [PlanNode.ID] = []
    private var made: [PlanNode.ID: Produced] = [:]
    private var failures: [PlanNode.ID: RunFailure] = [:]
    private var isSkipped: Set<PlanNode.ID> = []
    private(set) var isEnded = false

    /// The steps that show something, in the order of the program, and what they have to say.
    private let sinks: [PlanNode.ID]
    private var reports: [PlanNode.ID: Step.Report?] = [:]
    private var nextSink = 0

    init(_ plan: Plan) {
        self.plan = plan
        sinks = plan.nodes.filter(\.action.isSink).sorted { $0.order < $1.order }.map(\.id)
        let needed = Self.needed(in: plan)
        for node in plan.nodes where needed.contains(node.id) {
            let inputs = Set(node.inputs)
            waitsFor[node.id] = inputs
            for input in inputs {
                users[input, default: []].append(node.id)
                usesLeft[input, default: 0] += 1
            }
            if inputs.isEmpty { ready.append(node.id) }
        }
        sortReady()
    }

    /// What some step shows or saves rests on; the rest is not done.
    private static func needed(in plan: Plan) -> Set<PlanNode.ID> {
        var needed: Set<PlanNode.ID> = []
        for node in plan.nodes.reversed() where node.action.isSink || needed.contains(node.id) {
            needed.insert(node.id)
            needed.formUnion(node.inputs)
        }
        return needed
    }

    /// Latest first, so that the next one is popped from the end.
    private mutating func sortReady() {
        ready.sort { plan.nodes[$0].order > plan.nodes[$1].order }
    }

    mutating func next() -> PlanNode? { ready.popLast().map { plan.nodes[$0] } }

    func inputs(of node: PlanNode) -> [PlanNode.ID: Produced] {
        Dictionary(
            node.inputs.compactMap { id in made[id].map { (id, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    mutating func done(_ node: PlanNode, _ produced: Produced) {
        made[node.id] = produced
        for user in users[node.id] ?? [] {
            waitsFor[user]?.remove(node.id)
            if waitsFor[user]?.isEmpty == true, !isSkipped.contains(user) { ready.append(user) }
        }
        sortReady()
        release(node)
    }

    mutating func failed(_ node: PlanNode, _ failure: RunFailure) {
        failures[node.id] = failure
        if failure.endsRun { isEnded = true }
        skipUsers(of: node.id)
        release(node)
    }

    private mutating func skipUsers(of id: PlanNode.ID) {
        for user in users[id] ?? [] where isSkipped.insert(user).inserted {
            if plan.nodes[user].action.isSink { reports[user] = .some(nil) }
            skipUsers(of: user)
        }
    }

    /// A picture that nobody will ask for again is let go.
    private mutating func release(_ node: PlanNode) {
        for input in Set(node.inputs) {
            usesLeft[input, default: 0] -= 1
            if usesLeft[input, default: 0] <= 0 { made[input] = nil }
        }
        if usesLeft[node.id, default: 0] <= 0 { made[node.id] = nil }
    }

    /// What may be told now: sinks speak in the order of the program.
    mutating func reports(after node: PlanNode, _ report: Step.Report?) -> [RunEvent] {
        if node.action.isSink { reports[node.id] = .some(report) }
        var events: [RunEvent] = []
        while nextSink < sinks.count, let report = reports[sinks[nextSink]] {
            let sink = plan.nodes[sinks[nextSink]]
            switch report {
            case .saved(let path, let isUnchanged)?:
                events.append(.saved(sink, path: path, isUnchanged: isUnchanged))
            case .picture(let bytes)?: events.append(.picture(bytes))
            case .told(let produced)?: events.append(.told(sink, produced))
            case nil: break
            }
            nextSink += 1
        }
        return events
    }

    func outcome(isCancelled: Bool) -> RunOutcome {
        let done = sinks.filter { id in
            if case .some(.some) = reports[id] { true } else { false }
        }
        return RunOutcome(
            shown: done.count, missing: sinks.count - done.count,
            failures: failures.sorted { $0.key < $1.key }.map { (plan.nodes[$0.key], $0.value) },
            isCancelled: isCancelled)
    }
}

extension PlanAction {
    /// It saves or shows: what a run is for.
    package var isSink: Bool {
        switch self {
        case .save, .tell: true
        case .load, .standardInput, .free, .call, .returnedMask: false
        }
    }
}

extension PlanNode {
    /// The order of the program: statement, item, then the order of the stages.
    var order: (Int, Int, Int) { (origin.statement, origin.item, id) }
}
