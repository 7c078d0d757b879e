/// A stage as it made an image: its verb and what its parameters came to, with variables, sweeps and
/// definitions put in.
package struct MadeStage: Sendable {
    package indirect enum Value: Sendable {
        /// As a program writes it.
        case written(String)
        case text(PlannedText)
        case image(PlanNode.ID)
        case list([(label: String?, value: Value)])
    }

    package var verb: String
    /// In the order of the program; the positional one has no name.
    package var arguments: [(name: String?, value: Value)]
    /// What entered it; several where it takes the whole stream.
    package var inputs: [PlanNode.ID]
    /// Which of its images this is, from 1, where it gives several that are no copies.
    package var place: Int?
    /// The paid call that the image came of.
    package var call: PlanNode.ID?
    package var takesSeed: Bool
    package var takesModel: Bool
}
