package import ImgflowLanguage
import ImgflowModels

/// Turns a checked program into a plan, or into diagnostics.
package struct Planner: Sendable {
    private let verbs: [String: any Verb]

    package init(verbs: [any Verb]) {
        self.verbs = Dictionary(
            verbs.map { ($0.signature.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// - Returns: The plan, which is nil if there is an error, and all diagnostics.
    package func plan(
        _ program: CheckedProgram, world: any World, settings: PlanSettings
    ) -> (plan: Plan?, diagnostics: [Diagnostic]) {
        var lowering = Lowering(
            verbs: verbs, program: program.sources,
            plan: PlanBuilder(program: program.sources, world: world, settings: settings))
        for (index, statement) in program.statements.enumerated() {
            lowering.statement(statement, number: index)
        }
        let plan = lowering.plan.finish(of: program)
        let diagnostics = lowering.plan.findings.diagnostics
        return (plan, diagnostics.map { $0.withEdits(writtenIn: program.sources) })
    }
}

extension PlanBuilder {
    /// - Returns: The plan; nil if there is an error.
    fileprivate mutating func finish(of program: CheckedProgram) -> Plan? {
        findings.reportLeftOut()
        files.noteTwins(in: &graph)
        graph.dropUnneeded(hasPresent: !files.present.isEmpty)
        graph.markPrivate()
        guard findings.errorCount == 0 else { return nil }
        return Plan(
            nodes: graph.nodes, settings: program.settings, present: files.present,
            leftOut: findings.leftOut, stages: graph.stages,
            maskSources: graph.maskedImages.mapValues(\.node), warnings: findings.diagnostics)
    }
}
