package import ImgflowLanguage

/// What stands in the way of a plan, or is to be warned of: each kind is worded next to its cases.
package enum PlanProblem: Error, Sendable {
    case source(SourceProblem)
    case target(TargetProblem)
    case model(ModelProblem)
    case parameter(ParameterProblem)
    case image(ImageProblem)

    package var diagnostic: Diagnostic {
        switch self {
        case .source(let problem): problem.diagnostic
        case .target(let problem): problem.diagnostic
        case .model(let problem): problem.diagnostic
        case .parameter(let problem): problem.diagnostic
        case .image(let problem): problem.diagnostic
        }
    }
}

extension PlanProblem {
    /// It concerns one image alone: in a stream that image is left out, and the rest goes on.
    var isOfOneImage: Bool {
        switch self {
        case .image(.shrinks), .image(.fieldMissing(_, .noDate, _, _)): true
        default: false
        }
    }

    /// Why an image is left out, and where.
    func leftOut(_ who: String) -> LeftOut {
        let diagnostic = diagnostic
        return LeftOut(who: who, why: diagnostic.message, span: diagnostic.primary.span)
    }
}
