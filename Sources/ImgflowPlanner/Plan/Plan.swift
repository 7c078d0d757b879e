package import ImgflowLanguage
package import ImgflowModels

/// What a run will do, step by step: the one source of truth between deciding and doing.
///
/// Nodes stand in an order in which each one's inputs come before it.
package struct Plan: Sendable {
    package var nodes: [PlanNode]
    /// Warnings; a plan with errors is never made.
    package var warnings: [Diagnostic]

    /// The calls of models, in order.
    package var calls: [(node: PlanNode, call: ModelCall)] {
        nodes.compactMap { node in
            if case .call(let call) = node.action { (node, call) } else { nil }
        }
    }

    /// Calls that nobody has a price for; they are not in the total.
    package var unpriced: [ModelCall] {
        calls.map(\.call).filter { $0.known == nil && $0.price.isUnknown }
    }

    /// What the run will cost: calls whose answers are known cost nothing.
    package var total: Dollars {
        calls.reduce(.zero) { $1.call.known == nil ? $0 + $1.call.price.amount : $0 }
    }

    /// The files to be written, as far as their names are known before the run.
    package var targets: [String] {
        nodes.compactMap { node in
            guard case .save(let save) = node.action, case .file(let path) = save.target else {
                return nil
            }
            return path
        }
    }
}

/// One step: what is done, from what, and what is expected of it.
package struct PlanNode: Sendable {
    package typealias ID = Int

    package var id: ID
    /// Where the step comes from.
    package var origin: StageOrigin
    package var action: PlanAction
    /// The image that enters first, then those that its parameters name.
    package var inputs: [ID]
    package var forecast: Forecast
    /// What the step's image is, for keys of answers.
    package var identity: Identity
    /// What the planner decided that the user did not write.
    package var notes: [String]
}

package struct StageOrigin: Sendable {
    package var verb: String
    package var span: Span
    /// From 1.
    package var line: Int
    /// The order in which items are finished: an item's later stage goes before the next item.
    package var statement: Int
    package var item: Int
}

package enum PlanAction: Sendable {
    case load(path: String)
    case standardInput
    case free(any FreeOperation)
    case call(ModelCall)
    case save(SaveStep)
    /// The mask that the call before returned beside its picture.
    case returnedMask
    /// `info`: tells of the image and passes it on.
    case tell
}

/// Work on this machine. The description is canonical: the same words and the same inputs give the
/// same pixels, so it stands for the result in the keys of answers.
package protocol FreeOperation: Sendable, CustomStringConvertible {
    /// What it makes of its images: the one that goes on through the pipe first.
    func forecast(for inputs: [Forecast]) -> Forecast
}
