import ImgflowPlanner

/// The saves of a plan that have nothing to do: their file already holds exactly this image, made on this
/// machine alone, and has not changed since the plan looked at it. What leads to them alone is skipped.
///
/// Steps that lead to a call are taken all the same: a call that is known is reported as such, and one
/// that is not is in the plan's price.
struct StandingFiles {
    /// The path of each such save.
    private(set) var paths: [PlanNode.ID: String] = [:]

    /// - Parameter isStill: whether the file at a path still has this hash.
    init(in plan: Plan, isStill: (_ path: String, _ hash: String) -> Bool) {
        var isUsed: Set<PlanNode.ID> = []
        var isLocal: [Bool] = []
        for node in plan.nodes {
            isUsed.formUnion(node.inputs)
            isUsed.formUnion(node.waitsFor)
            isLocal.append(
                node.action.isLocal && node.guards.isEmpty && !node.isTried
                    && node.waitsFor.isEmpty && node.inputs.allSatisfy { isLocal[$0] })
        }
        for node in plan.nodes where isLocal[node.id] && !isUsed.contains(node.id) {
            guard case .save(let save) = node.action, save.standing == .same, !save.isPrivate,
                case .file(let path) = save.target, let own = save.own, isStill(path, own.hash)
            else { continue }
            paths[node.id] = path
        }
    }
}

extension PlanAction {
    /// Made from files on this machine, without a decision that only the run can make.
    fileprivate var isLocal: Bool {
        switch self {
        case .load, .held, .free, .save: true
        case .standardInput, .call, .noted, .returnedMask, .returnedImage, .info, .show, .gate,
            .fallback,
            .pick, .rank:
            false
        }
    }
}
