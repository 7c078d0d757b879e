import ImgflowPlanner
import Synchronization

/// What the run found out that the plan could only guess, for recipes: few bytes a step.
final class RunFacts: Sendable {
    private struct State {
        var forecasts: [PlanNode.ID: Forecast] = [:]
        var chosen: [PlanNode.ID: PlanNode.ID] = [:]
    }

    private let state = Mutex(State())

    func put(_ step: Step, of node: PlanNode) {
        state.withLock { state in
            state.forecasts[node.id] = step.produced.forecast
            state.chosen[node.id] = step.chosen
        }
    }

    /// How the image of a step is made again, for a session that keeps it.
    func held(_ node: PlanNode.ID, in plan: Plan, number: Int) -> HeldRecipe {
        Recipe(
            plan, forecast: { id in self.state.withLock { $0.forecasts[id] } },
            chosen: { id in self.state.withLock { $0.chosen[id] } }
        ).held(node, number: number)
    }

    /// The program that makes a saved image again.
    func recipe(for node: PlanNode, in plan: Plan, savedAs path: String) -> String? {
        // One at a time: a copy of all of it would cost more than it holds.
        Recipe(
            plan, forecast: { id in self.state.withLock { $0.forecasts[id] } },
            chosen: { id in self.state.withLock { $0.chosen[id] } }
        ).program(for: node, savedAs: path)
    }
}
