import ImgflowEngine
package import ImgflowPlanner
package import ImgflowRuntime

/// What of a run is news to whoever reads along. A command line is shown everything; at a prompt,
/// earlier lines have reported theirs, and the line of the result describes the result.
package protocol ReportFocus: Sendable {
    /// Steps are named with their lines, and what the plan says of them is said.
    var namesLines: Bool { get }
    /// What the planner decided for a call that nobody has looked at.
    func notes(of node: PlanNode) -> [String]
    /// The earlier line that a step belongs to, as it is named; nil where it is one of this run's own.
    func owner(of node: PlanNode) -> String?
    func isNews(_ node: PlanNode, _ finish: RunEvent.Finish) -> Bool
    func tellsCost(of outcome: RunOutcome) -> Bool
    /// The look at a result that nobody wrote.
    func isLook(_ node: PlanNode) -> Bool
    /// Whether there is room for this image on the screen, which it then takes.
    func claimsDrawing(of node: PlanNode) -> Bool
    /// Columns and rows of a look.
    var thumbnail: (Int?, Int?) { get }
    /// What stands above a look; nil where nothing does.
    func caption(of node: PlanNode, _ produced: Produced) -> String?
}

/// All of a run is news.
package struct WholeRun: ReportFocus {
    package init() {}

    package var namesLines: Bool { true }
    package var thumbnail: (Int?, Int?) { (nil, nil) }
    package func notes(of node: PlanNode) -> [String] { [] }
    package func owner(of node: PlanNode) -> String? { nil }
    package func isNews(_ node: PlanNode, _ finish: RunEvent.Finish) -> Bool { true }
    package func tellsCost(of outcome: RunOutcome) -> Bool { true }
    package func isLook(_ node: PlanNode) -> Bool { false }
    package func claimsDrawing(of node: PlanNode) -> Bool { true }
    package func caption(of node: PlanNode, _ produced: Produced) -> String? { nil }
}
