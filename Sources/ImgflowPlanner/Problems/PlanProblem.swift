package import ImgflowLanguage

/// What stands in the way of a plan, or is to be warned of: each kind is worded beside its cases.
package enum PlanProblem: Error, Sendable {
    case source(SourceProblem)
    case target(TargetProblem)
    case model(ModelProblem)
    case parameter(ParameterProblem)

    package var diagnostic: Diagnostic {
        switch self {
        case .source(let problem): problem.diagnostic
        case .target(let problem): problem.diagnostic
        case .model(let problem): problem.diagnostic
        case .parameter(let problem): problem.diagnostic
        }
    }
}
