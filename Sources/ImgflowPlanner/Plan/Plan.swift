package import ImageFacts
package import ImgflowLanguage
package import ImgflowModels

/// What a run will do, step by step: the one source of truth between deciding and doing.
///
/// Nodes stand in an order in which each one's inputs come before it.
package struct Plan: Sendable {
    package var nodes: [PlanNode]
    /// What the program sets for its own run.
    package var settings: RunSettings
    /// Files that are there already and are left as they are; what leads to them alone is not done.
    package var present: [String] = []
    /// Images that are not done, each with its reason.
    package var leftOut: [LeftOut] = []
    /// The stages that made the steps' images, with their arguments, for recipes.
    package var stages: [PlanNode.ID: MadeStage] = [:]
    /// Warnings; a plan with errors is never made.
    package var warnings: [Diagnostic]

    /// The steps that the run takes, or may take: those that lead to something saved or shown, and
    /// are not known to be passed over.
    package var steps: [PlanNode] {
        nodes.filter { $0.isNeeded && !$0.guards.contains { $0.isMet == false } }
    }

    /// The calls of models, in order.
    package var calls: [(node: PlanNode, call: ModelCall)] {
        steps.compactMap { node in
            if case .call(let call) = node.action { (node, call) } else { nil }
        }
    }

    /// Calls that nobody has a price for; they are not in the total.
    package var unpriced: [ModelCall] {
        calls.map(\.call).filter { $0.known == nil && $0.price.isUnknown }
    }

    /// What the run will cost: calls whose answers are known cost nothing.
    package var cost: CostRange {
        CostRange(
            of: calls.map { ($0.node.guards, $0.call.known == nil ? $0.call.price.amount : .zero) })
    }

    /// The most that the run will cost.
    package var total: Dollars { cost.most }

    /// The files to be written, as far as their names are known before the run.
    package var targets: [String] {
        steps.compactMap { node in
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
    /// Steps that are waited for without their images.
    package var waitsFor: [ID] = []
    /// What must turn out so for this step to be taken.
    package var guards: Set<Guard> = []
    /// Nothing that is saved or shown comes of it: it is not done, and not paid for.
    package var isNeeded = true
    /// It leads to pictures alone of which no trace is to be kept (`private:true`).
    package var isPrivate = false
    /// A `try` stands around it: its failure is no failure of the run.
    package var isTried = false
    package var forecast: Forecast
    /// What the step's image is, for keys of answers.
    package var identity: Identity
    /// What the planner decided that the user did not write.
    package var notes: [String]
}

package struct StageOrigin: Sendable {
    package var verb: String
    package var span: Span
    /// The stage of the program itself: where a definition made it, the call of that.
    package var place: Span
    /// Of `place`, from 1.
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
    /// A further image of the answer to the call before, from 2.
    case returnedImage(Int)
    /// `info`: tells of the image and passes it on.
    case tell
    /// `show`: draws the image on the terminal; in columns, where the program says how many.
    case show(columns: Int?)
    /// Passes the image on where the condition has this value, and else nothing.
    case gate(PlannedCondition, is: Bool)
    /// Lets the second block of a `try` begin: none of these came, and one failed.
    case rescue(of: [PlanNode.ID])
    /// The image of the place-th, from 0, of `count` inputs that came; its value stands `count`
    /// inputs further on where there are twice as many.
    case pick(place: Int, count: Int)
}

extension PlanAction {
    /// It saves or shows: what a run is for.
    package var isSink: Bool {
        switch self {
        case .save, .tell, .show: true
        default: false
        }
    }

    /// It runs also where some of its inputs did not come.
    package var isTolerant: Bool {
        switch self {
        case .pick, .rescue: true
        case .free(let operation): operation.isTolerant
        default: false
        }
    }
}

/// Work that some images do not need: these go on as they are, under their own names.
package protocol OptionalOperation: FreeOperation {
    /// - Parameter sizes: of its images, in their order.
    func isNeeded(for sizes: [PixelSize]) -> Bool
}

/// Work on this machine. The description is canonical: the same words and the same inputs give the
/// same pixels, so it stands for the result in the keys of answers.
package protocol FreeOperation: Sendable, CustomStringConvertible {
    /// What it makes of its images: the one that goes on through the pipe first.
    func forecast(for inputs: [Forecast]) -> Forecast
    /// Its description before its pixels were corrected; nil where they never changed.
    var earlierDescription: String? { get }
    /// It is done with those of its images that come, as a sheet is.
    var isTolerant: Bool { get }
    /// A mask that it makes has soft edges.
    var softensMask: Bool { get }
    /// The result is 8-bit sRGB, whatever came in.
    var worksInSRGB: Bool { get }
    /// Parameters that a recipe writes otherwise than the program did; nil leaves one out.
    var recipeArguments: [(name: String, value: MadeStage.Value?)] { get }
}

extension FreeOperation {
    package var earlierDescription: String? { nil }
    package var isTolerant: Bool { false }
    package var softensMask: Bool { false }
    package var worksInSRGB: Bool { false }
    package var recipeArguments: [(name: String, value: MadeStage.Value?)] { [] }
}

/// Work that writes words into a picture, some of which only the run may know.
package protocol TextOperation: FreeOperation {
    var texts: [PlannedText] { get }
    /// - Parameter texts: as many as there are, each filled in.
    func filled(with texts: [String]) -> any FreeOperation
}
