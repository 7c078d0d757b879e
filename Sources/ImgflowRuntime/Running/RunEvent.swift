package import ImgflowBedrock
package import ImgflowModels
package import ImgflowPlanner

/// What happens during a run, for whoever shows it. Events of different calls come in any order.
package enum RunEvent: Sendable {
    case started(PlanNode)
    /// A call is about to be sent: the filled-in request, its images' sizes in bytes.
    case calling(PlanNode, ModelCall, RequestValue, pictures: [ImageRole: Int])
    case bedrock(PlanNode, BedrockEvent)
    /// What a step did that the plan could not know: a size that came otherwise, an image shrunk.
    case remark(PlanNode, String)
    case finished(PlanNode, Produced, Finish)
    case failed(PlanNode, RunFailure)
    /// `info`.
    case told(PlanNode, Produced)
    /// What a seeing verb at the end of a pipeline wrote down.
    case noted(PlanNode, Produced)
    /// `show`, with what `draw` gave; in the order of the program.
    case shown(PlanNode, Produced, drawn: Result<String?, any Error>)
    /// A file is whole and on disk; in the order of the program.
    case saved(PlanNode, path: String, isUnchanged: Bool)
    /// Bytes for standard output.
    case picture([UInt8])

    package enum Finish: Sendable {
        case free
        case paid(Dollars, seed: Int?)
        case known(seed: Int?)

        package var isKnown: Bool { if case .known = self { true } else { false } }
    }
}
