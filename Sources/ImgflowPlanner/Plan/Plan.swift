package import ImageFacts
package import ImgflowLanguage
package import ImgflowModels

/// Everything a run will do. `plan` prints it, `--json` exports it, and the run executes it.
///
/// The inputs of a node always come before it.
package struct Plan: Sendable {
    package var nodes: [PlanNode]
    /// Settings that the program makes for its own run.
    package var settings: RunSettings
    /// Files that exist and are kept (`if-missing`). Steps that lead only to them are not needed.
    package var present: [String] = []
    /// Images that are left out, each with the reason.
    package var leftOut: [LeftOut] = []
    /// How the image of each step was made, for recipes.
    package var stages: [PlanNode.ID: MadeStage] = [:]
    /// The images that masks were made of, by the masks' steps.
    package var maskSources: [PlanNode.ID: PlanNode.ID] = [:]
    /// Warnings. A program with errors has no plan.
    package var warnings: [Diagnostic]

    /// The needed steps, without those whose guards are known not to hold.
    package var steps: [PlanNode] {
        nodes.filter { $0.isNeeded && !$0.guards.contains { $0.isMet == false } }
    }

    /// The steps that a run takes: those that are needed, but for what leads only to sinks that have
    /// nothing left to do.
    package func needed(without done: Set<PlanNode.ID>) -> Set<PlanNode.ID> {
        let needed = nodes.filter(\.isNeeded)
        guard !done.isEmpty else { return Set(needed.map(\.id)) }
        let sinks = needed.filter { $0.isSink && !done.contains($0.id) }
        return nodes.ancestors(of: sinks.map(\.id))
    }

    /// The model calls among `steps`, in order.
    package var calls: [(node: PlanNode, call: ModelCall)] {
        steps.compactMap { node in
            if case .call(let call) = node.action { (node, call) } else { nil }
        }
    }

    /// Calls of unknown price. They are not included in the total.
    package var unpriced: [ModelCall] {
        calls.map(\.call).filter { !$0.isKnown && $0.price.isUnknown }
    }

    /// The cost of the run. Cached calls cost nothing.
    package var cost: CostRange {
        CostRange(
            of: calls.map { ($0.node.guards, $0.call.isKnown ? .zero : $0.call.cost) })
    }

    /// Only the run knows which of its calls are made.
    package var decidesCalls: Bool {
        calls.contains { $0.node.guards.contains { $0.isMet == nil } }
    }

    /// The upper limit of the cost.
    package var total: Dollars { cost.most }

    /// The files to be written whose names are known before the run.
    package var targets: [String] {
        steps.compactMap { node in
            guard case .save(let save) = node.action, case .file(let path) = save.target else {
                return nil
            }
            return path
        }
    }
}

/// One step of a plan: an action, its inputs, and what its image is expected to be.
package struct PlanNode: Sendable {
    package typealias ID = Int

    package var id: ID
    /// The stage of the program that added the step.
    package var origin: StageOrigin
    package var action: PlanAction
    /// The image that goes through the pipe first, then those of parameters.
    package var inputs: [ID]
    /// Steps that must end first, but whose images are not used.
    package var waitsFor: [ID] = []
    /// Conditions under which the step is taken. All of them must hold.
    package var guards: Set<Guard> = []
    /// The stage's own effect: it saves or shows an image, as its verb's signature says.
    package var isSink = false
    /// False if it leads to no sink: the run does not take it, and nothing is paid for it.
    package var isNeeded = true
    /// It leads only to images saved with `private:true`: no prompt and no recipe is recorded.
    package var isPrivate = false
    /// It is inside the first block of a `try`, so its failure does not fail the run.
    package var isTried = false
    package var forecast: Forecast
    /// Identifies the image in cache keys.
    package var identity: Identity
    /// Dots per inch that the stage gives its image; nil keeps what the image has.
    package var dpi: Int?
    /// Decisions of the planner that the user did not write.
    package var notes: [String]
}

package struct StageOrigin: Sendable {
    package var verb: String
    package var span: Span
    /// The stage in the program's own text. For a stage of a definition, the call of that definition.
    package var place: Span
    /// The line of `place`, from 1.
    package var line: Int
    /// With `item`, the order of execution: an item passes through all stages before the next item starts.
    package var statement: Int
    package var item: Int
}

package enum PlanAction: Sendable {
    case load(path: String)
    case standardInput
    /// An image that was made before, and is kept.
    case held(HeldImage)
    case free(any FreeOperation)
    case call(ModelCall)
    case save(SaveStep)
    /// The mask that the input's call returned with its image.
    case returnedMask
    /// A further image of the input's call, counted from 2.
    case returnedImage(Int)
    /// `info`: prints the facts of the image.
    case info
    /// `show`: draws the image on the terminal. Nil fits the width to the window.
    case show(columns: Int?)
    /// Passes the image on if the condition has this value, otherwise nothing.
    case gate(PlannedCondition, is: Bool)
    /// Passes its first image on with what the second input found: the keys by the names of the fields.
    case noted([String: String])
    /// Starts the second block of a `try`: at least one of these failed, and none succeeded.
    case fallback(of: [PlanNode.ID])
    /// The place-th image, from 0, of those of the first `count` inputs that came. If there are twice as
    /// many inputs, the image is taken from the input `count` places later.
    case pick(place: Int, count: Int)
    /// The place-th image, from 0, of the first `count` inputs in an order.
    case rank(place: Int, count: Int, by: Ranking)
}

extension PlanAction {
    /// The step runs even if some of its inputs did not come.
    package var isTolerant: Bool {
        switch self {
        case .pick, .rank, .fallback: true
        case .free(let operation): operation.isTolerant
        default: false
        }
    }
}

/// An operation that some images do not need. These pass unchanged and keep their identity.
package protocol OptionalOperation: FreeOperation {
    /// - Parameter sizes: of its images, in order.
    func isNeeded(for sizes: [PixelSize]) -> Bool
}

/// An operation on this machine, free of charge. Its description is part of cache keys: the same
/// description and the same inputs must give the same pixels.
package protocol FreeOperation: Sendable, CustomStringConvertible {
    /// Predicts the result. The image that goes through the pipe is the first input.
    func forecast(for inputs: [Forecast]) -> Forecast
    /// The description before the operation's pixels were corrected; nil if they never changed.
    var earlierDescription: String? { get }
    /// It uses whichever of its images come, as a sheet does.
    var isTolerant: Bool { get }
    /// Its result, as a mask, has soft edges.
    var softensMask: Bool { get }
    /// Its result is 8-bit sRGB, whatever its input is.
    var worksInSRGB: Bool { get }
    /// Some kinds of colors become 8-bit sRGB: those that `converts` names.
    var mayConvertColors: Bool { get }
    func converts(_ colors: OtherColors) -> Bool
    /// Images of these sizes stay as they are, whatever their colors.
    func isNothing(for sizes: [PixelSize]) -> Bool
    /// It decodes its image as soon as it is applied. The kind of colors stays.
    var readsPixels: Bool { get }
    /// Parameters that a recipe writes differently than the program does; nil omits the parameter.
    var recipeArguments: [(name: String, value: MadeStage.Value?)] { get }
}

extension FreeOperation {
    package var earlierDescription: String? { nil }
    package var isTolerant: Bool { false }
    package var softensMask: Bool { false }
    package var worksInSRGB: Bool { false }
    package var mayConvertColors: Bool { worksInSRGB }
    package func converts(_ colors: OtherColors) -> Bool { worksInSRGB }
    package func isNothing(for sizes: [PixelSize]) -> Bool { false }
    package var readsPixels: Bool { false }
    package var recipeArguments: [(name: String, value: MadeStage.Value?)] { [] }
}

/// An operation that draws text, parts of which may be known only to the run.
package protocol TextOperation: FreeOperation {
    var texts: [PlannedText] { get }
    /// - Parameter texts: the values of `texts`, in order.
    func filled(with texts: [String]) -> any FreeOperation
}
