import ImgflowImages
import ImgflowLanguage
import ImgflowModels
import ImgflowPlanner
import ImgflowRuntime

/// Plans on their way to a run: held against the budgets, agreed to, signed in for.
struct RunApproval {
    let engine: Engine
    let run: RunConfiguration
    /// Which run one after the other; most often it is one.
    let programs: [PlannedProgram]

    /// What is not cached of all of them.
    var series: PlanSeries { PlanSeries(programs.compactMap(\.plan)) }

    /// - Returns: What the run may spend; nil where nobody set a limit.
    /// - Throws: `CLIError` where it is not to be run.
    func budget(for plan: Plan) async throws -> Dollars? {
        let limit = try limit(of: plan)
        try keep(series, to: limit, isOwn: run.budget == nil)
        try agree()
        PixelWork.planned()
        if plan.calls.contains(where: { !$0.call.isKnown }) {
            try await engine.backend.signInBeforehand()
        }
        return limit
    }

    /// - Throws: `CLIError` where the limits are against it, or the person is.
    func agree() throws {
        let series = series
        try keepToTheDay(series)
        try consent(to: series)
    }

    func keep(_ series: PlanSeries, to limit: Dollars?, isOwn: Bool) throws(CLIError) {
        guard let limit else { return }
        if let call = series.unpriced.first {
            throw CLIError(
                message:
                    "a budget requires the price of \(call.card.name), which is unknown: nothing was sent",
                hints: ["add it: invoke \"\(call.card.name)\" … price:0.05"],
                exitStatus: .noConsent)
        }
        if series.total > limit { throw tooDear(series.total, limit, isOwn: isOwn) }
    }
}
