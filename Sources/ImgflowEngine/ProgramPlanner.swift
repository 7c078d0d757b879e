package import ImgflowLanguage
package import ImgflowModels
package import ImgflowPlanner
import ImgflowVerbs

/// Checks a program, and plans it for a world: the part of the driver that asks no machine.
package struct ProgramPlanner: Sendable {
    private let checker: Checker

    /// - Parameters:
    ///   - models: as this user has them: their names and Regions are words of the language.
    ///   - optionNames: of the command line, without hyphens.
    package init(
        models: ModelCatalog = .standard,
        optionNames: @escaping @Sendable () -> Set<String> = { [] }
    ) {
        checker = Checker(Verbs.catalog(of: models), optionNames: optionNames)
    }

    /// - Parameter given: the values of the program's parameters; nil where nobody can give any.
    package func check(
        _ program: LinkedProgram, given: [String: [String]]? = nil
    ) -> Checker.Result {
        checker.check(program, given: given)
    }

    /// What is right in a wrong program is planned too, so that all mistakes are told in one pass.
    ///
    /// - Returns: The plan, where the program is right; what the checker and the planner found.
    package func plan(
        _ checked: Checker.Result, in world: any World, _ settings: PlanSettings
    ) -> (plan: Plan?, diagnostics: [Diagnostic]) {
        let planned = Planner(verbs: Verbs.all).plan(
            checked.program ?? checked.soundPart, world: world, settings: settings)
        return (
            checked.program == nil ? nil : planned.plan, checked.diagnostics + planned.diagnostics
        )
    }

    /// A program that uses no other file.
    package func plan(
        _ source: SourceText, in world: any World, _ settings: PlanSettings
    ) -> (plan: Plan?, diagnostics: [Diagnostic]) {
        plan(check(LinkedProgram(Parser.parse(source))), in: world, settings)
    }
}
