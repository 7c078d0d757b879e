import ImgflowLanguage
import ImgflowPlanner

/// What stands where a picture is to go, and whether it may be replaced.
extension Save {
    /// Of a path that is there.
    func standing(
        of path: String, for step: SaveStep, _ identity: Identity, from input: PlannedImage,
        in draft: PlanDraft
    ) -> SaveStep.Standing {
        if let own = step.own {
            return own.made == identity.text && !step.embedsRecipe ? .same : .own
        }
        return isCopy(path, step, of: input, in: draft) ? .same : .foreign
    }

    /// Whether the file has the very bytes that would be written: a picture that is whole without its record
    /// is this program's, and nothing is lost.
    private func isCopy(
        _ path: String, _ step: SaveStep, of input: PlannedImage, in draft: PlanDraft
    ) -> Bool {
        guard input.identity.isSettled, !step.isPrivate, !step.embedsRecipe,
            step.format == nil || step.format == input.forecast.format,
            case .image(_, let hash) = draft.world.look(at: path)
        else { return false }
        return hash == input.identity.fileHash
    }

    /// A file is replaced by the program that wrote it, or where the user says that it may go.
    func checkReplacing(
        _ path: String, by step: SaveStep, _ identity: Identity, span: Span,
        in draft: inout PlanDraft
    ) throws(PlanProblem) {
        // What stays as it is belongs to whom it will; an answer that is yet to come may be another.
        if step.standing == .same, identity.isSettled { return }
        if !step.overwrites {
            guard let own = step.own, own.author == step.author else {
                throw .target(.exists(path, own: step.own, span: span))
            }
            if let why = draft.world.obstacle(toKeeping: path) {
                throw .target(
                    .unwritable(
                        path, why: why,
                        fix: "save under another name, or add `overwrite:true` (or --overwrite)",
                        span: span))
            }
        }
        let others = draft.world.otherNames(of: path)
        if others > 0 { draft.report(.target(.otherNames(path, count: others, span: span))) }
    }
}
