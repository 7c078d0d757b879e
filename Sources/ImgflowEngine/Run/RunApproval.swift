import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowRuntime

/// A plan on its way to a run: held against the budgets, agreed to, signed in for.
struct RunApproval {
    let engine: Engine
    let run: RunConfiguration
    let program: PlannedProgram

    /// - Returns: What the run may spend; nil where nobody set a limit.
    /// - Throws: `CLIError` where it is not to be run.
    func budget(for plan: Plan) async throws -> Dollars? {
        if run.budget != nil || plan.settings.budget != nil, let call = plan.unpriced.first {
            throw CLIError(
                message: "a budget needs to know what \(call.card.name) costs: nothing was sent",
                hints: ["say it: invoke \"\(call.card.name)\" … price:0.05"],
                exitStatus: .noConsent)
        }
        let limit = try limit(of: plan)
        if let limit, plan.total > limit {
            throw tooDear(plan, limit, isOwn: run.budget == nil)
        }
        try keepToTheDay(plan)
        try consent(to: plan)
        PixelWork.planned()
        if plan.calls.contains(where: { $0.call.known == nil }) {
            try await engine.backend.signInBeforehand()
        }
        return limit
    }
}
