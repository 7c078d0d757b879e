package import ImgflowLanguage
import ImgflowModels

/// Turns a checked program into a plan, or into everything that stands in its way.
package struct Planner: Sendable {
    private let verbs: [String: any Verb]

    package init(verbs: [any Verb]) {
        self.verbs = Dictionary(
            verbs.map { ($0.signature.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// - Returns: The plan, nil where there is an error, and all that is to be said of it.
    package func plan(
        _ program: CheckedProgram, world: any World, settings: PlanSettings
    ) -> (plan: Plan?, diagnostics: [Diagnostic]) {
        var walk = Walk(
            verbs: verbs,
            draft: PlanDraft(sources: program.sources, world: world, settings: settings))
        for (index, statement) in program.statements.enumerated() {
            walk.statement(statement, number: index)
        }
        walk.draft.reportLeftOut()
        walk.draft.noteTwins()
        walk.draft.dropUnneeded()
        walk.draft.markPrivate()
        let diagnostics = walk.draft.diagnostics
        guard !diagnostics.contains(where: { $0.severity == .error }) else {
            return (nil, diagnostics)
        }
        let plan = Plan(
            nodes: walk.draft.nodes, settings: program.settings, present: walk.draft.present,
            leftOut: walk.draft.leftOut, stages: walk.draft.stages,
            warnings: diagnostics)
        return (plan, diagnostics)
    }
}
