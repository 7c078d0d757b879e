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
        _ program: LinkedProgram, given: [String: [String]]? = nil,
        held: [String: [HeldImage]] = [:]
    ) -> Checker.Result {
        checker.check(program, given: given, heldFields: held.mapValues(Self.fields))
    }

    /// Those that all of these images have.
    private static func fields(_ images: [HeldImage]) -> Set<String> {
        let each = images.map { image in
            let names = image.forecast.provenance
            return Set(names.swept.keys).union(names.noted.keys)
        }
        return each.dropFirst().reduce(each.first ?? []) { $0.intersection($1) }
    }

    /// What is right in a wrong program is planned too, so that all mistakes are told in one pass.
    ///
    /// - Returns: The plan, where the program is right; that of its right part; what the checker and the
    ///   planner found.
    package func plan(
        _ checked: Checker.Result, in world: any World, _ settings: PlanSettings
    ) -> (plan: Plan?, soundPlan: Plan?, diagnostics: [Diagnostic]) {
        let planned = Planner(verbs: Verbs.all).plan(
            checked.program ?? checked.soundPart, world: world, settings: settings)
        return (
            checked.program == nil ? nil : planned.plan, planned.plan,
            checked.diagnostics + planned.diagnostics
        )
    }

    /// A program that uses no other file.
    package func plan(
        _ source: SourceText, in world: any World, _ settings: PlanSettings
    ) -> (plan: Plan?, diagnostics: [Diagnostic]) {
        let planned = plan(check(LinkedProgram(Parser.parse(source))), in: world, settings)
        return (planned.plan, planned.diagnostics)
    }
}
