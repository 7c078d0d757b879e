import ImageFacts
import ImgflowLanguage
import ImgflowPlanner

/// What stands where an image is to go, and whether it may be replaced.
extension Save {
    /// Of a path that is there.
    func standing(
        of path: String, for step: SaveStep, _ identity: Identity, from input: PlannedImage,
        in plan: PlanBuilder
    ) -> SaveStep.Standing {
        if let own = step.own {
            return own.made == identity.text && !step.embedsRecipe ? .same : .own
        }
        return isCopy(path, step, of: input, in: plan) ? .same : .foreign
    }

    /// Whether the file has the very bytes that would be written: an image that is whole without its record
    /// is this program's, and nothing is lost.
    private func isCopy(
        _ path: String, _ step: SaveStep, of input: PlannedImage, in plan: PlanBuilder
    ) -> Bool {
        guard input.identity.isSettled, !step.isPrivate, !step.embedsRecipe,
            step.encoding == EncodingOptions(),
            step.format == nil || step.format == input.forecast.format,
            case .image(_, let hash) = plan.world.look(at: path)
        else { return false }
        return hash == input.identity.fileHash
    }

    /// A file is replaced by the program that wrote it, or where the user says that it may go.
    func checkReplacing(
        _ path: String, by step: SaveStep, _ identity: Identity, span: Span,
        for stage: StageContext,
        in plan: inout PlanBuilder
    ) throws(PlanProblem) {
        // What stays as it is belongs to whom it will; an answer that is yet to come may be another.
        if step.standing == .same, identity.isSettled { return }
        if !step.overwrites {
            guard let own = step.own, own.author == step.author else {
                throw .target(.exists(path, own: step.own, span: span))
            }
            if let why = plan.world.obstacle(toKeeping: path) {
                throw .target(
                    .unwritable(
                        path, why: why,
                        fix: "save under another name, or add `overwrite:true` (or --overwrite)",
                        span: span))
            }
        }
        let others = plan.world.otherNames(of: path)
        if others > 0 {
            plan.report(.target(.otherNames(path, count: others, span: span)), for: stage)
        }
    }
}
