package import ImgflowImages
package import ImgflowModels
package import ImgflowPlanner
package import ImgflowRuntime

/// Follows one run. Of several observers each hears all; the first that has an answer gives it.
package protocol RunObserver: Sendable {
    func take(_ event: RunEvent)
    /// An image as the terminal shows it; nil where this observer does not draw it. Blocks.
    func draw(_ node: PlanNode, _ image: Image) throws -> String?
    /// What an interrupt waits for; nil where nothing is on its way.
    func waiting() -> String?
    /// What is said where the process ends in the middle of the run.
    func lastWords() -> String?
    /// Above whatever is drawn again and again.
    ///
    /// - Returns: False where this observer says nothing.
    func say(_ text: String) -> Bool
    /// No more events come.
    func close()
    func ended(_ end: RunEnd)
}

extension RunObserver {
    package func draw(_ node: PlanNode, _ image: Image) throws -> String? { nil }
    package func waiting() -> String? { nil }
    package func lastWords() -> String? { nil }
    package func say(_ text: String) -> Bool { false }
    package func close() {}
}

/// How a run ended, and what it cost.
package struct RunEnd: Sendable {
    package var outcome: RunOutcome
    package var spent: Dollars
    /// What may be on the bill although no image came.
    package var doubtful: Dollars
    package var paidCalls: Int
    /// The signal that is to end the process; nil where none came.
    package var signal: Int32?
    /// How the image of a step is made again; the number is greater than those of all recipes before.
    package var recipe: @Sendable (_ step: PlanNode.ID, _ number: Int) -> HeldRecipe
}

/// Is notified of a program on its way to a run, and says who follows the run.
package protocol RunAudience {
    /// The program is checked and planned, for better or worse.
    func checked(_ program: PlannedProgram, isDryRun: Bool)
    /// There is no plan, and nothing is run.
    func refused(_ program: PlannedProgram)
    /// The plan of a run that is not to be made.
    func dryRun(_ plan: Plan, of program: PlannedProgram, jobs: Int?)
    func observers(of plan: Plan) -> [any RunObserver]
}
